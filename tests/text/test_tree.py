"""The builder makes a tree of any sequence of openings and ends, as a browser would."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from wiki.text import limits
from wiki.text.tree import BLOCK_TAG, Builder, first_line


def outline(element: Element) -> str:
    """A tree as nested brackets: `div(p(text) p())`."""
    inside = [element.text or ""]
    for child in element:
        inside += [outline(child), child.tail or ""]
    return f"{element.tag}({' '.join(part for part in inside if part)})"


def built(*steps: str) -> str:
    """The tree after steps: `<p>` the author's opening, `</p>` his end, `+p` an opening of ours, else text."""
    builder = Builder()
    for step in steps:
        if step.startswith("</"):
            builder.close_named(step[2:-1])
        elif step.startswith("<"):
            builder.open(step[1:-1], own=False)
        elif step.startswith("+"):
            builder.open(step[1:])
        else:
            builder.text(step)
    return outline(builder.finish())


@pytest.mark.parametrize(
    ("steps", "tree"),
    [
        (["<p>", "a", "</p>", "b"], "div(p(a) b)"),
        (["<p>", "a", "<p>", "b"], "div(p(a) p(b))"),
        (["<p>", "a", "<div>", "b"], "div(p(a) div(b))"),
        (["<ul>", "<li>", "a", "<li>", "b"], "div(ul(li(a) li(b)))"),
        (["<ul>", "<li>", "<ul>", "<li>", "a"], "div(ul(li(ul(li(a)))))"),
        (
            ["<table>", "<tr>", "<td>", "a", "<td>", "b", "<tr>", "<td>", "c"],
            "div(table(tr(td(a) td(b)) tr(td(c))))",
        ),
        (["<dl>", "<dt>", "a", "<dd>", "b", "<dt>", "c"], "div(dl(dt(a) dd(b) dt(c)))"),
        (["<a>", "a", "<a>", "b"], "div(a(a) a(b))"),
        (["<h2>", "a", "<h3>", "b"], "div(h2(a) h3(b))"),
    ],
)
def test_builder_ends_what_html_ends_by_itself(steps: list[str], tree: str) -> None:
    assert built(*steps) == tree


@pytest.mark.parametrize(
    ("steps", "tree"),
    [
        (["a", "</p>", "b"], "div(ab)"),
        (["<div>", "<b>", "a", "</div>", "b"], "div(div(b(a)) b)"),
        (["<div>", "<b>", "a", "</i>", "b"], "div(div(b(ab)))"),
        (["<table>", "<tr>", "<td>", "a", "</div>", "b"], "div(table(tr(td(ab))))"),
        (["<div>", "+p", "a", "</p>", "b"], "div(div(p(ab)))"),
        (["<div>", f"+{BLOCK_TAG}", "a", "</div>", "b"], f"div(div({BLOCK_TAG}(ab)))"),
    ],
)
def test_builder_heeds_an_end_tag_only_where_it_may_act(steps: list[str], tree: str) -> None:
    assert built(*steps) == tree


def test_builder_closes_all_that_is_open_inside() -> None:
    builder = Builder()
    block = builder.open(BLOCK_TAG)
    builder.open("div", own=False)
    builder.text("a")

    assert builder.close(block)
    builder.text("b")
    assert outline(builder.finish()) == f"div({BLOCK_TAG}(div(a)) b)"


def test_builder_says_when_an_element_has_ended_already() -> None:
    builder = Builder()
    paragraph = builder.open("p")
    builder.open("div")

    assert not builder.close(paragraph)


def test_builder_puts_a_void_element_beside_its_text() -> None:
    builder = Builder()
    builder.text("a")
    builder.void("br")
    builder.text("b")

    assert outline(builder.finish()) == "div(a br() b)"


def test_builder_refuses_too_deep_a_tree() -> None:
    builder = Builder()
    for _ in range(limits.HTML_DEPTH):
        builder.open("div")

    with pytest.raises(limits.TooCostly, match="html depth"):
        builder.open("div")


def test_first_line_is_that_of_the_source() -> None:
    assert first_line(Element("p", {"#lines": (3, 4)})) == 3  # type: ignore[dict-item]


def test_first_line_of_what_has_none_is_unknown() -> None:
    assert first_line(Element("p")) is None
