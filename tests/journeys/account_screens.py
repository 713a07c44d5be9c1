"""Every screen of accounts, those of errors included, one after the other in a tab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Page

from accounts import actions, departures
from accounts.models import User
from tests import factories
from wiki.actions.settings import edit
from wiki.queries.settings import current
from wiki.rules import SYSTEM

UNBOUND = "it => { it.noValidate = true; for (const one of it.elements) one.removeAttribute('maxlength'); }"
PASSWORD = "a long sentence of mine"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) {}"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug(tab: Page) -> None:
    """Give the browser a device that holds passkeys, and says yes whenever it is asked."""
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


class Walk:
    """A tab that goes from screen to screen, each named as it is reached."""

    def __init__(self, tab: Page, site: str) -> None:
        self.tab, self.site = tab, site

    def go(self, name: str, *args: Any) -> None:
        cache.clear()  # no limit is reached by looking
        self.tab.goto(reverse(name, args=args))

    def send(self, **typed: str) -> None:
        """Send the form of the screen with this in it, whatever the browser would say of it."""
        cache.clear()
        form = self.tab.locator("main form[method=post]:not([data-passkey]):has(button)").last
        form.evaluate(UNBOUND)
        for name, text in typed.items():
            form.locator(f"[name={name}]").fill(text)
        form.locator("button").first.click()
        self.tab.wait_for_load_state()

    def log_in(self, person: User) -> None:
        """By password, as what is confirmed once more asks."""
        self.leave()
        cache.clear()
        client = Client(HTTP_USER_AGENT=BROWSER.format("Chrome/140.0"))
        person.set_password(PASSWORD)
        person.save()
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        self.bring(client)

    def bring(self, client: Client) -> None:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        name = settings.SESSION_COOKIE_NAME
        self.tab.context.add_cookies([{"name": name, "value": session, "url": self.site}])

    def leave(self) -> None:
        self.tab.context.clear_cookies()


def every_screen(tab: Page, site: str) -> Iterator[str]:
    """The name of each screen, once the tab shows it."""
    walk = Walk(tab, site)
    factories.home()
    parts: tuple[Callable[[Walk], Iterator[str]], ...] = (_coming_in, _forgetting, _own, _steps, _leaving)
    for part in parts:
        yield from part(walk)


def _coming_in(walk: Walk) -> Iterator[str]:
    walk.go("first_admin", actions.issue_first_admin_key())
    yield "first-admin"
    walk.send(email="x", name="", password="short", password_again="other")
    yield "first-admin-errors"
    walk.go("first_admin", "none")
    yield "first-admin-refused"
    walk.go("account_login")
    yield "log-in"
    walk.send(login="ada@example.org", password="wrong")
    yield "log-in-refused"
    walk.send(login="", password="")
    yield "log-in-empty"
    walk.go("account_signup")
    yield "sign-up"
    walk.send(name="", email="x", password1="short")
    yield "sign-up-errors"
    walk.go("account_email_verification_sent")
    yield "verification-sent"
    person = factories.person(email="new@example.org")
    address = EmailAddress.objects.get(user=person)
    EmailAddress.objects.update(verified=False)
    walk.go("account_confirm_email", EmailConfirmationHMAC(address).key)
    yield "confirm"
    walk.go("account_confirm_email", "none")
    yield "confirm-refused"
    walk.go("account_inactive")
    yield "inactive"
    site = current()
    edit(site, by=SYSTEM, base=site.version, sign_up="closed")
    walk.go("account_signup")
    yield "sign-up-closed"


def _forgetting(walk: Walk) -> Iterator[str]:
    factories.person(email="forgot@example.org")
    walk.go("account_reset_password")
    yield "reset"
    walk.send(email="x")
    yield "reset-errors"
    walk.send(email="forgot@example.org")
    yield "reset-done"
    link = re.findall(r"http\S+", mail.outbox[-1].body)[0].removeprefix(settings.SITE_URL)
    walk.tab.goto(link)
    yield "reset-from-key"
    walk.send(password1="short", password2="other")
    yield "reset-from-key-errors"
    walk.tab.goto(link.replace("-", "-x", 1))
    yield "reset-from-key-refused"
    walk.go("account_reset_password_from_key_done")
    yield "reset-from-key-done"


def _own(walk: Walk) -> Iterator[str]:
    person = factories.person(email="ada@example.org", name="Ada Lovelace")
    walk.log_in(person)
    for name in ("account_logout", "account_reauthenticate", "account_profile", "account_email"):
        walk.go(name)
        yield name.removeprefix("account_")
    walk.send(email="ada@example.org")
    yield "email-errors"
    walk.send(email="other@example.org")
    yield "email-waiting"
    walk.go("account_reauthenticate")
    walk.send(password="wrong")
    yield "reauthenticate-refused"
    walk.go("account_profile")
    walk.send(name="", bio="x" * 2001)
    assert walk.tab.locator("main .err").count()
    yield "profile-errors"
    walk.send(name="Ada Lovelace", bio="Mathématicienne.")
    yield "profile-saved"
    walk.go("account_change_password")
    yield "password-change"
    walk.send(oldpassword="wrong", password1="short", password2="other")
    yield "password-change-errors"
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)
    walk.bring(client)
    walk.go("account_set_password")
    yield "password-set"
    walk.send(password1="short", password2="other")
    yield "password-set-errors"


def _steps(walk: Walk) -> Iterator[str]:
    person = factories.moderator(email="mo@example.org", name="Grace Hopper")
    walk.log_in(person)
    with override_settings(STAFF_SECOND_FACTOR=True):
        walk.go("mfa_index")
        yield "security-asked"
    other = Client(HTTP_USER_AGENT=BROWSER.format("Firefox/140.0"))
    other.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    walk.go("mfa_activate_totp")
    yield "activate_totp"
    walk.send(code="000000")
    yield "activate_totp-errors"
    TOTP.activate(person, generate_totp_secret())
    plug(walk.tab)
    walk.go("mfa_add_webauthn")
    yield "add_webauthn"
    walk.tab.locator("[name=name]").fill("Téléphone")
    walk.tab.locator("form[data-passkey] button").click()
    walk.tab.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    key = Authenticator.objects.get(user=person, type="webauthn")
    for name in ("index", "deactivate_totp", "view_recovery_codes", "generate_recovery_codes"):
        walk.go(f"mfa_{name}")
        yield name if name != "index" else "security"
    for name in ("edit_webauthn", "remove_webauthn"):
        walk.go(f"mfa_{name}", key.pk)
        yield name
    for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        walk.go(name)
        yield name.removeprefix("mfa_")
    walk.go("mfa_reauthenticate")
    walk.send(code="000000")
    yield "reauthenticate-code-refused"
    walk.leave()
    walk.go("account_login")
    walk.send(login=person.email, password=PASSWORD)
    yield "second-step"
    walk.send(code="000000")
    yield "second-step-refused"


def _leaving(walk: Walk) -> Iterator[str]:
    Authenticator.objects.all().delete()
    person = factories.admin(email="root@example.org", name="Alan Turing")
    User.objects.filter(is_superuser=True).exclude(pk=person.pk).delete()
    walk.log_in(person)
    for name in ("account_data", "account_leave"):
        walk.go(name)
        yield name.removeprefix("account_")
    walk.send()
    yield "leave-refused"
    factories.admin()
    departures.leave(person, by=person)
    walk.go("account_data")
    yield "data-leaving"
