"""Mails of accounts leave after the answer: nobody waits for a mail server, and nothing is lost with it."""

import re
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail, signing
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import letters
from accounts.forms import OPENED
from accounts.models import Letter, User
from tests import factories
from wiki.actions import people

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
RESET, SIGN_UP, LOG_IN = (
    reverse(name) for name in ("account_reset_password", "account_signup", "account_login")
)
FAULTS = {
    "refused": ConnectionRefusedError("no"),
    "slow": TimeoutError("no"),
    "recipient": smtplib.SMTPRecipientsRefused({}),
    "broken": smtplib.SMTPServerDisconnected("no"),
}


class Down(BaseEmailBackend):
    """A mail server that fails in one way or another."""

    fault: Exception = FAULTS["refused"]

    def send_messages(self, messages: Any) -> int:
        raise self.fault


@pytest.fixture(autouse=True)
def waiting(settings: Any, db: None) -> None:
    cache.clear()
    settings.LETTERS_WAIT = True
    factories.person(email="ada@example.org", name="Ada").set_password(PASSWORD)


@pytest.fixture
def down(settings: Any) -> Iterator[type[Down]]:
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    yield Down
    Down.fault = FAULTS["refused"]


def typed(email: str) -> dict[str, Any]:
    filled = {"name": "Blaise", "email": email, "password1": PASSWORD, "accepted": "on"}
    return filled | {"terms": people.terms().version, "opened": signing.dumps(0, salt=OPENED)}


def carried() -> list[bool]:
    """What becomes of the letters whose time has come."""
    due = DBTaskResult.objects.ready().filter(task_path__endswith="letters.carry")
    found = []
    for result in due:
        found.append(letters.carry.func(*result.args_kwargs["args"]))
        DBTaskResult.objects.filter(pk=result.pk).delete()
    return found


def test_letter_leaves_after_the_answer_and_is_not_kept(client: Client) -> None:
    client.post(RESET, {"email": "ada@example.org"})
    assert (mail.outbox, Letter.objects.count()) == ([], 1)
    assert carried() == [True]
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["ada@example.org"], "Choisir un nouveau mot de passe")
    ]
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("email", ["ada@example.org", "blaise@example.org"])
def test_mail_server_that_is_down_loses_nothing(
    client: Client, down: type[Down], settings: Any, fault: str, email: str, caplog: Any
) -> None:
    down.fault = FAULTS[fault]
    answer = client.post(SIGN_UP, typed(email), follow=True)
    assert answer.redirect_chain == [(reverse("account_email_verification_sent"), 302)]
    assert "dès que notre courrier fonctionne" in " ".join(answer.content.decode().split())
    assert User.objects.count() == (1 if email.startswith("ada") else 2)
    assert carried() == [False]
    assert email not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert carried() == []  # not yet
    DBTaskResult.objects.update(run_after=timezone.now())
    assert carried() == [True]
    assert [sent.to for sent in mail.outbox] == [[email]]


def test_reset_while_the_mail_server_is_down_is_answered_alike(client: Client, down: type[Down]) -> None:
    answers = [client.post(RESET, {"email": f"{who}@example.org"}, follow=True) for who in ("ada", "nobody")]
    seen = {re.sub(r'value="\w{64}"|id="\w{12}"', "", answer.content.decode()) for answer in answers}
    assert ([answer.status_code for answer in answers], len(seen)) == ([200, 200], 1)
    assert "dès que notre courrier fonctionne" in " ".join(seen.pop().split())
    assert carried() == [False, True]  # a letter to nobody goes nowhere


def test_letter_that_can_never_leave_is_given_up(down: type[Down], client: Client, caplog: Any) -> None:
    client.post(RESET, {"email": "ada@example.org"})
    for _wait in letters.WAITS:
        assert carried() == [False]
        DBTaskResult.objects.update(run_after=timezone.now())
    assert (carried(), Letter.objects.count(), DBTaskResult.objects.count()) == ([False], 0, 0)
    assert "given up" in caplog.text


def test_letter_whose_person_was_erased_meanwhile_is_not_sent(client: Client) -> None:
    client.post(RESET, {"email": "ada@example.org"})
    Letter.objects.all().delete()
    assert (carried(), mail.outbox) == ([False], [])


# --- nobody learns who has an account -----------------------------------------------------------------------


def writes(client: Client, address: str, data: dict[str, Any]) -> list[str]:
    """What a request writes, in order: what a clock could tell."""
    with CaptureQueriesContext(connection) as asked:
        client.post(address, data)
    said = [query["sql"].split(None, 3) for query in asked.captured_queries]
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [" ".join(words[:3]) for words in said if words[0] in verbs and "cache" not in words[2]]


def test_reset_writes_as_much_for_a_stranger_as_for_a_person() -> None:
    person, stranger = (writes(Client(), RESET, {"email": f"{who}@example.org"}) for who in ("ada", "nobody"))
    assert person == stranger
    assert [line.rpartition("_")[2].strip('"') for line in person if "INSERT" in line] == [
        "letter",
        "dbtaskresult",
    ]


def test_sign_up_and_log_in_answer_alike_for_strangers_and_people() -> None:
    wrong = {"password": "another sentence of mine"}
    seen = []
    for who in ("ada", "nobody"):
        client = Client()
        refused = client.post(LOG_IN, {"login": f"{who}@example.org", **wrong})
        made = client.post(SIGN_UP, typed(f"{who}@example.org"), follow=True)
        told = [
            re.sub(r'value="[\w:.-]{40,}"|id="\w{12}"', "", it.content.decode()) for it in (refused, made)
        ]
        seen.append([refused.status_code, made.redirect_chain, *(it.replace(who, "…") for it in told)])
    assert seen[0] == seen[1]
    assert [letter.to for letter in Letter.objects.order_by("pk")] == [
        "ada@example.org",
        "nobody@example.org",
    ]


def test_log_in_hashes_a_password_whoever_is_asked_for(settings: Any, monkeypatch: Any) -> None:
    """It is what takes the time; without it, a quick refusal would say that nobody bears the address."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    person = User.objects.get()
    person.set_password(PASSWORD)
    person.save()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: (hashed.append(given[1]), encode(*given))[1]
    )
    for who in ("ada", "nobody"):
        Client().post(LOG_IN, {"login": f"{who}@example.org", "password": f"a sentence of {who}"})
    assert [hashed.count(f"a sentence of {who}") for who in ("ada", "nobody")] == [1, 1]
