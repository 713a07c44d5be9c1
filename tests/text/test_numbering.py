"""Numbered code: each line is marked, and not a character of it changes."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.text.small_site import html, placed_words
from wiki.text.syntax import MOST_LINES


def numbered(code: str, language: str = "python") -> str:
    return html(f'{{% code lineNumbers="true" %}}\n```{language}\n{code}\n```\n{{% endcode %}}')


def lines(text: str) -> int:
    return text.count('class="gb-line"')


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("a", 1),
        ("a\nb", 2),
        ("a\n\n\nb = 1", 4),
        ('"""one\ntwo\nthree"""\nx = [1,\n 2]  # end', 5),
        ("\n\na", 3),
    ],
)
def test_every_line_is_marked_and_none_changes(code: str, count: int) -> None:
    text = numbered(code)
    inner = re.search(r"<code[^>]*>(.*)</code>", text, re.S)

    assert lines(text) == count
    assert inner
    assert unescape(re.sub("<[^>]+>", "", inner[1])).rstrip("\n") == code


def test_empty_code_has_no_line() -> None:
    assert lines(numbered("")) == 0


def test_code_that_nobody_asked_to_number_is_left() -> None:
    assert lines(html("```python\na\nb\n```")) == 0


def test_very_long_code_is_left() -> None:
    assert lines(numbered("a\n" * MOST_LINES, "")) == 0
    assert lines(numbered("a\n" * (MOST_LINES - 1) + "a", "")) == MOST_LINES


def test_words_of_numbered_code_keep_their_place() -> None:
    source = '{% code lineNumbers="true" %}\n```python\none = 1\ntwo = """x\ny"""\n```\n{% endcode %}'

    assert all(word == found for word, found in placed_words(source))
