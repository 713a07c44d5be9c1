"""Answers kept whole: the same as those made anew, for readers without a session, until somebody writes."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from communs import stamps, whole_answers
from communs.whole_answers import WholeAnswersMiddleware
from tests import factories
from tests.communs.conftest import Site
from wiki.actions import pages as acts
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
ZIPPED = {"HTTP_ACCEPT_ENCODING": "gzip, br"}


class Made:
    """A view that counts how often it is asked."""

    def __init__(self, **headers: str) -> None:
        self.times = 0
        self.headers = {"ETag": '"one"'} | headers
        self.body = b"x" * 600

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.times += 1
        answer = HttpResponse(self.body, headers=self.headers)
        answer.headers["X-Request-Id"] = f"request {self.times}"
        return answer


def ask(middleware: WholeAnswersMiddleware, path: str = "/", **told: Any) -> HttpResponse:
    answer = middleware(RequestFactory().get(path, **told))
    assert isinstance(answer, HttpResponse)
    return answer


def undisturbed(act: Callable[[], Any]) -> Any:
    """What happens while nobody else writes: the stamp of PostgreSQL tells of all databases of its server, those of
    other tests among them."""
    for _time in range(50):
        before, seen = stamps.now(), act()
        if stamps.now() == before:
            return seen
    raise AssertionError("somebody writes all the time")


def test_answer_is_made_once() -> None:
    def twice() -> tuple[Made, HttpResponse, HttpResponse]:
        made = Made()
        middleware = WholeAnswersMiddleware(made)
        return made, ask(middleware), ask(middleware)

    made, first, second = undisturbed(twice)
    assert made.times == 1
    assert second.content == first.content
    apart = {"X-Request-Id"}
    told = [{name: value for name, value in one.items() if name not in apart} for one in (first, second)]
    assert told[0] == told[1]
    assert second["X-Request-Id"] != first["X-Request-Id"]


def test_answer_is_made_again_once_somebody_wrote() -> None:
    home = factories.home()
    made = Made()
    middleware = WholeAnswersMiddleware(made)
    ask(middleware)
    Page.objects.filter(pk=home.pk).update(html="<p>Another.</p>")
    ask(middleware)
    assert made.times == 2


def test_answer_made_while_somebody_writes_is_not_used_again() -> None:
    home = factories.home()
    made = Made()

    def written_meanwhile(request: HttpRequest) -> HttpResponse:
        answer = made(request)
        Page.objects.filter(pk=home.pk).update(html=f"<p>{made.times}</p>")
        return answer

    middleware = WholeAnswersMiddleware(written_meanwhile)
    ask(middleware)
    ask(middleware)
    assert made.times == 2


@pytest.mark.parametrize(
    "told",
    [
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"QUERY_STRING": "q=x"},
    ],
    ids=["session", "token", "question"],
)
def test_answer_to_somebody_in_particular_is_made_each_time(told: dict[str, str]) -> None:
    made = Made()
    middleware = WholeAnswersMiddleware(made)
    for _time in range(2):
        ask(middleware, **told)
    assert made.times == 2


@pytest.mark.parametrize("told", ["private, no-cache", "no-store", "private, max-age=300"])
def test_answer_that_says_it_is_personal_is_not_kept_nor_compressed(told: str) -> None:
    made = Made(**{"Cache-Control": told})
    middleware = WholeAnswersMiddleware(made)
    for _time in range(2):
        assert "Content-Encoding" not in ask(middleware, **ZIPPED).headers
    assert made.times == 2


def test_answers_of_two_hosts_and_two_schemes_are_two() -> None:
    made = Made()
    middleware = WholeAnswersMiddleware(made)
    for told in ({"HTTP_HOST": "a.example"}, {"HTTP_HOST": "b.example"}, {"wsgi.url_scheme": "https"}):
        ask(middleware, **told)
    assert made.times == 3


def test_compressed_answer_holds_the_same_bytes_under_another_tag() -> None:
    middleware = WholeAnswersMiddleware(Made(**{"Content-Type": "text/html"}))
    plain = ask(middleware)
    for _time in ("made", "kept"):
        zipped = ask(middleware, **ZIPPED)
        assert gzip.decompress(zipped.content) == plain.content
        assert (zipped["Content-Encoding"], zipped["ETag"]) == ("gzip", '"one-gzip"')
        assert zipped["Vary"] == "Accept-Encoding"
        assert zipped["Content-Length"] == str(len(zipped.content))


def test_kept_bytes_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_answers, "MOST_BYTES", 3 * (600 + 2_000))

    def asked() -> list[int]:
        made = Made()
        middleware, times = WholeAnswersMiddleware(made), []
        for path in ("/1", "/2", "/3", "/4", "/4", "/3", "/2", "/1"):
            ask(middleware, path)
            times.append(made.times)
        return times

    assert undisturbed(asked) == [1, 2, 3, 4, 4, 4, 4, 5]


# --- the whole site -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_reader_who_comes_back_is_told_that_nothing_changed(client: Client, encoding: str) -> None:
    factories.guide()
    told = {"HTTP_ACCEPT_ENCODING": encoding}
    tag = client.get("/advice/", **told)["ETag"]
    for _time in ("kept", "kept again"):
        again = client.get("/advice/", HTTP_IF_NONE_MATCH=tag, **told)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_kept_page_asks_the_database_for_nothing(client: Client) -> None:
    factories.guide()

    def asked() -> int:
        client.get("/advice/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/advice/")
        return len(queries)

    # The stamp alone, on PostgreSQL; it changes when the tests beside this one write in databases of their own.
    assert min(asked() for _attempt in range(20)) <= 1


def test_edit_shows_at_once(client: Client) -> None:
    pages = factories.guide()
    assert "Another text." not in client.get("/advice/first/").content.decode()

    first = pages["advice/first"]
    acts.edit(first, by=SYSTEM, base=first.version, source="# First\n\nAnother text.\n")
    assert "Another text." in client.get("/advice/first/").content.decode()


def test_missing_page_is_not_kept(client: Client) -> None:
    pages = factories.guide()
    assert client.get("/advice/third/").status_code == 404
    factories.page(pages["advice"], "third")
    assert client.get("/advice/third/").status_code == 200


def test_no_worker_answers_the_old_text_after_a_save_in_another(site: Site) -> None:
    site.start(WORKERS="2")
    address = "/tutoriel/"
    for _time in range(40):  # both workers keep it
        site.get(address).read()
    edit = (
        "from wiki.models import Page; from wiki.actions import pages; from wiki.rules import SYSTEM; "
        "page = Page.objects.get(path='tutoriel'); "
        "pages.edit(page, by=SYSTEM, base=page.version, source=page.source + '\\n\\nWritten meanwhile.\\n')"
    )
    made = site.command("shell", "-c", edit)
    assert (made.returncode, made.stderr) == (0, "")
    assert {b"Written meanwhile." in site.get(address).read() for _time in range(40)} == {True}
