"""People come in, in a real browser: with a code, with a passkey; every screen of theirs is accessible."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long sentence of mine"
HOME = re.compile(r"^http://[^/]+/$")
OWN = ("account_profile", "account_email", "mfa_index", "account_data", "account_set_password")


@pytest.fixture(autouse=True)
def no_limit_reached_yet(transactional_db: None) -> None:
    cache.clear()


@pytest.fixture
def ada(transactional_db: None) -> User:
    factories.home()
    person = factories.person(email="ada@example.org", name="Ada")
    person.set_password(PASSWORD)
    person.save()
    return person


def code_of(secret: str) -> str:
    """What an application shows now for this secret."""
    counted = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counted, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def come_in(tab: Page) -> None:
    tab.goto(reverse("account_login"))
    tab.locator("input[name=login]").fill("ada@example.org")
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("button", name="Se connecter", exact=True).click()


def open_confirmed(tab: Page, name: str) -> None:
    """A screen that wants the password once more."""
    tab.goto(reverse(name))
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Confirmer").click()
    expect(tab).to_have_url(re.compile(re.escape(reverse(name)) + "$"))


def leave(tab: Page) -> None:
    tab.goto(reverse("account_logout"))
    tab.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    expect(tab).to_have_url(HOME)


@pytest.mark.drawn
def test_own_screens_are_accessible(
    any_tab: Page, axe: Callable[[Page], list[str]], log_in: Callable[[Page, User], None], ada: User
) -> None:
    found = {}
    any_tab.goto(reverse("account_signup"))
    found["account_signup"] = axe(any_tab)
    log_in(any_tab, ada)
    for name in OWN:
        any_tab.goto(reverse(name))
        found[name] = axe(any_tab)
        assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    assert found == dict.fromkeys(("account_signup", *OWN), [])


def test_person_logs_in_with_a_code_without_script(open_tab: Callable[..., Page], ada: User) -> None:
    tab = open_tab(java_script_enabled=False)
    come_in(tab)
    expect(tab).to_have_url(HOME)
    open_confirmed(tab, "mfa_activate_totp")
    secret = tab.locator("[data-secret]").inner_text()
    tab.get_by_label("Code").fill(code_of(secret))
    tab.get_by_role("button", name="Activer").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    assert tab.locator(".recovery-codes li").count() == 10
    recovery = tab.locator(".recovery-codes li").first.inner_text()
    leave(tab)
    come_in(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Encore une étape")
    tab.get_by_label("Code").fill(recovery)
    tab.get_by_role("button", name="Se connecter", exact=True).click()
    expect(tab).to_have_url(HOME)


def test_person_adds_a_passkey_and_logs_in_with_it(tab: Page, ada: User, live_server: object) -> None:
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    come_in(tab)
    expect(tab).to_have_url(HOME)
    open_confirmed(tab, "mfa_add_webauthn")
    tab.get_by_label("Nom de cette clé d’accès").fill("Mon téléphone")
    tab.get_by_role("button", name="L’ajouter").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    tab.goto(reverse("mfa_index"))
    expect(tab.get_by_text("Mon téléphone", exact=True).first).to_be_visible()
    leave(tab)
    tab.goto(reverse("account_login"))
    tab.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(tab).to_have_url(HOME)
    expect(tab.get_by_role("link", name="Se déconnecter")).to_be_visible()
