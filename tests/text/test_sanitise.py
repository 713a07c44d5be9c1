"""The two gates: whatever went wrong before, only what the engine writes leaves."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

import pytest

from tests.text.small_site import html
from wiki.text.sanitise import last_gate, serialise


def tree(tag: str, attributes: dict[str, str] | None = None, text: str = "a") -> Element:
    """A page that holds one element."""
    root = Element("div")
    SubElement(root, tag, attributes or {}).text = text
    return root


@pytest.mark.parametrize("tag", ["iframe", "form", "object", "svg", "math", "button", "textarea", "font"])
def test_serialise_drops_elements_that_are_not_ours(tag: str) -> None:
    assert serialise(tree(tag)) == "a"


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("p", {"onclick": "x"}),
        ("p", {"style": "color:red"}),
        ("p", {"class": "btn"}),
        ("p", {"class": "gb-hint btn"}),
        ("p", {"id": "a b"}),
        ("p", {"data-gb": "forged"}),
        ("p", {"role": "main"}),
        ("p", {"href": "https://a.org"}),
        ("p", {"tabindex": "1"}),
        ("a", {"href": "javascript:alert(1)"}),
        ("a", {"href": "java\nscript:alert(1)"}),
        ("a", {"href": "data:text/html,x"}),
        ("a", {"target": "_blank"}),
        ("td", {"colspan": "9999999"}),
        ("td", {"data-head": "a" * 41}),
        ("p", {"data-head": "a"}),
        ("pre", {"data-language": "Klingon"}),
        ("a", {"data-player": "https://example.org/embed/abcdefghijk"}),
        ("div", {"tabindex": "2"}),
    ],
)
def test_serialise_drops_attributes_that_are_not_ours(tag: str, attributes: dict[str, str]) -> None:
    assert serialise(tree(tag, attributes)) == serialise(tree(tag))


@pytest.mark.parametrize(
    ("tag", "attributes", "drawn"),
    [
        ("p", {"class": "gb-hint__label"}, '<p class="gb-hint__label">a</p>'),
        ("a", {"href": "/page/?a=1&b=2"}, '<a href="/page/?a=1&amp;b=2">a</a>'),
        ("a", {"href": "mailto:a@b.org"}, '<a href="mailto:a@b.org">a</a>'),
        ("a", {"href": "tel:+33"}, '<a href="tel:+33">a</a>'),
        ("a", {"href": "page"}, '<a href="page">a</a>'),
        ("span", {"data-gb": "math", "role": "math"}, '<span data-gb="math" role="math">a</span>'),
        ("p", {"#lines": "1"}, "<p>a</p>"),
        ("div", {"role": "region", "tabindex": "0"}, '<div role="region" tabindex="0">a</div>'),
        ("pre", {"data-language": "C++"}, '<pre data-language="C++">a</pre>'),
    ],
)
def test_serialise_keeps_what_is_ours(tag: str, attributes: dict[str, str], drawn: str) -> None:
    assert serialise(tree(tag, attributes)) == drawn


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<b>", "&lt;b&gt;"),
        ("a & b", "a &amp; b"),
        ("&nbsp;", "&amp;nbsp;"),
        ("\"'", "\"'"),
        ("\u00a0", "&nbsp;"),
    ],
)
def test_serialise_writes_text_as_text(text: str, written: str) -> None:
    assert serialise(tree("p", text=text)) == f"<p>{written}</p>"


def test_serialise_writes_attributes_as_text() -> None:
    assert serialise(tree("abbr", {"title": "\"<b>&nbsp;'"})) == (
        '<abbr title="&quot;&lt;b&gt;&amp;nbsp;\'">a</abbr>'
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<script>alert(1)</script>a", "a"),
        ("<style>p {}</style>a", "a"),
        ("<!-- a -->b", "b"),
        ("<p onclick=x>a", "<p>a</p>"),
        ("<a href=javascript:x>a</a>", "<a>a</a>"),
        ("<svg><script>x</script></svg>a", "a"),
        ("\ufeffa", "a"),
    ],
)
def test_last_gate_reads_any_html_as_a_browser_does(written: str, kept: str) -> None:
    assert last_gate(written) == kept


@pytest.mark.parametrize(
    "source",
    [
        "# a\n\n<div><p>b</div>c</p>",
        '{% tabs %}\n{% tab title="a" %}\n<details><summary>b</summary>\n{% endtab %}\n{% endtabs %}',
        "<table><ul><li>a<td>b</table>",
        "| a |\n| - |\n| <div>b |",
        "<a href=x><a href=y>b</a></a>",
        "**a<p>b**c",
    ],
)
def test_last_gate_finds_nothing_to_change_in_what_the_engine_writes(source: str) -> None:
    drawn = html(source)

    assert last_gate(drawn) == drawn
