"""Each address of allauth's is ours, each of its screens in the site's look, in French and in English alike."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from allauth.account import urls as of_accounts
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa import urls as of_steps
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions import urls as of_sessions
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from accounts import actions
from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
OURS = Path(settings.BASE_DIR) / "templates"
# Of what the settings leave off: codes by mail in place of links.
OFF = {"account_confirm_login_code"}
STRANGERS = (
    "account_login account_signup account_inactive account_email_verification_sent account_reset_password "
    "account_reset_password_done account_reset_password_from_key_done first_admin confirm confirm_refused "
    "reset_from_key_refused first_admin_refused"
).split()
PEOPLE = (
    "account_logout account_reauthenticate account_profile account_email account_change_password "
    "mfa_index mfa_add_webauthn account_data account_leave mfa_deactivate_totp mfa_view_recovery_codes "
    "mfa_generate_recovery_codes mfa_edit_webauthn mfa_remove_webauthn mfa_reauthenticate"
).split()
SAME = {"Communs", "Moi", "Code", "Ada", "Mine", "Description", "Logo"}


def names_of(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


ALLAUTH = sorted(
    {name for urls in (of_accounts, of_steps, of_sessions) for name in names_of(urls.urlpatterns)}
)


def is_ours(name: str) -> bool:
    for arguments in ([], [1], ["a"], ["a", "b"]):
        try:
            reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        return True
    return False


@pytest.mark.parametrize("name", ALLAUTH)
def test_address_of_allauth_is_one_of_ours(name: str) -> None:
    assert is_ours(name) is (name not in OFF)


# --- screens ------------------------------------------------------------------------------------------------


@pytest.fixture
def ada(db: None) -> User:
    cache.clear()
    factories.home()
    person = factories.person(email="ada@example.org", name="Ada")
    person.set_password(PASSWORD)
    person.save()
    return person


def address(name: str, person: User) -> str:
    """Where a screen is, once what it needs is there."""
    if name == "first_admin":
        return reverse(name, args=[actions.issue_first_admin_key()])
    if name == "first_admin_refused":
        return reverse("first_admin", args=["none"])
    if name == "confirm":
        EmailAddress.objects.update(verified=False)
        return reverse("account_confirm_email", args=[EmailConfirmationHMAC(EmailAddress.objects.get()).key])
    if name == "confirm_refused":
        return reverse("account_confirm_email", args=["none"])
    if name == "reset_from_key_refused":
        return reverse("account_reset_password_from_key", args=["1", "none"])
    if name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mine"})
        return reverse(name, args=[key.pk])
    return reverse(name)


def inside(person: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return client


def sentences(answer: Any) -> set[str]:
    """What somebody reads in the middle of a screen, a piece for each element."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(script|style)\b.*?</\1>", "", main, flags=re.S).partition(">")[2]
    pieces = (unescape(piece).strip() for piece in re.split(r"<[^>]+>", main))
    return {piece for piece in pieces if re.search(r"[^\W\d_]{3}", piece)} - SAME


def looks_like_the_site(answer: Any) -> None:
    # Jinja has none here: each template tells the file that it came from.
    files = {Path(template.origin.name) for template in answer.templates if template.origin}
    foreign = [file for file in files if OURS not in file.parents and "forms" not in file.parts]
    assert foreign == []
    assert answer.content.decode().count("<h1") == 1


def compare(french: Any, english: Any) -> None:
    for answer in (french, english):
        assert answer.status_code in (200, 410)
        looks_like_the_site(answer)
    assert ('<html lang="fr"' in french.content.decode(), '<html lang="en"' in english.content.decode()) == (
        True,
        True,
    )
    untranslated = {
        piece for piece in sentences(french) & sentences(english) if "@" not in piece and "://" not in piece
    }
    assert untranslated == set()


@pytest.mark.parametrize("name", STRANGERS)
def test_screen_of_strangers_speaks_both_languages(name: str, ada: User, settings: Any) -> None:
    if name.startswith("first_admin"):
        User.objects.filter(is_superuser=True).delete()
    where = address(name, ada)
    french = Client().get(where, follow=True)
    settings.LANGUAGE_CODE = "en"
    compare(french, Client().get(where, follow=True))


@pytest.mark.parametrize("name", PEOPLE)
def test_screen_of_people_speaks_their_language(name: str, ada: User) -> None:
    client = inside(ada)
    where = address(name, ada)
    french = client.get(where)
    User.objects.update(language="en")
    compare(french, client.get(where))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_login", {"login": "ada@example.org", "password": "wrong"}),
        ("account_login", {}),
        ("account_signup", {"email": "x", "name": "Ada", "password1": "short"}),
        ("account_reset_password", {"email": "x"}),
    ],
)
def test_errors_of_strangers_speak_both_languages_and_lose_nothing(
    name: str, typed: dict[str, str], ada: User, settings: Any
) -> None:
    french = Client().post(reverse(name), typed)
    settings.LANGUAGE_CODE = "en"
    english = Client().post(reverse(name), typed)
    compare(french, english)
    kept = {field: text for field, text in typed.items() if "password" not in field}
    for answer in (french, english):
        assert {field: answer.context["form"][field].value() for field in kept} == kept
        assert answer.context["form"].errors


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_profile", {"name": "x" * 151, "bio": "Moi"}),
        ("account_email", {"email": "x", "action_add": ""}),
        ("account_change_password", {"oldpassword": "wrong", "password1": "short", "password2": "other"}),
        ("account_reauthenticate", {"password": "wrong"}),
        ("mfa_reauthenticate", {"code": "000000"}),
        ("mfa_add_webauthn", {"name": "Mine", "credential": "{}"}),
    ],
)
def test_errors_of_people_speak_their_language_and_lose_nothing(
    name: str, typed: dict[str, str], ada: User
) -> None:
    client = inside(ada)
    french = client.post(reverse(name), typed)
    User.objects.update(language="en")
    english = client.post(reverse(name), typed)
    hidden = ("password", "code", "credential", "action")
    kept = {field: text for field, text in typed.items() if not any(word in field for word in hidden)}
    for answer in (french, english):
        assert answer.status_code in (200, 422)
        looks_like_the_site(answer)
        assert {field: answer.context["form"][field].value() for field in kept} == kept
        assert answer.context["form"].errors
    assert {piece for piece in sentences(french) & sentences(english) if "@" not in piece} == set()
