"""Hints: a box that informs, confirms, warns or alerts, and says so in words."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead, make
from wiki.text.labels import Labels

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
    lead(element, label(style, canvas.labels))


def label(style: str, labels: Labels) -> Element:
    """The style of a hint in words."""
    return make("p", {"class": "gb-hint__label", "data-gb-chrome": ""}, getattr(labels, f"hint_{style}"))
