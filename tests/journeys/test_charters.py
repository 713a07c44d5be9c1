"""The rule of a section: read, written, and at work when nobody answers; with and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_about import overflows
from wiki.actions import consenting, standing
from wiki.models import Charter, Page, Suggestion
from wiki.rules import SYSTEM

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


@pytest.fixture
def referent(guide: dict[str, Page]) -> User:
    ada = factories.person(name="Ada")
    factories.charter(guide["advice"], ada, consent_days=7, consent_supports=2)
    return ada


def supported(suggestion: Suggestion, people: int = 2) -> None:
    for _person in range(people):
        suggestion = Suggestion.objects.get(pk=suggestion.pk)
        standing.support(suggestion, by=factories.person(), seen=suggestion.version)


def a_week_later() -> None:
    """The clock goes on: what was a week ago is due."""
    ago = timezone.now() - timedelta(days=7, minutes=1)
    Suggestion.objects.update(open_since=ago)
    Charter.objects.update(consent_since=ago)
    consenting.adopt_due(by=SYSTEM)


@SCRIPTS
def test_rule_is_found_changed_looked_at_and_published(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], referent: User, script: bool
) -> None:
    tab = open_tab(java_script_enabled=script)
    log_in(tab, referent)
    tab.goto("/")
    tab.locator("footer").get_by_role("link", name="Comment on décide ici").click()
    tab.locator("main").get_by_role("link", name="Advice").click()
    expect(tab.locator("main")).to_contain_text("au bout de 7 jours")
    tab.get_by_role("link", name="Modifier la charte").click()
    tab.locator("input[name=consent_days]").fill("10")
    tab.locator("input[name=objection_asks]").fill("Le risque, et une autre voie.")
    tab.get_by_role("button", name="Voir ce qu’on en lira").click()
    expect(tab.locator(".rule")).to_contain_text("au bout de 10 jours")
    assert Charter.objects.get(section=guide["advice"]).consent_days == 7
    tab.locator("input[name=reason]").fill("Vacances.")
    tab.get_by_role("button", name="Publier la charte").click()
    expect(tab.locator("main")).to_contain_text("La charte est publiée.")
    expect(tab.locator("main")).to_contain_text("Le risque, et une autre voie.")
    expect(tab.locator("main")).to_contain_text("2 versions")


@SCRIPTS
def test_suggestion_is_adopted_when_nobody_objects_and_history_says_so(
    open_tab: Callable[..., Tab], guide: dict[str, Page], referent: User, script: bool
) -> None:
    suggestion = factories.suggestion(guide["advice/first"], ("Text one.", "Text first."))
    supported(suggestion)
    tab = open_tab(java_script_enabled=script)
    tab.goto(f"/-/suggestions/{suggestion.pk}/")
    expect(tab.locator("[aria-labelledby=ui-rule]")).to_contain_text("Ou par accord tacite, le")
    expect(tab.locator("[aria-labelledby=ui-rule]")).to_contain_text("1 changement a assez de soutiens")
    a_week_later()
    tab.reload()
    expect(tab.locator(".review-head")).to_contain_text("Acceptée")
    expect(tab.locator(".story")).to_contain_text("1 changement a été adopté par accord tacite")
    tab.goto("/advice/first/")
    expect(tab.locator("[data-page-body]")).to_contain_text("Text first.")
    tab.goto("/advice/first/-/history/")
    expect(tab.locator("main")).to_contain_text("Accord tacite")


@SCRIPTS
def test_objection_stops_it(
    open_tab: Callable[..., Tab], log_in: Logs, guide: dict[str, Page], referent: User, script: bool
) -> None:
    suggestion = factories.suggestion(guide["advice/first"], ("Text one.", "Text first."))
    supported(suggestion)
    tab = open_tab(java_script_enabled=script)
    log_in(tab, factories.person())
    tab.goto(f"/-/suggestions/{suggestion.pk}/object/")
    tab.locator("textarea[name=reason]").fill("It is no longer clear.")
    tab.locator("textarea[name=other_way]").fill("Say which text.")
    tab.locator("main form button[type=submit]").last.click()
    expect(tab.locator("[aria-labelledby=ui-rule]")).to_contain_text(
        "1 changement est arrêté par une objection"
    )
    a_week_later()
    tab.reload()
    expect(tab.locator(".review-head")).to_contain_text("À relire")
    assert Page.objects.get(path="advice/first").source == guide["advice/first"].source


SCREENS = {"all": "/-/charters/", "rule": "/-/charters/{}/", "form": "/-/charters/{}/edit/"}


@pytest.mark.drawn
@pytest.mark.parametrize("screen", SCREENS)
def test_screens_pass_axe_and_scroll_one_way(
    any_tab: Tab,
    log_in: Logs,
    axe: Callable[[Tab], list[str]],
    guide: dict[str, Page],
    referent: User,
    screen: str,
) -> None:
    log_in(any_tab, referent)
    any_tab.goto(SCREENS[screen].format(guide["advice"].pk))
    assert (axe(any_tab), overflows(any_tab)) == ([], False)


@pytest.mark.drawn
def test_countdown_passes_axe(
    any_tab: Tab, axe: Callable[[Tab], list[str]], guide: dict[str, Page], referent: User
) -> None:
    suggestion = factories.suggestion(guide["advice/first"], ("Text one.", "Text first."))
    any_tab.goto(f"/-/suggestions/{suggestion.pk}/")
    expect(any_tab.locator("[aria-labelledby=ui-rule]")).to_contain_text("accord tacite")
    assert (axe(any_tab), overflows(any_tab)) == ([], False)
