"""Each bound: at it a text is still laid out; past it the text is kept whole, escaped, with a notice."""

from __future__ import annotations

from html import escape

import pytest

from tests.text.small_site import rendered, shelf
from wiki.text import limits
from wiki.text.drawing import Notice
from wiki.text.labels import Labels
from wiki.text.lines import read
from wiki.text.markers import mark


def literal(source: str) -> str:
    """How a page past a bound is shown."""
    return (
        f'<p class="gb-notice" data-gb-notice="bounds">{Labels().bounds}</p>'
        f'<pre class="gb-literal" tabindex="0">{escape(source, quote=False)}</pre>'
    )


def paragraphs(*contents: str) -> str:
    return "\n\n".join(contents)


REFERENCE = "[a]: /" + "x" * 1_023 + "\n\n"
PAGES = {
    "characters": ("a" * limits.CHARACTERS, "a" * (limits.CHARACTERS + 1)),
    "lines": ("a" + "\n" * limits.LINES, "a" + "\n" * (limits.LINES + 1)),
    "footnotes": (paragraphs(*["a [^" * 100] * 10), paragraphs(*["a [^" * 100] * 10, "a [^")),
    "tags": ("{% hint %}\n{% endhint %}\n" * 2_000, "{% hint %}\n{% endhint %}\n" * 2_000 + "{% hint %}\n"),
    "tag depth": (
        "{% hint %}\n" * 20 + "a\n" + "{% endhint %}\n" * 20,
        "{% hint %}\n" * 21 + "a\n" + "{% endhint %}\n" * 21,
    ),
    "html depth": ("<div>" * 120 + "a" + "</div>" * 120, "<div>" * 121 + "a" + "</div>" * 121),
    "brackets": (paragraphs(*["a " + "[" * 500] * 8), paragraphs(*["a " + "[" * 500] * 8, "[")),
    "marks": (paragraphs(*["a" + " \\b" * 5_000] * 4), paragraphs(*["a" + " \\b" * 5_000] * 4, "[")),
    "ampersands": ("```\n" + "&" * limits.AMPERSANDS, "```\n" + "&" * (limits.AMPERSANDS + 1)),
    "headings": ("# a\n" * limits.HEADINGS, "# a\n" * (limits.HEADINGS + 1)),
    "block nesting": (">" * (limits.BLOCK_NESTING - 1) + " a", ">" * limits.BLOCK_NESTING + " a"),
    "tokens": ("* a\n" * 9_999 + "# a\n", "* a\n" * 9_999 + "# a\n***"),
    "destinations": (
        REFERENCE + paragraphs("[a]" * 256, "[a]" * 256).replace("][", "] ["),
        REFERENCE + paragraphs("[a]" * 256, "[a]" * 256, "[a]").replace("][", "] ["),
    ),
    "elements": ("<div>" + "<br>" * 24_999 + "a</div>", "<div>" + "<br>" * 25_000 + "a</div>"),
}


@pytest.mark.parametrize("bound", PAGES)
def test_page_at_the_bound_is_laid_out(bound: str) -> None:
    kinds = {notice.kind for notice in rendered(PAGES[bound][0]).notices}

    assert kinds - {"unclosed", "broken"} == set()


@pytest.mark.parametrize("bound", PAGES)
def test_page_past_the_bound_is_kept_whole(bound: str) -> None:
    source = PAGES[bound][1]
    rendering = rendered(source)

    assert rendering.html == literal(source)
    assert rendering.plain == source
    assert rendering.notices == (Notice("bounds", bound, None),)
    assert (rendering.title, rendering.outline, rendering.links) == ("", (), ())


def test_page_past_a_bound_is_one_block() -> None:
    assert rendered("<div>\n" * 121).blocks == (("pre", 1, 122),)


def test_page_past_a_bound_keeps_the_place_of_its_words() -> None:
    rendering = rendered("tree\n" + "<div>" * 121)

    assert rendering.words()[0] == ("tree", 0, 4)


def test_line_ends_are_counted_once() -> None:
    assert rendered("\r\n" * limits.LINES + "a").html == "<p>a</p>"


def paragraph_of(mark_: str, count: int) -> str:
    return "a" + f" {mark_}b" * count


@pytest.mark.parametrize("mark_", limits.INLINE)
def test_paragraph_at_the_bound_is_laid_out(mark_: str) -> None:
    assert rendered(paragraph_of(mark_, limits.INLINE[mark_])).notices == ()


@pytest.mark.parametrize("mark_", limits.INLINE)
def test_paragraph_past_the_bound_is_kept_whole(mark_: str) -> None:
    source = paragraph_of(mark_, limits.INLINE[mark_] + 1)
    rendering = rendered(f"*Before*\n\n{source}\n\n*After*")

    assert rendering.html == (
        f'<p><em>Before</em></p><p><span class="gb-literal">{escape(source, quote=False)}</span>'
        f'<span class="gb-notice" data-gb-notice="bounds">{Labels().notice_bounds}</span></p><p><em>After</em></p>'
    )
    assert rendering.notices == (Notice("bounds", "", 3),)
    assert rendering.plain == f"Before\n{source}\nAfter"


def test_end_tags_of_one_line_are_read_up_to_a_bound() -> None:
    ends = "{% endhint %}" * (limits.TAGS_AT_LINE_END + 1)

    lines, _, orphans = mark(read(f"a{ends}"))

    assert (lines.texts, len(orphans)) == (["a{% endhint %}"], limits.TAGS_AT_LINE_END)


@pytest.mark.parametrize(
    "depth", [limits.BLOCK_NESTING - 10, limits.BLOCK_NESTING, limits.BLOCK_NESTING + 10, 5_000]
)
def test_quotes_of_any_depth_keep_their_words(depth: int) -> None:
    assert str(rendered(">" * depth + " tree").plain).replace(">", "").split() == ["tree"]


@pytest.mark.parametrize("depth", [40, 60, 400])
def test_lists_of_any_depth_keep_their_words(depth: int) -> None:
    source = "\n".join("  " * level + f"* w{level}" for level in range(depth))

    assert [word for word, _, _ in rendered(source).words()] == [f"w{level}" for level in range(depth)]


def test_included_texts_are_bounded_together() -> None:
    include = shelf({"note.md": "a" * (limits.INCLUDED_CHARACTERS // 4)})
    source = '{% include "note.md" %}\n\n'

    assert rendered(source * 4, include=include).notices == ()
    assert rendered(source * 5, include=include).notices == (Notice("bounds", "included characters", None),)


def test_included_text_has_the_bounds_of_a_page() -> None:
    include = shelf({"note.md": "a" * (limits.CHARACTERS + 1)})

    assert rendered('{% include "note.md" %}', include=include).notices == (
        Notice("bounds", "characters", None),
    )


def test_includes_are_bounded_in_depth() -> None:
    files = {f"{depth}.md": f'w{depth}\n\n{{% include "{depth + 1}.md" %}}' for depth in range(1, 9)}

    rendering = rendered('{% include "1.md" %}', include=shelf(files))

    assert rendering.plain == "\n".join(f"w{depth}" for depth in range(1, limits.INCLUDE_DEPTH + 1))
    assert rendering.notices == (Notice("include", f"{limits.INCLUDE_DEPTH + 1}.md", None),)
