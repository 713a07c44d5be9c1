"""Which column of an old table became which column of the new one, so that cells stay in their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from wiki.text import matching
from wiki.text.comparing.blocks import Block
from wiki.text.comparing.fragments import Node
from wiki.text.matching import Run

Cells = tuple[Block | None, Block | None]
Pairing = Callable[[Sequence[Block], Sequence[Block]], Iterator[Cells]]


Place = tuple[int | None, int | None]


class Plan(NamedTuple):
    """The columns of both tables in the order in which they are shown: the place of each on either side."""

    columns: tuple[Place, ...]

    def cells(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Cells]:
        """The cells of two rows, column by column."""
        for one, other in self.columns:
            yield None if one is None else old[one], None if other is None else new[other]

    def place(self, cells: Sequence[Block], *, added: bool) -> Iterator[Block | None]:
        """The cells of a row of one side alone, and nothing in the columns that it never had."""
        for one, other in self.columns:
            at = other if added else one
            yield None if at is None else cells[at]


def plan_of(old: Block, new: Block, pairs: Pairing) -> Plan | None:
    """The columns of two regular tables, where one has other columns than the other."""
    ours, theirs = _columns(old), _columns(new)
    if not ours or not theirs or len(ours) == len(theirs):
        return None
    headings = [[_heading(column) for column in side] for side in (ours, theirs)]
    if all(len(set(side)) == len(side) for side in headings):
        return Plan(tuple(_by_headings(*headings)))
    places = {id(column): at for side in (ours, theirs) for at, column in enumerate(side)}
    return Plan(
        tuple(
            (places[id(one)] if one else None, places[id(other)] if other else None)
            for one, other in pairs(ours, theirs)
        )
    )


def _by_headings(old: list[str], new: list[str]) -> Iterator[Place]:
    """Columns under the same headings; between them one for one, as long as both sides have some."""
    place, new_place = 0, 0
    for run in [*matching.align(old, new).runs, Run(len(old), len(new), 0)]:
        yield from zip_longest(range(place, run.old), range(new_place, run.new))
        place, new_place = run.old + run.size, run.new + run.size
        yield from zip(range(run.old, place), range(run.new, new_place), strict=True)


def _heading(column: Block) -> str:
    """The text of the cell at the top."""
    return Block(column.html.partition("\n")[0]).text


def _columns(table: Block) -> list[Block]:
    """What each column holds, from top to bottom; nothing if a cell spans, or a row is shorter."""
    rows = [[child for child in row.children if isinstance(child, Node)] for row in _rows(table.node)]
    widths = {len(row) for row in rows}
    spans = any("colspan" in cell.attributes or "rowspan" in cell.attributes for row in rows for cell in row)
    if len(widths) != 1 or spans:
        return []
    return [Block("\n".join(table.piece(cell) for cell in column if cell)) for column in zip_longest(*rows)]


def _rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            yield from [child] if child.tag == "tr" else _rows(child)
