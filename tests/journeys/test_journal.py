"""Trust that grows under one's eyes, and the journal that tells of it without a name; drawn for all screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_about import overflows
from wiki.actions import archiving, moderation, suggestions, threads
from wiki.models import Comment, Page
from wiki.queries import people

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]

TEXT = "# Deciding\n\nHere stand: and one, and two, and three.\n"
Logs = Callable[[Tab, Any], None]


@pytest.fixture
def page() -> Page:
    return factories.page(factories.page(factories.home(), "methods", "# Methods\n"), "deciding", TEXT)


def proposed(page: Page, word: str, by: Any) -> Any:
    page = Page.objects.get(pk=page.pk)
    return factories.suggestion(page, (f"and {word}", f"and the {word}"), by=by, summary=f"The {word}.")


def accept_two(page: Page, author: Any) -> None:
    for word in ("one", "two"):
        suggestions.accept(proposed(page, word, author), by=factories.moderator(), seen=1)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_third_acceptance_makes_its_author_trusted(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    ada, referent = factories.person(name="Ada Lovelace"), factories.person(name="Rene Eloy")
    factories.charter(page.parent, referent)
    accept_two(page, ada)
    third = proposed(page, "three", ada)
    own, judge = open_tab(java_script_enabled=script), open_tab(java_script_enabled=script)
    log_in(own, ada)
    log_in(judge, referent)
    profile = f"/-/people/{people.name_of(ada)}/"
    own.goto(profile)
    trust = own.get_by_role("region", name="Confiance")
    expect(trust).to_contain_text("2 suggestions acceptées sur 3")
    judge.goto(f"/-/suggestions/{third.pk}/")
    judge.get_by_role("button", name="Accepter").first.click()
    expect(judge.get_by_role("status").first).to_be_visible()
    own.goto(profile)
    expect(trust).to_contain_text("Ce guide vous fait confiance.")
    trust.get_by_text("Ce qu’elle permet, et comment elle se perd").click()
    trust.get_by_role("link", name="journal de modération").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("Journal de modération")
    main = own.get_by_role("main")
    expect(main).to_contain_text("Confiance acquise, après des suggestions acceptées")
    expect(main).not_to_contain_text("Lovelace")
    own.get_by_label("Ce qui a été fait").select_option("charter.edit")
    own.get_by_label("Où").select_option(label="Methods")
    own.get_by_role("button", name="Filtrer").click()
    expect(main.locator(".journal > li")).to_have_count(1)
    main.get_by_role("link", name="Methods").click()
    expect(own).to_have_url("/methods/")


@pytest.mark.drawn
def test_journal_and_trust_have_no_fault_of_access(
    any_tab: Tab, axe: Callable[[Tab], list[str]], log_in: Logs, page: Page
) -> None:
    ada, by = factories.person(name="Ada Lovelace"), factories.moderator()
    accept_two(page, ada)
    said = threads.open(page, by=ada, text="Rude words.", uuid=uuid4())
    threads.reply(said.thread, by=by, text="Calm down.", uuid=uuid4())
    moderation.hide(Comment.objects.get(pk=said.pk), by=by, reason=f"{'word ' * 40}{'x' * 200}")
    gone = factories.page(page.parent, "gone")
    archiving.archive(gone, by=by, base=gone.version, reason="Double.")
    log_in(any_tab, ada)
    found = {}
    for address in ("/-/journal/", "/-/journal/?deed=site.settings", f"/-/people/{people.name_of(ada)}/"):
        any_tab.goto(address)
        for more in any_tab.locator("main summary").all():
            more.click()
        found[address] = axe(any_tab), overflows(any_tab)
    assert found == dict.fromkeys(found, ([], False))
