"""An archived page is purged for ever in a real browser: by keyboard, with scripts and without, by axe."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.actions import archiving, threads
from wiki.models import ModerationEntry, Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long sentence of mine"


@pytest.fixture
def away() -> Page:
    """A section that was put away with its pages, and talked about."""
    page = factories.guide()["advice"]
    threads.open(page, by=factories.person(), text="Odd words.", uuid=uuid4())
    page = Page.objects.get(pk=page.pk)
    archiving.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def enter(log_in: Callable[[Tab, Any], None]) -> Callable[[Tab], None]:
    """An admin with a password comes in."""

    def come(tab: Tab) -> None:
        admin = factories.admin()
        admin.set_password(PASSWORD)
        admin.save()
        log_in(tab, admin)

    return come


def says_who_they_are(tab: Tab) -> None:
    expect(tab).to_have_url(re.compile("/reauthenticate/"))
    tab.locator("input[type=password]").fill(PASSWORD)
    tab.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "bare"])
def test_page_is_purged_by_keyboard(
    open_tab: Callable[..., Tab], enter: Callable[[Tab], None], away: Page, script: bool
) -> None:
    tab = open_tab(java_script_enabled=script)
    enter(tab)
    tab.goto("/-/archived/")
    tab.get_by_role("main").get_by_role("link", name="Advice").press("Enter")
    tab.get_by_role("link", name="La purger définitivement…").press("Enter")
    says_who_they_are(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Purger « Advice » définitivement ?")
    expect(tab.get_by_role("main")).to_contain_text("2 pages au-dessous restent telles quelles.")
    tab.get_by_role("textbox", name="Pourquoi").fill("A court asked for it.")
    tab.get_by_role("checkbox").press("Space")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Purger définitivement")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("« Advice » est purgée définitivement.").first).to_be_visible()
    expect(tab.get_by_role("main").get_by_role("link", name="Advice")).to_have_count(0)
    assert Page.objects.get(pk=away.pk).source == ""
    assert ModerationEntry.objects.latest("pk").network == "127.0.0.0/24"


@pytest.mark.drawn
def test_screens_of_archived_pages_have_no_fault_of_access(
    any_tab: Tab,
    enter: Callable[[Tab], None],
    axe: Callable[[Tab], list[str]],
    away: Page,
    console: list[str],
) -> None:
    enter(any_tab)
    found = {}
    for address in ("/-/archived/", f"/-/archived/{away.pk}/", f"/-/archived/{away.pk}/purge/"):
        any_tab.goto(address)
        if address.endswith("purge/"):
            says_who_they_are(any_tab)
            expect(any_tab.get_by_role("checkbox")).to_be_visible()
        wide = any_tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[address] = axe(any_tab), wide
    any_tab.get_by_role("checkbox").check()
    any_tab.locator("form.stack").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(any_tab.locator("[aria-invalid=true]").first).to_be_visible()
    found["refused"] = axe(any_tab), False
    assert found == dict.fromkeys(found, ([], False))
    [refused] = console  # the browser tells of each failing status
    assert "status of 422" in refused
    console.clear()
