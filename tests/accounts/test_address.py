"""Another address to log in with: asked for by whoever knows the password, verified first, the old one told."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.actions import authors_of, former
from accounts.models import FormerAddress, User
from accounts.roles import has_verified_address
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
OLD, NEW = "ada@example.org", "ada@lovelace.example"
SCREEN, CONFIRM, LOG_IN = (
    reverse(name) for name in ("account_email", "account_reauthenticate", "account_login")
)


@pytest.fixture
def ada(db: None) -> User:
    cache.clear()
    person = factories.person(email=OLD, name="Ada")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def inside(client: Client, ada: User) -> Client:
    client.post(LOG_IN, {"login": OLD, "password": PASSWORD})
    return client


@pytest.fixture
def confirmed(inside: Client) -> Client:
    inside.post(CONFIRM, {"password": PASSWORD})
    return inside


def ask(client: Client, email: str = NEW) -> Any:
    cache.clear()  # a second link within three minutes is not sent
    return client.post(SCREEN, {"email": email, "action_add": ""})


def link() -> str:
    return re.findall(r"http\S+", mail.outbox[-1].body)[0].removeprefix(settings.SITE_URL)


def logs_in(email: str) -> bool:
    client = Client()
    client.post(LOG_IN, {"login": email, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_change_asks_for_the_password_and_loses_nothing_typed(inside: Client, ada: User) -> None:
    answer = ask(inside)
    assert answer["Location"] == f"{CONFIRM}?next={SCREEN.replace('/', '%2F')}"
    assert not EmailAddress.objects.filter(email=NEW).exists()
    inside.post(answer["Location"], {"password": "wrong", "next": SCREEN})
    assert not EmailAddress.objects.filter(email=NEW).exists()
    inside.post(answer["Location"], {"password": PASSWORD, "next": SCREEN})
    assert list(EmailAddress.objects.filter(user=ada, verified=False).values_list("email", flat=True)) == [
        NEW
    ]


def test_new_address_is_verified_before_it_counts(confirmed: Client, ada: User) -> None:
    ask(confirmed)
    assert (mail.outbox[-1].to, logs_in(OLD), logs_in(NEW)) == ([NEW], True, False)
    ada.refresh_from_db()
    assert ada.email == OLD
    assert NEW in confirmed.get(SCREEN).content.decode()
    Client().get(link())  # opening it changes nothing yet
    ada.refresh_from_db()
    assert ada.email == OLD
    Client().post(link())
    ada.refresh_from_db()
    assert (ada.email, logs_in(OLD), logs_in(NEW)) == (NEW, False, True)
    assert has_verified_address(User.objects.get()) is True
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(NEW, True, True)]


def test_old_address_is_told(confirmed: Client, ada: User) -> None:
    ask(confirmed)
    confirmed.post(link())
    told = mail.outbox[-1]
    assert (told.to, told.subject) == ([OLD], "Votre adresse a été changée")
    assert NEW in told.body
    assert "testserver" not in told.body


def test_old_address_is_kept_for_nobody_to_read(confirmed: Client, ada: User) -> None:
    ask(confirmed)
    confirmed.post(link())
    assert list(FormerAddress.objects.values_list("digest", "person")) == [(former(OLD), ada.pk)]
    # Whoever has it by now is credited, and not the one who left it.
    (found,) = authors_of([("Other", OLD)]).values()
    assert found != ada


def test_new_address_brings_what_its_ghost_wrote(confirmed: Client, ada: User) -> None:
    (ghost,) = authors_of([("A. L.", NEW)]).values()
    home = factories.home()
    home.history.update(history_user=ghost)
    ask(confirmed)
    assert home.history.get().history_user == ghost
    confirmed.post(link())
    assert (home.history.get().history_user, User.objects.filter(ghost=True).count()) == (ada, 0)


def test_address_of_another_is_answered_as_any_other_and_never_taken(confirmed: Client, ada: User) -> None:
    other = factories.person(email="blaise@example.org")
    free, taken = ask(confirmed, "free@example.org"), ask(confirmed, "blaise@example.org")
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"]) == (302, SCREEN)
    screens = [confirmed.get(SCREEN).content.decode().count("blaise@example.org")]
    assert screens[0] > 0
    confirmed.post(link())
    ada.refresh_from_db()
    other.refresh_from_db()
    assert (ada.email, other.email) == (OLD, "blaise@example.org")
    assert User.objects.filter(email="blaise@example.org").count() == 1


def test_link_of_an_address_that_was_taken_meanwhile_says_so(confirmed: Client, ada: User) -> None:
    ask(confirmed)
    found = link()
    factories.person(email=NEW)
    answer = Client().get(found)
    assert "déjà été confirmée par un autre compte" in answer.content.decode()


def test_new_address_may_be_given_up(confirmed: Client, ada: User) -> None:
    ask(confirmed)
    found = link()
    confirmed.post(SCREEN, {"email": NEW, "action_remove": ""})
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [OLD]
    Client().post(found)
    ada.refresh_from_db()
    assert ada.email == OLD


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        (OLD, "C’est déjà votre adresse."),
        (OLD.upper(), "C’est déjà votre adresse."),
        ("ada", "Saisissez une adresse de courriel valide."),
        ("", "Ce champ est obligatoire."),
        ("a" * 250 + "@example.org", ""),
    ],
)
def test_address_that_is_none_says_what_is_wrong(
    confirmed: Client, ada: User, email: str, sentence: str
) -> None:
    answer = ask(confirmed, email)
    (error,) = answer.context["form"].errors["email"]
    assert re.sub(r"\s", " ", error) == sentence or not sentence
    assert answer.context["form"]["email"].value() == email
    assert mail.outbox == []


@pytest.mark.parametrize("key", ["none", "MQ:1abc:def", "x" * 300])
def test_link_that_is_none_leads_on(client: Client, key: str, db: None) -> None:
    for answer in (
        client.get(f"/accounts/confirm-email/{key}/"),
        client.post(f"/accounts/confirm-email/{key}/"),
    ):
        assert "Ce lien a déjà servi, ou il est trop ancien" in answer.content.decode()


def test_person_who_never_confirmed_the_first_keeps_it_until_another_is(confirmed: Client, ada: User) -> None:
    EmailAddress.objects.update(verified=False)
    for email in ("mistyped@lovelace.example", NEW):
        assert ask(confirmed, email).status_code == 302
        assert User.objects.get().email == OLD
    assert list(EmailAddress.objects.order_by("pk").values_list("email", flat=True)) == [OLD, NEW]
    confirmed.post(link())
    assert User.objects.get().email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(NEW, True, True)]
