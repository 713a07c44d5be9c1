"""Formulas: their TeX as text, named for those who listen to the page."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from wiki.text.labels import Labels
from wiki.text.tree import noted


def drawer(labels: Labels) -> Callable[[Element], None]:
    """The function that draws the formulas of a tree."""

    def draw(root: Element) -> None:
        for element in root.iter():
            if "#math" not in element.attrib:
                continue
            formula = noted(element).pop("#math")
            element.text = formula
            block = " gb-math--block" if element.tag == "div" else ""
            element.attrib.update(
                {
                    "class": f"gb-math{block}",
                    "data-gb": "math",
                    "role": "math",
                    "aria-label": labels.formula.format(formula=formula),
                }
            )

    return draw
