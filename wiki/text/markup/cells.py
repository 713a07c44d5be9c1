"""Finds again, in the source line, the cells that Markdown read from a row of a table."""

from __future__ import annotations

from wiki.text.lines import Lines
from wiki.text.places import Placed, join, piece, strip


def split(lines: Lines, index: int) -> list[str]:
    """The texts of a row's cells, trimmed, `\\|` read as `|`, with their places."""
    text = lines.texts[index]
    origin = lines.origins[index]
    start = _row_start(text)
    row = text[start:] if origin is None else Placed.at(text[start:], origin + start)
    cells = _split(strip(row))
    if cells and cells[0] == "":
        cells.pop(0)
    if cells and cells[-1] == "":
        cells.pop()
    return [strip(cell) for cell in cells]


def _row_start(text: str) -> int:
    """Where the row begins after the marks of quotes; a row in a list item has blanks there."""
    position = 0
    while position < len(text) and text[position] in " \t>":
        position += 1
    return position


def _split(row: str) -> list[str]:
    cells: list[str] = []
    parts: list[str] = []
    begin = 0
    position = row.find("|")
    while position >= 0:
        if position and row[position - 1] == "\\":
            parts.append(piece(row, begin, position - 1))
            begin = position
        else:
            cells.append(join([*parts, piece(row, begin, position)]))
            parts = []
            begin = position + 1
        position = row.find("|", position + 1)
    cells.append(join([*parts, piece(row, begin, len(row))]))
    return cells
