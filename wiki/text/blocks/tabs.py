"""Tabs: all panels stand one below the other; a script may fold them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead, make


def draw_group(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% tabs %}`, and `{% code-tabs %}` of older guides."""
    become(element, "div", {"class": "gb-tabs", "data-gb": "tabs"})


def draw_tab(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% tab title="Windows" %}`; a tab without title is named by us."""
    title = attributes.get("title", "")
    become(element, "section", {"class": "gb-tab", "data-gb": "tab"})
    heading = make("p", {"class": "gb-tab__title"}, title or canvas.labels.tab)
    if not title:
        heading.set("data-gb-chrome", "")
    lead(element, heading)


def name_panels(root: Element) -> None:
    """Let each panel be named by its title, under an id that no heading can have."""
    panels = (section for section in root.iter("section") if section.get("data-gb") == "tab")
    for number, panel in enumerate(panels, 1):
        panel[0].set("id", f"ui-tab-{number}")
        panel.set("aria-labelledby", f"ui-tab-{number}")
