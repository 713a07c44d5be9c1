"""One source → one drawn tree, the reusable texts it calls for drawn inside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from wiki.text import author, footnotes, limits, lines, linking, markers, settling
from wiki.text.blocks import (
    code,
    columns,
    content_ref,
    embed,
    file,
    hint,
    openapi,
    other,
    stepper,
    tabs,
    updates,
)
from wiki.text.drawing import Canvas, become, clear, make
from wiki.text.markup.dialect import parse
from wiki.text.markup.writing import Writer
from wiki.text.tags import Tag
from wiki.text.tree import BLOCK_TAG, first_line, noted

Draw = Callable[[Element, Canvas, dict[str, str]], None]


def compose(source: str, canvas: Canvas, *, placed: bool = True) -> Element:
    """The drawn tree of a source, its title still in it.

    Raises TooCostly past a bound.
    """
    marked, tags, orphans = markers.mark(lines.read(source, placed=placed))
    for tag in orphans:
        canvas.notice("orphan", tag.base, tag.line or None)
    root = Writer(marked, tags, canvas.notice).write(parse(marked.texts))
    asks = False  # only the author's HTML and literal paragraphs ask for something beside themselves
    for element in reversed(list(root.iter())):
        if not element.attrib:
            continue
        if "#author" in element.attrib:
            asks = True
            author.draw(element, canvas)
            if "#custom" in element.attrib:
                _draw_custom(element, canvas)
        elif element.tag == BLOCK_TAG:
            _draw_block(element, canvas)
        elif element.get("class") == "gb-literal":
            asks = True
            words = canvas.labels.notice_bounds
            noted(element)["#after"] = [
                make("span", {"class": "gb-notice", "data-gb-notice": "bounds"}, words)
            ]
    if any(tag.base in openapi.PARAMETERS for tag in tags):
        openapi.gather_parameters(root)
    if any(tag.base == "step" for tag in tags):
        stepper.wrap_strays(root)
    if asks:
        settling.settle(root)
    linking.draw(root, canvas)
    footnotes.draw(root, canvas)
    return root


def _draw_block(element: Element, canvas: Canvas) -> None:
    tag: Tag = noted(element)["#tag"]
    if tag.base == "include":
        _include(element, canvas, tag.bare or tag.attributes.get("src", ""))
        return
    draw = _BLOCKS.get(tag.base)
    if draw is None:
        other.draw_unknown(element, canvas, {"": tag.name})
    else:
        draw(element, canvas, {**tag.attributes, "": tag.bare})


def _draw_custom(element: Element, canvas: Canvas) -> None:
    """A block in the HTML spelling that GitBook once wrote."""
    written: dict[str, Any] = author.custom_attributes(noted(element)["#author"])
    name = written.get("tag", "")
    draw = _BLOCKS.get(name)
    if draw is None:
        other.draw_unknown(element, canvas, {"": name})
    else:
        draw(element, canvas, written)


def _include(element: Element, canvas: Canvas, name: str) -> None:
    """`{% include "…" %}`: the file's content, its links resolved from its own place."""
    line = first_line(element)
    become(element, "div", {"class": "gb-include", "data-gb": "include"})
    name = str(name)
    included = canvas.include(name) if name and canvas.depth < limits.INCLUDE_DEPTH else None
    if included is None or included.source in canvas.trail:
        element.insert(0, canvas.visible_notice("include", name, line))
        return
    canvas.count_included(included.source)
    limits.check_source(included.source)
    inside = Canvas(
        included.resolve,
        included.include,
        canvas.labels,
        canvas.variables,
        canvas.findings,
        canvas.depth + 1,
        (*canvas.trail, included.source),
    )
    root = compose(included.source, inside, placed=False)
    clear(element)
    element.text = root.text
    element.extend(root)


_BLOCKS: dict[str, Draw] = {
    "hint": hint.draw,
    "tabs": tabs.draw_group,
    "code-tabs": tabs.draw_group,
    "tab": tabs.draw_tab,
    "code-tabs-item": tabs.draw_tab,
    "code": code.draw,
    "prompt": code.draw_prompt,
    "@mermaid/diagram": code.draw_diagram,
    "embed": embed.draw,
    "content-ref": content_ref.draw,
    "page-ref": content_ref.draw,
    "file": file.draw,
    "stepper": stepper.draw_group,
    "step": stepper.draw_step,
    "columns": columns.draw_group,
    "column": columns.draw_column,
    "updates": updates.draw_group,
    "update": updates.draw_update,
    "if": other.draw_condition,
    "openapi": openapi.draw,
    "openapi-operation": openapi.draw,
    "openapi-schemas": openapi.draw_listing,
    "openapi-webhook": openapi.draw_listing,
    "swagger": openapi.draw,
    "api-method": openapi.draw,
    **dict.fromkeys(openapi.PARAMETERS, openapi.draw_parameter),
    "swagger-response": openapi.draw_response,
    "api-method-response-example": openapi.draw_response,
    **dict.fromkeys(
        "swagger-description api-method-summary api-method-description api-method-spec api-method-request "
        "api-method-response api-method-path-parameters api-method-query-parameters api-method-headers "
        "api-method-body-parameters api-method-form-data-parameters api-method-cookies "
        "api-method-response-example-description".split(),
        openapi.draw_group,
    ),
}
