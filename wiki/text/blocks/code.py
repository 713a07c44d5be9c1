"""Code with a title, numbered or wrapped lines."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, become, clear, lead, make


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% code title="app.py" overflow="wrap" lineNumbers="true" %}` around a fence, or anything."""
    classes = ["gb-code"]
    if attributes.get("overflow") == "wrap":
        classes.append("gb-code--wrap")
    if attributes.get("lineNumbers") == "true":
        classes.append("gb-code--lines")
    become(element, "figure", {"class": " ".join(classes), "data-gb": "code"})
    if attributes.get("title"):
        lead(element, make("figcaption", {}, attributes["title"]))


def draw_diagram(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% @mermaid/diagram content="…" %}`: the diagram's own text, as code."""
    content = attributes.get("content", "").replace("\\n", "\n")
    become(element, "figure", {"class": "gb-code", "data-gb": "code"})
    clear(element)
    code = make("code", {"#language": "mermaid"}, content)
    element.append(make("pre", {"tabindex": "0"}, "", code))


def draw_prompt(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% prompt description="…" %}` around the text of the prompt."""
    become(element, "figure", {"class": "gb-prompt", "data-gb": "prompt"})
    if attributes.get("description"):
        lead(element, make("figcaption", {}, attributes["description"]))
