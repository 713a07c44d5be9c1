"""How often accounts are made, entered and asked for, by address and by account."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.accounts.test_signing_up import typed

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
HERE, THERE = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.1"}
LOGIN, RESET, SIGN_UP = (reverse(f"account_{name}") for name in ("login", "reset_password", "signup"))


@pytest.fixture
def ada() -> User:
    person = factories.person(email="ada@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person


def attempts(
    client: Client, times: int, email: str = "", password: str = "x" * 12, **whence: str
) -> list[Any]:
    told = ({"login": email or f"p{number}@example.org", "password": password} for number in range(times))
    return [client.post(LOGIN, one, **whence) for one in told]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def problems(answer: Any) -> list[str]:
    return list(answer.context["form"].errors.get("__all__", []))


def test_network_signs_up_twenty_times_in_a_minute(client: Client) -> None:
    answers = [client.post(SIGN_UP, {}, **HERE) for _time in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert client.post(SIGN_UP, {}, **THERE).status_code == 200


def test_fourth_account_of_a_day_is_looked_at_but_in_a_network_that_is_not_counted(settings: Any) -> None:
    settings.EXEMPT_NETWORKS = (ip_network("203.0.113.0/24"),)
    for number in range(5):
        Client().post(SIGN_UP, typed(email=f"here{number}@example.org"), **HERE)
        Client().post(SIGN_UP, typed(email=f"there{number}@example.org"), **THERE)
    watched = User.objects.filter(watched=True).values_list("email", flat=True)
    assert sorted(watched) == ["there3@example.org", "there4@example.org"]


def test_network_logs_in_thirty_times_in_a_minute(client: Client, ada: User) -> None:
    answers = []
    for _time in range(31):
        answers += attempts(Client(), 1, "ada@example.org", PASSWORD, **HERE)
    assert [answer.status_code for answer in answers] == [302] * 30 + [429]
    assert attempts(client, 1, "ada@example.org", PASSWORD, **THERE)[0].status_code == 302


def test_network_fails_ten_times_in_a_minute(client: Client, ada: User) -> None:
    told = [problems(answer) for answer in attempts(client, 11, **HERE)]
    assert [one == told[0] for one in told] == [True] * 10 + [False]
    attempts(client, 1, "ada@example.org", PASSWORD, **HERE)
    assert is_in(client) is False
    attempts(client, 1, "ada@example.org", PASSWORD, **THERE)
    assert is_in(client) is True


def test_account_fails_five_times_in_five_minutes_wherever_from(ada: User) -> None:
    client = Client()
    for number in range(5):
        attempts(client, 1, "ada@example.org", REMOTE_ADDR=f"203.0.113.{number}")
    attempts(client, 1, "ada@example.org", PASSWORD, **THERE)
    assert is_in(client) is False


def test_mail_of_a_forgotten_password_is_sent_five_times_in_a_minute(client: Client, ada: User) -> None:
    answers = [
        client.post(RESET, {"email": "ada@example.org"}, REMOTE_ADDR=f"203.0.113.{number}")
        for number in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_network_forgets_twenty_passwords_in_a_minute(client: Client) -> None:
    answers = [client.post(RESET, {"email": f"p{n}@example.org"}, **HERE) for n in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert client.post(RESET, {"email": "q@example.org"}, **THERE).status_code == 302


def test_head_is_no_attempt_to_log_in(client: Client) -> None:
    asked = [client.head("/accounts/login/") for _ in range(40)]
    assert {(answer.status_code, answer.content) for answer in asked} == {(200, b"")}
