"""Updates: a journal of dated entries."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead, make

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


def draw_group(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% updates format="full" %}`."""
    become(element, "section", {"class": "gb-updates", "data-gb": "updates"})


def draw_update(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% update date="2025-12-25" tags="beta,new" %}`: the date stays as the author wrote it."""
    become(element, "article", {"class": "gb-update", "data-gb": "update"})
    for tag in reversed([name.strip() for name in attributes.get("tags", "").split(",") if name.strip()]):
        lead(element, make("span", {"class": "gb-update__tag", "data-gb-chrome": ""}, tag))
    date = attributes.get("date", "")
    if date:
        machine = {"datetime": str(date)} if _DATE.fullmatch(date) else {}
        lead(element, make("time", machine, date))
