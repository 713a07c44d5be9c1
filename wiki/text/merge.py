"""Two sides that changed one text: both changes in one, or the places where they disagree.

Each side's changes are those of `diff.compare`: lines first, then the words of the lines that differ. What
both changed is then told apart by these rules:

1. the same change on both sides is made once, and is said to be of both;
2. changes of different words are all made, side by side if they touch;
3. what one side moved and the other edited is edited where it stands now, if that is sure: the lines say
   enough, stand once on either text, and remain;
4. the same words changed differently are a conflict, and so are additions at one place, whose order nobody
   chose, and what would make a word or an address of two hands.

What is known not to be sure is a conflict. What cannot be known from three texts is which of several equal
lines somebody meant, where both sides took one of them: `tests/benchmarks/merging.py` counts how often that
goes wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from wiki.text import diff, lexemes
from wiki.text.diff import Difference, Hunk
from wiki.text.merging.edits import edits_of
from wiki.text.merging.pieces import By, Piece
from wiki.text.merging.weaving import weave

__all__ = [
    "Accepted", "Change", "Choice", "Conflict", "Merged", "Rebased", "Unresolved",
    "accept", "amend", "merge", "rebase",
]  # fmt: skip

Kind = Literal["words", "order"]
State = Literal["up to date", "merged", "needs its author"]
Take = Literal["ours", "theirs", "ours, theirs", "theirs, ours", "text"]


class Unresolved(ValueError):
    """A merged text was asked for while a conflict has no choice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a conflict: the words of one side, of both in this order, or those of `text`."""

    take: Take
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a merge put at `start:end` of its text, by whose hand, in the place of what the other side has."""

    by: By
    start: int
    end: int
    removed: str
    added: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that both sides changed differently, or additions that ask for an order.

    `start:end` is where ours stands, on our text; `hunks` are the numbers of theirs.
    """

    number: int
    kind: Kind
    start: int
    end: int
    base: str
    ours: str
    theirs: str
    hunks: tuple[int, ...]

    def resolved(self, choice: Choice) -> str:
        match choice.take:
            case "ours":
                return self.ours
            case "theirs":
                return self.theirs
            case "ours, theirs":
                return _beside(self.ours, self.theirs)
            case "theirs, ours":
                return _beside(self.theirs, self.ours)
            case "text":
                return choice.text


def _beside(first: str, second: str) -> str:
    """Two texts, one after the other; with a blank, if they would make one word."""
    if not first or not second or len(lexemes.cut(first[-1] + second[0])) > 1:
        return first + second
    return f"{first} {second}"


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of three texts, piece by piece; coarse if a finer comparison would have been too long."""

    pieces: tuple[Piece, ...]
    coarse: bool

    @property
    def text(self) -> str:
        """Both changes in one; raises Unresolved where they disagree."""
        return self.resolved({})

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """In order, numbered from 1."""
        return tuple(_conflicts(self.pieces))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was applied without a question, in order; places count with ours in each conflict."""
        return tuple(_changes(self.pieces))

    def resolved(self, choices: Mapping[int, Choice]) -> str:
        """The merged text with a choice for each conflict, by number; raises Unresolved if one has none."""
        return "".join(piece.merged for piece in _settled(self.pieces, choices))


def merge(base: str, ours: str, theirs: str) -> Merged:
    """The changes of both sides in one text, or conflicts."""
    mine = diff.compare(base, ours)
    other = mine if theirs == ours else diff.compare(base, theirs)
    return _merged(mine, other)


def _merged(ours: Difference, theirs: Difference) -> Merged:
    edits = edits_of(ours.hunks), edits_of(theirs.hunks)
    pieces = weave(ours.old, ours.new, theirs.new, edits)
    return Merged(tuple(pieces), ours.coarse or theirs.coarse)


def _changes(pieces: Iterable[Piece]) -> Iterator[Change]:
    place = 0
    for piece in pieces:
        end = place + len(piece.merged)
        if piece.by in ("ours", "theirs", "both"):
            removed = {"ours": piece.theirs, "theirs": piece.ours, "both": piece.base}[piece.by]
            yield Change(piece.by, place, end, removed, piece.merged)
        place = end


def _conflicts(pieces: Iterable[Piece]) -> Iterator[Conflict]:
    place, number = 0, 0
    for piece in pieces:
        end = place + len(piece.ours)
        if piece.by == "conflict":
            number += 1
            kind: Kind = "words" if piece.base else "order"
            yield Conflict(number, kind, place, end, piece.base, piece.ours, piece.theirs, piece.hunks)
        place = end


def _settled(pieces: Sequence[Piece], choices: Mapping[int, Choice]) -> Iterator[Piece]:
    """The pieces with each conflict as it was chosen."""
    waiting = {conflict.number: conflict for conflict in _conflicts(pieces)}
    missing = waiting.keys() - choices.keys()
    if missing:
        raise Unresolved(f"no choice for the conflicts {sorted(missing)}")
    numbers = iter(waiting)
    for piece in pieces:
        if piece.by == "conflict":
            number = next(numbers)
            yield piece._replace(by="theirs", merged=waiting[number].resolved(choices[number]))
        else:
            yield piece


# --- a suggestion on a text that moves on -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rebased:
    """A suggestion's hunks on the current text, under the numbers that they had.

    `difference` leads from the current text to the proposal, without the hunks in conflict. `settled` are the
    numbers of those that the current text has already. A hunk of which only a part is in conflict is in both.
    """

    state: State
    difference: Difference
    settled: frozenset[int]
    merged: Merged

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self.merged.conflicts

    def resolved(self, choices: Mapping[int, Choice]) -> Difference:
        """The suggestion with a choice for each conflict, whose hunks become one, under the first of their
        numbers; raises Unresolved if a conflict has none."""
        return _told(list(_settled(self.merged.pieces, choices)), self.difference.coarse)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The text with the accepted hunks; and what is left of the suggestion, which leads from it on."""

    text: str
    rest: Difference


def rebase(suggested: Difference, current: str) -> Rebased:
    """The hunks of a suggestion, brought from the text that they were written on to the current one."""
    merged = _merged(diff.compare(suggested.old, current), suggested)
    difference = _told(merged.pieces, merged.coarse)
    in_conflict = {number for conflict in merged.conflicts for number in conflict.hunks}
    settled = suggested.numbers - difference.numbers - in_conflict
    state: State = "needs its author" if in_conflict else "merged"
    return Rebased("up to date" if current == suggested.old else state, difference, settled, merged)


def accept(suggested: Difference, chosen: Collection[int]) -> Accepted:
    """The old text with the hunks of these numbers, and the others upon it."""
    text = suggested.keep(chosen)
    rest = []
    moved = 0
    for hunk in suggested.hunks:
        if hunk.number in chosen:
            moved += len(hunk.added) - len(hunk.removed)
        else:
            rest.append(replace(hunk, start=hunk.start + moved, end=hunk.end + moved))
    return Accepted(text, Difference(text, suggested.new, tuple(rest), suggested.coarse))


def amend(suggested: Difference, proposal: str, *, after: int = 0) -> Difference:
    """Another proposal on the same text: hunks that say what they said keep their numbers, others have new
    ones, above all of these and above `after`."""
    known = {(hunk.start, hunk.end, hunk.added): hunk.number for hunk in suggested.hunks}
    fresh = count(max([after, *suggested.numbers]) + 1)
    found = diff.compare(suggested.old, proposal)
    hunks = []
    for hunk in found.hunks:
        number = known.pop((hunk.start, hunk.end, hunk.added), None)
        hunks.append(replace(hunk, number=next(fresh) if number is None else number))
    return replace(found, hunks=tuple(hunks))


def _told(pieces: Sequence[Piece], coarse: bool) -> Difference:
    """What is left of theirs, as hunks that lead from ours to the merged text."""
    hunks: list[Hunk] = []
    place, new_place = 0, 0
    old, new = "".join(piece.ours for piece in pieces), "".join(piece.merged for piece in pieces)
    for piece in pieces:
        end, new_end = place + len(piece.ours), new_place + len(piece.merged)
        if piece.hunks and piece.ours != piece.merged:
            number, start, new_start = piece.hunks[0], place, new_place
            last = hunks[-1] if hunks else None
            # What one hunk said before remains one, with what ours changed within it.
            if last and last.number == number and "\n" not in old[last.end : start]:
                hunks.pop()
                start, new_start = last.start, last.new_start
            hunks.append(Hunk(number, start, end, new_start, new_end, old[start:end], new[new_start:new_end]))
        place, new_place = end, new_end
    return Difference(old, new, tuple(hunks), coarse)
