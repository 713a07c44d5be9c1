"""What one text became in the next, and how far that is sure: where anchors stand on the known difference."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import add
from typing import NamedTuple

from wiki.text import diff
from wiki.text.anchoring import passages
from wiki.text.anchoring.account import Account
from wiki.text.matching import Run

SUPPORT = 4  # words and ends of lines that tell a place from another
FURTHEST = 4_000  # characters read on either side to tell twins apart
KNOWN = 0.6  # share of a passage that was kept, if it is known what it is
WORD = 100  # characters within which the next word is looked for


@dataclass(frozen=True)
class Side:
    """One of two texts, and where on it the stretches stand that both have in common."""

    text: str
    starts: list[int]
    sizes: list[int]
    found: dict[str, list[int] | None] = field(default_factory=dict)

    def places(self, words: str) -> list[int] | None:
        """Where words stand; asked of each end of an addition, they are looked for once."""
        if words not in self.found:
            self.found[words] = passages.places(self.text, words)
        return self.found[words]

    @cached_property
    def ends(self) -> list[int]:
        return list(map(add, self.starts, self.sizes))

    def run_at(self, at: int) -> int | None:
        """The number of the common stretch that holds a letter."""
        index = bisect_right(self.starts, at) - 1
        return index if index >= 0 and at < self.ends[index] else None

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
        firsts, lasts = before.rsplit(None, 1), after.split(None, 1)
        if not firsts or not lasts:
            return None
        return low + before.rindex(firsts[-1]), at + after.index(lasts[0]) + len(lasts[0])

    def is_kept(self, start: int, end: int) -> bool:
        """Whether most of a span is in common, wherever its words stand on the other text."""
        kept = 0
        for index in self.runs_over(start, end):
            first = self.starts[index]
            kept += min(end, first + self.sizes[index]) - max(start, first)
        return kept >= KNOWN * (end - start)

    def slides(self, here: int, other: Side, place: int, outside: int) -> bool:
        """Whether two ends of stretches are one here, and the other text has an addition between them."""
        index = bisect_left(other.starts, place) - (1 - outside)
        if not 0 <= index < len(self.starts):
            return False
        mine, theirs = self.starts[index], other.starts[index]
        size = 0 if outside else self.sizes[index]
        return mine + size == here and theirs + size == place

    def is_amid(self, at: int) -> bool:
        """Whether all that stands around a place is in common, as one stretch: then it is explained."""
        index = self.run_at(at)
        return index is not None and self.starts[index] + WORD <= at <= self.ends[index] - WORD

    def explains(self, at: int, reach: tuple[int, int]) -> bool:
        """Whether what stands around a place is known: there, and most of it on either side."""
        index = self.run_at(at)
        return (
            index is not None
            and self.starts[index] < at
            and self.is_kept(at - reach[0], at)
            and self.is_kept(at, at + reach[1])
        )


class Core(NamedTuple):
    """The part of a common stretch that is sure."""

    low: int
    high: int


class Change:
    """Two texts and the stretches that both have in common.

    A stretch is sure as far as its words go on nowhere else as they go on here, on either text: what was
    copied, moved, or said twice side by side can be read in two ways, unless what stands elsewhere is known
    to be something else.
    """

    def __init__(self, old: str, new: str) -> None:
        self.before, self.after = old, new
        self._cores: dict[int, Core] = {}

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

    def leads(self, run: Run) -> bool:
        """Whether a common stretch is part of a shortest account of the change."""
        return self.before == self.after or self._account.leads(bisect_left(self.old.starts, run.old))

    def is_sure(self, run: Run, start: int, end: int) -> bool:
        """Whether a span of the old text that a common stretch holds is known to be the same words.

        The stretch is part of a shortest account, and nothing near its ends says otherwise.
        """
        if self.before == self.after:
            return True
        if not self.leads(run):
            return False
        if run.old not in self._cores:
            self._cores[run.old] = self._core(run)
        core = self._cores[run.old]
        return core.low <= start <= end <= core.high

    @cached_property
    def _account(self) -> Account:
        return Account(self.before, self.after, self.runs)

    def is_said_elsewhere(self, start: int, end: int, at: int) -> bool:
        """Whether what both texts say here stands elsewhere on either, where nothing more is known of it."""
        words = self.before[start:end]
        for side, here in ((self.old, start), (self.new, at)):
            places = side.places(words)
            if places is None:
                return True
            if any(place != here and not side.is_kept(place, place + len(words)) for place in places):
                return True
        return False

    def _core(self, run: Run) -> Core:
        """The part of a common stretch that is sure."""
        end, new_end = run.old + run.size, run.new + run.size
        if run.size < FURTHEST and self.is_said_elsewhere(run.old, end, run.new):
            return Core(end, end)
        return Core(
            run.old + max(self._claims(run.old, run.new, outside=0), default=0),
            end - max(self._claims(end, new_end, outside=1), default=0),
        )

    def _claims(self, at: int, new_at: int, outside: int) -> Iterator[int]:
        """How far inside an end of a common stretch the same stands elsewhere, unexplained."""
        for ours, here, theirs, there in (
            (self.old, at, self.new, new_at),
            (self.new, new_at, self.old, at),
        ):
            span = ours.around(here)
            found = theirs.places(ours.text[slice(*span)]) if span else []
            if span and found is None:
                yield here - span[0] if outside else span[1] - here
            for place in [place + here - span[0] for place in found or () if span]:
                if place == there or theirs.is_amid(place):
                    continue
                before = passages.common_end(ours.text, here, theirs.text, place, FURTHEST)
                after = passages.common_start(ours.text, here, theirs.text, place, FURTHEST)
                near = min(before, WORD), min(after, WORD)
                told = passages.weight(ours.text[here - near[0] : here + near[1]])
                if told < SUPPORT and not ours.slides(here, theirs, place, outside):
                    continue
                if not theirs.explains(place, near):
                    yield before if outside else after
