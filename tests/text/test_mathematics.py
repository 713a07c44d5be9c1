"""Formulas are shown as their TeX and named; a single dollar and code are no formula."""

from __future__ import annotations

from html import escape

import pytest

from tests.text.small_site import html, placed_words


def inline(formula: str) -> str:
    written = escape(formula, quote=False)
    return (
        f'<span class="gb-math" data-gb="math" role="math" aria-label="Formula: {written}">{written}</span>'
    )


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("a $$x^2$$ b", f"a {inline('x^2')} b"),
        ("$$a < b$$", inline("a < b")),
        (r"$$\frac{1}{2} \_ *x*$$", inline(r"\frac{1}{2} \_ *x*")),
        ("**a $$x$$**", f"<strong>a {inline('x')}</strong>"),
        ("$x$ and $y$", "$x$ and $y$"),
        ("it costs $$ or more", "it costs $$ or more"),
        ("$$x$$$", "$$x$$$"),
        (r"\$$x$$", "$$x$$"),
        ("`$$x$$`", "<code>$$x$$</code>"),
    ],
)
def test_formula_in_a_line(source: str, drawn: str) -> None:
    assert html(source) == f"<p>{drawn}</p>"


def test_formula_on_lines_of_its_own() -> None:
    assert html("$$\na <\n  b\n$$\n\nc") == (
        '<div class="gb-math gb-math--block" data-gb="math" role="math" aria-label="Formula: a &lt; b">'
        "a &lt; b</div><p>c</p>"
    )


def test_formula_that_never_ends_is_text() -> None:
    assert html("$$\na\n\nb") == "<p>$$\na</p><p>b</p>"


def test_formula_holds_no_emoji() -> None:
    assert html("$$a :tada: b$$") == f"<p>{inline('a :tada: b')}</p>"


def test_formula_words_have_their_place() -> None:
    assert placed_words("un $$x$$\n\n$$\n  y\nz\n$$") == [("un", "un"), ("x", "x"), ("y", "y"), ("z", "z")]
