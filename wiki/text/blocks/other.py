"""What holds text without a shape of its own: conditions, and blocks that we do not know."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead


def draw_condition(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% if visitor.claims.x %}`: everybody sees the content; editors are told."""
    detail = str(attributes.get("", "")) or "if"
    line = element.attrib.get("#lines", (None,))[0]
    become(element, "div", {})
    lead(element, canvas.visible_notice("condition", detail, line))  # type: ignore[arg-type]


def draw_unknown(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """A block with an end tag and a name that is not GitBook's: its content, and a notice."""
    detail = str(attributes.get("", ""))
    line = element.attrib.get("#lines", (None,))[0]
    become(element, "div", {"class": "gb-unknown", "data-gb": "unknown"})
    lead(element, canvas.visible_notice("unknown", detail, line))  # type: ignore[arg-type]
