"""No attribute of the author's passes as it is: each one that may act is named and read."""

from __future__ import annotations

import pytest

from tests.text.small_site import html, rendered
from wiki.text.author import custom_attributes
from wiki.text.drawing import Notice


@pytest.mark.parametrize(
    "attribute",
    [
        "onclick=x",
        "style=color:red",
        "class=gb-hint",
        "data-gb=hint",
        "role=main",
        "data-gb-chrome",
        "data-gb-notice=bounds",
        "aria-hidden=true",
        "tabindex=1",
    ],
)
def test_author_attributes_do_not_pass(attribute: str) -> None:
    assert html(f"<div {attribute}>a</div>") == "<div>a</div>"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ('<mark style="color:green;">a</mark>', '<mark class="gb-mark--green">a</mark>'),
        ('<mark style="background-color: RED">a</mark>', '<mark class="gb-mark--on-red">a</mark>'),
        ('<mark style="color:$success;">a</mark>', '<mark class="gb-mark--success">a</mark>'),
        ('<mark style="color:#ff0000">a</mark>', "<mark>a</mark>"),
        ('<mark style="color:expression(x)">a</mark>', "<mark>a</mark>"),
        ("<mark>a</mark>", "<mark>a</mark>"),
    ],
)
def test_author_marks_have_colours_of_a_closed_list(written: str, drawn: str) -> None:
    assert html(f"x {written}") == f"<p>x {drawn}</p>"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("<b>a</b> <strong>a</strong>", "<strong>a</strong> <strong>a</strong>"),
        ("<i>a</i> <em>a</em>", "<em>a</em> <em>a</em>"),
        ("<kbd>Ctrl</kbd>", "<kbd>Ctrl</kbd>"),
        ("H<sub>2</sub>O x<sup>2</sup>", "H<sub>2</sub>O x<sup>2</sup>"),
        ("<u>a</u> <del>b</del> <ins>c</ins>", "<u>a</u> <del>b</del> <ins>c</ins>"),
        ('<abbr title="National">N</abbr>', '<abbr title="National">N</abbr>'),
        ('<time datetime="2025-12-25">Noël</time>', '<time datetime="2025-12-25">Noël</time>'),
        ('<time datetime="soon()">soon</time>', "<time>soon</time>"),
        (
            '<input type="checkbox" checked> done',
            '<input type="checkbox" disabled="" aria-label="Done" checked=""> done',
        ),
        ('<input type="text" value="a"> b', " b"),
        ('<span id="here">a</span>', "<span>a</span>"),
    ],
)
def test_author_spans_are_drawn(written: str, drawn: str) -> None:
    assert html(f"x {written}") == f"<p>x {drawn}</p>"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ('<ol start="3"><li>a</li></ol>', '<ol start="3"><li>a</li></ol>'),
        ('<ol start="-3x"><li>a</li></ol>', "<ol><li>a</li></ol>"),
        ("<details open><summary>a</summary>b</details>", '<details open=""><summary>a</summary>b</details>'),
        (
            '<table><tr><td colspan="2" rowspan=9 width=3>a</td></tr></table>',
            '<div class="gb-table" role="region" aria-label="Table 1" tabindex="0">'
            '<table><tbody><tr><td colspan="2" rowspan="9">a</td></tr></tbody></table></div>',
        ),
        ('<p align="center">a</p>', '<p class="gb-align--center">a</p>'),
        ('<p align="justify">a</p>', "<p>a</p>"),
        ("<center>a</center>", '<div class="gb-align--center">a</div>'),
        ("<pre>a\n\n*b*</pre>", '<pre tabindex="0">a\n\n*b*</pre>'),
        (
            '<img src="picture.png" alt="a" width="30" height="20px">',
            '<img alt="a" width="30" decoding="async" src="/files/picture.png" fetchpriority="high">',
        ),
    ],
)
def test_author_blocks_are_drawn(written: str, drawn: str) -> None:
    assert html(written) == drawn


def test_author_scripts_and_styles_are_dropped_and_told() -> None:
    rendering = rendered("a\n\n<script>alert(1)</script>\n\n<style>p {}</style>")

    assert rendering.html == "<p>a</p>"
    assert [(notice.kind, notice.detail) for notice in rendering.notices] == [
        ("dropped", "script"),
        ("dropped", "style"),
    ]


def test_author_script_notice_tells_its_line() -> None:
    assert rendered("a\n\n<script>alert(1)</script>").notices == (Notice("dropped", "script", 3),)


def test_custom_attributes_lose_their_prefix() -> None:
    assert custom_attributes({"data-tag": "hint", "data-style": "info"}) == {"tag": "hint", "style": "info"}
