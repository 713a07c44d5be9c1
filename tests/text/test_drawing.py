"""What the drawing of a page shares: safe destinations, notices, ids, elements."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from tests.text.small_site import resolve
from wiki.text.drawing import Canvas, Findings, Notice, anchor, become, clear, host, lead, make, words_of
from wiki.text.labels import Labels
from wiki.text.links import Link, Resolve, Target, no_include


def canvas(resolve: Resolve = resolve) -> Canvas:
    return Canvas(resolve, no_include, Labels(), {}, Findings())


def text(element: Element) -> str:
    return tostring(element, encoding="unicode")


def test_target_is_noted_among_the_links() -> None:
    board = canvas()

    assert board.target("page.md") == Target("page", "/page/", title="The page")
    assert board.findings.links == [Link("page.md", "page", "/page/")]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://a.org", "page"),
        ("HTTP://a.org", "page"),
        ("mailto:a@b.org", "page"),
        ("tel:1", "page"),
        ("/a:b/", "page"),
        ("javascript:x", "broken"),
        ("data:x", "broken"),
        ("blob:x", "broken"),
    ],
)
def test_target_with_an_unsafe_scheme_is_broken(url: str, kind: str) -> None:
    assert canvas(lambda destination: Target("page", url)).target("a").kind == kind


def test_target_of_nothing_is_broken() -> None:
    assert canvas().target("  ") == Target("broken")


def test_target_holds_nothing_unreadable() -> None:
    given = Target("page", "/a\x00", title="b\ud800", heading="c\x1f")

    assert canvas(lambda destination: given).target("a") == Target("page", "/a ", title="b ", heading="c ")


def test_visible_notice_is_noted_and_drawn() -> None:
    board = canvas()
    drawn = board.visible_notice("include", "a.md", 3)

    assert board.findings.notices == [Notice("include", "a.md", 3)]
    assert text(drawn) == (
        '<p class="gb-notice" data-gb-notice="include">The reusable text “a.md” cannot be found.</p>'
    )


@pytest.mark.parametrize(
    ("kind", "url", "sound"),
    [
        ("page", "/a/", True),
        ("page", "//evil.example.org/a", False),
        ("asset", "/\\evil.example.org", False),
        ("external", "//example.org", True),
        ("external", "https://", False),
        ("external", "https://a.org:port/", False),
        ("external", "https://[a/", False),
    ],
)
def test_target_leads_where_it_says(kind: str, url: str, sound: bool) -> None:
    assert (canvas(lambda destination: Target(kind, url)).target("a").kind == kind) is sound


def test_make_makes_an_element() -> None:
    assert text(make("p", {"class": "a"}, "b", make("br"))) == '<p class="a">b<br /></p>'


def test_become_keeps_content_and_lines() -> None:
    element = make("div", {"class": "a", "#lines": (1, 2)}, "b", make("br"))
    become(element, "p", {"id": "c"})

    assert (element.tag, element.attrib, element.text, len(element)) == (
        "p",
        {"id": "c", "#lines": (1, 2)},
        "b",
        1,
    )


def test_lead_puts_an_element_first() -> None:
    element = fromstring("<p>a<b/>c</p>")
    lead(element, make("i", {}, "x"))

    assert text(element) == "<p><i>x</i>a<b />c</p>"


def test_clear_takes_all_away() -> None:
    element = fromstring("<p>a<b/>c</p>")
    clear(element)

    assert text(element) == "<p />"


def test_words_of_squeezes_blanks() -> None:
    assert words_of(fromstring("<p> a\n <b>b</b>c </p>")) == "a bc"


def test_anchor_of_the_site() -> None:
    assert text(anchor(canvas(), Target("page", "/a/"), "b")) == '<a data-gb-chrome="" href="/a/">b</a>'


def test_anchor_outside_is_not_vouched_for() -> None:
    assert text(anchor(canvas(), Target("external", "https://a.org"), "b")) == (
        '<a data-gb-chrome="" href="https://a.org" rel="nofollow ugc noopener">b</a>'
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://www.a.org:8000/b?c", "www.a.org"), ("page.md", "page.md"), ("https://[a", "https://[a")],
)
def test_host_names_where_an_address_leads(url: str, name: str) -> None:
    assert host(url) == name
