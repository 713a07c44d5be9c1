"""Steps, numbered; the first heading or bold line of a step is its title."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, lead, make

_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def draw_group(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% stepper %}`; what stands between its steps joins the step before it."""
    become(element, "ol", {"class": "gb-stepper", "data-gb": "stepper"})
    step: Element | None = None
    for child in list(element):
        if child.get("data-gb") == "step":
            step = child
        elif step is not None:
            element.remove(child)
            step.append(child)


def wrap_strays(root: Element) -> None:
    """Steps outside any stepper stand in a list of their own."""
    for parent in list(root.iter()):
        if parent.get("data-gb") == "stepper" or not any(_is_step(child) for child in parent):
            continue
        content: list[Element] = []
        for child in parent:
            if not _is_step(child):
                content.append(child)
            elif content and content[-1].get("class") == "gb-stepper":
                content[-1].append(child)
            else:
                content.append(make("ol", {"class": "gb-stepper"}, "", child))
        parent[:] = content


def _is_step(element: Element) -> bool:
    return element.get("data-gb") == "step"


def draw_step(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% step %}`, its heading kept at its level; older guides write `title="…"`."""
    become(element, "li", {"class": "gb-step", "data-gb": "step"})
    if attributes.get("title"):
        lead(element, make("p", {"class": "gb-step__title"}, attributes["title"]))
        return
    first = next(iter(element), None)
    if first is None or (element.text or "").strip():
        return
    if first.tag in _TITLES or (first.tag == "p" and _is_bold(first)):
        first.set("class", "gb-step__title")


def _is_bold(paragraph: Element) -> bool:
    only = len(paragraph) == 1 and not (paragraph.text or "").strip()
    return only and paragraph[0].tag == "strong" and not (paragraph[0].tail or "").strip()
