"""The edits of two sides upon one text, and which of them meet.

Two edits meet where they change the same characters, where one adds within what the other takes, and where
both add at one place. Edits that only touch do not meet: the order of the text is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from wiki.text import lexemes, words
from wiki.text.diff import Hunk

FURTHEST = 4_000  # characters that an edit may slide, its effect the same
MOST_STEPS = 1_000_000  # characters compared for all slides of one merge; beyond, edits stay where they are


class Edit(NamedTuple):
    """What one side put in the place of `start:end` of the base; where it stands on that side; its hunk."""

    start: int
    end: int
    added: str
    new_start: int
    number: int

    @property
    def new_end(self) -> int:
        return self.new_start + len(self.added)

    @property
    def adds(self) -> bool:
        return self.start == self.end

    @property
    def takes(self) -> bool:
        return not self.added

    def does_as(self, other: Edit) -> bool:
        return (self.start, self.end, self.added) == (other.start, other.end, other.added)


class Stretch(NamedTuple):
    """A stretch of the base, both its ends in it."""

    start: int
    end: int


@dataclass(slots=True)
class Meeting:
    """Edits that must be seen together, by side, and the stretch of the base from the first to the last;
    bound, if something else than their places says so."""

    start: int
    end: int
    is_bound: bool = False
    sides: tuple[list[Edit], list[Edit]] = field(default_factory=lambda: ([], []))

    def take(self, other: Meeting) -> None:
        self.start, self.end = min(self.start, other.start), max(self.end, other.end)
        for mine, more in zip(self.sides, other.sides, strict=True):
            mine += more


def edits_of(hunks: Iterable[Hunk]) -> list[Edit]:
    """The hunks of one side as edits; ends of lines that were added after changed words are another."""
    edits = []
    for hunk in hunks:
        said = hunk.added.rstrip("\n")
        if not hunk.removed or not said or hunk.removed.endswith("\n"):
            said = hunk.added
        edits.append(Edit(hunk.start, hunk.end, said, hunk.new_start, hunk.number))
        if ends := hunk.added[len(said) :]:
            edits.append(Edit(hunk.end, hunk.end, ends, hunk.new_start + len(said), hunk.number))
    return edits


def from_to(*edits: Edit) -> Stretch:
    """The stretch of the base from the first of some edits to the last."""
    return Stretch(min(edit.start for edit in edits), max(edit.end for edit in edits))


def applied(base: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """A stretch of the base as the edits within it leave it."""
    parts = []
    for edit in edits:
        parts += [base[start : edit.start], edit.added]
        start = edit.end
    return "".join([*parts, base[start:end]])


def meetings(ours: Sequence[Edit], theirs: Sequence[Edit], bound: Iterable[Stretch]) -> list[Meeting]:
    """All edits in order, those that meet together, as well as those that touch one stretch of `bound`."""
    found: list[Meeting] = []
    reach, added_at = [-1, -1], [-1, -1]
    for edit, side in sorted([(edit, 0) for edit in ours] + [(edit, 1) for edit in theirs], key=_place):
        other = 1 - side
        meets = edit.start < reach[other] or (edit.adds and edit.start == added_at[other])
        one = Meeting(edit.start, edit.end)
        one.sides[side].append(edit)
        if meets:
            found[-1].take(one)
        else:
            found.append(one)
        if edit.adds:
            added_at[side] = edit.start
        else:
            reach[side] = edit.end
    return _bound(found, _united(bound))


def _place(placed: tuple[Edit, int]) -> tuple[int, int, int]:
    edit, side = placed
    return edit.start, edit.end, side


def _bound(found: list[Meeting], stretches: list[Stretch]) -> list[Meeting]:
    """The same meetings; those that touch one stretch are one."""
    kept: list[Meeting] = []
    waiting = iter(stretches)
    stretch = next(waiting, None)
    joining = False
    for meeting in found:
        while stretch and stretch.end < meeting.start:
            stretch, joining = next(waiting, None), False
        touches = stretch is not None and meeting.end >= stretch.start
        meeting.is_bound = touches
        if touches and joining:
            kept[-1].take(meeting)
        else:
            kept.append(meeting)
        joining = touches
    return kept


def _united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that touch as one."""
    united: list[Stretch] = []
    for stretch in sorted(stretches):
        if united and stretch.start <= united[-1].end:
            united[-1] = Stretch(united[-1].start, max(united[-1].end, stretch.end))
        else:
            united.append(stretch)
    return united


# --- edits that can be told at several places ---------------------------------------------------------------


class _Reach(NamedTuple):
    """From the first character to the last that an edit may touch, its effect the same."""

    low: int
    high: int
    side: int
    edit: Edit


def sliding(base: str, ours: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[Stretch]:
    """From one edit to another that do not meet, but would if they were told where they could be as well.

    A word added before its twin may as well be said to stand after it. So the same edit of both sides would
    be made twice, additions at one place would have an order that nobody chose, and of two twins the wrong
    one would be edited.
    """
    slides = _Slides(base)
    reaches = [slides.reach(edit, side) for side, edits in enumerate((ours, theirs)) for edit in edits]
    furthest: list[_Reach | None] = [None, None]
    for reach in sorted(reaches):
        other = furthest[1 - reach.side]
        if other and _may_meet(base, other, reach) and not _meet(other.edit, reach.edit):
            yield from_to(other.edit, reach.edit)
        mine = furthest[reach.side]
        if not mine or reach.high >= mine.high:
            furthest[reach.side] = reach


def _may_meet(base: str, first: _Reach, second: _Reach) -> bool:
    one, other = first.edit, second.edit
    if one.adds and other.adds:
        return second.low <= first.high
    if second.low >= first.high:
        return False
    alike = one.takes and other.takes and one.end - one.start == other.end - other.start
    return alike or bool(words.count(base[second.low : min(first.high, second.high)]))


def _meet(one: Edit, other: Edit) -> bool:
    if one.adds and other.adds:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


class _Slides:
    """How far edits can slide in one text."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._left = MOST_STEPS

    def reach(self, edit: Edit, side: int) -> _Reach:
        back, forth = 0, 0
        if edit.adds or edit.takes:
            text = edit.added or self.base[edit.start : edit.end]
            back, forth = self._steps(edit, text, -1), self._steps(edit, text, 1)
        return _Reach(edit.start - back, edit.end + forth, side, edit)

    def _steps(self, edit: Edit, text: str, way: int) -> int:
        """How many characters an edit may slide one way, in whole lexemes."""
        most = self._most(edit, text, way)
        if not most:
            return 0
        times, rest = divmod(most, len(text))
        sizes = accumulate(len(part) for part in lexemes.cut(text)[::way])
        return times * len(text) + max((size for size in sizes if size <= rest), default=0)

    def _most(self, edit: Edit, text: str, way: int) -> int:
        base = self.base
        place, last = (edit.start - 1, -1) if way < 0 else (edit.end, len(base))
        steps = 0
        while place != last and steps < min(FURTHEST, self._left):
            at = steps % len(text)
            if base[place] != text[-1 - at if way < 0 else at]:
                break
            place, steps = place + way, steps + 1
        self._left -= steps
        return steps
