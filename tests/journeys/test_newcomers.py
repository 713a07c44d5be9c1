"""Newcomers in a browser: it computes before they are let in at once, or they are looked at; by invitation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.conftest import SCREENS
from tests.journeys.test_comments import SELECT, TEXT
from wiki.actions import inviting
from wiki.actions.settings import edit
from wiki.models import Comment, Invitation
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long sentence of mine"


@pytest.fixture(autouse=True)
def site(settings: Any, transactional_db: None) -> None:
    cache.clear()
    settings.SIGN_UP_SECONDS = 0
    settings.PROOF = {"cost": 2_000, "least": 20, "most": 40, "seconds": 3_600}


def set_up(**values: str) -> None:
    kept = current()
    edit(kept, by=SYSTEM, base=kept.version, **values)


def fill(tab: Tab) -> None:
    tab.get_by_label("Nom").fill("Ada")
    if tab.get_by_label("Adresse").is_enabled():
        tab.get_by_label("Adresse").fill("ada@example.org")
    tab.locator("input[name=password1]").fill(PASSWORD)
    tab.locator("input[name=accepted]").check()


def test_browser_computes_and_whoever_signs_up_is_let_in_at_once(tab: Tab, settings: Any) -> None:
    """Sent before it is done, the form waits, and says so."""
    set_up(proofs="always")
    settings.PROOF = {"cost": 200_000, "least": 20, "most": 20, "seconds": 3_600}
    tab.goto(reverse("account_signup"))
    fill(tab)
    status = tab.locator(".proof [role=status]")
    expect(status).to_have_text("Vérification en cours…")
    tab.get_by_role("button", name="Créer mon compte").click()
    expect(status).to_contain_text("L’envoi se fera")
    expect(tab).to_have_url(re.compile(re.escape(reverse("account_email_verification_sent"))))
    assert User.objects.get().watched is False


def test_without_script_the_account_is_made_and_looked_at(open_tab: Callable[..., Tab]) -> None:
    set_up(proofs="always")
    tab = open_tab(java_script_enabled=False)
    tab.goto(reverse("account_signup"))
    fill(tab)
    tab.get_by_role("button", name="Créer mon compte").click()
    expect(tab).to_have_url(re.compile(re.escape(reverse("account_email_verification_sent"))))
    assert User.objects.get().watched is True


def test_check_that_fails_says_so_and_the_form_is_sent_all_the_same(tab: Tab, console: list[str]) -> None:
    set_up(proofs="always")
    tab.route("**/signup/challenge/", lambda route: route.abort())
    tab.goto(reverse("account_signup"))
    fill(tab)
    expect(tab.locator(".proof [role=status]")).to_contain_text("n’a pas abouti")
    tab.get_by_role("button", name="Créer mon compte").click()
    expect(tab).to_have_url(re.compile(re.escape(reverse("account_email_verification_sent"))))
    assert User.objects.get().watched is True
    console.clear()


def test_first_comment_beside_its_words_is_there_at_once(tab: Tab, log_in: Callable[..., None]) -> None:
    set_up(proofs="always")
    page = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    log_in(tab, factories.person())
    tab.goto(page.address)
    tab.evaluate(SELECT, "what is shared")
    tab.locator(".selected").click()
    tab.locator("form[data-comment] textarea").fill("Which things?")
    expect(tab.locator(".proof [role=status]")).to_have_text("Votre navigateur est vérifié.")
    tab.wait_for_timeout(2_000)  # nobody types it sooner
    tab.locator("form[data-comment] button[type=submit]").click()
    expect(tab.locator(".msg").get_by_text("Which things?")).to_be_visible()
    assert Comment.objects.get().held is False


def test_invitation_is_handed_out_used_and_revoked(
    open_tab: Callable[..., Tab], log_in: Callable[..., None], console: list[str]
) -> None:
    set_up(sign_up="invited")
    inviter, comes = open_tab(), open_tab(java_script_enabled=False)
    log_in(inviter, factories.moderator())
    inviter.goto(reverse("wiki:invitations"))
    inviter.get_by_label("Pour qui, et pourquoi").fill("L’atelier de mardi")
    inviter.get_by_label("Pour combien de personnes").fill("2")
    inviter.get_by_role("button", name="Créer l’invitation").click()
    link = inviter.get_by_label("Lien d’invitation").input_value()
    comes.goto(link.split("8000", 1)[1])
    expect(comes.locator(".note")).to_contain_text("Vous venez par une invitation")
    fill(comes)
    comes.get_by_role("button", name="Créer mon compte").click()
    expect(comes).to_have_url(re.compile(re.escape(reverse("account_email_verification_sent"))))
    inviter.goto(reverse("wiki:invitations"))
    expect(inviter.locator(".talk")).to_contain_text("Comptes créés : 1 sur 2")
    inviter.get_by_role("link", name="Révoquer").click()
    inviter.get_by_role("button", name="La révoquer").click()
    expect(inviter.locator(".talk .chip")).to_have_text("révoquée")
    late = open_tab()
    late.goto(link.split("8000", 1)[1])
    expect(late.get_by_role("main").get_by_role("alert")).to_contain_text("a été révoquée")
    console.clear()  # 410, as it should be


# --- every screen -------------------------------------------------------------------------------------------


def told(person: User) -> dict[str, str]:
    """Each screen of this, by its name."""
    own = inviting.make(by=person, uuid=uuid4(), note="L’atelier de mardi", most=12)
    inviting.make(by=person, uuid=uuid4(), note="Paul, qui relit", email="paul@example.org")
    spent = inviting.make(by=person, uuid=uuid4(), note="Les relecteurs")
    Invitation.objects.filter(pk=spent.invitation.pk).update(used=1)
    return {
        "list": reverse("wiki:invitations"),
        "revoke": reverse("wiki:invitation-revoke", args=[own.invitation.pk]),
        "closed": reverse("account_signup"),
        "refused": reverse("account_invitation", args=[spent.token]),
        "invited": reverse("account_invitation", args=[own.token]),
    }


def looked_at(tab: Any, axe: Callable[[Tab], list[str]]) -> list[str]:
    """In both schemes, wide and on a telephone, of one page."""
    found = []
    for name, (scheme, size) in SCREENS.items():
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # nothing fades as axe looks
        tab.set_viewport_size(size)
        wrong = axe(tab)
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("it scrolls sideways")
        found += [f"{name}: {one}" for one in wrong]
    return found


@pytest.mark.drawn
def test_every_screen_is_accessible_and_fits(
    tab: Tab, axe: Callable[[Tab], list[str]], log_in: Callable[..., None], console: list[str]
) -> None:
    set_up(sign_up="invited", proofs="always")
    factories.home()
    person = factories.moderator()
    screens = told(person)
    found = {}
    for name in ("closed", "refused", "invited"):
        tab.goto(screens[name])
        found[name] = looked_at(tab, axe)
    log_in(tab, person)
    for name in ("list", "revoke"):
        tab.goto(screens[name])
        found[name] = looked_at(tab, axe)
    tab.goto(screens["list"])
    tab.get_by_label("Pour qui, et pourquoi").fill("Une amie")
    tab.get_by_role("button", name="Créer l’invitation").click()
    found["link"] = looked_at(tab, axe)
    tab.get_by_role("button", name="Créer l’invitation").evaluate("it => { it.form.noValidate = true }")
    tab.get_by_role("button", name="Créer l’invitation").click()
    found["errors"] = looked_at(tab, axe)
    tab.context.clear_cookies()
    set_up(sign_up="open")
    tab.goto(reverse("account_signup"))
    tab.get_by_label("Nom").focus()
    expect(tab.locator(".proof [role=status]")).not_to_have_text("")
    found["proof"] = looked_at(tab, axe)
    assert found == dict.fromkeys(found, [])
    console.clear()  # the statuses of what is refused
