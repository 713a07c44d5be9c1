"""Hostile texts through the running site: in every field of a page, every address, every header."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from tests import factories
from tests.hostile import corpus, payloads, yard
from wiki.actions import pages
from wiki.errors import Refusal
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

WRITTEN = [corpus.armed(text, number) for number, text in enumerate((*payloads.MARKUP, *payloads.ADDRESSES))]
SOME = WRITTEN[::23]

ADDRESSES = (
    "/%00",
    "/a%00b/",
    "/%ff/",
    "/%c0%ae%c0%ae/",
    "/%ed%a0%80/",
    "/..%2f..%2fetc/passwd",
    "/../../etc/passwd",
    "/%2e%2e/",
    "/.git/config",
    "//loot.example/",
    "///loot.example/%2f..",
    "/\\loot.example/",
    "/%5cloot.example/",
    "/%0d%0aSet-Cookie:%20a=b",
    "/a%0a/",
    "/%e2%80%a8/",
    "/%ef%bb%bf/",
    "/" + "a" * 5_000 + "/",
    "/" + "a/" * 2_000,
    "/" + "%F0%9F%98%80" * 599 + "/",
    "/.md",
    "/..md",
    "/a.md.md",
    "/a.md/",
    "/%2f.md",
    "/index.md/",
    "/<script>alert(1)</script>/",
    "/'%22><img src=x onerror=alert(1)>",
    "/{{7*7}}/",
    "/%25s%25n/",
    "/-/",
    "/-/edit",
    "/admin/wiki/page/0/change/",
    "/admin/wiki/page/%00/change/",
    "/accounts/login/?next=//loot.example",
    "/accounts/login/?next=javascript:alert(1)",
    "/accounts/login/?next=%00",
    "/accounts/reset/key/%00-%ff/",
    "/accounts/confirm-email/%00/",
    "/accounts/first-admin/?token=%00",
    "/static/../manage.py",
    "/static/%2e%2e/manage.py",
    "/static/%00",
)
QUERIES = (
    "?",
    "?%00",
    "?%ff=%ff",
    "?a=" + "b" * 8_000,
    "?" + "a&" * 2_000,
    "?page=-1&q=%ed%a0%80",
    "?a[]=1&a=%0d%0ab",
)
HEADERS: tuple[dict[str, str], ...] = (
    {"accept-language": "fr;q=x,,;;*" * 300},
    {"accept-language": "../../x"},
    {"accept": "\x00"},
    {"cookie": "session=\x01\x02; csrftoken=<script>; =; ;;;a"},
    {"cookie": "language=../../../etc/passwd; theme=<script>"},
    {"cookie": "session=" + "a" * 8_000},
    {"if-none-match": '"' + "a" * 5_000},
    {"if-none-match": "*"},
    {"if-modified-since": "Mon, 99 Foo 99999999 99:99:99 GMT"},
    {"if-modified-since": "\x00"},
    {"range": "bytes=-999999999999999999999"},
    {"referer": "javascript:alert(1)"},
    {"user-agent": "\x00<script>"},
    {"x-forwarded-for": "::1, <script>, 999.999.999.999"},
    {"x-forwarded-host": "loot.example"},
    {"x-forwarded-proto": "javascript"},
    {"x-requested-with": "XMLHttpRequest"},
    {"content-length": "-1"},
    {"content-type": "multipart/form-data; boundary="},
    {"origin": "null"},
    {"host": "loot.example"},
    {"host": "a b"},
    {"host": "[::1"},
    {"host": ""},
)


def client() -> Client:
    """A client that is answered as a browser is: a failure is a status, not an exception."""
    return Client(raise_request_exception=False)


def accepted(parent: Page, **fields: Any) -> Page | None:
    """The page made of hostile fields, or None when it is refused with a sentence."""
    try:
        return pages.create(parent, by=SYSTEM, **fields)
    except Refusal:
        return None


def statuses(page: Page) -> tuple[int, int]:
    reader = client()
    return reader.get(page.address).status_code, reader.get(page.source_address).status_code


@pytest.mark.parametrize("field", ["title", "nav_title", "description", "icon", "cover", "header", "source"])
def test_hostile_field_is_kept_or_refused_with_a_sentence(field: str) -> None:
    root = factories.home()
    made = [accepted(root, **{"title": f"T{number}", field: text}) for number, text in enumerate(SOME)]
    kept = [page for page in made if page is not None]
    assert len(kept) > len(SOME) / 2
    assert {statuses(page) for page in kept} == {(200, 200)}
    assert client().get("/").status_code == 200


def test_hostile_slug_is_kept_or_refused_with_a_sentence() -> None:
    root = factories.home()
    made = [accepted(root, title=f"T{number}", slug=text[:100]) for number, text in enumerate(WRITTEN[::5])]
    kept = [page for page in made if page is not None]
    assert kept
    assert {statuses(page) for page in kept} == {(200, 200)}


def test_hostile_outside_link_is_refused_with_a_sentence() -> None:
    root = factories.home()
    made = [accepted(root, title="T", kind="link", url=address) for address in payloads.ADDRESSES]
    kept = [page.url for page in made if page is not None]
    assert all(url.startswith(("https://", "http://", "mailto:", "/", "#")) for url in kept)
    assert client().get("/").status_code == 200


@pytest.mark.parametrize(
    "written", ["a\x00b", "a\ud800b", "\ufffe\uffff", "a\x01\x02\x03\x10\x11b", "\ufeff# T\r\rb\r\n"]
)
def test_text_that_databases_choke_on_is_kept_or_refused_with_a_sentence(written: str) -> None:
    root = factories.home()
    for field in ("title", "nav_title", "description", "source", "header", "slug"):
        page = accepted(root, **{"title": f"T {field}", field: written})
        if page is not None:
            assert statuses(page) == (200, 200)


def test_costly_text_is_served() -> None:
    root = factories.home()
    page = factories.page(root, "costly", "# Costly\n\n" + "[" * 50_000)
    assert statuses(page) == (200, 200)


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_address_is_answered(address: str) -> None:
    factories.guide()
    reader = client()
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "PROPFIND"):
        answer = reader.generic(method, address)
        assert answer.status_code < 500, method
        assert "loot.example" not in answer.headers.get("Location", "").partition("?")[0]


@pytest.mark.parametrize("query", QUERIES)
def test_odd_query_is_answered(query: str) -> None:
    factories.guide()
    reader = client()
    for address in (
        "/",
        "/advice/",
        "/advice",
        "/advice/first.md",
        "/nowhere/",
        "/accounts/login/",
        "/admin/",
    ):
        assert reader.generic("GET", address, QUERY_STRING=query[1:]).status_code < 500


@pytest.mark.parametrize("headers", HEADERS, ids=lambda headers: next(iter(headers)))
def test_odd_header_is_answered(headers: dict[str, str]) -> None:
    factories.guide()
    reader = client()
    for address in ("/", "/advice/", "/advice/first.md", "/nowhere/", "/accounts/login/"):
        assert reader.get(address, headers=headers).status_code < 500
        assert reader.post(address, headers=headers).status_code < 500


def test_source_of_a_page_is_never_a_script() -> None:
    page = factories.page(factories.home(), "loot", "__ran(1)")
    answer = client().get(page.source_address)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def hostile_pages(root: Page) -> list[Page]:
    """Pages whose every field is hostile."""
    made = [
        accepted(
            root,
            title=text[:200],
            nav_title=text[:200],
            description=text,
            icon=text[:50],
            cover=text,
            slug=f"page-{number}",
            source=f"{text}\n\n## {text}\n",
        )
        for number, text in enumerate(SOME)
    ]
    return [page for page in made if page is not None]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_hostile_pages_run_nothing_in_a_browser_without_the_policy(
    browser: Browser, live_server: Any
) -> None:
    """What readers see, and what a person of the house sees in the operators' windows."""
    kept = hostile_pages(factories.home("# Home\n"))
    assert len(kept) > len(SOME) / 2
    person = Client()
    person.force_login(factories.admin())
    session = person.cookies[settings.SESSION_COOKIE_NAME].value
    windows = ["/admin/", "/admin/wiki/page/", *(f"/admin/wiki/page/{page.pk}/change/" for page in kept[:3])]
    seen = yard.Seen()
    context = browser.new_context(bypass_csp=True)
    yard.watch(context, live_server.url, seen)
    tab = context.new_page()
    tab.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    for address in ["/", *(page.address for page in kept), *windows]:
        if address == windows[0]:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
        answer = tab.goto(f"{live_server.url}{address}")
        assert answer is not None
        assert (answer.status, tab.url) == (200, f"{live_server.url}{address}")
        yard.provoke(tab, seen)
    context.close()
    assert seen == yard.Seen()
