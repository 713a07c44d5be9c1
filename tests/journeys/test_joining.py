"""The whole life of an account, in a browser: joined, known again as an author, heard, and forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts import departures
from accounts.actions import authors_of
from accounts.models import User
from tests import factories
from tests.accounts.erased import dumped
from tests.journeys.test_comments import SELECT, TEXT
from wiki.actions import pages
from wiki.models import Page
from wiki.queries import people
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME, ADDRESS, PASSWORD = "Zéphyrine Aubépine", "zephyrine@example.org", "a long sentence of mine"
QUOTE = "decision, and who"
WORDS = [NAME, "Zéphyrine", "Aubépine", ADDRESS]


@pytest.fixture
def deciding(settings: Any, tmp_path: Any, transactional_db: None) -> Page:
    """A page that an import brought, by somebody who has no account here."""
    settings.LIMITS_ARE_KEPT, settings.SIGN_UP_SECONDS, settings.DATA = False, 0, tmp_path
    page = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    (ghost,) = authors_of([("Z. A.", ADDRESS)]).values()
    page.history.update(history_user=ghost)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_person_joins_is_known_again_is_heard_and_is_forgotten(
    open_tab: Callable[..., Tab], deciding: Page, script: bool
) -> None:
    tab = open_tab(java_script_enabled=script)
    _joins(tab, deciding)
    _finds_what_its_ghost_wrote(tab, deciding)
    _comments_on_words(tab, deciding, script)
    _edited_by_others(deciding)
    _answers_resolves_reopens(tab, deciding)
    assert all(word.casefold() in dumped() for word in WORDS)
    _leaves(tab)
    _days_pass()
    dump = dumped()
    assert {word: dump.count(word.casefold()) for word in WORDS} == dict.fromkeys(WORDS, 0)
    tab.goto(deciding.address)
    expect(tab.locator("mark.ui-quote")).to_have_text(QUOTE)
    expect(tab.locator(".thread .msg").first).to_contain_text("Compte supprimé")


def _joins(tab: Tab, page: Page) -> None:
    """From the page that one reads, and back to it."""
    tab.goto(page.address)
    tab.get_by_role("banner").get_by_role("link", name="Se connecter").click()
    tab.get_by_role("main").get_by_role("link", name="Créer un compte").click()
    tab.get_by_label("Nom").fill(NAME)
    tab.get_by_label("Adresse").fill(ADDRESS)
    tab.locator("input[name=password1]").fill(PASSWORD)
    tab.locator("input[name=accepted]").check()
    tab.get_by_role("button", name="Créer mon compte").click()
    expect(tab).to_have_url(re.compile(re.escape(reverse("account_email_verification_sent"))))
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    tab.goto(re.findall(r"https?://[^/\s]+(\S+)", letter.body)[0])
    tab.get_by_role("button", name="Confirmer").click()
    expect(tab).to_have_url(re.compile(re.escape(page.address) + "$"))
    expect(tab.get_by_role("link", name="Se déconnecter")).to_be_attached()


def _finds_what_its_ghost_wrote(tab: Tab, page: Page) -> None:
    person = User.objects.get(email=ADDRESS)
    assert page.history.get().history_user == person
    tab.goto(reverse("wiki:person", args=[people.name_of(person)]))
    expect(tab.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(tab.get_by_role("main").get_by_role("link", name="Deciding").first).to_be_visible()


def _comments_on_words(tab: Tab, page: Page, script: bool) -> None:
    tab.goto(page.address)
    if script:
        tab.evaluate(SELECT, QUOTE)
        tab.locator(".selected").click()
    else:
        tab.locator(".acts").get_by_role("link", name="Commenter").click()
        tab.locator(".quote-asked input").fill(QUOTE)
        tab.locator(".quote-asked button").click()
    _sends(tab, "Who learnt of it?")
    expect(tab.locator("mark.ui-quote")).to_have_text(QUOTE)


def _sends(tab: Tab, text: str) -> None:
    tab.locator("form[data-comment] textarea").fill(text)
    tab.locator("form[data-comment] button[type=submit]").click()
    expect(tab.get_by_text(text)).to_be_visible()


def _edited_by_others(page: Page) -> None:
    """The same words come before the ones that were quoted."""
    page = Page.objects.get(pk=page.pk)
    source = TEXT.replace("Write", f"On each {QUOTE}, write")
    pages.edit(page, by=SYSTEM, base=page.version, source=source)


def _answers_resolves_reopens(tab: Tab, page: Page) -> None:
    tab.goto(page.address)
    expect(tab.locator("p:has(mark.ui-quote)")).to_contain_text(f"took each {QUOTE}")
    tab.locator(".thread").get_by_role("link", name="Répondre").click()
    _sends(tab, "All of us.")
    for gesture in ("Résoudre", "Rouvrir"):
        tab.locator(".thread").get_by_role("link", name=gesture).click()
        tab.locator("main form button[type=submit]").click()
    expect(tab.locator("mark.ui-quote")).to_have_text(QUOTE)


def _leaves(tab: Tab) -> None:
    tab.goto(reverse("account_data"))
    tab.get_by_role("link", name="Supprimer mon compte").click()
    if tab.locator("input[name=password]").count():
        tab.locator("input[name=password]").fill(PASSWORD)
        tab.get_by_role("main").get_by_role("button", name="Confirmer").click()
    tab.get_by_role("main").get_by_role("button", name="Supprimer mon compte").click()
    expect(tab.get_by_role("main").get_by_role("button", name="Garder mon compte")).to_be_visible()


def _days_pass() -> None:
    person = User.objects.get(email=ADDRESS)
    User.objects.filter(pk=person.pk).update(leaves_at=timezone.now() - timedelta(seconds=1))
    assert departures.erase_on_time.func(person.pk) is True
