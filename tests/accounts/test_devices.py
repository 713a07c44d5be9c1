"""Where somebody is logged in: each session listed for its owner, ended one by one or all at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence of mine"
SCREEN, END = reverse("mfa_index"), reverse("usersessions_list")
AGENTS = {
    "Firefox, Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Safari, iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1",
    "Edge, Windows": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    "Un autre navigateur": "curl/8",
}


@pytest.fixture
def ada(db: None) -> User:
    return _person("ada@example.org")


def _person(email: str) -> User:
    person = factories.person(email=email)
    person.set_password(PASSWORD)
    person.save()
    return person


def log_in(person: User, agent: str = "Firefox, Linux") -> Client:
    cache.clear()
    client = Client(HTTP_USER_AGENT=AGENTS[agent])
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(SCREEN).status_code == 200


def devices(client: Client) -> list[str]:
    return re.findall(r"<b>([^<]+)</b>", client.get(SCREEN).content.decode().partition("ui-devices")[2])


def number_of(client: Client) -> int:
    return UserSession.objects.get(session_key=client.session.session_key).pk


def test_every_session_is_listed_by_its_browser_and_system(ada: User) -> None:
    clients = [log_in(ada, agent) for agent in AGENTS]
    _person("blaise@example.org")
    log_in(User.objects.get(email="blaise@example.org"))
    assert devices(clients[0]) == list(AGENTS)
    screen = clients[0].get(SCREEN).content.decode()
    assert (screen.count(">Ici<"), "127.0.0.1" in screen) == (1, False)


def test_one_session_is_ended_at_once(ada: User) -> None:
    here, there, third = (log_in(ada, agent) for agent in list(AGENTS)[:3])
    answer = here.post(END, {"session": str(number_of(there))}, follow=True)
    assert "1 session a été fermée." in " ".join(answer.content.decode().split()).replace("\u00a0", " ")
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_other_sessions_are_ended_at_once(ada: User) -> None:
    here, there, third = (log_in(ada, agent) for agent in list(AGENTS)[:3])
    other = log_in(_person("blaise@example.org"))
    here.post(END, {"session": "others"})
    assert [is_in(client) for client in (here, there, third, other)] == [True, False, False, True]


def test_session_of_another_or_of_nobody_is_not_ended(ada: User) -> None:
    here, other = log_in(ada), log_in(_person("blaise@example.org"))
    for given in (str(number_of(other)), str(number_of(here)), "0", "-1", str(2**63), "9" * 30, "²", "x", ""):
        answer = here.post(END, {"session": given}, follow=True)
        assert "0 session" in answer.content.decode()
    assert (is_in(here), is_in(other)) == (True, True)


def test_sessions_are_ended_by_a_form_alone(ada: User) -> None:
    here = log_in(ada)
    assert here.get(END).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ada)
    assert careful.post(END, {"session": "others"}).status_code == 403
    assert Client().post(END, {"session": "others"}).status_code in (302, 403)
    assert is_in(here)


def test_another_password_ends_the_other_sessions(ada: User) -> None:
    here, there = log_in(ada), log_in(ada)
    new = "another long sentence"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert (is_in(here), is_in(there)) == (True, False)


def test_last_sight_of_a_session_is_noted_each_hour(ada: User) -> None:
    here = log_in(ada)
    hours_ago = timezone.now() - timedelta(hours=5)
    UserSession.objects.update(last_seen_at=hours_ago)
    here.get(SCREEN)
    session: Any = here.session
    session["seen_at"] -= 5 * 3600
    session.save()
    here.get(SCREEN)
    assert UserSession.objects.get().last_seen_at > hours_ago + timedelta(hours=4)


def test_sessions_that_ended_by_age_leave_no_network_address(ada: User) -> None:
    log_in(ada)
    UserSession.objects.update(created_at=timezone.now() - timedelta(days=16))
    actions.forget_old_sessions()
    assert UserSession.objects.count() == 0
