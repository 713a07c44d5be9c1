"""Columns, whose widths are rounded to a short list of classes."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become

_WIDTHS = (25, 33, 50, 66, 75)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")


def draw_group(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% columns %}`."""
    become(element, "div", {"class": "gb-columns", "data-gb": "columns"})


def draw_column(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% column width="33.3%" %}`."""
    number = _NUMBER.match(attributes.get("width", "").strip())
    classes = "gb-column"
    if number and float(number.group()) <= 100:
        nearest = min(_WIDTHS, key=lambda width: abs(width - float(number.group())))
        classes += f" gb-column--{nearest}"
    become(element, "div", {"class": classes, "data-gb": "column"})
