"""How answers are kept, checked and sent elsewhere."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from accounts.models import User
from tests import factories
from wiki.actions import pages
from wiki.rules import SYSTEM
from wiki.views import answers

pytestmark = pytest.mark.django_db


def request(path="/", *, by=None, **headers):
    made = RequestFactory().get(path, headers=headers)
    made.user = by or AnonymousUser()
    return made


def test_same_text_has_the_same_strong_tag_and_another_text_another():
    one, same, other = (answers.text(request(), body, kind="text/plain") for body in ("é", "é", "e"))
    assert one["ETag"] == same["ETag"] != other["ETag"]
    assert one["ETag"][0] == one["ETag"][-1] == '"'


def test_text_is_sent_as_utf_8_and_is_not_guessed_at():
    answer = answers.text(request(), "\ufeffé\r\n", kind="text/plain")
    assert answer.content == "\ufeffé\r\n".encode()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "text/plain; charset=utf-8",
        "nosniff",
    )


@pytest.mark.parametrize("tag", ["{tag}", "W/{tag}", '"a", {tag}', "*"])
def test_known_tag_is_answered_without_a_body(tag):
    known = answers.text(request(), "words", kind="text/plain")["ETag"]
    asked = request(**{"if-none-match": tag.replace("{tag}", known)})
    answer = answers.text(asked, "words", kind="text/plain")
    assert (answer.status_code, answer.content) == (304, b"")


def test_answer_out_of_the_index_says_so():
    assert answers.text(request(), "x", kind="text/plain", indexed=False)["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in answers.text(request(), "x", kind="text/plain")


@pytest.mark.parametrize(("for_good", "status"), [(True, 301), (False, 302)])
def test_way_elsewhere_keeps_what_was_asked(for_good, status):
    answer = answers.moved(request("/old/?x=1&y=%C3%A9"), "/new/", for_good=for_good)
    assert (answer.status_code, answer["Location"]) == (status, "/new/?x=1&y=%C3%A9")
    assert answers.moved(request("/old/"), "/new/", for_good=for_good)["Location"] == "/new/"


def test_answer_to_somebody_known_is_private():
    answer = answers.text(request(by=User(email="ada@example.org")), "x", kind="text/plain")
    assert sorted(answer["Cache-Control"].split(", ")) == ["no-cache", "private"]
    assert answers.text(request(), "x", kind="text/plain")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/", "/advice/", "/advice/first/", "/advice/first.md", "/index.md"])
def test_anonymous_answer_may_be_kept_and_must_be_checked(client, address):
    factories.guide()
    answer = client.get(address)
    assert answer["ETag"].startswith('"')
    assert answer["Cache-Control"] == "no-cache"
    assert "Cookie" in answer["Vary"]
    assert not answer.cookies
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert (again["Cache-Control"], not again.cookies) == ("no-cache", True)


def test_every_anonymous_reader_gets_the_same_bytes():
    factories.guide()
    first, second = (Client(headers={"user-agent": name}).get("/advice/") for name in "ab")
    assert (first.content, first["ETag"]) == (second.content, second["ETag"])


def test_tag_changes_with_the_page_and_with_the_menu(client):
    made = factories.guide()
    tags = [client.get("/advice/first/")["ETag"]]
    pages.edit(made["advice/first"], by=SYSTEM, base=0, source="# First\n\nNew words.\n")
    tags.append(client.get("/advice/first/")["ETag"])
    factories.page(made["lessons"], "another")
    tags.append(client.get("/advice/first/")["ETag"])
    assert len(set(tags)) == 3


def test_stale_tag_gets_the_page(client):
    factories.guide()
    assert client.get("/", headers={"if-none-match": '"old"'}).status_code == 200


def test_signed_in_answer_is_private(client):
    factories.guide()
    anonymous = client.get("/")
    client.force_login(factories.person())
    answer = client.get("/", headers={"if-none-match": anonymous["ETag"]})
    assert answer.status_code == 200
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"private", "no-cache"}
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("address", ["/", "/advice/first/", "/advice/first.md"])
def test_head_answers_as_get_without_the_body(client, address):
    factories.guide()
    get, head = client.get(address), client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/advice/", "/advice", "/advice.md"])
def test_page_is_only_read(client, method, address):
    factories.guide()
    assert getattr(client, method)(address).status_code == 405
