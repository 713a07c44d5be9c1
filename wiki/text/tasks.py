"""Tasks: boxes that show their state and cannot be ticked."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from wiki.text.labels import Labels
from wiki.text.tree import noted


def drawer(labels: Labels) -> Callable[[Element], None]:
    """The function that draws the boxes of a tree."""

    def draw(root: Element) -> None:
        for element in root.iter("input"):
            done = noted(element).pop("#done", None)
            element.attrib["disabled"] = ""
            element.attrib["type"] = "checkbox"
            element.attrib["aria-label"] = labels.task_done if done else labels.task_to_do
            if done:
                element.attrib["checked"] = ""

    return draw
