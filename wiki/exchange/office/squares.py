"""A sheet of a spreadsheet as plain data: rows of squares, each with what stands or may be written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Choices(NamedTuple):
    """What one may write in a square: one of these words or, unless strict, others; and what is wanted."""

    offered: tuple[str, ...]
    wanted: str = ""
    strict: bool = True


class Square(NamedTuple):
    """A cell as it will be drawn: its words, a number or a formula."""

    text: str
    style: str
    choices: Choices | None = None
    number: int | None = None
    formula: str = ""
    href: str = ""
    across: int = 1


@dataclass
class Sheet:
    """The rows of a sheet; `headed` is the one that stands at the top of each printed page."""

    name: str
    widths: Sequence[int]
    rows: list[list[Square]] = field(default_factory=list)
    headed: int | None = None
    is_filtered: bool = False

    def title(self, said: str) -> None:
        """What the sheet is, above all that it holds."""
        self.rows.append([Square(said, "Title")])

    def note(self, said: str) -> None:
        """A sentence about all of it, as wide as the sheet."""
        self.rows.append([Square(said, "Note", across=len(self.widths))])

    def head(self, heads: Sequence[str]) -> None:
        """The heads of the columns, in the next row."""
        self.headed = len(self.rows)
        self.rows.append([Square(head, "Head") for head in heads])


def column(place: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
