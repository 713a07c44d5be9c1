"""Two sources → the lines that changed, with some lines around them, and how many are left out between."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from wiki.text import diff
from wiki.text.diff import Hunk, Kind, Segment

AROUND = 2  # unchanged lines shown on either side of a change
MOST_ROWS = 3_000  # lines shown; beyond, nobody reads on

_HEADING = re.compile(r"#{1,6}[ \t]+(.{1,80}).*")


class Row(NamedTuple):
    """A line as it is shown: the same, removed or added; its number on its own side."""

    kind: Kind
    number: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines that are the same and are left out."""

    count: int
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that changed, with those around them."""

    number: int
    heading: str  # the last one above, as far as lines tell
    rows: tuple[Row, ...]
    added: int
    removed: int
    is_change: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed in a source; coarse if it was too different for the finest comparison, cut if what
    changed is too long to be shown."""

    parts: tuple[Gap | Change, ...]
    added: int
    removed: int
    coarse: bool
    cut: bool
    ends: bool  # whether nothing but the end of the last line differs

    @property
    def changes(self) -> list[Change]:
        return [part for part in self.parts if isinstance(part, Change)]


class _Lines:
    """A text by its lines, each with where it begins."""

    def __init__(self, text: str) -> None:
        self.texts = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.texts)]

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        found = ((at, _HEADING.fullmatch(line)) for at, line in enumerate(self.texts))
        return [(at, heading.group(1)) for at, heading in found if heading]

    def heading_above(self, line: int) -> str:
        """The last heading above a line."""
        at = bisect_left(self._headings, (line, ""))
        return self._headings[at - 1][1] if at else ""

    def of(self, start: int, end: int, *, whole: bool) -> tuple[int, int]:
        """The lines on which a stretch lies; none, if it is empty and between two lines."""
        first, last = self._at(start), self._at(end)
        return first, last if whole else last + 1

    def begins(self, place: int) -> bool:
        return self.starts[self._at(place)] == place

    def _at(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1


class _Region(NamedTuple):
    """Lines of the old text in whose place lines of the new one stand, and the hunks among them."""

    old: tuple[int, int]
    new: tuple[int, int]
    hunks: tuple[Hunk, ...]


def compare(old: str, new: str) -> Comparison:
    """The lines that changed from one source to the other."""
    found = diff.compare(_ended(old), _ended(new))
    ours, theirs = _Lines(found.old), _Lines(found.new)
    parts: list[Gap | Change] = []
    groups = _together(list(_regions(found.hunks, ours, theirs)))
    rows, cut = 0, False
    place = 0  # in the lines of the old text, up to where all was told
    last = len(ours.texts) - 1  # behind the last line's end there is none
    for number, regions in enumerate(groups, 1):
        start = max(place, regions[0].old[0] - AROUND)
        end = min(last, regions[-1].old[1] + AROUND)
        if start > place:
            parts.append(Gap(start - place))
        change = _change(number, regions, ours, theirs, start, end)
        rows += len(change.rows)
        cut = rows > MOST_ROWS
        if cut:
            change = replace(change, rows=change.rows[: MOST_ROWS - rows])
        parts.append(change)
        place = end
        if cut:
            break
    if place < last and parts and not cut:
        parts.append(Gap(last - place))
    return Comparison(
        tuple(parts), found.words_added, found.words_removed, found.coarse, cut, old != new and not parts
    )


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _regions(hunks: Sequence[Hunk], old: _Lines, new: _Lines) -> Iterator[_Region]:
    """The lines that hunks touch; hunks that touch the same line are one region."""
    last: _Region | None = None
    for hunk in hunks:
        whole = all(
            lines.begins(place)
            for lines, places in ((old, (hunk.start, hunk.end)), (new, (hunk.new_start, hunk.new_end)))
            for place in places
        )
        region = _Region(
            old.of(hunk.start, hunk.end, whole=whole),
            new.of(hunk.new_start, hunk.new_end, whole=whole),
            (hunk,),
        )
        if last and (last.old[1] > region.old[0] or last.new[1] > region.new[0]):
            old_end, new_end = max(last.old[1], region.old[1]), max(last.new[1], region.new[1])
            last = _Region((last.old[0], old_end), (last.new[0], new_end), (*last.hunks, hunk))
            continue
        if last:
            yield last
        last = region
    if last:
        yield last


def _together(regions: list[_Region]) -> Iterator[list[_Region]]:
    """Regions so near that the lines around them would meet."""
    group: list[_Region] = []
    for region in regions:
        if group and region.old[0] - group[-1].old[1] > 2 * AROUND:
            yield group
            group = []
        group.append(region)
    if group:
        yield group


def _change(number: int, regions: list[_Region], old: _Lines, new: _Lines, start: int, end: int) -> Change:
    rows: list[Row] = []
    place, shift = start, regions[0].new[0] - regions[0].old[0]
    for region in regions:
        rows += _same(old, place, region.old[0], shift)
        rows += _side("removed", old, region.old, [(hunk.start, hunk.end) for hunk in region.hunks])
        rows += _side("added", new, region.new, [(hunk.new_start, hunk.new_end) for hunk in region.hunks])
        place, shift = region.old[1], region.new[1] - region.old[1]
    rows += _same(old, place, end, shift)
    hunks = [hunk for region in regions for hunk in region.hunks]
    added, removed = (sum(getattr(hunk, name) for hunk in hunks) for name in ("words_added", "words_removed"))
    heading = new.heading_above(regions[0].new[0])
    return Change(number, heading, tuple(rows), added, removed)


def _same(old: _Lines, start: int, end: int, shift: int) -> Iterator[Row]:
    """Lines that both sides have, under the numbers that they have now."""
    for at in range(start, end):
        yield Row("same", at + shift + 1, (Segment("same", old.texts[at]),))


def _side(kind: Kind, lines: _Lines, span: tuple[int, int], marks: list[tuple[int, int]]) -> Iterator[Row]:
    """The lines of one side, with what changed in them."""
    waiting = 0
    for at in range(*span):
        start, end = lines.starts[at], lines.starts[at] + len(lines.texts[at])
        segments: list[Segment] = []
        place = start
        while waiting < len(marks) and marks[waiting][0] <= end:
            first, last = (min(max(mark, place), end) for mark in marks[waiting])
            segments += [Segment("same", lines.texts[at][place - start : first - start])]
            segments += [Segment(kind, lines.texts[at][first - start : last - start])]
            place = last
            if marks[waiting][1] > end:
                break
            waiting += 1
        segments.append(Segment("same", lines.texts[at][place - start :]))
        yield Row(kind, at + 1, tuple(segment for segment in segments if segment.text))
