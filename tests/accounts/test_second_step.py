"""The second step of logging in: codes, recovery codes; owed by those who decide over others."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communs import env
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
SECURITY, STEP, LOG_IN = (reverse(name) for name in ("mfa_index", "mfa_authenticate", "account_login"))


@pytest.fixture(autouse=True)
def no_limit_reached_yet(db: None) -> None:
    cache.clear()


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def code_of(secret: str, steps: int = 0) -> str:
    """What an application shows for this secret, now or some half minutes later."""
    counted = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counted, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def coming_in(person: User) -> Client:
    client = Client()
    client.post(LOG_IN, {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def confirmed(person: User) -> Client:
    client = coming_in(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


# --- owed by those who decide -------------------------------------------------------------------------------


@pytest.fixture
def owed(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True


@pytest.mark.parametrize("role", [factories.moderator, factories.admin])
def test_staff_without_a_second_step_is_led_to_add_one(owed: None, role: Any) -> None:
    factories.home()
    person = with_password(role())
    client = coming_in(person)
    assert is_in(client)
    for address in ("/", "/-/search/", "/admin/"):
        assert client.get(address)["Location"] == SECURITY
    refused = client.post("/-/edit/", {})
    assert refused.status_code == 403
    assert "Vous décidez ici pour d’autres" in client.get(SECURITY).content.decode()
    TOTP.activate(person, generate_totp_secret())
    assert client.get("/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(owed: None) -> None:
    factories.home()
    person = with_password(factories.moderator())
    client = coming_in(person)
    RecoveryCodes.activate(person)
    assert client.get("/")["Location"] == SECURITY


def test_others_owe_none(owed: None) -> None:
    factories.home()
    for person in (factories.person(), factories.person(trusted=True)):
        client = Client()
        client.force_login(person)
        assert client.get("/").status_code == 200
    assert Client().get("/").status_code == 200


def test_role_that_comes_while_one_is_in_owes_at_the_next_request(owed: None) -> None:
    factories.home()
    person = with_password(factories.person())
    client = coming_in(person)
    assert client.get("/").status_code == 200
    User.objects.update(moderator=True)
    assert client.get("/")["Location"] == SECURITY


def test_last_second_step_of_staff_stays(owed: None) -> None:
    person = with_password(factories.moderator())
    client = confirmed(person)
    TOTP.activate(person, generate_totp_secret())
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "ajoutez-en une autre avant de retirer celle-ci" in answer.content.decode()
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    User.objects.update(moderator=False)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person, type="totp").exists()


def test_first_admin_is_led_to_a_second_step_with_recovery_codes(owed: None) -> None:
    from accounts import actions

    factories.home()
    client = Client()
    link = reverse("first_admin", args=[actions.issue_first_admin_key()])
    filled = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD, "password_again": PASSWORD}
    client.post(link, filled)
    assert client.get("/")["Location"] == SECURITY
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("site", "asked", "expected"),
    [
        ("http://localhost:8000", "", False),
        ("http://localhost:8000", "1", True),
        ("https://guide.example.org", "", True),
        ("https://guide.example.org", "0", None),
        ("http://guide.example.org", "0", None),
        ("https://localhost", "0", None),
    ],
)
def test_second_step_may_be_put_off_at_localhost_alone(
    monkeypatch: Any, site: str, asked: str, expected: bool | None
) -> None:
    monkeypatch.setenv("SITE_URL", site)
    monkeypatch.setenv("STAFF_SECOND_FACTOR", asked)
    if expected is None:
        with pytest.raises(ImproperlyConfigured, match="STAFF_SECOND_FACTOR"):
            env.read()
    else:
        assert env.read().staff_second_factor is expected


# --- codes --------------------------------------------------------------------------------------------------


@pytest.fixture
def ada(db: None) -> User:
    return with_password(factories.person(email="ada@example.org"))


def test_codes_of_an_application_are_turned_on_by_a_code(
    ada: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = confirmed(ada)
    form = client.get(reverse("mfa_activate_totp")).context["form"]
    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert refused.context["form"].secret == form.secret  # the picture that was read still counts
    assert not Authenticator.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(form.secret)})
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]
    assert [sent.subject for sent in mail.outbox] == ["Les codes d’une application sont activés"]


def test_person_with_codes_comes_in_by_both_steps(ada: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    client = coming_in(ada)
    assert not is_in(client)
    wrong = client.post(STEP, {"code": "000000"})
    assert "Ce code est faux, ou arrive trop tard" in wrong.content.decode()
    assert not is_in(client)
    client.post(STEP, {"code": code_of(secret)})
    assert is_in(client)


def test_code_serves_once(ada: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    code = code_of(secret)
    coming_in(ada).post(STEP, {"code": code})
    again = coming_in(ada)
    again.post(STEP, {"code": code})
    assert not is_in(again)


def test_code_of_the_half_minute_before_is_taken_and_older_ones_are_not(ada: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    for steps, taken in ((-3, False), (3, False), (-1, True)):
        client = coming_in(ada)
        client.post(STEP, {"code": code_of(secret, steps)})
        assert is_in(client) is taken


def test_recovery_code_serves_once(ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    client = coming_in(ada)
    client.post(STEP, {"code": code})
    assert is_in(client)
    again = coming_in(ada)
    again.post(STEP, {"code": code})
    assert not is_in(again)
    assert "Il en reste 9" in client.get(SECURITY).content.decode().replace("\u00a0", " ")


def test_other_recovery_codes_replace_the_former(ada: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    old = RecoveryCodes.activate(ada).get_unused_codes()[0]
    client = coming_in(ada)
    client.post(STEP, {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_generate_recovery_codes"))
    late = coming_in(ada)
    late.post(STEP, {"code": old})
    assert not is_in(late)
    text = client.get(reverse("mfa_download_recovery_codes"))
    assert (text["Content-Type"].startswith("text/plain"), len(text.content.split())) == (True, 10)


def test_too_many_wrong_codes_are_refused_with_a_page(ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    client = coming_in(ada)
    answers = [client.post(STEP, {"code": "000000"}) for _ in range(12)]
    assert "Trop d’essais ont échoué" in answers[-1].content.decode()
    assert not is_in(client)


def test_second_step_is_asked_of_whoever_gave_the_password_alone(client: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    assert client.get(STEP)["Location"] == LOG_IN
    assert client.post(STEP, {"code": "000000"})["Location"] == LOG_IN


@pytest.mark.parametrize("credential", ["", "x", "{}", '{"id": 1}', "[]", "null"])
def test_passkey_that_is_none_is_refused_with_a_page(client: Client, ada: User, credential: str) -> None:
    client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json")
    typed = {"credential": credential, "next": "/accounts/profile/"}
    answer = client.post(reverse("mfa_login_webauthn"), typed)
    assert answer["Location"] == f"{LOG_IN}?passkey=refused&next=%2Faccounts%2Fprofile%2F"
    screen = client.get(answer["Location"]).content.decode()
    assert "data-passkey-failed>La clé d’accès n’a pas pu servir." in screen
    assert 'name="next" value="/accounts/profile/"' in screen
    assert not is_in(client)


@pytest.mark.parametrize(
    "credential", ["x", '{"id": 1}', '{"id": "YQ", "rawId": "YQ", "response": {}}', "[1]"]
)
def test_passkey_that_is_none_is_refused_at_every_door(ada: User, credential: str) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    half = coming_in(ada)
    half.get(STEP)
    assert "n’a pas pu servir" in half.post(STEP, {"credential": credential}).content.decode()
    assert not is_in(half)
    half.post(STEP, {"code": code_of(secret)})
    half.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    half.get(reverse("mfa_add_webauthn"))
    answer = half.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "Mine"})
    assert (answer.status_code, "note bad" in answer.content.decode()) == (200, True)
    assert 'value="Mine"' in answer.content.decode()
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_last_passkey_of_staff_stays(owed: None) -> None:
    person = with_password(factories.moderator())
    client = confirmed(person)
    key = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mine"})
    answer = client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert "ajoutez-en une autre avant de retirer celle-ci" in answer.content.decode()
    TOTP.activate(person, generate_totp_secret())
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.filter(type="webauthn").exists()
