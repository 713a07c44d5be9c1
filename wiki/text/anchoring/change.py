"""What one text became in the next, and how far that is sure: where anchors stand on the known difference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wiki.text import diff
from wiki.text.anchoring import passages
from wiki.text.matching import Run

SUPPORT = 4  # words and ends of lines that tell a place from another
FURTHEST = 4_000  # characters read on either side to tell twins apart
KNOWN = 0.6  # share of a passage that was kept, if it is known what it is
WORD = 100  # characters within which the next word is looked for


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts, and where on it the stretches stand that both have in common."""

    text: str
    starts: list[int]
    sizes: list[int]

    def run_at(self, at: int) -> int | None:
        """The number of the common stretch that holds a letter."""
        index = bisect_right(self.starts, at) - 1
        return index if index >= 0 and at < self.starts[index] + self.sizes[index] else None

    def runs_over(self, start: int, end: int) -> range:
        """The numbers of the common stretches that hold a letter of a span."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.starts[first] + self.sizes[first] <= start:
            first += 1
        return range(first, max(first, bisect_right(self.starts, end - 1)))

    def around(self, at: int) -> tuple[int, int] | None:
        """From the word before a place to the word after it, if there are both."""
        low = max(0, at - WORD)
        before, after = self.text[low:at], self.text[at : at + WORD]
        if not before.strip() or not after.strip():
            return None
        first, last = before.split()[-1], after.split()[0]
        return low + before.rindex(first), at + after.index(last) + len(last)

    def is_kept(self, start: int, end: int) -> bool:
        """Whether most of a span is in common, wherever its words stand on the other text."""
        kept = 0
        for index in self.runs_over(start, end):
            first = self.starts[index]
            kept += min(end, first + self.sizes[index]) - max(start, first)
        return kept >= KNOWN * (end - start)

    def explains(self, at: int, reach: tuple[int, int]) -> bool:
        """Whether what stands around a place is known: there, and most of it on either side."""
        index = self.run_at(at)
        return (
            index is not None
            and self.starts[index] < at
            and self.is_kept(at - reach[0], at)
            and self.is_kept(at, at + reach[1])
        )


class Change:
    """Two texts and the stretches that both have in common.

    A stretch is sure as far as its words go on nowhere else as they go on here, on either text: what was
    copied, moved, or said twice side by side can be read in two ways, unless what stands elsewhere is known
    to be something else.
    """

    def __init__(self, old: str, new: str) -> None:
        self.before, self.after = old, new
        self._cores: dict[int, tuple[int, int]] = {}

    @cached_property
    def runs(self) -> list[Run]:
        if self.before == self.after:
            return [Run(0, 0, len(self.before))]
        return diff.kept(self.before, self.after)

    @cached_property
    def old(self) -> Side:
        return Side(self.before, [run.old for run in self.runs], [run.size for run in self.runs])

    @cached_property
    def new(self) -> Side:
        return Side(self.after, [run.new for run in self.runs], [run.size for run in self.runs])

    def run_of(self, start: int, end: int) -> Run | None:
        """The common stretch that holds a whole span of the old text."""
        index = self.old.run_at(start)
        run = self.runs[index] if index is not None else None
        return run if run and end <= run.old + run.size else None

    def nearest(self, at: int) -> int:
        """Where a place of the old text is on the new one, or the end of what was kept before it."""
        index = bisect_right(self.old.starts, at) - 1
        run = self.runs[index] if index >= 0 else Run(0, 0, 0)
        return run.new + min(at - run.old, run.size)

    def reach(self, start: int, at: int, size: int, most: int) -> tuple[int, int]:
        """How far both texts are the same before and after words that both have."""
        left = passages.common_end(self.before, start, self.after, at, most)
        return left, passages.common_start(self.before, start + size, self.after, at + size, most)

    def is_sure(self, run: Run, start: int, end: int) -> bool:
        """Whether a span of the old text that a common stretch holds is known to be the same words."""
        if self.before == self.after:
            return True
        if run.old not in self._cores:
            self._cores[run.old] = self._core(run)
        low, high = self._cores[run.old]
        return low <= start and end <= high

    def _core(self, run: Run) -> tuple[int, int]:
        """The part of a common stretch that is sure."""
        end, new_end = run.old + run.size, run.new + run.size
        if run.size < FURTHEST and self._is_double(run):
            return end, end
        first = max((inside for inside, _outside in self._claims(run.old, run.new, outside=0)), default=0)
        last = max((inside for inside, _outside in self._claims(end, new_end, outside=1)), default=0)
        return run.old + first, end - last

    def _claims(self, at: int, new_at: int, outside: int) -> Iterator[tuple[int, int]]:
        """How far inside and outside an end of a common stretch the same stands elsewhere, unexplained."""
        for ours, here, theirs, there in (
            (self.old, at, self.new, new_at),
            (self.new, new_at, self.old, at),
        ):
            span = ours.around(here)
            found = passages.places(theirs.text, ours.text[slice(*span)]) if span else []
            if span and found is None:
                ends = here - span[0], span[1] - here
                yield ends if outside else (ends[1], ends[0])
            for place in [place + here - span[0] for place in found or () if span]:
                if place == there:
                    continue
                before = passages.common_end(ours.text, here, theirs.text, place, FURTHEST)
                after = passages.common_start(ours.text, here, theirs.text, place, FURTHEST)
                near = min(before, WORD), min(after, WORD)
                told = passages.weight(ours.text[here - near[0] : here + near[1]])
                if told >= SUPPORT and not theirs.explains(place, near):
                    yield (before, after) if outside else (after, before)

    def _is_double(self, run: Run) -> bool:
        """Whether all of a common stretch stands elsewhere too, where nothing more is known of it."""
        words = self.before[run.old : run.old + run.size]
        for side, here in ((self.old, run.old), (self.new, run.new)):
            places = passages.places(side.text, words)
            if places is None:
                return True
            for place in places:
                if place != here and not side.is_kept(place, place + run.size):
                    return True
        return False
