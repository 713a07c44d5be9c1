"""What was just done is told once, and costs those who are logged in no write of their session."""

import random
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from communs.messages import Messages
from tests import factories

pytestmark = pytest.mark.django_db
SAID = "Votre commentaire est publié."
SEND = "/a/-/threads/new/"
# A comment, and one row for the queue to tell those who follow of it, with its task.
WRITTEN = ['"wiki_thread"', '"wiki_comment"', '"wiki_fact"', '"django_tasks_database_dbtaskresult"']


@pytest.fixture(autouse=True)
def _without_limits(settings):
    settings.LIMITS_ARE_KEPT = False


@pytest.fixture
def member(client):
    factories.page(factories.home(), "a")
    client.force_login(factories.person())
    client.get("/a/")
    return client


def writes(asked):
    words = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"].split()[2] for query in asked if query["sql"].startswith(words)]


def test_comment_is_told_once_and_writes_itself_alone(member):
    with CaptureQueriesContext(connection) as asked:
        member.post(SEND, {"text": "Why?", "uuid": str(uuid4())})
        told = [member.get("/a/").content.decode().count(SAID) for _time in range(2)]
    assert (told, writes(asked)) == ([1, 0], WRITTEN)


def test_cookie_is_as_safe_as_that_of_the_session_and_goes_with_what_it_told(member):
    cookie = member.post(SEND, {"text": "Why?", "uuid": str(uuid4())}).cookies["messages"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    assert member.get("/a/").cookies["messages"]["max-age"] == 0
    assert "messages" not in member.get("/a/").cookies


def test_cookie_that_somebody_else_wrote_is_not_told(member):
    member.cookies["messages"] = '[["__json_message",0,25,"Send your password to a@b.org"]]:forged'
    assert "Send your password" not in member.get("/a/").content.decode()


def request_of(rf, user):
    request = rf.get("/")
    request.user, request.session = user, SessionStore()
    return request


def kept_by(rf, user, *texts):
    """What is left in the cookie and in the session, and what the next screen tells."""
    request, answer = request_of(rf, user), HttpResponse()
    storage = Messages(request)
    for text in texts:
        storage.add(25, text)
    storage.update(answer)
    following = request_of(rf, user)
    following.session = request.session
    following.COOKIES = {name: morsel.value for name, morsel in answer.cookies.items()}
    told = [str(message) for message in Messages(following)]
    return "messages" in answer.cookies, not request.session.is_empty(), told


def test_strangers_are_told_without_a_cookie_of_messages(rf):
    assert kept_by(rf, AnonymousUser(), "One", "Two") == (False, True, ["One", "Two"])


def test_member_is_told_by_a_cookie_alone(rf):
    assert kept_by(rf, factories.person(), "One", "Two") == (True, False, ["One", "Two"])


def test_what_is_too_long_for_a_cookie_is_told_all_the_same(rf):
    chance = random.Random(0)
    long = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=1900)) for _time in range(3)]
    _cookie, is_in_session, told = kept_by(rf, factories.person(), *long)
    assert (is_in_session, sorted(told)) == (True, sorted(long))
