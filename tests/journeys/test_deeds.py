"""A new page, another place, an archiving: from the page to what becomes of it; with and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_about import overflows
from wiki.actions import deeds
from wiki.actions.deeds import Deed
from wiki.models import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


@SCRIPTS
def test_new_page_is_proposed_accepted_and_taken_back(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], script: bool
) -> None:
    author, judge = factories.person(), factories.moderator()
    tab = open_tab(java_script_enabled=script)
    log_in(tab, author)
    tab.goto("/advice/")
    tab.locator(".acts").get_by_role("link", name="Proposer").click()
    tab.get_by_role("link", name="Une nouvelle page sous celle-ci").click()
    tab.locator("input[name=title]").fill("Budget")
    tab.locator("textarea[name=source]").fill("Where it comes from.\n")
    tab.get_by_role("button", name="Aperçu").click()
    expect(tab.locator(".drawn")).to_contain_text("/advice/budget/")
    if script:
        tab.get_by_role("button", name="Rédiger").click()
    tab.locator("textarea[name=reason]").fill("Nothing tells of money.")
    tab.get_by_role("button", name="Envoyer en relecture").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Nothing tells of money.")
    expect(tab.locator("[data-page-body]")).to_contain_text("Where it comes from.")

    log_in(tab, judge)
    tab.goto("/-/suggestions/")
    expect(tab.locator(".talk")).to_contain_text("Nouvelle page")
    tab.get_by_role("link", name="Nothing tells of money.").click()
    tab.get_by_role("button", name="Accepter").click()
    expect(tab.locator(".review-head")).to_contain_text("Acceptée")
    tab.get_by_role("link", name="révision 1").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Budget")
    assert Page.objects.get(path="advice/budget").state == "published"
    tab.go_back()
    tab.get_by_role("button", name="Annuler").click()
    expect(tab.locator(".story")).to_contain_text("Annulée par la révision 2")
    assert not Page.objects.exclude(state="archived").filter(path="advice/budget").exists()


@SCRIPTS
def test_another_place_is_proposed_and_accepted(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], script: bool
) -> None:
    tab = open_tab(java_script_enabled=script)
    log_in(tab, factories.person())
    tab.goto("/advice/first/-/suggestions/")
    tab.get_by_role("link", name="Un autre emplacement").click()
    tab.locator("select[name=parent]").select_option(str(guide["lessons"].pk))
    tab.locator("textarea[name=reason]").fill("It is a lesson.")
    tab.get_by_role("button", name="Envoyer en relecture").click()
    expect(tab.locator(".facts")).to_contain_text("/lessons/first/")
    log_in(tab, factories.moderator())
    tab.goto("/-/suggestions/")
    tab.get_by_role("link", name="It is a lesson.").click()
    tab.get_by_role("button", name="Accepter").click()
    expect(tab.locator(".review-head")).to_contain_text("Acceptée")
    tab.goto("/advice/first/")
    expect(tab).to_have_url("/lessons/first/")


@SCRIPTS
def test_archiving_is_proposed_and_declined(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], script: bool
) -> None:
    tab = open_tab(java_script_enabled=script)
    log_in(tab, factories.person())
    tab.goto("/advice/-/suggest/archiving/")
    tab.locator("textarea[name=reason]").fill("Nobody reads it.")
    tab.get_by_role("button", name="Envoyer en relecture").click()
    log_in(tab, factories.moderator())
    tab.goto("/-/suggestions/")
    tab.get_by_role("link", name="Nobody reads it.").click()
    expect(tab.locator(".hunk")).to_contain_text("2 pages placées dessous l’accompagnent.")
    tab.get_by_role("button", name="Refuser").click()
    tab.locator("textarea[name=reason]").fill("I do.")
    tab.get_by_role("button", name="Refuser pour ce motif").click()
    expect(tab.locator(".story")).to_contain_text("I do.")
    assert Page.objects.get(path="advice").state == "published"


@pytest.mark.drawn
def test_screens_of_deeds_have_no_fault_of_access(
    any_tab: Tab, axe: Callable[[Tab], list[str]], log_in: Logs, guide: dict[str, Page], console: list[str]
) -> None:
    judge, told = factories.moderator(), {"by": factories.person(), "summary": "It is missing."}
    new = Deed("page", "## Money\n\nWhere it comes from.\n", {"title": "Budget"})
    made = [
        deeds.propose(guide["advice"], new, uuid=uuid4(), **told),
        deeds.propose(guide["advice"], Deed("archive"), uuid=uuid4(), **told),
        deeds.propose(
            guide["advice/first"], Deed("place", fields={"parent": guide["lessons"].pk}), uuid=uuid4(), **told
        ),
    ]
    log_in(any_tab, judge)
    addresses = [f"/advice/-/suggest/{name}/" for name in ("page", "place", "archiving", "passage")]
    addresses += [f"/-/suggestions/{one.pk}/" for one in made]
    addresses += [f"/-/suggestions/{made[0].pk}/?view=source", f"/-/suggestions/{made[1].pk}/decline/"]
    found = {}
    for address in [*addresses, "/-/suggestions/"]:
        any_tab.goto(address)
        found[address] = axe(any_tab), overflows(any_tab)
    assert found == dict.fromkeys(found, ([], False))
    assert console == []
