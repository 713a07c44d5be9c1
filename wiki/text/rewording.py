"""Whose words a change of a text took away, and where: what each author of them is told.

Places are of the plain words of a page, as `text.credit` has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wiki.text import diff, excerpts
from wiki.text.excerpts import Excerpts

Span = Sequence[int]  # beginning, end, and who or what it belongs to


class Narrowed(NamedTuple):
    """Two texts without the lines that both begin and end with, and spans on the first of them."""

    before: str
    after: str
    spans: Sequence[Span]


def lost(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """How many words of each revision are no more, from how many words of each there were and are."""
    gone = {number: count - after.get(number, 0) for number, count in before.items()}
    return {number: count for number, count in gone.items() if count > 0}


def narrowed(before: str, after: str, spans: Iterable[Span]) -> Narrowed:
    """What two texts do not have in common at their ends, with a line of each to read it by."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    first, last = max(0, first - 1), max(0, last - 1)
    start = sum(map(len, old[:first]))
    end = len(before) - sum(map(len, old[len(old) - last :]))
    inside = [
        [max(begin, start) - start, min(stop, end) - start, owner]
        for begin, stop, owner in spans
        if begin < end and stop > start
    ]
    return Narrowed(before[start:end], "".join(new[first : len(new) - last]), inside)


def passages(told: Narrowed, owners: Iterable[int], *, most: int) -> Excerpts:
    """The first changes that took words of these owners away, and how many they are."""
    theirs = set(owners)
    own = [(start, end) for start, end, owner in told.spans if owner in theirs]
    hunks = [
        hunk
        for hunk in diff.compare(told.before, told.after).hunks
        if hunk.words_removed and any(start < hunk.end and end > hunk.start for start, end in own)
    ]
    return excerpts.of(told.before, hunks, most=most)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    return next(
        (number for number, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
