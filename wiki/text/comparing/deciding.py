"""Which changes of a drawn page are decided by which changes of its source.

People read what changed block by block, as it is drawn; they decide on the hunks of the source. A card is the
smallest part of both that can be decided alone: drawn changes, and the hunks that make them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiki.text import lines
from wiki.text.comparing.pages import Change, Comparison, Gap
from wiki.text.diff import Difference, Hunk
from wiki.text.render import Lines

Written = Sequence[tuple[Lines, ...]]  # the lines of each block
Member = tuple[str, int]  # a change, a hunk or a line, and its number


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn otherwise by these hunks.

    Without hunks it follows from others, like the number of a note; without changes only the source is
    written otherwise.
    """

    number: int
    changes: tuple[Change, ...]
    hunks: tuple[Hunk, ...]
    is_change = True

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those of its hunks, each once."""
        return tuple(dict.fromkeys(hunk.number for hunk in self.hunks))


def cards(compared: Comparison, difference: Difference, old: Written, new: Written) -> tuple[Gap | Card, ...]:
    """The parts of a comparison of two drawn pages as they are decided: their sources differ so, and their
    outermost blocks were written on these lines (`Rendering.outermost`).

    Where the blocks cannot be told apart by their lines, as in a page that is shown as it was written, all is
    one card.
    """
    written, groups = lines.read(difference.old), _Groups()
    for hunk, changes in zip(difference.hunks, _touched(compared, difference, old, new), strict=True):
        # Signs that only the source shows, like those of both ends of what is bold, are one with their line.
        told = [("change", number) for number in changes] or [("line", written.number_at(hunk.start))]
        groups.join(("hunk", hunk.number), *told)
    return tuple(_parts(compared, difference, groups))


def _touched(
    compared: Comparison, difference: Difference, old: Written, new: Written
) -> list[frozenset[int]]:
    """For each hunk, the numbers of the drawn changes on whose lines it stands."""
    sides = (
        _Side(difference.old, old, [change.old_places for change in compared.changes]),
        _Side(difference.new, new, [change.new_places for change in compared.changes]),
    )
    if not all(side.is_sure for side in sides):
        return [frozenset(change.number for change in compared.changes)] * len(difference.hunks)
    found = []
    for hunk in difference.hunks:
        indices = sides[0].at(hunk.start, hunk.removed) | sides[1].at(hunk.new_start, hunk.added)
        found.append(frozenset(compared.changes[index].number for index in indices))
    return found


class _Side:
    """One of the two texts, and where its drawn changes were written."""

    def __init__(self, source: str, outermost: Written, places: Sequence[tuple[int, ...]]) -> None:
        self.is_sure = all(place < len(outermost) for change in places for place in change)
        self._lines = lines.read(source)
        self._changes: defaultdict[int, set[int]] = defaultdict(set)
        if not self.is_sure:
            return
        for index, change in enumerate(places):
            for first, last in (written for place in change for written in outermost[place]):
                for line in range(first, last + 1):
                    self._changes[line].add(index)

    def at(self, start: int, words: str) -> set[int]:
        """The drawn changes that these words, from there on, belong to."""
        if not words:
            return set()
        bare = words.strip()  # the ends of lines around a new paragraph are of its neighbours
        start += words.index(bare)
        last = start + len(bare) - 1 if bare else start + len(words)  # they are told apart, or made one
        first, last = self._lines.number_at(start), self._lines.number_at(last)
        return set().union(*(self._changes.get(line, ()) for line in range(first, last + 1)))


class _Groups:
    """What belongs together, directly or by way of others."""

    def __init__(self) -> None:
        self._above: dict[Member, Member] = {}

    def of(self, member: Member) -> Member:
        while (above := self._above.get(member, member)) != member:
            member = above
        return member

    def join(self, *members: Member) -> None:
        first = self.of(members[0])
        for member in members:
            self._above[self.of(member)] = first


def _parts(compared: Comparison, difference: Difference, groups: _Groups) -> Iterator[Gap | Card]:
    """Each card in the place of the first of its changes; those of the source alone at the end."""
    changes: defaultdict[Member, list[Change]] = defaultdict(list)
    hunks: defaultdict[Member, list[Hunk]] = defaultdict(list)
    for change in compared.changes:
        changes[groups.of(("change", change.number))].append(change)
    for hunk in difference.hunks:
        hunks[groups.of(("hunk", hunk.number))].append(hunk)
    told: set[Member] = set()
    for part in (*compared.parts, *difference.hunks):
        if isinstance(part, Gap):
            yield part
            continue
        group = groups.of(("change" if isinstance(part, Change) else "hunk", part.number))
        if group not in told:
            told.add(group)
            yield Card(len(told), tuple(changes[group]), tuple(hunks[group]))
