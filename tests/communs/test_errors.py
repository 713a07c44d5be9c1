"""Failures are said in a sentence, with the id of the request, whatever else is broken."""

import logging
import re
import sqlite3
from collections.abc import Callable

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from communs import errors

TITLES = {
    "400": "Cette demande n’a pas de sens",
    "403": "Vous ne pouvez pas faire cela",
    "403_csrf": "Le formulaire était trop ancien pour être accepté",
    "404": "Il n’y a pas de page ici",
    "409": "Quelqu’un a été plus rapide",
    "413": "C’est trop gros pour être accepté",
    "429": "Trop de demandes à la fois",
    "500": "Une panne est survenue chez nous",
    "503": "Le site fait une courte pause",
}
HEADERS = (
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Request-Id",
)


def failing(failure: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise failure

    return view


handler400, handler403 = "communs.errors.bad_request", "communs.errors.permission_denied"
handler404, handler500 = "communs.errors.page_not_found", "communs.errors.server_error"
urlpatterns = [
    path("suspicious/", failing(SuspiciousOperation("no"))),
    path("denied/", failing(PermissionDenied())),
    path("big/", failing(RequestDataTooBig("too big"))),
    path("broken/", failing(RuntimeError("broken"))),
    path("locked/", failing(OperationalError("database is locked"))),
    path("away/", failing(InterfaceError("connection already closed"))),
    path("sqlite/", failing(sqlite3.Error("not Django's"))),
    path("", include("communs.urls")),
]
here = override_settings(ROOT_URLCONF="tests.communs.test_errors")


def title_of(response: HttpResponse) -> str:
    return re.findall(r"<h1>(.*?)</h1>", response.content.decode())[0]


@pytest.mark.parametrize("name", TITLES)
def test_failure_says_what_happened_without_database(name: str) -> None:
    response = errors.answer(int(name[:3]), f"{name}.html")
    assert (response.status_code, title_of(response)) == (int(name[:3]), TITLES[name])


@here
@pytest.mark.parametrize(
    ("address", "status", "page"),
    [
        ("/suspicious/", 400, "400"),
        ("/denied/", 403, "403"),
        ("/big/", 413, "413"),
        ("/broken/", 500, "500"),
        ("/sqlite/", 500, "500"),
        ("/locked/", 503, "503"),
        ("/away/", 503, "503"),
    ],
)
def test_failure_of_a_view_has_its_page_its_id_and_its_headers(address: str, status: int, page: str) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert (response.status_code, title_of(response)) == (status, TITLES[page])
    assert f"<code>{response['X-Request-Id']}</code>" in response.content.decode()
    assert [header for header in HEADERS if header not in response.headers] == []
    assert (response["Cache-Control"], dict(response.cookies)) == ("no-store", {})


@here
def test_failure_of_the_database_says_when_to_come_back() -> None:
    assert Client(raise_request_exception=False).get("/locked/")["Retry-After"] == "30"


def test_unknown_host_is_refused_with_a_page() -> None:
    response = Client(raise_request_exception=False).get(
        "/accounts/login/", headers={"host": "evil.example.org"}
    )
    assert (response.status_code, title_of(response)) == (400, TITLES["400"])


def test_form_without_proof_is_refused_and_says_how_to_keep_the_text() -> None:
    response = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "a@b.org", "password": "x"}
    )
    assert (response.status_code, title_of(response)) == (403, TITLES["403_csrf"])


@pytest.mark.django_db
def test_too_much_at_once_is_refused() -> None:
    response = Client(raise_request_exception=False).post("/accounts/login/", {"login": "x" * 2_700_000})
    assert (response.status_code, title_of(response)) == (413, TITLES["413"])


@pytest.mark.django_db
def test_too_many_fields_are_refused() -> None:
    fields = {f"field{number}": "" for number in range(1001)}
    response = Client(raise_request_exception=False).post("/accounts/login/", fields)
    assert (response.status_code, title_of(response)) == (400, TITLES["400"])


@here
def test_failure_is_logged_with_its_id(caplog: pytest.LogCaptureFixture) -> None:
    response = Client(raise_request_exception=False).get("/broken/")
    logged = [record.request.request_id for record in caplog.records if record.name == "django.request"]
    assert logged == [response["X-Request-Id"]]


@here
@pytest.mark.parametrize(("address", "has_traceback"), [("denied", False), ("broken", True)])
def test_refusal_is_one_line_and_failure_keeps_its_traceback(
    caplog: pytest.LogCaptureFixture, address: str, has_traceback: bool
) -> None:
    Client(raise_request_exception=False).get(f"/{address}/")
    logged = [record for record in caplog.records if record.name == "django.request"]
    written = "\n".join(map(logging.Formatter("%(message)s").format, logged))
    assert (len(logged), f"/{address}/" in written) == (1, True)
    assert ("Traceback" in written, written.count("\n") > 0) == (has_traceback, has_traceback)


# --- what each page offers ----------------------------------------------------------------------------------


def hrefs(response: HttpResponse, kind: str) -> list[str]:
    return re.findall(rf'<a class="btn{kind}" href="([^"]*)"', response.content.decode())


@pytest.mark.parametrize("name", TITLES)
def test_failure_leads_home_and_shows_neither_tree_nor_counters(name: str) -> None:
    body = errors.answer(int(name[:3]), f"{name}.html").content.decode()
    assert hrefs(HttpResponse(body), "") == ["/"]
    assert re.findall(r'href="(/-/[^"]*)"', body) == ["/-/map/", "/-/search/", "/-/about/contact/"]
    assert [word for word in ("ui-menu", "tree", "csrfmiddlewaretoken") if word in body] == []


@pytest.mark.parametrize("name", TITLES)
def test_failure_names_static_files_as_they_stand_without_the_manifest(name: str) -> None:
    body = errors.answer(int(name[:3]), f"{name}.html").content.decode()
    files = {address.partition("#")[0] for address in re.findall(r'"/static/([^"]*)"', body)}
    assert {file for file in files if finders.find(file) is None} == set()
    assert "css/site.css" in files


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/tutoriel/choisir-une-licence/", "choisir une licence"),
        ("/a/l_\u00e9tat-d\u2019un_commun.md", "l \u00e9tat d\u2019un commun"),
        ("/Page.HTML", "Page"),
        ("/a/b/-/history/", "b"),
        ("/-/nowhere/", ""),
        ("/", ""),
        ("//", ""),
        ("/***/", ""),
        ("/\x00a\x1fb\ufffd/", "a b"),
        ("/<script>alert(1)</script>/", "script"),
        ('/"><img src=x>/', "img src x"),
        ("/" + "mot-" * 50, " ".join(["mot"] * 10)),
        ("/" + "x" * 5_000, "x" * 100),
    ],
)
def test_words_of_a_lost_address_are_those_of_its_page(path: str, words: str) -> None:
    assert errors.words_of(path) == words


@pytest.mark.django_db
def test_lost_reader_may_search_for_the_words_of_the_address() -> None:
    body = Client().get("/tutoriel/choisir-une-\u201clicence\u201d/").content.decode()
    assert '<form class="again" action="/-/search/" method="get" role="search"' in body
    assert 'name="q" value="choisir une licence" maxlength="200"' in body


@here
@pytest.mark.parametrize(
    ("address", "next_page"),
    [("/denied/", "%2Fdenied%2F"), ("/denied/?a=b&c", "%2Fdenied%2F%3Fa%3Db%26c")],
)
def test_whoever_is_refused_is_shown_the_door(address: str, next_page: str) -> None:
    assert hrefs(Client().get(address), " go") == [f"/accounts/login/?next={next_page}"]
    assert hrefs(Client().post(address), " go") == ["/accounts/login/"]


@here
def test_what_was_only_read_may_be_tried_again() -> None:
    client = Client(raise_request_exception=False)
    for address in ("/broken/", "/locked/"):
        assert hrefs(client.get(f"{address}?q=a&b"), " go") == [f"{address}?q=a&amp;b"]
        assert hrefs(client.post(address), " go") == []


def test_trying_again_never_leads_out_of_the_site() -> None:
    request = RequestFactory().get("/")
    request.path = "//evil.example.org/"
    assert hrefs(errors.server_error(request), " go") == ["/%2Fevil.example.org/"]


# --- what was typed -----------------------------------------------------------------------------------------

TYPED = {
    "title": "A <title>",
    "source": "\nFirst line\n</textarea><script>",
    "password": "secret",
    "reason": " ",
}


@pytest.mark.parametrize(
    ("origin", "is_shown"), [("http://testserver", True), ("https://evil.example", False)]
)
def test_form_without_proof_gives_back_what_was_typed_in_ours_alone(origin: str, is_shown: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    body = client.post("/accounts/login/", TYPED, headers={"origin": origin}).content.decode()
    texts = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", body, re.DOTALL)
    expected = ["A &lt;title&gt;", "\nFirst line\n&lt;/textarea&gt;&lt;script&gt;"]
    assert texts == (expected if is_shown else [])
    assert "secret" not in body


def test_form_without_origin_gives_nothing_back() -> None:
    body = Client(enforce_csrf_checks=True).post("/accounts/login/", TYPED).content.decode()
    assert "<textarea" not in body


def test_refusal_for_haste_gives_back_what_was_typed() -> None:
    request = RequestFactory().post("/", TYPED, headers={"origin": "http://testserver"})
    response = errors.too_many_requests(request)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.content.decode().count("<textarea") == 2
