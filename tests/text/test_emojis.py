"""Short names of emoji become their sign; times, code and `a:b:c` stay as they are."""

from __future__ import annotations

import pytest

from tests.text.small_site import html, placed_words


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (":warning:", "⚠️"),
        (":heartpulse: a", "💗 a"),
        (":+1:", "👍"),
        ("(:tada:)", "(🎉)"),
        ("**:tada:**", "<strong>🎉</strong>"),
        (":tada: :tada:", "🎉 🎉"),
    ],
)
def test_emoji_name_becomes_its_sign(source: str, shown: str) -> None:
    assert html(source) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "text",
    [
        ":no_such_name:",
        "10:30:45",
        "a:warning:b",
        "std::vector::size",
        ":80:",
        "::",
        ":warning",
        "a/:warning:/b",
    ],
)
def test_emoji_is_not_made_of(text: str) -> None:
    assert html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("`:tada:`", "<p><code>:tada:</code></p>"),
        ("<kbd>:tada:</kbd>", "<p><kbd>:tada:</kbd></p>"),
        ("```\n:tada:\n```", '<pre tabindex="0"><code>:tada:\n</code></pre>'),
    ],
)
def test_emoji_name_in_code_is_code(source: str, shown: str) -> None:
    assert html(source) == shown


def test_emoji_leaves_the_words_around_it_in_place() -> None:
    assert placed_words("Go :tada: now") == [("Go", "Go"), ("now", "now")]
