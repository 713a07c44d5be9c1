"""What holds text without a shape of its own: conditions, and blocks that we do not know."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead
from wiki.text.tree import first_line


def draw_condition(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% if visitor.claims.x %}`: everybody sees the content; editors are told."""
    detail = str(attributes.get("", "")) or "if"
    line = first_line(element)
    become(element, "div", {})
    lead(element, canvas.visible_notice("condition", detail, line))


def draw_unknown(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """A block with an end tag and a name that is not GitBook's: its content, and a notice."""
    detail = str(attributes.get("", ""))
    line = first_line(element)
    become(element, "div", {"class": "gb-unknown", "data-gb": "unknown"})
    lead(element, canvas.visible_notice("unknown", detail, line))
