"""Words changed on the page reach the source, and nothing else of it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.small_site import rendered
from wiki.text.transplant import Reason, Refusal, Transplanted, transplant


def rewritten(source: str, old: str, new: str) -> str | Reason:
    """The new source, or the reason why there is none."""
    rendering = rendered(source)
    start = rendering.plain.index(old)
    found = transplant(source, rendering, start, start + len(old), new, draw=rendered)
    return found.source if isinstance(found, Transplanted) else found.reason


@pytest.mark.parametrize(
    ("source", "old", "new", "result"),
    [
        ("un **deux** trois", "deux", "cinq", "un **cinq** trois"),
        ("un [deux](page.md) trois", "un deux trois", "six deux sept", "six [deux](page.md) sept"),
        ("un deux", "deux", "*deux*", r"un \*deux\*"),
        ("un\ndeux", "un deux", "une deuxième", "une\ndeuxième"),
        ("un &amp; deux", "&", "et", Reason.MARKUP),  # refused as yet: a reference replaced whole
        ("un `deux` trois", "deux", "a*b", "un `a*b` trois"),
        ("un\n\ndeux", "un\ndeux", "trois", Reason.LINES),
        ("un $$x$$ deux", "x", "y", Reason.FORMULA),
    ],
)
def test_words_are_carried_into_the_source(source: str, old: str, new: str, result: str | Reason) -> None:
    assert rewritten(source, old, new) == result


def test_refusal_gives_the_block() -> None:
    source = "un\n\na **deux** b"
    rendering = rendered(source)

    assert transplant(source, rendering, 5, 9, "deux", draw=rendered) == Refusal(Reason.NOTHING, (4, 16))


@given(st.text("ab *_[]()<>&{}%#|`$!:/.@-1\\~\n", min_size=1, max_size=8))
def test_words_with_signs_are_carried_whole_or_refused(words: str) -> None:
    source = "un **deux** [trois](page.md)\n\n| a | b |\n| - | - |\n| c | d |"
    rendering = rendered(source)
    start = rendering.plain.index("deux")
    found = transplant(source, rendering, start, start + 4, words, draw=rendered)

    if isinstance(found, Transplanted):
        expected = rendering.plain.replace("deux", " ".join(words.split("\n")), 1)
        assert rendered(found.source).plain.split() == expected.split()
