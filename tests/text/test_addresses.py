"""Bare addresses in prose, found as GFM finds them, without the punctuation of the sentence."""

from __future__ import annotations

import pytest

from tests.text.small_site import html
from wiki.text.addresses import find, trim


def found(text: str) -> list[tuple[str, str]]:
    """Each address as written, and where it leads."""
    return [(text[start:end], destination) for start, end, destination in find(text)]


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("Write to ana@example.org.", "ana@example.org"),
        ("(ana.b+c_d@mail.example.org)", "ana.b+c_d@mail.example.org"),
        ("mail:ana@example.org", "ana@example.org"),
        ('"ana@example.org"', "ana@example.org"),
        ("a/ana@example.org", "ana@example.org"),
        ("ana@example.org/path", "ana@example.org"),
        ("ana@ana@example.org", "ana@example.org"),
    ],
)
def test_find_mails(text: str, mail: str) -> None:
    assert found(text) == [(mail, f"mailto:{mail}")]


@pytest.mark.parametrize("text", ["@ana", "ana@", "ana@example", "ana@example.org1", "a @ b.org"])
def test_find_no_mail(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See www.example.org.", "www.example.org"),
        ("(www.example.org/a_(b))", "www.example.org/a_(b)"),
        ("www.example.org/a?b=c&amp;", "www.example.org/a?b=c"),
        ("**www.example.org**", "www.example.org"),
    ],
)
def test_find_hosts(text: str, address: str) -> None:
    assert found(text) == [(address, f"http://{address}")]


@pytest.mark.parametrize("text", ["www.", "awww.example.org", "www.a_b", "WWW example"])
def test_find_no_host(text: str) -> None:
    assert found(text) == []


def test_find_addresses_in_order_and_apart() -> None:
    assert found("www.a.org/x@b.org and c@d.org") == [
        ("www.a.org/x@b.org", "http://www.a.org/x@b.org"),
        ("c@d.org", "mailto:c@d.org"),
    ]


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("https://a.org).", "https://a.org"),
        ("https://a.org/(b)", "https://a.org/(b)"),
        ("https://a.org/b,", "https://a.org/b"),
        ("https://a.org/b'", "https://a.org/b"),
        ("https://a.org/b&lt;", "https://a.org/b"),
        ("https://a.org/?q=a;", "https://a.org/?q=a"),
        ("...", ""),
    ],
)
def test_trim_leaves_the_punctuation_of_the_sentence(text: str, trimmed: str) -> None:
    assert text[: trim(text, 0, len(text))] == trimmed


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("See https://example.org/a_b_c.", "https://example.org/a_b_c"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("x:https://example.org", "https://example.org"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("https://example.org/é", "https://example.org/é"),
    ],
)
def test_bare_urls_are_links(source: str, address: str) -> None:
    before, after = source.replace("<", "").replace(">", "").split(address)

    assert (
        html(source) == f'<p>{before}<a href="{address}" rel="nofollow ugc noopener">{address}</a>{after}</p>'
    )


@pytest.mark.parametrize(
    "text", ["https://", "https://_", "http//example.org", "a://b", "https://).", "://a"]
)
def test_no_bare_url_is_made_of(text: str) -> None:
    assert html(text) == f"<p>{text}</p>"


def test_bare_url_in_code_is_code() -> None:
    assert html("`https://example.org`") == "<p><code>https://example.org</code></p>"


def test_bare_url_is_no_link_inside_a_link() -> None:
    assert html("[see https://a.org](page.md)") == '<p><a href="/page/">see https://a.org</a></p>'
