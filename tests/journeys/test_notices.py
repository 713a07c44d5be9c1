"""Followed, told, read and left again: in a browser with its keys, and without scripts; what axe says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.actions import telling
from tests.actions.undone import reverted
from tests.journeys.looks import look
from tests.views.suggested import TEXT, TWO
from wiki.actions import (
    measures,
    notices,
    pages,
    reuses,
    standing,
    stopping,
    subscribing,
    suggestions,
    threads,
    vetting,
    watching,
)
from wiki.models import Fact, Measure, Notice, Page, Subscription
from wiki.models.reversal import Sort
from wiki.models.watch import Level

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada Byron")


@pytest.fixture
def page(ada: User) -> Page:
    """A page where others answered Ada, decided on what she proposed, and wrote."""
    here = factories.page(factories.page(factories.home(), "a", "# Section\n"), "b", TEXT)
    watching.follow(here, by=ada, level=Level.DISCUSSION, below=True)
    mona, yann, ines = (
        factories.moderator(name="Mona Olin"),
        *(factories.person(name=n) for n in ("Yann", "Ines")),
    )
    said = threads.open(here, by=ada, text="Is that so?", uuid=uuid4())
    threads.reply(said.thread, by=yann, text="Yes, if one alone decides.\nOr else not.", uuid=uuid4())
    made = factories.suggestion(here, *TWO, by=ada)
    for by in (yann, ines):
        standing.support(made, by=by, seen=1)
    suggestions.accept(made, by=mona, seen=1, chosen=["1"], reason="Well said.")
    here.refresh_from_db()
    pages.edit(
        here, by=mona, base=here.version, source=f"{here.source}\nAnd a line more.\n", reason="Clearer."
    )
    watching.follow(yann, by=ada, level=Level.CHANGES)
    tell()
    return here


def tell() -> None:
    for fact in Fact.objects.filter(told_at=None).order_by("pk"):
        notices.tell.func(fact.pk)


def test_notices_are_read_by_keys_and_open_what_they_are_about(
    open_tab: Callable[..., Tab], log_in: Logs, ada: User, page: Page, axe: Any
) -> None:
    tab = open_tab(reduced_motion="reduce")
    log_in(tab, ada)
    tab.goto("/")
    unread = Notice.objects.filter(person=ada, read_at=None).count()
    bell = tab.get_by_role("navigation", name="Votre compte").get_by_role("link", name="Notifications")
    expect(bell).to_contain_text(f"{unread} non lues")
    bell.click()
    assert look(tab, axe, "notices") == []
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    expect(tab.locator(".notice").nth(1)).to_have_class("notice unread here")
    tab.keyboard.press("x")
    expect(tab.locator(".notice").nth(1).locator(".tick")).to_be_checked()
    tab.get_by_role("button", name="Marquer la sélection comme lue").click()
    expect(tab.get_by_text("est marquée")).to_be_visible()
    answer = tab.locator(".notice", has_text="vous a répondu")
    with tab.expect_request("**/-/notices/mark/"):
        answer.get_by_role("link").click()
    expect(tab.get_by_text("Or else not.")).to_be_visible()
    tab.goto("/-/notices/")
    expect(tab.locator(".notice", has_text="vous a répondu")).to_have_count(0)
    tab.get_by_role("button", name="Tout marquer comme lu").click()
    expect(tab.get_by_text("Rien de nouveau")).to_be_visible()


def test_following_is_chosen_and_left_without_scripts(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, ada: User
) -> None:
    tab, ines = open_tab(java_script_enabled=False), User.objects.get(name="Ines")
    log_in(tab, ines)
    tab.goto(page.address)
    tab.get_by_role("link", name="Suivre", exact=True).first.click()
    tab.get_by_label("Changements et discussion").check()
    tab.get_by_role("button", name="Suivre").click()
    expect(tab.get_by_text("Vous suivez.")).to_be_visible()
    threads.open(page, by=ada, text="Another one.", uuid=uuid4())
    tell()
    tab.goto("/-/notices/")
    expect(tab.locator(".notice")).to_contain_text(["Another one."])
    tab.get_by_role("button", name="Tout marquer comme lu").click()
    expect(tab.get_by_text("Rien de nouveau")).to_be_visible()
    tab.get_by_role("link", name="Réglages").click()
    row = tab.locator(".watches > li", has_text="A")
    row.first.get_by_role("button", name="Ne plus suivre").click()
    expect(tab.get_by_text("Vous ne suivez plus.")).to_be_visible()
    tab.locator("input[name=watched][value=daily]").check()
    tab.get_by_label("Récapitulatif à").select_option("18")
    tab.get_by_role("button", name="Enregistrer").click()
    expect(tab.get_by_text("Vos réglages sont enregistrés.")).to_be_visible()
    expect(tab.locator("input[name=watched][value=daily]")).to_be_checked()


def test_screens_of_following_pass_axe(
    open_tab: Callable[..., Tab], log_in: Logs, ada: User, page: Page, axe: Any
) -> None:
    tab = open_tab(reduced_motion="reduce")
    log_in(tab, ada)
    thread = Notice.objects.filter(person=ada, fact__thread__isnull=False).latest("pk").fact.thread_id
    out = stopping.Stop(ada.pk, "t", thread or 0).token
    screens = {
        "watches": "/-/watches/",
        "follow": f"{page.address}-/watch/",
        "unsubscribe": f"/-/unsubscribe/{out}/",
    }
    found = {}
    for name, address in screens.items():
        tab.goto(address)
        found[name] = look(tab, axe, name)
    assert found == dict.fromkeys(screens, [])


def test_page_is_followed_by_mail_without_an_account_nor_scripts(
    open_tab: Callable[..., Tab], page: Page, axe: Any
) -> None:
    """Asked for on the page, confirmed from the mail, left in one click; in a browser that has no scripts."""
    plain, tab = open_tab(java_script_enabled=False), open_tab(reduced_motion="reduce")
    tab.goto(page.address)
    tab.get_by_role("link", name="Suivre", exact=True).first.click()
    assert look(tab, axe, "subscribe") == []
    plain.goto(f"{page.address}-/subscribe/")
    plain.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    plain.get_by_text("Chaque jour").click()
    plain.get_by_role("button", name="Suivre").click()
    expect(plain.get_by_role("heading", name="Consultez vos courriels")).to_be_visible()
    row = Subscription.objects.get()
    about = {"confirm": row.pk, "below": False, "pace": "daily", "language": "fr"}
    tab.goto(f"/-/subscriptions/{subscribing.token_of(about)}/")
    assert look(tab, axe, "subscription") == []
    plain.goto(f"/-/subscriptions/{subscribing.token_of(about)}/")
    plain.get_by_role("button", name="Oui, suivre").click()
    expect(plain.get_by_role("heading", name="Vous suivez.")).to_be_visible()
    assert Subscription.objects.exclude(confirmed_at=None).count() == 1
    out = stopping.Stop(0, stopping.ALL, subscribing.key_of("zoe@example.org"))
    plain.goto(f"/-/unsubscribe/{out.token}/")
    plain.get_by_role("button", name="Ne plus rien recevoir").click()
    expect(plain.get_by_text("Votre adresse est effacée")).to_be_visible()
    assert Subscription.objects.count() == 0


@pytest.mark.drawn
def test_what_was_decided_of_a_reuse_is_told_contested_and_shown_without_a_fault(
    open_tab: Callable[..., Tab], log_in: Logs, ada: User, page: Page, axe: Any
) -> None:
    """In the notices, among the decisions about oneself, and on the reuse, told otherwise meanwhile."""
    mona = factories.moderator(name="Mona Olin")
    made = telling.tell(page, by=ada, title="Une charte adoptée")
    reuses.edit(made, telling.account(page, title="Une charte votée"), by=ada)
    vetting.hide(made, by=mona, reason="Names somebody.")
    tell()
    tab = open_tab(reduced_motion="reduce")
    log_in(tab, ada)
    tab.goto("/-/notices/")
    found = look(tab, axe, "notices-measure")
    tab.get_by_role("link", name="Lire la décision, la contester").click()
    found += look(tab, axe, "measures")
    tab.get_by_role("link", name="Contester").click()
    tab.get_by_label("Pourquoi est-elle injuste").fill("Nobody is named.")
    tab.get_by_role("button", name="Envoyer").click()
    found += look(tab, axe, "measures-contested")
    measures.answer(Measure.objects.get(), by=factories.moderator(), upheld=True, reason="She is.")
    tab.goto(made.address)
    tab.locator(".reuse-former > summary").click()
    expect(tab.get_by_text("Une charte adoptée")).to_be_visible()
    found += look(tab, axe, "reuse-hidden")
    reverted(ada, Sort.COMMENT, by=mona, reason="It advertises.")
    tab.goto("/-/measures/")
    expect(tab.get_by_text("It advertises.")).to_be_visible()
    found += look(tab, axe, "measures-undone")
    assert found == []
