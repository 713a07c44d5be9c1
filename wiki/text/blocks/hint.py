"""Hints: a box that informs, confirms, warns or alerts, and says so in words."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead, make

STYLES = ("info", "success", "warning", "danger")


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% hint style="warning" %}`; an unknown style informs."""
    style = str(attributes.get("style", "")).strip().lower()
    style = style if style in STYLES else "info"
    become(
        element,
        "aside",
        {"class": f"gb-hint gb-hint--{style}", "data-gb": "hint", "data-style": style, "role": "note"},
    )
    label = getattr(canvas.labels, f"hint_{style}")
    lead(element, make("p", {"class": "gb-hint__label", "data-gb-chrome": ""}, label))
