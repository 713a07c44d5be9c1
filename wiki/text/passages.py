"""A passage of a page, edited as words: some lines of its plain words, and what becomes of the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from wiki.text.places import Placed
from wiki.text.render import Rendering
from wiki.text.transplant import Draw, Reason, Refusal, transplant

MOST_LINES = 30  # of one passage: each that is changed is written and drawn by itself
_OUTSIDE = " \t"


@dataclass(frozen=True)
class Passage:
    """Whole lines of the plain words, from `first` to `last`: a block each, or a line of code."""

    first: int
    last: int
    start: int
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def digest(self) -> str:
        """By which it is known again in a form."""
        return sha256(self.words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def all_of(plain: str) -> list[Passage]:
    """Each line that somebody wrote here; those of the engine, or of a text taken in, are left out."""
    found = (at(plain, number, number) for number in range(plain.count("\n") + 1))
    return [passage for passage in found if passage and passage.words.strip() and _is_written(plain, passage)]


def at(plain: str, first: int, last: int) -> Passage | None:
    """The passage of these lines; None where there are none, or too many."""
    lines = plain.split("\n")
    if not 0 <= first <= last < len(lines) or last - first >= MOST_LINES:
        return None
    start = sum(len(line) + 1 for line in lines[:first])
    return Passage(first, last, start, "\n".join(lines[first : last + 1]))


def around(plain: str, start: int, end: int) -> Passage | None:
    """The lines that hold a span, whole."""
    return at(plain, plain.count("\n", 0, start), plain.count("\n", 0, max(start, end - 1)))


def known_by(plain: str, digest: str, first: int, last: int) -> Passage | None:
    """The passage that a form is about: its very words at those lines, or nothing."""
    passage = at(plain, first, last)
    return passage if passage is not None and passage.digest == digest else None


def block_of(source: str, rendering: Rendering, passage: Passage) -> tuple[int, int] | None:
    """The stretch of source that the blocks of a passage were written in."""
    ends = (passage.start, max(passage.start, passage.end - 1))
    spans = [_block(source, rendering, place) for place in ends]
    found = [span for span in spans if span is not None]
    if not found or not _is_written(rendering.plain, passage):
        return None
    return min(start for start, _end in found), max(end for _start, end in found)


def changed(source: str, rendering: Rendering, passage: Passage, words: str, *, draw: Draw) -> str | Refusal:
    """The source with other words in the place of the passage, or why that cannot be done line by line.

    A line is changed only from where it differs: what a browser made of the blanks elsewhere changes nothing.
    """
    old, new = passage.words.split("\n"), _lines(words)
    block = block_of(source, rendering, passage)
    if len(old) != len(new):
        return Refusal(Reason.LINES, block)
    starts = accumulate((len(line) + 1 for line in old), initial=passage.start)
    is_changed = False
    for start, before, after in reversed(list(zip(starts, old, new, strict=False))):
        after = _trimmed(before, after)
        if before == after:
            continue
        first, end, middle = _differing(before, after)
        done = transplant(source, rendering, start + first, start + end, middle, draw=draw)
        if isinstance(done, Refusal):
            return Refusal(done.reason, block)
        source, is_changed = done.source, True
        rendering = draw(source)
    return source if is_changed else Refusal(Reason.NOTHING, block)


def _lines(words: str) -> list[str]:
    return words.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")


def _trimmed(before: str, after: str) -> str:
    """Without blanks at its ends, where there were none: nobody sees them."""
    return after if before != before.strip(_OUTSIDE) else after.strip(_OUTSIDE)


def _differing(before: str, after: str) -> tuple[int, int, str]:
    shortest = min(len(before), len(after))
    first = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    most = shortest - first
    last = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    return first, len(before) - last, after[first : len(after) - last]


def _is_written(plain: str, passage: Passage) -> bool:
    runs = plain.runs if isinstance(plain, Placed) else ()
    index = bisect_right(runs, (passage.end,)) - 1
    return index >= 0 and runs[index].offset + runs[index].length > passage.start


def _block(source: str, rendering: Rendering, place: int) -> tuple[int, int] | None:
    """The block around a place; asked by changing nothing there."""
    asked = transplant(source, rendering, place, place, "", draw=lambda _source: rendering)
    return asked.block if isinstance(asked, Refusal) else None
