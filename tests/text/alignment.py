"""Every shortest account of a change, word by word: the plain table of any textbook, a line of it in one number.

It shares no code with what it judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property


class Accounts:
    """What two texts have in common at most, and which words each way of reading it so pairs."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new

    def leads(self, start: int, end: int, new_start: int, new_end: int) -> bool:
        """Whether a shortest account leads from these words to those."""
        inside = Accounts(self.old[start:end], self.new[new_start:new_end]).most
        return self._upto(start, new_start) + inside + self._from(end, new_end) == self.most

    @property
    def most(self) -> int:
        """How many words both have in the same order."""
        return self._upto(len(self.old), len(self.new))

    def _upto(self, at: int, new_at: int) -> int:
        return _count(self._rows[at], new_at)

    def _from(self, at: int, new_at: int) -> int:
        return _count(self._back[len(self.old) - at], len(self.new) - new_at)

    @cached_property
    def _rows(self) -> list[int]:
        return _table(self.old, self.new)

    @cached_property
    def _back(self) -> list[int]:
        return _table(self.old[::-1], self.new[::-1])


def _table(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """After each word of the one, at which words of the other the common part grows: its bits that are not set."""
    places: dict[str, int] = {}
    for at, word in enumerate(new):
        places[word] = places.get(word, 0) | 1 << at
    full = (1 << len(new)) - 1
    rows = [full]
    for word in old:
        row = rows[-1]
        meets = row & places.get(word, 0)
        rows.append((row + meets | row - meets) & full)
    return rows


def _count(row: int, at: int) -> int:
    return at - (row & (1 << at) - 1).bit_count()
