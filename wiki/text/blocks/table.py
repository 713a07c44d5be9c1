"""Tables written as HTML: hidden columns go, cards are drawn, nothing is left between the cells."""

from __future__ import annotations

from typing import cast
from xml.etree.ElementTree import Element

from wiki.text.blocks import cards
from wiki.text.drawing import Canvas
from wiki.text.places import join
from wiki.text.tree import noted


def draw(element: Element, canvas: Canvas, written: dict[str, str]) -> None:
    """A `<table>` and the flags that GitBook writes on it and on the cells of its head."""
    stray = _put_out_strays(element)
    if stray:
        noted(element)["#before"] = stray
    if written.get("data-view") == "cards":
        cards.draw(element, canvas, written)
        return
    classes = []
    if "data-header-hidden" in written:
        classes.append("gb-table--headless")
    if "data-full-width" in written:
        classes.append("gb-table--wide")
    if classes:
        element.set("class", " ".join(classes))
    _hide_columns(element)


def rows(table: Element) -> list[Element]:
    """The rows of a table in order."""
    found: list[Element] = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in ("thead", "tbody"):
            found += [row for row in child if row.tag == "tr"]
    return found


def flags(cell: Element) -> dict[str, str]:
    """What the author wrote on a cell of the head."""
    return cast("dict[str, str]", noted(cell).get("#flags", {}))


def _hide_columns(table: Element) -> None:
    lines = rows(table)
    hidden = ["data-hidden" in flags(cell) for cell in lines[0]] if lines else []
    if not any(hidden):
        return
    for row in lines:
        row[:] = [cell for index, cell in enumerate(row) if index >= len(hidden) or not hidden[index]]


def _put_out_strays(table: Element) -> list[Element | str]:
    """Take out text and elements that a browser would not leave between the parts of a table."""
    strays: list[Element | str] = []
    for parent, allowed in _levels(table):
        strays += _strays(parent, allowed)
    return strays


def _levels(table: Element) -> list[tuple[Element, frozenset[str]]]:
    levels = [(table, frozenset({"thead", "tbody", "tr"}))]
    for child in table:
        if child.tag in ("thead", "tbody"):
            levels.append((child, frozenset({"tr"})))
    levels += [(row, frozenset({"td", "th"})) for row in rows(table)]
    return levels


def _strays(parent: Element, allowed: frozenset[str]) -> list[Element | str]:
    found: list[Element | str] = []
    if (parent.text or "").strip():
        found.append(join([parent.text or "", " "]))
        parent.text = None
    kept = []
    for child in parent:
        tail, child.tail = child.tail, None
        if child.tag in allowed or child.tag == "td" or child.tag == "th":
            kept.append(child)
        else:
            found.append(child)
        if (tail or "").strip():
            found.append(join([tail or "", " "]))
    parent[:] = kept
    return found
