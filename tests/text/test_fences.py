"""Where code begins and ends, line after line, and the two things of GitBook's that Markdown misreads.

In these tests `∅` is the engine's mark for what shows nothing.
"""

from __future__ import annotations

import pytest

from wiki.text.fences import Code, indent, match_prefix, match_quote, mend
from wiki.text.lines import NOTHING


def code_lines(*texts: str) -> str:
    """One letter for each line: `c` in code, `t` in text."""
    code = Code(list(texts))
    return "".join("c" if code.holds(index, text) else "t" for index, text in enumerate(texts))


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [
        (["a", "```", "b", "```", "c"], "tccct"),
        (["~~~", "b", "~~~", "c"], "ccct"),
        (["```", "~~~", "```", "c"], "ccct"),
        (["````", "```", "````", "c"], "ccct"),
        (["```", "``", "b"], "ccc"),
        (["```python", "b", "```", "c"], "ccct"),
        (["``` a `b` ```", "c"], "tt"),
        (["* ```", "  b", "  ```", "c"], "ccct"),
        (["> ```", "> b", "> ```", "c"], "ccct"),
        (["<pre>", "b", "</pre>", "c"], "ccct"),
        (["<pre>b</pre>", "c"], "tt"),
        (["<SCRIPT>", "b", "</SCRIPT>", "c"], "ccct"),
        (["$$", "b", "$$", "c"], "ccct"),
        (["$$", "b", "c$$", "d"], "ccct"),
        (["$$ b $$", "c"], "tt"),
        (["$$", "b"], "tt"),
        (["a", "b"], "tt"),
    ],
)
def test_code_holds_its_lines(texts: list[str], kinds: str) -> None:
    assert code_lines(*texts) == kinds


def test_code_left_open_in_an_item_ends_with_the_end_tag_outside_of_it() -> None:
    assert code_lines("1. ```", "   b", "{% endcode %}", "c") == "cctt"


def test_code_holds_an_end_tag_that_stands_in_it() -> None:
    assert code_lines("```", "{% endcode %}", "```", "c") == "ccct"


def mended(source: str) -> str:
    texts = source.split("\n")
    mend(texts)
    return "\n".join(texts).replace(NOTHING, "∅")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("~~~~", "∅∅∅∅"),
        ("* ~~~~ a", "* ∅∅∅∅ a"),
        ("~~~~ a ~~b~~", "∅∅∅∅ a ~~b~~"),
        ("~~~~\na\n~~~~", "~~~~\na\n~~~~"),
        ("~~~~python\na\n~~~~\nb", "~~~~python\na\n~~~~\nb"),
        ("~~~\na\n~~~", "~~~\na\n~~~"),
        ("a ~~~~ b", "a ~~~~ b"),
        ("*\n\n  a", "* ∅\n\n  a"),
        ("1.\n\n   a", "1. ∅\n\n   a"),
        ("*\n\na", "*\n\na"),
        ("*\n  a", "*\n  a"),
        ("```\n*\n\n  a\n```", "```\n*\n\n  a\n```"),
    ],
)
def test_mend_marks_what_shows_nothing(source: str, read: str) -> None:
    assert mended(source) == read


@pytest.mark.parametrize(
    ("text", "prefix", "quote"),
    [
        ("a", "", ""),
        ("  a", "  ", ""),
        ("> a", "> ", ">"),
        ("> > * a", "> > * ", "> >"),
        ("* 1. a", "* 1. ", ""),
        ("*a", "", ""),
        ("1) a", "1) ", ""),
    ],
)
def test_prefix_is_what_may_stand_before_a_block(text: str, prefix: str, quote: str) -> None:
    assert (match_prefix(text), match_quote(text)) == (prefix, quote)


@pytest.mark.parametrize(("text", "width"), [("a", 0), ("  a", 2), ("\ta", 4), (" \ta", 4), ("   ", 3)])
def test_indent_counts_columns(text: str, width: int) -> None:
    assert indent(text) == width
