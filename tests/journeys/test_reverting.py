"""A spam account undone in a browser, and brought back: from the queue, with and without script; and what axe says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.actions.undone import created, edited
from tests.journeys.test_about import overflows
from wiki.actions import moderation, reversing, threads
from wiki.actions.spans import Span
from wiki.forms.reversal import REASONS
from wiki.models import Comment, Page, Reversal, Suggestion
from wiki.models.reversal import Stride

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]
Look = Callable[[Tab], list[str]]


@pytest.fixture
def page() -> Page:
    return factories.guide()["advice/first"]


@pytest.fixture
def spammer(page: Page) -> Any:
    """Comments, a suggestion, edits of which others have changed one since, a page."""
    who = factories.person(name="Bonnes Affaires")
    for number in range(3):
        said = threads.open(page, by=who, text=f"Achetez no. {number}.", uuid=uuid4())
    moderation.flag(said, by=factories.person(), reason="De la publicité.")
    edited(page, "Text one.", "Text one. Achetez ici.", by=who)
    edited(page, "Text two.", "Achetez là.", by=who)
    edited(page, "Achetez là.", "N’achetez pas là.", by=factories.person())
    factories.suggestion(Page.objects.get(pk=page.pk), ("## Two", "## Achetez"), by=who)
    created(page, "boutique", by=who)
    return who


def source(page: Page) -> str:
    return Page.objects.get(pk=page.pk).source


def undo(tab: Tab) -> None:
    """From the queue, in one click to what would happen, in another to it."""
    tab.goto("/-/moderation/")
    tab.locator(".queue-row").first.click()
    tab.get_by_role("link", name="Annuler tout ce que ce compte a fait").click()
    expect(tab.get_by_role("heading", name="6 éléments seraient annulés")).to_be_visible()
    expect(tab.get_by_text("D’autres ont changé depuis les mêmes mots")).to_be_visible()
    tab.get_by_role("button", name="Annuler ces 6 éléments").click()
    expect(tab.get_by_role("heading", name="Ce qui est fait")).to_be_visible()


def bring_back(tab: Tab) -> None:
    tab.get_by_role("link", name="Revenir sur toute l’annulation").click()
    tab.get_by_label("Pourquoi").fill("Le compte était volé.")
    tab.get_by_role("button", name="Rétablir 6 éléments").click()
    expect(tab.get_by_role("heading", name="Ce qui est rétabli")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_spam_account_is_undone_from_the_queue_and_brought_back(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, spammer: Any, *, script: bool
) -> None:
    before, tab = source(page), open_tab(java_script_enabled=script)
    log_in(tab, factories.moderator())
    undo(tab)
    assert "Achetez ici" not in source(page)
    assert "N’achetez pas là." in source(page)
    assert Comment.objects.filter(author=spammer, hidden=None).count() == 0
    assert Suggestion.objects.get().state == "declined"
    assert Page.objects.get(path="advice/first/boutique").state == "archived"
    assert Reversal.objects.get().reason == str(REASONS[0].told) or not script
    bring_back(tab)
    assert source(page) == before
    assert Comment.objects.filter(author=spammer, hidden=None).count() == 3
    assert Suggestion.objects.get().state == "open"
    assert Page.objects.get(path="advice/first/boutique").state == "published"


def test_reason_that_is_chosen_fills_its_field_but_takes_no_words(
    tab: Tab, log_in: Logs, spammer: Any
) -> None:
    log_in(tab, factories.moderator())
    tab.goto(f"/-/people/{spammer.pk}/revert/")
    words, reasons = tab.locator("textarea[name=reason]"), tab.locator("select[name=because]")
    expect(words).to_have_value(
        "Ce compte a servi à faire de la publicité\u00a0: ce qu’il a écrit est annulé."
    )
    words.fill("Mes mots.")
    reasons.select_option("stolen")
    expect(words).to_have_value("Mes mots.")


@pytest.mark.drawn
def test_progress_is_read_again_until_it_is_done(
    tab: Tab, log_in: Logs, spammer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reversing, "AT_ONCE", 0)
    who = factories.moderator()
    span = Span(spammer, timezone.now())
    deed = reversing.revert(span, by=who, uuid=uuid4(), reason="De la publicité.")
    log_in(tab, who)
    tab.goto(f"/-/reversals/{deed.pk}/")
    expect(tab.get_by_role("status").filter(has_text="0 sur 7")).to_be_visible()
    reversing.go_on.func(deed.pk)
    expect(tab.get_by_role("heading", name="Ce qui est fait")).to_be_visible(timeout=15_000)
    expect(tab.locator("[data-undoing]")).to_have_count(0)


@pytest.mark.drawn
def test_screens_of_undoing_an_account_have_no_fault_of_access(
    any_tab: Tab, axe: Look, log_in: Logs, page: Page, spammer: Any
) -> None:
    who = factories.moderator()
    log_in(any_tab, who)
    ask, found = f"/-/people/{spammer.pk}/revert/", {}

    def look(name: str, address: str) -> None:
        any_tab.goto(address)
        for group in any_tab.locator("details.undo:not([open]) > summary").all():
            group.click()
        found[name] = axe(any_tab), overflows(any_tab)

    look("ask", ask)
    look("nothing", f"{ask}?since=day&sorts=file")
    deed = reversing.revert(Span(spammer, timezone.now()), by=who, uuid=uuid4(), reason="De la publicité.")
    look("done", f"/-/reversals/{deed.pk}/")
    look("back", f"/-/reversals/{deed.pk}/back/")
    Reversal.objects.update(stride=Stride.RUNNING)
    look("under way", f"/-/reversals/{deed.pk}/")
    look("asked under way", ask)
    Reversal.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    look("stuck", f"/-/reversals/{deed.pk}/")
    assert found == dict.fromkeys(found, ([], False))
