"""References to a page: a link that bears the page's present title."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, clear, make, words_of
from wiki.text.tree import first_line, noted


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% content-ref url="dossier/" %}` and the older `{% page-ref page="../x.md" %}`.

    The body is what to show when the page cannot be found, and only then.
    """
    url = attributes.get("url") or attributes.get("page") or _inner_link(element)
    fallback = words_of(element) or url
    target = canvas.target(url)
    line = first_line(element)
    become(element, "p" if target.kind != "broken" else "div", {"class": "gb-ref", "data-gb": "content-ref"})
    clear(element)
    if target.kind == "broken":
        element.append(make("span", {"class": "gb-broken", "data-gb-chrome": ""}, fallback))
        element.append(canvas.visible_notice("broken", url, line))
    else:
        element.append(anchor(canvas, target, target.title or url))


def _inner_link(element: Element) -> str:
    """The destination of the first link in the body."""
    for link in element.iter("a"):
        notes = noted(link)
        return str(notes.get("#href") or notes.get("#author", {}).get("href", ""))
    return ""
