"""From words on a page to those who wrote them, in a real browser; and words that go back to their authors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_comments import SELECT
from wiki.actions import pages, suggestions, threads
from wiki.models import Page, PageRevision
from wiki.queries import people
from wiki.rules import SYSTEM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]

TEXT = """# Deciding

Nobody has to agree, but everybody says whether they see a **drawback** for the commons.

## The silence

Silence binds only those who were told, and for as long as they were told.
"""


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada Lovelace")


@pytest.fixture
def page(ada: User) -> Page:
    made = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    quote = threads.Selection("drawback")
    asked = threads.open(
        made, by=factories.person(name="Théo Marchand"), text="Is that no veto?", uuid=uuid4(), quote=quote
    )
    proposed = factories.suggestion(made, ("a **drawback**", "a serious risk"), by=ada, answers=asked.thread)
    suggestions.accept(proposed, by=SYSTEM, seen=proposed.version)
    return Page.objects.get(pk=made.pk)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_selected_words_lead_to_the_discussion_that_they_come_from(tab: Tab, page: Page, by: str) -> None:
    tab.goto(page.address)
    tab.evaluate(SELECT, "whether they see a serious risk")
    expect(tab.locator(".selected-origin")).to_be_visible()
    if by == "mouse":
        tab.locator(".selected-origin").click()
    else:
        tab.keyboard.press("o")
    expect(tab.locator(".trail-quote")).to_have_text("whether they see a serious risk")
    expect(tab.locator(".trail")).to_contain_text("Ada Lovelace")
    tab.get_by_role("link", name="Lire la discussion").click()
    expect(tab.locator("main")).to_contain_text("Is that no veto?")


def test_passage_is_traced_without_script(open_tab: Callable[..., Tab], page: Page) -> None:
    tab = open_tab(java_script_enabled=False)
    tab.goto(page.history_address)
    tab.get_by_role("link", name="Qui a écrit quoi").click()
    tab.get_by_role("link", name="D’où vient un passage").click()
    tab.locator("textarea").fill("serious risk for the commons")
    tab.get_by_role("button", name="Chercher d’où ils viennent").click()
    expect(tab.locator(".trail-words .by1")).to_have_text("serious risk")


def test_words_go_back_to_their_author_when_an_old_revision_is_restored(
    tab: Tab, log_in: Callable[[Tab, Any], None], page: Page
) -> None:
    vandal = TEXT.partition("## ")[0].replace("Nobody has to agree", "Buy my books")
    pages.edit(page, by=SYSTEM, base=page.version, source=vandal)
    kept = PageRevision.objects.get(id=page.pk, number=2)
    log_in(tab, factories.admin(name="Yann Le Goff"))
    tab.goto(f"{page.address}-/restore/{kept.pk}/")
    tab.locator("main form button.go").click()
    tab.goto(f"{page.address}-/authorship/")
    expect(tab.locator(".blame .prose .by2")).to_have_text("serious risk")
    expect(tab.locator(".authorship-people li")).to_have_count(2)
    expect(tab.locator(".authorship-people")).not_to_contain_text("Yann Le Goff")


def test_screens_of_authorship_are_accessible(
    any_tab: Tab, log_in: Callable[[Tab, Any], None], axe: Callable[[Tab], list[str]], page: Page, ada: User
) -> None:
    source = page.source.replace("serious", "grave")
    pages.edit(page, by=factories.moderator(name="Théo Marchand"), base=page.version, source=source)
    log_in(any_tab, ada)
    found = {}
    for address in (
        f"{page.address}-/authorship/?person={ada.pk}",
        f"{page.address}-/origin/?exact=a+grave+risk+for",
        f"{page.address}-/origin/?exact=none",
        f"/-/people/{people.name_of(ada)}/words/",
        page.history_address,
    ):
        any_tab.goto(address)
        for folded in any_tab.locator("main details > summary").all():
            folded.click()
        found[address] = axe(any_tab)
        assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert found == {address: [] for address in found}
