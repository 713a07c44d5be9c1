"""Two texts → the changes that lead from one to the other, word by word; some of the changes → a text.

Lines are compared first, then the words of the lines that differ. Places count code points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, NamedTuple

from wiki.text import lexemes, matching, words
from wiki.text.matching import Run, Span

Kind = Literal["same", "removed", "added"]


class Segment(NamedTuple):
    """A piece of a text that is the same, removed or added."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Hunk:
    """One change that can be decided alone: what stood at `start:end` of the old text, and what stands at
    `new_start:new_end` of the new one in its place."""

    number: int
    start: int
    end: int
    new_start: int
    new_end: int
    removed: str
    added: str

    @property
    def words_removed(self) -> int:
        return words.count(self.removed)

    @property
    def words_added(self) -> int:
        return words.count(self.added)


class Mark(NamedTuple):
    """A hunk by its number and its places on both texts."""

    number: int
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes between two texts in order; coarse if the texts were too different for the finest.

    `compare` numbers the hunks from 1. A merge keeps their numbers, so that there some are missing, and a
    number that two of them have is one decision.
    """

    old: str
    new: str
    hunks: tuple[Hunk, ...]
    coarse: bool

    @property
    def words_removed(self) -> int:
        return sum(hunk.words_removed for hunk in self.hunks)

    @property
    def words_added(self) -> int:
        return sum(hunk.words_added for hunk in self.hunks)

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(hunk.number for hunk in self.hunks)

    @property
    def marks(self) -> list[Mark]:
        """The hunks as plain numbers: with both texts, all that need be kept of them; see `marked`."""
        return [Mark(hunk.number, hunk.start, hunk.end, hunk.new_start, hunk.new_end) for hunk in self.hunks]

    def keep(self, chosen: Collection[int] | None = None) -> str:
        """The old text with the changes of these numbers; all of them unless told."""
        parts = []
        place = 0
        for hunk in self.hunks:
            if chosen is None or hunk.number in chosen:
                parts += [self.old[place : hunk.start], hunk.added]
                place = hunk.end
        return "".join([*parts, self.old[place:]])

    def without(self, numbers: Collection[int]) -> Difference:
        """The same change less the hunks of these numbers; the others keep theirs."""
        moved, hunks = 0, []
        for hunk in self.hunks:
            if hunk.number not in numbers:
                start = hunk.start + moved
                hunks.append(replace(hunk, new_start=start, new_end=start + len(hunk.added)))
                moved += len(hunk.added) - len(hunk.removed)
        return Difference(self.old, self.keep(self.numbers - set(numbers)), tuple(hunks), self.coarse)

    def segments(self) -> Iterator[Segment]:
        """Both texts in one: what is the same, what was removed, what was added."""
        place = 0
        for hunk in self.hunks:
            pieces: tuple[tuple[Kind, str], ...] = (
                ("same", self.old[place : hunk.start]),
                ("removed", hunk.removed),
                ("added", hunk.added),
            )
            yield from (Segment(kind, text) for kind, text in pieces if text)
            place = hunk.end
        if place < len(self.old):
            yield Segment("same", self.old[place:])


def compare(old: str, new: str) -> Difference:
    """The changes between two texts, as a person would tell them."""
    spans, coarse = _spans(old, new, readable=True)
    return marked(old, new, [Mark(number, *span) for number, span in spans], coarse=coarse)


def marked(old: str, new: str, marks: Iterable[Mark], *, coarse: bool = False) -> Difference:
    """The changes between two texts, found before, from their marks."""
    hunks = (Hunk(*mark, old[mark.start : mark.end], new[mark.new_start : mark.new_end]) for mark in marks)
    return Difference(old, new, tuple(hunks), coarse)


def keep(old: str, new: str, chosen: Collection[int] | None = None) -> str:
    """The old text with the chosen changes that lead to the new one; all of them unless told."""
    return new if chosen is None else compare(old, new).keep(chosen)


def segments(old: str, new: str) -> list[Segment]:
    """Two short texts in one, such as titles: what is the same, what was removed, what was added."""
    return list(compare(old, new).segments())


def kept(old: str, new: str) -> list[Run]:
    """All stretches that both texts have in common, the finest: what anchors, merges and credits stand on."""
    spans, _coarse = _spans(old, new, readable=False)
    runs = []
    place, new_place = 0, 0
    for _number, span in [*spans, (0, Span(len(old), len(old), len(new), len(new)))]:
        if span.old_start > place:
            runs.append(Run(place, new_place, span.old_start - place))
        place, new_place = span.old_end, span.new_end
    return runs


def _spans(old: str, new: str, *, readable: bool) -> tuple[list[tuple[int, Span]], bool]:
    """The changes as numbered spans of code points."""
    if old == new:
        return [], False
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found = matching.align(old_lines, new_lines)
    regions = matching.changes(_telling(found.runs, old_lines), len(old_lines), len(new_lines))
    old_places, new_places = _places(old_lines), _places(new_lines)
    spans: list[Span] = []
    coarse = found.coarse
    for region in regions:
        inner, rough = _words_of(
            lexemes.cut("".join(old_lines[region.old_start : region.old_end])),
            lexemes.cut("".join(new_lines[region.new_start : region.new_end])),
            readable=readable,
        )
        coarse = coarse or rough
        by, new_by = old_places[region.old_start], new_places[region.new_start]
        spans += [Span(a0 + by, a1 + by, b0 + new_by, b1 + new_by) for a0, a1, b0, b1 in inner]
    return list(enumerate(spans, 1)), coarse


def _telling(runs: list[Run], lines: list[str]) -> list[Run]:
    """The common lines without the empty ones that happen to stand between two changes."""
    last = len(lines)
    return [
        run
        for run in runs
        if not run.old
        or run.old + run.size == last
        or any(line.strip() for line in lines[run.old : run.old + run.size])
    ]


def _words_of(old: list[str], new: list[str], *, readable: bool) -> tuple[list[Span], bool]:
    """The changes within some lines, in code points from their beginning."""
    found = matching.align(old, new)
    spans = matching.changes(found.runs, len(old), len(new))
    if readable:
        spans = matching.readable(old, new, spans)
    places, new_places = _places(old), _places(new)
    return [Span(places[a0], places[a1], new_places[b0], new_places[b1]) for a0, a1, b0, b1 in spans], (
        found.coarse
    )


def _places(parts: list[str]) -> list[int]:
    """Where each part begins, and where the last one ends."""
    return [0, *accumulate(map(len, parts))]
