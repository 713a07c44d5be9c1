"""The author's HTML is read into the tree in one pass; what is not HTML stays text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from wiki.text.places import Placed
from wiki.text.rawhtml import Reader
from wiki.text.tree import Builder, noted


def read(html: str) -> Element:
    """The tree of a piece of HTML that stands on one line."""
    builder = Builder()
    Reader(builder, lambda offset: 1).read(html)
    return builder.finish()


def shape(element: Element) -> str:
    """A tree as nested brackets: `p(text b(bold))`."""
    inside = [element.text or ""]
    for child in element:
        inside += [f"{child.tag}({shape(child)})", child.tail or ""]
    return "".join(inside)


def attributes(html: str) -> dict[str, str]:
    """What the author wrote on the first element, its name aside."""
    written = noted(read(html)[0])["#author"]
    return {name: value for name, value in written.items() if name != "#name"}


@pytest.mark.parametrize(
    ("html", "tree"),
    [
        ("<p>a <b>b</b></p>", "p(a strong(b))"),
        ("a<br>b<br/>c</br>d", "abr()bbr()cbr()d"),
        ("<UL><LI>a</UL>", "ul(li(a))"),
        ("<tt>a</tt> <strike>b</strike>", "code(a) s(b)"),
        ("<center>a</center>", "div(a)"),
        ("<section /><p>a</p>", "section()p(a)"),
        ("a<!-- hidden -->b", "ab"),
        ("a<!-- never closed", "a<!-- never closed"),
        ("<table><tr><td>a</table>b", "table(tr(td(a)))b"),
    ],
)
def test_reader_reads_html(html: str, tree: str) -> None:
    assert shape(read(html)) == tree


@pytest.mark.parametrize(
    "text",
    [
        "<mon-application>",
        "<your-fylr-url>",
        "<keymap>",
        "</keymap>",
        "a < b > c",
        "<3",
        "x <",
        "<=",
        "<https://example.org>",
        "<![CDATA[x]]>",
        "<?php echo 1 ?>",
        "<!doctype html>",
    ],
)
def test_reader_keeps_what_is_not_html_as_text(text: str) -> None:
    tree = read(text)

    assert (len(tree), tree.text) == (0, text)


@pytest.mark.parametrize(
    "name", ["iframe", "form", "object", "svg", "video", "body", "font", "marquee", "meta"]
)
def test_reader_drops_the_tags_of_other_elements_and_keeps_their_words(name: str) -> None:
    assert shape(read(f"a<{name} src=x>b</{name}>c")) == "abc"


def test_reader_reads_nothing_inside_a_script() -> None:
    assert shape(read("<script>if (a<b) '<p>'</script>c")) == "script()c"


def test_reader_takes_parts_of_a_table_only_inside_one() -> None:
    assert shape(read("<td>a</td><table><tr><td>b</td></tr></table>")) == " a table(tr(td(b)))"


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ('<a href="x y">', {"href": "x y"}),
        ("<a href='x'>", {"href": "x"}),
        ("<a href=x>", {"href": "x"}),
        ("<a href>", {"href": ""}),
        ("<a HREF = x>", {"href": "x"}),
        ('<a href="a&amp;b&eacute;">', {"href": "a&bé"}),
        ('<a href="first" href="second">', {"href": "first"}),
        ('<a href="a\nb" id=c>', {"href": "a\nb", "id": "c"}),
        ('<a title="a > b">', {"title": "a > b"}),
    ],
)
def test_reader_reads_attributes(html: str, written: dict[str, str]) -> None:
    assert attributes(html) == written


def test_reader_ends_a_lost_quote_at_its_first_blank() -> None:
    tree = read("<a href=\"https://a.org l'État</a> then <b>more</b>")

    assert noted(tree[0])["#author"]["href"] == "https://a.org"
    assert shape(tree) == "a( l'État) then strong(more)"


def test_reader_places_the_words_between_tags() -> None:
    tree = read(Placed.at("<b>tree</b>", 100))
    word = tree[0].text

    assert isinstance(word, Placed)
    assert word.runs[0].start == 103


def test_reader_notes_the_lines_of_an_element() -> None:
    builder = Builder()
    source = "<div>\n\na</div>"
    Reader(builder, lambda offset: 1 + source.count("\n", 0, offset)).read(Placed.at(source, 0))

    assert noted(builder.finish()[0])["#lines"] == (1, 3)


@pytest.mark.parametrize(
    ("html", "markup"), [("<b>a</b>", True), ("a<!-- b -->", True), ("<mon-app>", False), ("a < b", False)]
)
def test_holds_markup_tells_tags_from_text(html: str, markup: bool) -> None:
    assert Reader(Builder(), lambda offset: 1).holds_markup(html) is markup
