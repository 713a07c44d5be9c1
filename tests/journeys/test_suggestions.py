"""From a proposal to a revision: accepted in part, then whole; in conflict, then chosen; with and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_about import overflows
from wiki.actions import pages, standing, suggestions, threads
from wiki.models import Page, Suggestion
from wiki.rules import SYSTEM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]

TEXT = "# Deciding\n\nThe first words stand here.\n\nThen come some other ones.\n\nAnd an end.\n"
Logs = Callable[[Tab, Any], None]


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "deciding", TEXT)


def now(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def edited(page: Page, old: str, new: str) -> None:
    page = now(page)
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_proposal_is_accepted_in_part_and_then_whole(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    author, judge = factories.person(), factories.moderator()
    tab = open_tab(java_script_enabled=script)
    log_in(tab, author)
    tab.goto(page.address)
    tab.locator(".acts").get_by_role("link", name="Proposer").click()
    tab.get_by_role("link", name="Ouvrir l’éditeur complet").click()
    proposal = TEXT.replace("first", "foremost").replace("an end", "the end")
    tab.locator("textarea[name=source]").fill(proposal)
    tab.locator("textarea[name=reason]").fill("It reads better.")
    tab.get_by_role("button", name="Envoyer en relecture").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("It reads better.")
    expect(tab.locator(".hunk")).to_have_count(2)
    expect(tab.locator(".tick")).to_have_count(0)

    edited(page, "some other", "quite other")
    deciding = open_tab(java_script_enabled=script)
    log_in(deciding, judge)
    deciding.goto("/-/suggestions/")
    deciding.get_by_role("link", name="It reads better.").click()
    expect(deciding.get_by_text("Fusionnée automatiquement")).to_be_visible()
    deciding.locator(".tick").nth(1).uncheck()
    if script:
        expect(deciding.locator("[data-picks]")).to_have_text("1 changement retenu sur 2")
    deciding.get_by_role("button", name="Accepter la sélection").click()
    assert now(page).source == TEXT.replace("first", "foremost").replace("some other", "quite other")
    expect(deciding.locator(".hunk")).to_have_count(1)
    deciding.get_by_role("button", name="Accepter la sélection").click()
    assert now(page).source == proposal.replace("some other", "quite other")
    expect(deciding.locator(".review-head")).to_contain_text("Acceptée")
    tab.goto("/-/suggestions/mine/")
    expect(tab.get_by_text("a accepté 1 changement").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_conflict_is_chosen_by_its_author_and_accepted(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    author, judge = factories.person(), factories.moderator()
    made = factories.suggestion(page, ("first", "foremost"), by=author)
    edited(page, "first", "last")
    tab = open_tab(java_script_enabled=script)
    log_in(tab, author)
    tab.goto("/-/suggestions/mine/")
    tab.get_by_role("link", name="Départager").click()
    tab.locator("input[value=theirs]").check()
    tab.get_by_role("button", name="Envoyer en relecture").click()
    expect(tab.locator(".hunk ins")).to_have_text("foremost")
    log_in(tab, judge)
    tab.goto(f"/-/suggestions/{made.pk}/")
    tab.get_by_role("button", name="Accepter la sélection").click()
    expect(tab.locator(".review-head")).to_contain_text("Acceptée")
    assert now(page).source == TEXT.replace("first", "foremost")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_changes_are_asked_for_made_declined_withdrawn(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    author, judge = factories.person(), factories.moderator()
    made = factories.suggestion(page, ("first", "foremost"), ("an end", "the end"), by=author)
    address = f"/-/suggestions/{made.pk}/"
    tab = open_tab(java_script_enabled=script)
    log_in(tab, judge)
    tab.goto(address)
    tab.get_by_role("button", name="Demander une retouche").click()
    tab.locator("textarea[name=reason]").fill("Which words?")
    tab.get_by_role("button", name="Demander cette retouche").click()
    log_in(tab, author)
    tab.goto(address)
    expect(tab.locator(".note")).to_contain_text("Which words?")
    tab.get_by_role("link", name="Retoucher").first.click()
    tab.locator("textarea[name=source]").fill(
        TEXT.replace("first", "very first").replace("an end", "the end")
    )
    tab.get_by_role("button", name="Renvoyer en relecture").click()
    log_in(tab, judge)
    tab.goto(address)
    tab.locator(".tick").nth(1).uncheck()
    tab.get_by_role("button", name="Refuser").click()
    expect(tab.locator(".hunk")).to_have_count(1)
    tab.locator("textarea[name=reason]").fill("They are not the first.")
    tab.get_by_role("button", name="Refuser pour ce motif").click()
    expect(tab.locator(".story")).to_contain_text("They are not the first.")
    log_in(tab, author)
    tab.goto(address)
    tab.get_by_role("button", name="Retirer").click()
    expect(tab.locator(".review-head")).to_contain_text("Retirée")
    assert now(page).source == TEXT


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_objection_is_read_answered_and_taken_back(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    author, reader, judge = factories.person(), factories.person(), factories.moderator()
    made = factories.suggestion(page, ("first", "foremost"), ("an end", "the end"), by=author)
    tab = open_tab(java_script_enabled=script)
    log_in(tab, reader)
    tab.goto("/")
    tab.get_by_role("link", name="It reads better.").click()
    tab.locator(".review-sides").get_by_role("button", name="Soutenir").click()
    expect(tab.locator("#ui-opinion + p")).to_contain_text("1 soutien")
    tab.locator(".hunk").first.get_by_role("link", name="Objecter").click()
    expect(tab.locator(".hunk")).to_have_count(1)
    tab.locator("textarea[name=reason]").fill("Nobody says foremost.")
    tab.locator("textarea[name=other_way]").fill("Leave it.")
    tab.get_by_role("button", name="Objecter pour ce motif").click()
    expect(tab.locator(".hunk").first).to_contain_text("Nobody says foremost.")

    deciding = open_tab(java_script_enabled=script)
    log_in(deciding, judge)
    deciding.goto("/-/suggestions/?show=objection")
    deciding.get_by_role("link", name="It reads better.").click()
    deciding.locator(".tick").first.uncheck()
    deciding.get_by_role("button", name="Accepter la sélection").click()
    expect(deciding.locator(".hunk")).to_have_count(1)
    expect(deciding.locator(".hunk")).to_contain_text("Leave it.")
    tab.goto(f"/-/suggestions/{made.pk}/")
    tab.locator(".hunk").get_by_role("button", name="Reprendre mon objection").click()
    expect(tab.locator(".objection")).to_have_count(0)
    assert now(page).source == TEXT.replace("an end", "the end")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_change_is_commented_answered_and_retouched(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    author, judge = factories.person(), factories.moderator(name="Ada Dorn")
    made = factories.suggestion(page, ("first", "foremost"), by=author)
    tab = open_tab(java_script_enabled=script)
    log_in(tab, judge)
    tab.goto(f"/-/suggestions/{made.pk}/")
    tab.locator(".hunk").get_by_role("link", name="Commenter").click()
    tab.locator("textarea[name=text]").fill("Would “very first” do?")
    tab.get_by_role("button", name="Envoyer le commentaire").click()
    expect(tab.locator(".hunk .msg")).to_contain_text("very first")
    log_in(tab, author)
    tab.goto(f"/-/suggestions/{made.pk}/")
    tab.locator(".hunk").get_by_role("link", name="Répondre").click()
    tab.locator("textarea[name=text]").fill("It would.")
    tab.get_by_role("button", name="Envoyer la réponse").click()
    expect(tab.locator(".hunk .msg")).to_have_count(2)
    log_in(tab, judge)
    tab.goto(f"/-/suggestions/{made.pk}/")
    tab.get_by_role("link", name="Retoucher et accepter").click()
    tab.locator("textarea[name=source]").fill(TEXT.replace("first", "very first"))
    tab.locator("textarea[name=reason]").fill("As we said.")
    tab.get_by_role("button", name="Accepter ainsi").click()
    expect(tab.locator(".story")).to_contain_text("avec une retouche")
    assert now(page).source == TEXT.replace("first", "very first")
    tab.goto("/deciding/-/history/")
    expect(tab.locator(".rev-who").first).to_contain_text("avec Ada Dorn")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_acceptance_is_undone_in_one_click(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, script: bool
) -> None:
    made = factories.suggestion(page, ("first", "foremost"))
    tab = open_tab(java_script_enabled=script)
    log_in(tab, factories.moderator())
    tab.goto(f"/-/suggestions/{made.pk}/")
    tab.get_by_role("button", name="Accepter la sélection").click()
    edited(page, "an end", "the end")
    tab.locator(".story").get_by_role("button", name="Annuler").click()
    expect(tab.locator(".story")).to_contain_text("Annulée par la révision 4")
    assert now(page).source == TEXT.replace("an end", "the end")


@pytest.mark.drawn
def test_screens_of_suggestions_have_no_fault_of_access(
    any_tab: Tab, axe: Callable[[Tab], list[str]], log_in: Logs, page: Page, console: list[str]
) -> None:
    author = factories.moderator()
    open_one = factories.suggestion(page, ("first", "foremost"), ("an end", "the end"))
    asked = factories.suggestion(page, ("some other", "quite other"), by=author)
    late = factories.suggestion(page, ("stand", "are"), by=author)
    suggestions.ask(asked, by=factories.moderator(), seen=1, reason="Which?")
    edited(page, "stand", "lie")
    said = {"reason": "It says less.", "other_way": "Say both."}
    for by, chosen in ((author, ["1"]), (factories.person(), [])):
        now_open = Suggestion.objects.get(pk=open_one.pk)
        standing.object_to(now_open, by=by, seen=now_open.version, chosen=chosen, **said)
    for chosen in (["2"], []):
        threads.discuss(open_one, by=author, text="Why so?", uuid=uuid4(), chosen=chosen)
    log_in(any_tab, author)
    one = f"/-/suggestions/{open_one.pk}/"
    found = {}
    for address in (
        one, f"{one}?view=sides", f"{one}?view=source", f"{one}decline/?seen=1&chosen=1", f"{one}ask/", f"{one}object/?seen=1&about=2", f"{one}discuss/", f"{one}retouch/", f"{one}touches/",
        "/",
        f"/-/suggestions/{late.pk}/settle/", f"/-/suggestions/{asked.pk}/", f"/-/suggestions/{asked.pk}/amend/",
        "/-/suggestions/", "/-/suggestions/?as=board", "/-/suggestions/mine/", "/deciding/-/suggestions/",
        "/deciding/-/suggest/", "/deciding/",
    ):  # fmt: skip
        any_tab.goto(address)
        found[address] = axe(any_tab), overflows(any_tab)
    assert found == dict.fromkeys(found, ([], False))
    assert console == []
    assert Suggestion.objects.count() == 3
