"""How answers are kept, checked and sent elsewhere."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from wiki.views import answers


def request(path="/", *, by=None, **headers):
    made = RequestFactory().get(path, headers=headers)
    made.user = by or AnonymousUser()
    return made


def test_same_text_has_the_same_strong_tag_and_another_text_another():
    one, same, other = (answers.text(request(), body, kind="text/plain") for body in ("é", "é", "e"))
    assert one["ETag"] == same["ETag"] != other["ETag"]
    assert one["ETag"][0] == one["ETag"][-1] == '"'


def test_text_is_sent_as_utf_8_and_is_not_guessed_at():
    answer = answers.text(request(), "\ufeffé\r\n", kind="text/markdown")
    assert answer.content == "\ufeffé\r\n".encode()
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "text/markdown; charset=utf-8",
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
