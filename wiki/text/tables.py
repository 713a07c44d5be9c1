"""Tables: each in a frame that has a name and scrolls by itself; on a telephone, each row may be a card."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from wiki.text import scores
from wiki.text.blocks.table import rows
from wiki.text.drawing import make
from wiki.text.labels import Labels
from wiki.text.outline import words_of

NAMED_BY = 3  # heads of columns that the name of a table tells
LONGEST_NAME = 120
FEWEST_COLUMNS = 3  # two columns fit a telephone as they are
LONGEST_HEAD = 40
# The head of its column is written on each cell, so that a row can be read without the head; in all:
MOST_REPEATED = 12_000  # characters a page


def drawer(labels: Labels) -> Callable[[Element], None]:
    """The function that frames the tables of a tree."""

    def draw(root: Element) -> None:
        if next(root.iter("table"), None) is None:
            return
        frames: dict[Element, Element] = {}
        left = MOST_REPEATED
        for table in _outermost(root):
            heads = _heads(table)
            cost = _cost(table, heads)
            kind = "gb-table"
            if cost is not None and cost <= left:
                left -= cost
                kind = "gb-table gb-table--cards"
                _tell_heads(table, heads)
            answered = scores.kind_of(heads, rows(table)[1:]) if heads else ""
            kind = f"{kind} {answered}" if answered else kind
            name = _name(len(frames) + 1, heads, labels)
            attributes = {"class": kind, "role": "region", "aria-label": name, "tabindex": "0"}
            frames[table] = make("div", attributes)
        for parent in list(root.iter()):
            if any(child in frames for child in parent):
                parent[:] = [_framed(child, frames) for child in parent]

    return draw


def _outermost(root: Element) -> list[Element]:
    """The tables that stand in no other table, in the order of the page."""
    inside: set[Element] = set()
    outermost: list[Element] = []
    for table in root.iter("table"):
        if table not in inside and rows(table):
            outermost.append(table)
            inside.update(table.iter("table"))
    return outermost


def _framed(child: Element, frames: dict[Element, Element]) -> Element:
    frame = frames.get(child)
    if frame is None:
        return child
    frame.tail, child.tail = child.tail, None
    frame.append(child)
    return frame


def _heads(table: Element) -> list[str]:
    """What the heads of the columns say; nothing where the first row is no head."""
    first = next(iter(rows(table)), None)
    if first is None or not len(first) or any(cell.tag != "th" for cell in first):
        return []
    return [words_of(cell) for cell in first]


def _name(number: int, heads: list[str], labels: Labels) -> str:
    """The name of a frame, its number before all: two tables may have the same heads."""
    told = ", ".join([head for head in heads if head][:NAMED_BY])[:LONGEST_NAME]
    return labels.table_of.format(number=number, heads=told) if told else labels.table.format(number=number)


def _cost(table: Element, heads: list[str]) -> int | None:
    """How many characters would be repeated; None where a row would not be understood as a card."""
    if len(heads) < FEWEST_COLUMNS or not all(heads[1:]) or any(len(head) > LONGEST_HEAD for head in heads):
        return None
    lines = rows(table)
    cells = [cell for line in lines for cell in line]
    if any("colspan" in cell.attrib or "rowspan" in cell.attrib for cell in cells):
        return None
    if any(inner is not table for inner in table.iter("table")):
        return None
    return (len(lines) - 1) * sum(map(len, heads))


def _tell_heads(table: Element, heads: list[str]) -> None:
    """The first cell of a row names its card; the others bear the head of their column."""
    for row in rows(table)[1:]:
        for cell, head in list(zip(row, heads, strict=False))[1:]:
            cell.set("data-head", head)
