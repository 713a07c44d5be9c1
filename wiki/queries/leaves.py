"""Long lists are read leaf by leaf: which one is asked for, and which stand next to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A part of a list: the leaf of this number, out of `count`, which hold `total` in all."""

    number: int
    count: int
    total: int

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.count else None


def count_leaves(total: int, per_leaf: int) -> int:
    """How many leaves a list fills: one at least."""
    return max(1, -(-total // per_leaf))


def number_of(asked: str, count: int) -> int:
    """The leaf that is asked for; what is the number of none is the first."""
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
    return int(asked) if is_number and 1 <= int(asked) <= count else 1
