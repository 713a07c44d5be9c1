"""Descriptions of programming interfaces: their label and link, or what older guides wrote in full."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, clear, lead, make
from wiki.text.places import join
from wiki.text.tree import noted

PARAMETERS = ("swagger-parameter", "api-method-parameter")


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% openapi src="…" path="/x" method="get" %}`, `swagger` and `openapi-operation` alike."""
    source = attributes.get("src") or attributes.get("spec")
    become(element, "section", {"class": "gb-openapi", "data-gb": "openapi"})
    if source:
        clear(element)
        title = _joined(attributes.get("method", "").upper(), attributes.get("path", ""))
        if title:
            element.append(make("p", {"class": "gb-openapi__title", "data-gb-chrome": ""}, title))
        element.append(make("p", {"data-gb-chrome": ""}, "", _description(canvas, source)))
        return
    path = join([attributes.get("baseUrl", ""), attributes.get("host", ""), attributes.get("path", "")])
    title = _joined(attributes.get("method", "").upper(), path, attributes.get("summary", ""))
    if title:
        lead(element, make("p", {"class": "gb-openapi__title"}, title))


def _description(canvas: Canvas, source: str) -> Element:
    target = canvas.target(source)
    if target.kind == "broken":
        return make("span", {"class": "gb-broken"}, source)
    link = anchor(canvas, target, canvas.labels.api_description.format(name=target.title or source))
    del link.attrib["data-gb-chrome"]  # the line that holds it is ours already
    return link


def draw_listing(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% openapi-schemas %}`, `{% openapi-webhook %}`: their content and a link."""
    source = attributes.get("src") or attributes.get("spec")
    become(element, "section", {"class": "gb-openapi", "data-gb": "unknown"})
    if source:
        target = canvas.target(source)
        if target.kind != "broken":
            lead(
                element, make("p", {"data-gb-chrome": ""}, "", anchor(canvas, target, target.title or source))
            )


def draw_group(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """Parts that only hold others: `api-method-spec`, `api-method-request`, parameter groups…"""
    become(element, "div", {})


def draw_parameter(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """A parameter: its name and type, then what the author says of it."""
    become(element, "dd", {"#term": _joined(attributes.get("name", ""), attributes.get("type", ""))})


def draw_response(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """A response: its status, then what the author says of it, folded."""
    title = attributes.get("title", "")
    status = attributes.get("httpCode", "")
    known = _joined(attributes.get("status", ""), attributes.get("description", ""))
    become(element, "details", {"open": ""})
    summary = make("summary", {}, _joined(title, status))
    if known or not (title or status):
        summary.append(make("span", {"data-gb-chrome": ""}, known))
    lead(element, summary)


def gather_parameters(root: Element) -> None:
    """One definition list around each run of parameters, wherever they were written."""
    for element in list(root.iter()):
        if any("#term" in child.attrib for child in element):
            element[:] = _listed(list(element))


def _listed(children: list[Element]) -> list[Element]:
    content: list[Element] = []
    current: Element | None = None
    for child in children:
        if "#term" not in child.attrib:
            current = None
            content.append(child)
            continue
        if current is None:
            current = make("dl")
            content.append(current)
        child.tail = None
        current.append(make("dt", {}, noted(child).pop("#term")))
        current.append(child)
    return content


def _joined(*parts: str) -> str:
    """The parts that are not empty, a blank between them."""
    kept: list[str] = []
    for part in parts:
        if part:
            kept += [" ", part] if kept else [part]
    return join(kept or [""])
