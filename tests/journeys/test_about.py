"""What the site says of itself, and its failures, in a real browser: light, dark, small, by keyboard, bare."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki import rules
from wiki.actions import pages, settings
from wiki.models.settings import TEXTS
from wiki.queries.settings import current

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOW = "/admin/wiki/sitesettings/"
ABOUT = [f"/-/about/{key}/" for key in TEXTS]


def forgive(console: list[str], status: int) -> None:
    """The browser tells of each failing status; a test that asks for one takes its line away."""
    told = [line for line in console if f"status of {status}" in line]
    assert told
    console[:] = [line for line in console if line not in told]


def overflows(tab: Tab) -> bool:
    return tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.drawn
def test_screens_of_the_foot_have_no_fault_of_access(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    factories.guide()
    settings.edit(
        current(), by=rules.SYSTEM, base=0, contact_address="equipe@example.org", rules="# Ours\n\nText."
    )
    found = {}
    for address in [*ABOUT, "/-/map/"]:
        any_tab.goto(address)
        found[address] = axe(any_tab), overflows(any_tab)
    assert found == dict.fromkeys(found, ([], False))


@pytest.mark.drawn
def test_failures_have_no_fault_of_access(
    any_tab: Tab, axe: Callable[[Tab], list[str]], console: list[str]
) -> None:
    factories.guide()
    any_tab.goto("/nowhere/")
    assert (axe(any_tab), overflows(any_tab)) == ([], False)
    forgive(console, 404)


@pytest.mark.drawn
@pytest.mark.parametrize("size", [320, 1600])
def test_screens_fit_any_width(open_tab: Callable[..., Tab], console: list[str], size: int) -> None:
    factories.guide()
    tab = open_tab("light", {"width": size, "height": 800})
    seen = {}
    for address in [*ABOUT, "/-/map/", "/nowhere/"]:
        tab.goto(address)
        seen[address] = overflows(tab)
    assert seen == dict.fromkeys(seen, False)
    forgive(console, 404)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_goes_from_the_foot_to_the_plan_and_to_a_page(
    open_tab: Callable[..., Tab], script: bool
) -> None:
    factories.guide()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/lessons/")
    foot = tab.get_by_role("contentinfo")
    foot.get_by_role("link", name="Règles de la communauté").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Règles de la communauté")
    here = tab.get_by_role("navigation", name="À propos de ce site")
    expect(here.locator("[aria-current=page]")).to_have_text("Règles de la communauté")
    here.get_by_role("link", name="Plan du guide").click()
    tab.get_by_role("main").get_by_role("link", name="Second").click()
    expect(tab).to_have_url("/advice/second/")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_lost_reader_searches_from_where_they_are(
    open_tab: Callable[..., Tab], console: list[str], script: bool
) -> None:
    factories.guide()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/advice/the-first-page/")
    field = tab.get_by_role("main").get_by_role("searchbox")
    expect(field).to_have_value("the first page")
    for _ in range(3):  # past the way to the content and the way home
        tab.keyboard.press("Tab")
    expect(field).to_be_focused()
    field.fill("first")
    forgive(console, 404)
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/-/search/?q=first")


def test_plan_is_read_in_lists_within_lists(tab: Tab) -> None:
    factories.guide()
    tab.goto("/-/map/")
    part = tab.get_by_role("main").locator("section", has=tab.get_by_role("heading", name="Advice"))
    expect(part.get_by_role("list")).to_have_count(1)
    expect(part.get_by_role("listitem")).to_have_text(["First", "Second"])


def test_admin_previews_a_text_then_publishes_it(
    tab: Tab, log_in: Callable[[Tab, Any], None], axe: Callable[[Tab], list[str]]
) -> None:
    factories.guide()
    log_in(tab, factories.admin())
    tab.goto("/-/about/legal/")
    tab.get_by_role("link", name="Écrire ce texte").click()
    field = tab.locator("#id_legal")
    expect(field).to_be_in_viewport()
    field.fill("# Chez nous\n\nUn texte à nous.")
    with tab.expect_popup() as opened:
        tab.locator("[formaction='/-/about/legal/preview/']").click()
    preview = opened.value
    expect(preview.get_by_role("heading", level=1)).to_have_text("Chez nous")
    expect(preview.get_by_text("rien n’est encore enregistré")).to_be_visible()
    assert axe(preview) == []
    preview.close()
    tab.locator("input[type=submit].default").click()
    expect(tab.locator(".success")).to_have_text("Les réglages du site sont enregistrés.")
    tab.goto("/-/about/legal/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Chez nous")


def test_those_who_decide_find_their_way_to_what_was_put_away(
    tab: Tab, log_in: Callable[[Tab, Any], None], axe: Callable[[Tab], list[str]], console: list[str]
) -> None:
    made = factories.guide()
    second = made["advice/second"]
    pages.archive(second, by=rules.SYSTEM, base=second.version, reason="Done.")
    log_in(tab, factories.moderator())
    tab.goto("/advice/second/")
    assert axe(tab) == []
    forgive(console, 404)
    tab.get_by_role("main").get_by_role("link", name="La voir dans l’administration").click()
    expect(tab).to_have_url(f"/admin/wiki/page/{second.pk}/change/")
