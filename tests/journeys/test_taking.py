"""What waits is taken by one and seen by others; what is late is told; filters; what another charter would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_about import forgive, overflows
from wiki.actions import moderation, reminding, sieving, suggestions, taking, threads
from wiki.models import Comment, Page, Sieve, Suggestion, Taking
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
def claire(guide: dict[str, Page]) -> User:
    return factories.person(name="Claire Dumont")


@pytest.fixture
def yann(guide: dict[str, Page], claire: User) -> User:
    yann = factories.person(name="Yann Le Goff")
    factories.charter(guide["advice"], claire, yann, answer_days=5)
    return yann


@pytest.fixture
def made(guide: dict[str, Page], yann: User) -> Suggestion:
    page = Page.objects.get(pk=guide["advice/first"].pk)
    return factories.suggestion(page, ("Text one.", "Text first."), summary="Say which.")


def fresh(it: Any) -> Any:
    return type(it).objects.get(pk=it.pk)


@SCRIPTS
def test_one_takes_it_and_the_other_decides_all_the_same(
    open_tab: Callable[..., Tab],
    log_in: Logs,
    console: list[str],
    made: Suggestion,
    claire: User,
    yann: User,
    script: bool,
) -> None:
    address = f"/-/suggestions/{made.pk}/"
    mine = open_tab(java_script_enabled=script)
    log_in(mine, claire)
    mine.goto(address)
    mine.get_by_role("button", name="Je relis").click()
    expect(mine.locator(".taking")).to_contain_text("Vous relisez, jusqu’à")
    theirs = open_tab(java_script_enabled=script)
    log_in(theirs, yann)
    theirs.goto("/-/suggestions/")
    expect(theirs.locator("main")).to_contain_text("en relecture par Claire Dumont")
    theirs.goto(address)
    expect(theirs.locator(".taking")).to_contain_text("Claire Dumont relit en ce moment")
    theirs.get_by_role("button", name="Accepter la sélection").click()
    expect(theirs.get_by_role("alert")).to_contain_text("Cochez que vous décidez tout de même")
    assert fresh(made).state == "open"
    forgive(console, 409)
    theirs.get_by_label("Claire Dumont relit en ce moment").check()
    theirs.get_by_role("button", name="Accepter la sélection").click()
    expect(theirs.locator(".review-head")).to_contain_text("Acceptée")
    assert Taking.objects.count() == 0


def test_it_goes_on_while_one_is_there_and_is_given_back(
    open_tab: Callable[..., Tab], log_in: Logs, made: Suggestion, claire: User
) -> None:
    tab = open_tab()
    log_in(tab, claire)
    taking.take(fresh(made), by=claire)
    tab.clock.install()
    tab.goto(f"/-/suggestions/{made.pk}/")
    Taking.objects.update(until=timezone.now() + timedelta(minutes=2))
    tab.keyboard.press("Shift")
    assert Taking.objects.get().until < timezone.now() + timedelta(minutes=3)  # too soon for a sign of life
    tab.clock.fast_forward(6 * 60 * 1000)
    with tab.expect_response(lambda answer: answer.url.endswith("/take/")) as heard:
        tab.keyboard.press("Shift")
    assert heard.value.status == 204
    assert Taking.objects.get().until > timezone.now() + timedelta(minutes=25)
    tab.get_by_role("button", name="La libérer").click()
    expect(tab.get_by_role("button", name="Je relis")).to_be_visible()
    assert Taking.objects.count() == 0


@SCRIPTS
def test_late_answer_is_seen_and_answered(
    open_tab: Callable[..., Tab], log_in: Logs, made: Suggestion, claire: User, script: bool
) -> None:
    Suggestion.objects.update(open_since=timezone.now() - timedelta(days=8, minutes=5))
    reminding.remind(by=SYSTEM)
    tab = open_tab(java_script_enabled=script)
    log_in(tab, claire)
    tab.goto("/-/suggestions/")
    expect(tab.locator(".count.late")).to_have_text("1")
    tab.get_by_role("link", name="En retard 1").click()
    expect(tab.locator("main")).to_contain_text("En retard de 3 jours sur la réponse promise")
    tab.get_by_role("link", name="Say which.").click()
    expect(tab.locator(".story")).to_contain_text("Rappel adressé aux référents")
    tab.locator(".decide").get_by_role("button", name="Demander une retouche").click()
    tab.locator("textarea[name=reason]").fill("Which text?")
    tab.get_by_role("button", name="La renvoyer").or_(tab.locator(".sends .btn.go")).first.click()
    tab.goto("/-/suggestions/")
    expect(tab.locator(".count")).to_have_count(0)
    assert fresh(made).answered_at is not None


@SCRIPTS
def test_charter_tells_what_it_would_have_changed(
    open_tab: Callable[..., Tab],
    log_in: Logs,
    guide: dict[str, Page],
    made: Suggestion,
    claire: User,
    script: bool,
) -> None:
    suggestions.accept(fresh(made), by=claire, seen=1)
    tab = open_tab(java_script_enabled=script)
    log_in(tab, claire)
    tab.goto(f"/-/charters/{guide['advice'].pk}/edit/")
    tab.locator("input[name=approvals]").fill("2")
    tab.get_by_role("button", name="Voir ce qu’on en lira").click()
    told = tab.locator("[data-foreseen]")
    expect(told).to_contain_text("sur 1 suggestion adoptée en douze mois, 1 aurait attendu plus longtemps")
    expect(told).to_contain_text("1 d’entre elles aurait manqué d’une approbation")


@SCRIPTS
def test_filter_holds_what_a_newcomer_writes_and_refuses_with_a_sentence(
    open_tab: Callable[..., Tab],
    log_in: Logs,
    console: list[str],
    guide: dict[str, Page],
    claire: User,
    yann: User,
    script: bool,
) -> None:
    tab = open_tab(java_script_enabled=script)
    log_in(tab, claire)
    tab.goto(f"/-/charters/{guide['advice'].pk}/")
    tab.get_by_role("link", name="Filtre des mots et des liens").click()
    tab.locator("textarea[name=held_words]").fill("casino")
    tab.locator("textarea[name=refused_words]").fill("mot rude")
    tab.get_by_role("button", name="Enregistrer").click()
    expect(tab.locator("main")).to_contain_text("Le filtre est enregistré")
    assert Sieve.objects.get().held_words == "casino"
    newcomer = open_tab(java_script_enabled=script)
    log_in(newcomer, factories.person())
    newcomer.goto("/advice/first/-/threads/new/")
    newcomer.locator("main textarea[name=text]").fill("Un Mot Rude au casino.")
    newcomer.locator("main form .btn.go").last.click()
    expect(newcomer.locator("main")).to_contain_text("n’est pas accepté ici")
    forgive(console, 422)
    field = newcomer.locator("main textarea[name=text]")
    expect(field).to_have_value("Un Mot Rude au casino.")
    field.fill("Un mot au casino.")
    newcomer.locator("main form .btn.go").last.click()
    newcomer.wait_for_url("**/advice/first/**")
    assert (Comment.objects.get().held, Comment.objects.get().held_for) == (True, "word casino")
    moderator = open_tab(java_script_enabled=script)
    log_in(moderator, factories.moderator())
    moderator.goto("/-/moderation/")
    moderator.get_by_role("link", name="Un mot au casino.").click()
    expect(moderator.locator("#ui-case")).to_have_text("Commentaire retenu par un filtre")
    expect(moderator.locator(".queue-card")).to_contain_text("le filtre retient")
    moderator.get_by_role("button", name="Je relis").click()
    moderator.get_by_role("button", name="Garder").click()
    expect(moderator.locator("main")).to_contain_text("Le commentaire est gardé.")
    assert (Comment.objects.get().held, Taking.objects.count()) == (False, 0)


# --- axe, light and dark, wide and 390 px -------------------------------------------------------------------

SCREENS = {
    "taken by oneself": "/-/suggestions/{made}/",
    "taken by another": "/-/suggestions/{other}/",
    "late, in a list": "/-/suggestions/?show=late",
    "board": "/-/suggestions/?as=board",
    "held back": "/-/suggestions/{held}/",
    "decline": "/-/suggestions/{other}/decline/",
    "queue": "/-/moderation/{comment}/",
    "filter": "/-/charters/{section}/filter/",
    "charter": "/-/charters/{section}/edit/?model=collegial",
}


@pytest.mark.drawn
@pytest.mark.parametrize("screen", SCREENS)
def test_screens_pass_axe_and_scroll_one_way(
    any_tab: Tab,
    log_in: Logs,
    axe: Callable[[Tab], list[str]],
    guide: dict[str, Page],
    made: Suggestion,
    claire: User,
    screen: str,
) -> None:
    page, moderator = fresh(made.page), factories.admin(name="Mona Olin")
    other = factories.suggestion(page, ("Text two.", "Text second."))
    sieving.write(guide["advice"], by=SYSTEM, seen=0, held_words="casino")
    held = factories.suggestion(page, ("Text two.", "Casino."))
    said = threads.open(page, by=factories.person(), text="A casino.", uuid=uuid4())
    moderation.flag(
        threads.open(page, by=factories.person(), text="Rude.", uuid=uuid4()), by=claire, reason="Rude."
    )
    taking.take(fresh(made), by=moderator)
    taking.take(fresh(other), by=claire)
    taking.take(said, by=factories.moderator(name="Otto Herr"))
    Suggestion.objects.update(open_since=timezone.now() - timedelta(days=8))
    reminding.remind(by=SYSTEM)
    log_in(any_tab, moderator)
    told = {"made": made.pk, "other": other.pk, "held": held.pk, "comment": said.pk}
    any_tab.goto(SCREENS[screen].format(**told, section=guide["advice"].pk))
    assert (axe(any_tab), overflows(any_tab)) == ([], False)
