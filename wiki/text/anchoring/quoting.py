"""Quoting words of a text, and finding on it the words that a reader chose."""

from __future__ import annotations

from dataclasses import dataclass

from wiki.text.anchoring import passages
from wiki.text.words import tokens

LONGEST = 1_000  # characters of a quote
CONTEXT = 64  # characters kept on either side of it


class NotQuotable(ValueError):
    """A span that holds no word, or that is not of the text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What was quoted of a text, where, and what stood around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def quote(plain: str, start: int, end: int) -> Quote:
    """What a span quotes: grown to whole words, without blanks around it, as long as a quote may be."""
    if not 0 <= start < end <= len(plain):
        raise NotQuotable("The passage is not on this text.")
    start, end = _trimmed(plain, start, end)
    if start == end:
        raise NotQuotable("The passage holds no word.")
    start, end = _grown(plain, start, end)
    if end - start > LONGEST:
        start, end = _trimmed(plain, start, _last_whole(plain, start, start + LONGEST))
    return _quoted(plain, start, end)


def _quoted(plain: str, start: int, end: int) -> Quote:
    prefix, suffix = plain[max(0, start - CONTEXT) : start], plain[end : end + CONTEXT]
    return Quote(start, end, plain[start:end], prefix, suffix)


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks that begin and end it."""
    exact = plain[start:end]
    bare = exact.strip()
    return (start + exact.index(bare), start + exact.index(bare) + len(bare)) if bare else (start, start)


def _grown(plain: str, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of the words that it begins and ends within."""
    begun, ended = _word_around(plain, start), _word_around(plain, end)
    return begun[0] if begun else start, ended[1] if ended else end


def _last_whole(plain: str, start: int, end: int) -> int:
    """Where to end within a word at the latest; a word longer than a quote is cut."""
    cut = _word_around(plain, end)
    return cut[0] if cut and cut[0] > start else end


def _word_around(plain: str, at: int) -> tuple[int, int] | None:
    """The word that a place is inside of, if it is inside of one."""
    # No word has a blank in it.
    if not 0 < at < len(plain) or plain[at - 1].isspace() or plain[at].isspace():
        return None
    low, high = at, at
    while low > max(0, at - LONGEST) and not plain[low - 1].isspace():
        low -= 1
    while high < min(len(plain), at + LONGEST) and not plain[high].isspace():
        high += 1
    for word in tokens(plain[low:high]):
        if word.start + low >= at:
            return None
        if word.end + low > at:
            return word.start + low, word.end + low
    return None


# --- finding what a reader chose ----------------------------------------------------------------------------


def find(plain: str, exact: str, prefix: str, suffix: str, hint: int | None) -> Quote | None:
    """What a reader chose on the text that was shown: the only place that says it, or clearly the best.

    Blanks do not count: a browser writes the end of a line, a cell or a block otherwise than `plain` does.
    """
    wanted = passages.bare(exact)
    if not wanted:
        return None
    kept = [at for at, character in enumerate(plain) if not character.isspace()]
    bare = "".join([plain[at] for at in kept])
    spans = {at: (kept[at], kept[at + len(wanted) - 1] + 1) for at in passages.places(bare, wanted) or ()}
    before, after = passages.bare(prefix)[-CONTEXT:], passages.bare(suffix)[:CONTEXT]
    alike = {
        at: likeness(bare, at, at + len(wanted), before, after)
        for at, span in spans.items()
        if passages.is_whole(plain, *span)
    }
    best = passages.clearly_best(alike)
    if best is None:
        most = max(alike.values(), default=0)
        best = next((at for at in alike if spans[at][0] == hint and alike[at] == most), None)
    return quote(plain, *spans[best]) if best is not None else None


def likeness(text: str, start: int, end: int, before: str, after: str) -> float:
    """How much of a context stands around a place, read outwards from it."""
    length = len(before) + len(after)
    if not length:
        return 0
    left = passages.common_end(text, start, before, len(before), len(before))
    return (left + passages.common_start(text, end, after, 0, len(after))) / length
