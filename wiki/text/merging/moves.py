"""Lines that one side moved: where they stood on the base, and where they stand now, as far as that is sure.

A line is known again by its words, where it says enough and stands once on either text; the lines around it
come along as far as they are the same on both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from wiki.text import words
from wiki.text.merging.edits import Edit

TELLING = 4  # words by which a line is known again
KEPT = 0.5  # share of the words of a line by which it is likely the same
MOST_PLACES = 5  # of a word: one that is said more often tells nothing


class Move(NamedTuple):
    """Lines `start:end` of the base: the edit that took them, the one that put them, where in its words."""

    start: int
    end: int
    taken: Edit
    put: Edit
    offset: int

    def holds(self, edit: Edit) -> bool:
        """Whether an edit of the other side is within these lines, which remain."""
        # Lines that are added before or after these are not of them; words added to the first or last are.
        if edit.adds and edit.start == self.start:
            return not edit.added.endswith("\n")
        if edit.adds and edit.start == self.end:
            return not edit.added.startswith("\n")
        within = self.start <= edit.start and edit.end <= self.end
        return within and (self.start, self.end) != (edit.start, edit.end)

    def touches(self, edit: Edit) -> bool:
        return self.holds(edit) or (edit.start < self.end and self.start < edit.end)

    def carried(self, edit: Edit) -> Edit:
        """An edit of the other side on the words that were put."""
        by = self.offset - self.start
        return edit._replace(start=edit.start + by, end=edit.end + by)


class Lines:
    """A text by its lines, each with where it begins and ends; the end of a line is not of it."""

    def __init__(self, text: str) -> None:
        self.texts = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.texts)]
        self.ends = [start - 1 for start in self.starts[1:]]

    def at(self, place: int) -> int:
        """The line on which a place is."""
        return bisect_right(self.starts, place, hi=len(self.texts)) - 1

    def touched(self, edit: Edit) -> range:
        """The lines that an edit changes: none, if it adds others between two."""
        first, last = self.at(edit.start), self.at(edit.end)
        if edit.adds and edit.start == self.starts[first] and edit.added.endswith("\n"):
            return range(0)
        if edit.adds and edit.end == self.ends[last] and edit.added.startswith("\n"):
            return range(0)
        whole = edit.end == self.starts[last] and last > first and edit.added.endswith("\n") >= edit.takes
        return range(first, last if whole else last + 1)

    def line(self, at: int) -> str | None:
        return self.texts[at].strip() if 0 <= at < len(self.texts) else None

    def within(self, start: int, end: int) -> range:
        """The lines that a stretch holds whole."""
        first = bisect_left(self.starts, start)
        return range(first, max(first, bisect_right(self.ends, end)))


def moves(base: str, changed: str, edits: Sequence[Edit]) -> list[Move]:
    """The lines that the edits from the base to the changed text moved, in the order of the base."""
    takers = [edit for edit in edits if not edit.adds]
    putters = [edit for edit in edits if not edit.takes]
    if not takers or not putters:
        return []
    old, new = Lines(base), Lines(changed)
    taken = {at: edit for edit in takers for at in old.within(edit.start, edit.end)}
    put = {at: edit for edit in putters for at in new.within(edit.new_start, edit.new_end)}
    return list(_moves(old, new, taken, put))


def _moves(old: Lines, new: Lines, taken: dict[int, Edit], put: dict[int, Edit]) -> Iterator[Move]:
    places = {new.texts[at]: at for at in put}
    counts, new_counts = Counter(old.texts), Counter(new.texts)
    done = -1
    for at in sorted(taken):
        line = old.texts[at]
        if at <= done or line not in places or (counts[line], new_counts[line]) != (1, 1):
            continue
        if words.count(line) < TELLING:
            continue
        to = places[line]
        back = _run(old, new, taken, put, (at, to), -1, at - done - 1)
        forth = _run(old, new, taken, put, (at, to), 1, len(old.texts))
        done = at + forth
        start = new.starts[to - back] - put[to].new_start
        yield Move(old.starts[at - back], old.ends[done], taken[at], put[to], start)


def _run(
    old: Lines,
    new: Lines,
    taken: dict[int, Edit],
    put: dict[int, Edit],
    pair: tuple[int, int],
    way: int,
    most: int,
) -> int:
    """How many lines before or after a moved one came along with it."""
    at, to = pair
    edits = taken[at], put[to]
    size = 0
    while size < most:
        at, to = at + way, to + way
        if (taken.get(at), put.get(to)) != edits or old.texts[at] != new.texts[to]:
            break
        size += 1
    return size


def likely(base: str, edits: Sequence[Edit]) -> Iterator[Move]:
    """Lines that one side took, and whose words it put elsewhere: perhaps with others, if they are many."""
    put: defaultdict[str, set[Edit]] = defaultdict(set)
    for edit in edits:
        if not edit.takes:
            for line in edit.added.split("\n"):
                put[f"\n{line.strip()}"].add(edit)
            for word in {token.text for token in words.tokens(edit.added)}:
                put[word].add(edit)
    for edit in edits:
        start = edit.start
        for line in base[edit.start : edit.end].splitlines(keepends=True):
            yield from _likely(start, line, edit, put)
            start += len(line)


def _likely(start: int, line: str, taken: Edit, put: dict[str, set[Edit]]) -> Iterator[Move]:
    said = [token.text for token in words.tokens(line)]
    if len(said) < TELLING:
        same = put.get(f"\n{line.strip()}", set()) if said else set()
        yield from (Move(start, start + len(line), taken, other, 0) for other in same if other is not taken)
        return
    found: Counter[Edit] = Counter()
    for word in said:
        places = put.get(word, set())
        found.update(places if len(places) <= MOST_PLACES else ())
    for other, common in found.items():
        if other is not taken and common >= KEPT * len(said):
            yield Move(start, start + len(line), taken, other, 0)


def placed_twice(
    ours: tuple[str, Sequence[Edit]], theirs: tuple[str, Sequence[Edit]]
) -> Iterator[tuple[Edit, Edit]]:
    """The edits by which both sides put the same telling line, each elsewhere: it would be doubled."""
    put = dict(_put_lines(*ours))
    for line, edit in _put_lines(*theirs):
        other = put.get(line)
        if other and not other.does_as(edit) and words.count(line) >= TELLING:
            yield other, edit


def _put_lines(changed: str, edits: Sequence[Edit]) -> Iterator[tuple[str, Edit]]:
    lines = Lines(changed)
    for edit in edits:
        yield from ((lines.texts[at].strip(), edit) for at in lines.within(edit.new_start, edit.new_end))
