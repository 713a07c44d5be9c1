"""References to a page: a link that bears the page's present title."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, clear, make, words_of


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% content-ref url="dossier/" %}` and the older `{% page-ref page="../x.md" %}`.

    The body is what to show when the page cannot be found, and only then.
    """
    url = attributes.get("url") or attributes.get("page") or _inner_link(element)
    fallback = words_of(element) or url
    target = canvas.target(url)
    line = element.attrib.get("#lines", (None,))[0]
    become(element, "p" if target.kind != "broken" else "div", {"class": "gb-ref", "data-gb": "content-ref"})
    clear(element)
    if target.kind == "broken":
        element.append(make("span", {"class": "gb-broken", "data-gb-chrome": ""}, fallback))
        element.append(canvas.visible_notice("broken", url, line))  # type: ignore[arg-type]
    else:
        element.append(anchor(canvas, target, target.title or url))


def _inner_link(element: Element) -> str:
    """The destination of the first link in the body."""
    for link in element.iter("a"):
        return str(link.attrib.get("#href") or _written(link).get("href", ""))
    return ""


def _written(link: Element) -> dict[str, str]:
    return link.attrib.get("#author") or {}  # type: ignore[return-value]
