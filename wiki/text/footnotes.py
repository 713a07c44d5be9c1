"""Footnotes: numbered marks, the notes at the end, and the ways back."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, make
from wiki.text.tree import noted


def draw(root: Element, canvas: Canvas) -> None:
    """Draw the marks and the list of notes of one text; numbers continue across reusable texts."""
    offset = canvas.findings.footnotes
    highest = offset
    for element in list(root.iter()):
        notes = noted(element)
        if element.tag == "gb-footnote":
            number = offset + notes.pop("#note") + 1
            highest = max(highest, number)
            _draw_mark(element, number, notes.pop("#nth"), canvas)
        elif element.tag == "gb-footnote-back":
            _draw_way_back(element, offset + notes.pop("#note") + 1, notes.pop("#nth"), canvas)
        elif "#footnotes" in notes:
            del notes["#footnotes"]
            _draw_list(element, canvas)
        if "#footnote" in notes:
            notes["id"] = f"fn-{offset + notes.pop('#footnote') + 1}"
    canvas.findings.footnotes = highest


def _mark_id(number: int, nth: int) -> str:
    return f"fnref-{number}-{nth + 1}" if nth else f"fnref-{number}"


def _draw_mark(element: Element, number: int, nth: int, canvas: Canvas) -> None:
    element.tag = "sup"
    element.set("class", "footnote-ref")
    label = canvas.labels.footnote.format(number=number)
    link = {"href": f"#fn-{number}", "id": _mark_id(number, nth), "aria-label": label}
    element.append(make("a", link, str(number)))


def _draw_way_back(element: Element, number: int, nth: int, canvas: Canvas) -> None:
    element.tag = "a"
    element.set("class", "footnote-backref")
    element.set("href", f"#{_mark_id(number, nth)}")
    element.set("aria-label", canvas.labels.footnote_back.format(number=number))
    element.text = "↩"


def _draw_list(section: Element, canvas: Canvas) -> None:
    section.set("aria-label", canvas.labels.footnotes)
    notes = list(section)
    section[:] = [make("ol", {}, "", *notes)]
