"""Failures are said in a sentence, with the id of the request, whatever else is broken."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
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
