"""GITBOOK.md, section 4: each trait of GitBook's Markdown, in the order of its table."""

from __future__ import annotations

from html import escape

import pytest

from tests.text.laid_out import laid_out
from tests.text.small_site import framed, html, rendered
from wiki.text.drawing import Notice


def test_lists_nest_by_two_or_three_blanks() -> None:
    assert html("* a\n  * b\n    * c\n\n1. a\n   1. b") == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul><ol><li>a<ol><li>b</li></ol></li></ol>"
    )


def test_picture_under_a_step_is_a_picture() -> None:
    assert html("1. a\n\n   ![b](picture.png)") == (
        '<ol><li><p>a</p><p><img alt="b" decoding="async" src="/files/picture.png" fetchpriority="high"></p></li></ol>'
    )


def test_list_follows_a_paragraph_without_blank_line() -> None:
    assert html("a\n* b\n* c") == "<p>a</p><ul><li>b</li><li>c</li></ul>"


@pytest.mark.parametrize("written", ["a\\\nb", "a  \nb", "a<br>b"])
def test_hard_break_is_a_break(written: str) -> None:
    assert html(written) == "<p>a<br>b</p>"


def test_hard_break_alone_on_a_line_is_spacing() -> None:
    assert html("a\n\n\\\n\nb") == "<p>a</p><p><br></p><p>b</p>"


def test_hard_break_alone_above_a_line_breaks_it() -> None:
    assert html("\\\na") == "<p><br>a</p>"


def test_change_of_marker_starts_a_new_list() -> None:
    assert html("* a\n- b") == "<ul><li>a</li></ul><ul><li>b</li></ul>"


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("a\n## b", '<p>a</p><h2 id="b">b</h2>'),
        ("a\n```\nb\n```", '<p>a</p><pre tabindex="0"><code>b\n</code></pre>'),
        (
            "a\n| b |\n| - |",
            "<p>a</p>" + framed("<table><thead><tr><th>b</th></tr></thead></table>", "Table 1: b"),
        ),
        ("a\n***\nb", "<p>a</p><hr><p>b</p>"),
        ("a\n> b", "<p>a</p><blockquote><p>b</p></blockquote>"),
    ],
)
def test_blocks_interrupt_a_paragraph(written: str, drawn: str) -> None:
    assert html(written) == drawn


def test_character_references_are_read_in_text() -> None:
    assert html("&#x20;a&#x20;b &eacute; &lt;") == "<p> a b é &lt;</p>"


def test_character_references_stay_in_code() -> None:
    assert html("`&nbsp;&#x20;`") == "<p><code>&amp;nbsp;&amp;#x20;</code></p>"


@pytest.mark.parametrize("mark", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
def test_all_ascii_punctuation_can_be_escaped(mark: str) -> None:
    assert html(f"a \\{mark}b\\{mark}") == f"<p>a {escape(mark, quote=False)}b{escape(mark, quote=False)}</p>"


def test_headings_are_underlined_too() -> None:
    assert html("a\n\nTitle\n-----\n\nb") == '<p>a</p><h2 id="title">Title</h2><p>b</p>'


def test_code_is_indented_too() -> None:
    assert html("a\n\n    b\n      c") == '<p>a</p><pre tabindex="0"><code>b\n  c\n</code></pre>'


def test_table_row_with_too_few_cells_is_padded() -> None:
    assert html("| a | b |\n| - | - |\n| 1 |") == (
        framed(
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
            "Table 1: a, b",
        )
    )


def test_table_row_with_too_many_cells_is_cut_and_told() -> None:
    rendering = rendered("| a |\n| - |\n| 1 | 2 |")

    assert rendering.html == (
        framed(
            "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
            "Table 1: a",
        )
    )
    assert rendering.notices == (Notice("cells", "2", 3),)


def test_table_in_html_holds_html_only() -> None:
    source = '<table><thead><tr><th width="214.28">*a*</th></tr></thead><tbody><tr><td><b>b</b></td></tr></tbody></table>'

    assert html(source) == (
        framed(
            "<table><thead><tr><th>*a*</th></tr></thead><tbody><tr><td><strong>b</strong></td></tr></tbody></table>",
            "Table 1: *a*",
        )
    )


@pytest.mark.parametrize(
    "tag", ["<mon-application>", "<your-fylr-url>", "<keymap>", "</keymap>", '<x y="z">']
)
def test_tags_that_are_not_html_are_text(tag: str) -> None:
    assert rendered(f"Type {tag} here").plain == f"Type {tag} here"


@pytest.mark.parametrize("tag", ["<mon-application>", "<keymap> and more"])
def test_tags_that_are_not_html_are_text_on_a_line_of_their_own(tag: str) -> None:
    assert rendered(f"a\n\n{tag}\n\nb").plain == f"a\n{tag}\nb"


def test_invisible_blanks_stay_in_the_text() -> None:
    assert rendered("a\u200bb\u00a0c\u00add").plain == "a\u200bb\u00a0c\u00add"


def test_invisible_blanks_are_ignored_in_ids() -> None:
    assert [heading.id for heading in rendered("## a\u200bb\u00a0c\u00add").outline] == ["ab-cd"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_change_what_is_drawn(end: str) -> None:
    source = "a\n\n* b\n* c\n\n```\nd\n```\n"

    assert html(source.replace("\n", end)) == html(source)


def test_byte_order_mark_is_tolerated() -> None:
    rendering = rendered("\ufeff# Title\n\na")

    assert (rendering.title, rendering.html) == ("Title", "<p>a</p>")


@pytest.mark.parametrize("source", ["a", "a\n", "a\n\n\n"])
def test_final_line_end_does_not_matter(source: str) -> None:
    assert html(source) == "<p>a</p>"


def test_page_without_title_has_none() -> None:
    rendering = rendered("## a\n\nb")

    assert (rendering.title, rendering.html) == ("", '<h2 id="a">a</h2><p>b</p>')


def test_first_heading_that_opens_the_page_is_its_title_and_the_others_are_headings() -> None:
    rendering = rendered("# a\n\n# b\n\nc")

    assert (rendering.title, rendering.html) == ("a", '<h1 id="b">b</h1><p>c</p>')


def test_first_heading_below_a_text_is_no_title() -> None:
    assert rendered("a\n\n# b").title == ""


def test_heading_id_of_the_legacy_tool_is_read() -> None:
    assert html("## Title {#here}") == '<h2 id="here"><span id="title"></span>Title</h2>'


@pytest.mark.parametrize("source", ["", "\n", "  ", "\ufeff", "# Title", "# Title\n"])
def test_empty_page_is_empty(source: str) -> None:
    rendering = rendered(source)

    assert (rendering.html, rendering.plain, rendering.words(), rendering.outline) == ("", "", [], ())


def test_strikethrough_has_one_or_two_tildes() -> None:
    assert html("~~a~~ ~b~") == "<p><s>a</s> <s>b</s></p>"


def test_blocks_hold_blocks() -> None:
    source = '> * {% hint style="info" %}\n>   a\n>   {% endhint %}'

    assert laid_out(html(source)) == (
        "<blockquote>\n"
        "  <ul>\n"
        "    <li>\n"
        '      <aside class="gb-hint gb-hint--info" data-gb="hint" data-style="info" role="note">\n'
        '        <p class="gb-hint__label" data-gb-chrome="">Information</p>\n'
        "        <p>a</p>\n"
        "      </aside>\n"
        "    </li>\n"
        "  </ul>\n"
        "</blockquote>"
    )


@pytest.mark.parametrize("text", ["a {% hint %} b", "{{ x }} and {{ y }}", "{%s}"])
def test_tag_within_a_line_is_text(text: str) -> None:
    assert html(text) == f"<p>{text}</p>"
