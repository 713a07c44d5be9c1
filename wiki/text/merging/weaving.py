"""Three texts as one row of pieces: what is the same, whose each change is, where they disagree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wiki.text import lexemes
from wiki.text.merging import seams
from wiki.text.merging.edits import Edit, Meeting, Stretch, applied, from_to, meetings, sliding
from wiki.text.merging.moves import Move, likely, moves, placed_twice
from wiki.text.merging.pieces import By, Piece
from wiki.text.merging.twins import twins

Sides = tuple[Sequence[Edit], Sequence[Edit]]

MOST_PASSES = 4  # over texts whose moves and seams do not hold; then all that is doubtful is one conflict
_NAMES: tuple[By, By] = ("ours", "theirs")


def weave(base: str, ours: str, theirs: str, edits: Sides) -> list[Piece]:
    """The pieces of a merge; `edits` lead from the base to ours, and to theirs."""
    bound = list(sliding(base, *edits))
    bound += [from_to(*pair) for pair in placed_twice((ours, edits[0]), (theirs, edits[1]))]
    bound += twins(base, ours, *edits)
    bound += twins(base, theirs, *edits[::-1])
    moved = moves(base, ours, edits[0]), moves(base, theirs, edits[1])
    doubtful = list(likely(base, edits[0])), list(likely(base, edits[1]))
    unsure: set[Edit] = set()
    for _ in range(MOST_PASSES):
        loom = _Loom(base, edits, bound)
        for side in (0, 1):
            loom.carry(side, [move for move in moved[side] if not {move.taken, move.put} & unsure])
            loom.bind(side, [move for move in moved[side] if {move.taken, move.put} & unsure])
            loom.bind(side, doubtful[side])
        pieces = list(loom.pieces())
        torn = seams.torn(pieces)
        if not torn and not loom.unsure:
            return pieces
        bound += torn
        unsure |= loom.unsure
    # Nothing of this is sure: as one stretch from the first edit to the last, nobody's words are lost.
    every = [*edits[0], *edits[1]]
    return list(_Loom(base, edits, [from_to(*every)]).pieces())


class _Loom:
    """Makes the pieces of one merge; `unsure` are the edits that moved what cannot be carried along."""

    def __init__(self, base: str, edits: Sides, bound: Sequence[Stretch]) -> None:
        self.base, self.edits = base, edits
        self.unsure: set[Edit] = set()
        self._bound = list(bound)
        self._done = [{(edit.start, edit.end, edit.added) for edit in side} for side in edits]
        # What the other side changed within lines that an edit took away, and that an edit put.
        self._taken: defaultdict[tuple[int, Edit], list[Edit]] = defaultdict(list)
        self._put: defaultdict[tuple[int, Edit], list[Edit]] = defaultdict(list)
        self._carried: set[tuple[int, Edit]] = set()

    def carry(self, side: int, moved: Sequence[Move]) -> None:
        """Takes the edits of the other side along with what this side moved, where that is sure."""
        for move in moved:
            edits = self._touching(side, move)
            if not edits:
                continue
            if not all(map(move.holds, edits)):
                self._bound.append(from_to(move.taken, move.put))
                continue
            self._taken[side, move.taken] += edits
            self._put[side, move.put] += map(move.carried, edits)
            self._carried |= {(1 - side, edit) for edit in edits}

    def bind(self, side: int, moved: Sequence[Move]) -> None:
        """Sees both ends of a move together, where the other side changed what was moved."""
        self._bound += [from_to(move.taken, move.put) for move in moved if self._touching(side, move)]

    def _touching(self, side: int, move: Move) -> list[Edit]:
        """The edits of the other side on what was moved; none if it made the very same move."""
        others = self.edits[1 - side]
        same = self._done[1 - side]
        if all((edit.start, edit.end, edit.added) in same for edit in (move.taken, move.put)):
            return []
        first = bisect_left(others, move.start, key=_start)
        last = bisect_right(others, move.end, key=_start)
        return [edit for edit in others[max(0, first - 1) : last] if move.touches(edit)]

    # --- pieces

    def pieces(self) -> Iterator[Piece]:
        ours, theirs = (
            [edit for edit in self.edits[side] if (side, edit) not in self._carried] for side in (0, 1)
        )
        place = 0
        for meeting in meetings(ours, theirs, self._bound):
            yield from _same(self.base, place, meeting.start)
            if all(meeting.sides):
                self._note_unsure(meeting)
                yield from _together(self.base, meeting)
            else:
                yield from self._alone(0 if meeting.sides[0] else 1, meeting)
            place = meeting.end
        yield from _same(self.base, place, len(self.base))

    def _note_unsure(self, meeting: Meeting) -> None:
        """What the other side changed too cannot be taken along with what was moved."""
        for side in (0, 1):
            for edit in meeting.sides[side]:
                if (side, edit) in self._taken or (side, edit) in self._put:
                    self.unsure.add(edit)

    def _alone(self, side: int, meeting: Meeting) -> Iterator[Piece]:
        """The pieces of what one side changed."""
        place = meeting.start
        for edit in meeting.sides[side]:
            yield from _same(self.base, place, edit.start)
            yield from self._one(side, edit)
            place = edit.end

    def _one(self, side: int, edit: Edit) -> Iterator[Piece]:
        """The pieces of one edit, among them what the other side changed in the words that it moved."""
        base = self.base[edit.start : edit.end]
        there = applied(self.base, edit.start, edit.end, sorted(self._taken.get((side, edit), [])))
        place = 0
        for inner in sorted(self._put.get((side, edit), [])):
            words = edit.added[place : inner.start]
            if words or base or there:
                yield _piece(side, _NAMES[side], (base, words, there), words, edit)
            kept = edit.added[inner.start : inner.end]
            yield _piece(side, _NAMES[1 - side], ("", kept, ""), inner.added, edit if side else inner)
            place, base, there = inner.end, "", ""
        words = edit.added[place:]
        if words or base or there:
            yield _piece(side, _NAMES[side], (base, words, there), words, edit)


def _start(edit: Edit) -> int:
    return edit.start


def _same(base: str, start: int, end: int) -> Iterator[Piece]:
    text = base[start:end]
    if text:
        yield Piece("nobody", text, text, text, text)


def _piece(side: int, by: By, texts: tuple[str, str, str], merged: str, edit: Edit) -> Piece:
    """A piece: its texts of the base, of a side, of the other; `edit` is of theirs if one of both is."""
    base, mine, other = texts
    ours, theirs = (other, mine) if side else (mine, other)
    return Piece(by, base, ours, theirs, merged, (edit.number,) if side or by == "theirs" else ())


def _together(base: str, meeting: Meeting) -> Iterator[Piece]:
    """The pieces of what both sides changed: what they agree on, or a conflict."""
    start, end = meeting.start, meeting.end
    ours, theirs = (applied(base, start, end, side) for side in meeting.sides)
    hunks = tuple(sorted({edit.number for edit in meeting.sides[1]}))
    either = meeting.sides[0] + meeting.sides[1]
    if ours == theirs:
        yield Piece("both", base[start:end], ours, theirs, ours, hunks)
    elif not meeting.is_bound and all(edit.takes for edit in either):
        yield from _taken_by_either(base, meeting)
    elif not meeting.is_bound and start == end and (shared := _shared(ours, theirs)):
        yield from _put_by_both(shared, ours, theirs, hunks)
    else:
        yield Piece("conflict", base[start:end], ours, theirs, ours, hunks)


def _taken_by_either(base: str, meeting: Meeting) -> Iterator[Piece]:
    """What was only taken away: each word by who took it."""
    places = sorted({place for side in meeting.sides for edit in side for place in (edit.start, edit.end)})
    for start, end in pairwise(places):
        mine, other = (_edit_over(side, start) for side in meeting.sides)
        text = base[start:end]
        by: By = (
            "nobody" if not mine and not other else "both" if mine and other else "ours" if mine else "theirs"
        )
        kept = text if by == "nobody" else ""
        yield Piece(
            by, text, "" if mine else text, "" if other else text, kept, (other.number,) if other else ()
        )


def _edit_over(edits: Sequence[Edit], place: int) -> Edit | None:
    index = bisect_right(edits, place, key=_start) - 1
    return edits[index] if index >= 0 and place < edits[index].end else None


def _shared(ours: str, theirs: str) -> tuple[str, str] | None:
    """Where all words of one addition begin or end the other: what the other has after them, or before."""
    less, more = sorted((lexemes.cut(ours), lexemes.cut(theirs)), key=len)
    if not any(map(lexemes.weight, less)):
        return None
    if more[: len(less)] == less:
        return "", "".join(more[len(less) :])
    if more[len(more) - len(less) :] == less:
        return "".join(more[: len(more) - len(less)]), ""
    return None


def _put_by_both(rest: tuple[str, str], ours: str, theirs: str, hunks: tuple[int, ...]) -> Iterator[Piece]:
    """What both added, and what one of them added before or after it."""
    less = min(ours, theirs, key=len)
    both = Piece("both", "", less, less, less, hunks)
    before, after = (
        Piece("ours", "", more, "", more) if less is theirs else Piece("theirs", "", "", more, more, hunks)
        for more in rest
    )
    yield from (piece for piece in (before, both, after) if piece.merged)
