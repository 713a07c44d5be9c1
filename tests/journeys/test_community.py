"""Pages looked at anew, readers who answer, figures: by keyboard, without scripts, and what axe says of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_about import overflows
from wiki.actions import feedback, threads, upkeep
from wiki.forms import feedback as asking
from wiki.models import Feedback, Page, Upkeep
from wiki.rules import SYSTEM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
SCREENS = ("/", "/a/b/", "/-/activity/", "/a/b/-/upkeep/", "/a/b/-/feedback/", "/-/feedback/", "/-/figures/")


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada")


@pytest.fixture
def page(ada: User) -> Page:
    """A page that waits to be looked at, on which somebody new asks, and of which readers spoke."""
    section = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    factories.charter(section, ada)
    made = factories.page(section, "b", "# B\n\nThe first words.\n")
    upkeep.set_day(made, by=SYSTEM, seen=0, due=timezone.localdate())
    for helped in (True, False):
        feedback.give(made, by=AnonymousUser(), network=None, helped=helped, words="A word.")
    threads.open(made, by=factories.person(name="Bea"), text="Who pays?", uuid=uuid4())
    factories.suggestion(made, ("first", "last"))
    return made


def test_reader_answers_without_scripts_by_the_keyboard(page: Page, open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(java_script_enabled=False)
    tab.goto("/a/b/")
    tab.get_by_role("link", name="Cette page vous a-t-elle aidé").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Cette page vous a-t-elle aidé")
    tab.get_by_role("radio", name="Non").press("Space")
    tab.get_by_role("textbox", name="Un mot, si vous voulez").fill("Il manque un cas.")
    tab.wait_for_timeout(1000 * asking.QUICKEST + 100)
    tab.get_by_role("button", name="Envoyer ma réponse").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Merci")
    assert tab.context.cookies() == []
    assert Feedback.objects.filter(words="Il manque un cas.", helped=False, page=page).count() == 1
    tab.get_by_role("link", name="Revenir à la page").click()
    expect(tab).to_have_url(re.compile(r"/a/b/$"))


def test_referent_says_that_the_page_is_right_today(
    page: Page, ada: User, tab: Tab, log_in: Callable[[Tab, Any], None]
) -> None:
    log_in(tab, ada)
    tab.goto("/a/b/")
    tab.get_by_role("link", name="Dire si elle est toujours juste").click()
    tab.get_by_label("À revoir dans").select_option("6")
    tab.get_by_label("Qu’avez-vous vérifié").fill("Les liens.")
    tab.get_by_role("button", name="Toujours juste aujourd’hui").press("Enter")
    expect(tab.get_by_text("C’est noté")).to_be_visible()
    expect(tab.get_by_text("À actualiser")).to_have_count(0)
    kept = Upkeep.objects.get()
    assert (kept.late_since, kept.months, kept.note) == (None, 6, "Les liens.")


def test_referent_reads_figures_and_takes_an_answer_away(
    page: Page, ada: User, tab: Tab, log_in: Callable[[Tab, Any], None]
) -> None:
    log_in(tab, ada)
    tab.goto("/-/activity/")
    tab.get_by_role("link", name="Chiffres").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Tenons-nous nos promesses")
    chart = tab.get_by_role("figure", name="Fraîcheur des pages")
    chart.get_by_text("Les mêmes chiffres en tableau").press("Enter")
    expect(chart.get_by_role("row", name="À actualiser 1")).to_be_visible()
    tab.get_by_role("link", name="1 oui, 1 non").click()
    tab.get_by_role("button", name="Retirer").first.click()
    expect(tab.get_by_text("Cette réponse est retirée.")).to_be_visible()
    assert Feedback.objects.count() == 1


@pytest.mark.drawn
def test_screens_have_no_fault(
    page: Page,
    ada: User,
    any_tab: Tab,
    log_in: Callable[[Tab, Any], None],
    axe: Callable[[Tab], list[str]],
) -> None:
    log_in(any_tab, ada)
    for address in SCREENS:
        any_tab.goto(address)
        for summary in any_tab.locator("figure summary").all():
            summary.click()
        assert axe(any_tab) == [], address
        assert not overflows(any_tab), address
