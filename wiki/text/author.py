"""Reads what an author wrote as HTML into plain values, and draws our own elements from them.

No attribute of the author's passes as it is: each one that may act is named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from wiki.text.blocks import hint, table
from wiki.text.drawing import Canvas, become, clear, lead, make, words_of
from wiki.text.lines import readable
from wiki.text.places import piece
from wiki.text.tree import first_line, noted

Written = dict[str, str]

COLOURS = frozenset(
    "red orange yellow green teal blue purple pink gray brown primary success warning danger info".split()
)
_COLOUR = re.compile(r"(background-)?color\s*:\s*\$?([a-z]+)")
_ALIGNMENTS = frozenset({"left", "center", "right"})
_ID = re.compile(r"[\w.~+$-]{1,100}")
_BOLD = re.compile(r"\s*\*\*([^*]+)\*\*\s*")
_DIGITS = re.compile(r"\d{1,4}")
_DROPPED = frozenset({"script", "style", "select"})


def draw(element: Element, canvas: Canvas) -> None:
    """Turn an element written as HTML into one of ours, its content kept unless it is not text."""
    written: Written = noted(element)["#author"]
    if element.tag in _DROPPED:
        element.set("#drop", "")
        if element.tag != "select":  # GitBook writes it in the heads of tables
            canvas.notice("dropped", element.tag, first_line(element))
    elif written.get("data-gb-custom-block") is not None and element.tag == "div":
        element.set("#custom", "")
    else:
        name = written.get("#name", "")
        _DRAWN.get(element.tag, _draw_plain)(element, written, canvas)
        align = "center" if name == "center" else written.get("align", "").lower()
        if align in _ALIGNMENTS and element.tag in (
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "td",
            "th",
        ):
            element.set("class", f"{element.get('class', '')} gb-align--{align}".strip())


def _draw_plain(element: Element, written: Written, canvas: Canvas) -> None:
    become(element, element.tag, {})


def _draw_link(element: Element, written: Written, canvas: Canvas) -> None:
    classes = written.get("class", "").split()
    name = written.get("id") or written.get("name") or ""
    noted: dict[str, str] = {"#title": written.get("title", "")}
    if _ID.fullmatch(name):
        noted["#anchor"] = name
    if "href" in written:
        noted["#href"] = written["href"]
    if "button" in classes:
        style = "secondary" if "secondary" in classes else "primary"
        noted |= {"class": f"gb-button gb-button--{style}", "data-gb": "button"}
    become(element, "a", noted)


def _draw_button(element: Element, written: Written, canvas: Canvas) -> None:
    become(element, "span", {"class": "gb-button gb-button--secondary"})


def _draw_image(element: Element, written: Written, canvas: Canvas) -> None:
    noted = {
        "#src": written.get("src", ""),
        "#title": written.get("title", ""),
        "alt": written.get("alt", ""),
    }
    for side in ("width", "height"):
        if _DIGITS.fullmatch(written.get(side, "")):
            noted[side] = written[side]
    if written.get("data-size") == "line":
        noted["class"] = "gb-image--line"
    become(element, "img", noted)


def _draw_source(element: Element, written: Written, canvas: Canvas) -> None:
    media = written.get("media", "")
    become(element, "source", {"#src": written.get("srcset", "").split(" ")[0]})
    if re.fullmatch(r"\(prefers-color-scheme: ?(?:dark|light)\)", media):
        element.set("media", media)


def _draw_icon(element: Element, written: Written, canvas: Canvas) -> None:
    if "fa-" not in written.get("class", ""):
        become(element, "em", {})
        return
    become(element, "span", {"class": "gb-icon", "data-gb": "icon", "aria-hidden": "true"})
    clear(element)


def _draw_mark(element: Element, written: Written, canvas: Canvas) -> None:
    classes = []
    for background, colour in _COLOUR.findall(written.get("style", "").lower()):
        if colour in COLOURS:
            classes.append(f"gb-mark--on-{colour}" if background else f"gb-mark--{colour}")
    become(element, "mark", {"class": " ".join(classes[:2])} if classes else {})


def _draw_code(element: Element, written: Written, canvas: Canvas) -> None:
    classes = written.get("class", "").split()
    language = next(
        (name.split("-", 1)[1] for name in classes if name.startswith(("lang-", "language-"))), ""
    )
    become(element, "code", {"#language": language} if language else {})
    if "expression" in classes:
        name = words_of(element)
        value = canvas.variables.get(name.removeprefix("space.vars."))
        if value is not None:
            canvas.count_included(value)
            clear(element)
            element.text = readable(value)


def _draw_pre(element: Element, written: Written, canvas: Canvas) -> None:
    become(element, "pre", {"tabindex": "0"})


def _draw_details(element: Element, written: Written, canvas: Canvas) -> None:
    become(element, "details", {"open": ""} if "open" in written else {})


def _draw_list(element: Element, written: Written, canvas: Canvas) -> None:
    start = written.get("start", "")
    become(element, "ol", {"start": start} if _DIGITS.fullmatch(start) else {})


def _draw_cell(element: Element, written: Written, canvas: Canvas) -> None:
    noted: dict[str, object] = {
        side: written[side] for side in ("colspan", "rowspan") if _DIGITS.fullmatch(written.get(side, ""))
    }
    noted["#flags"] = written
    become(element, element.tag, noted)


def _draw_table(element: Element, written: Written, canvas: Canvas) -> None:
    become(element, "table", {})
    table.draw(element, canvas, written)


def _draw_summary(element: Element, written: Written, canvas: Canvas) -> None:
    """GitBook writes a bold title as Markdown inside the tag."""
    become(element, "summary", {})
    bold = _BOLD.fullmatch(element.text or "") if not len(element) else None
    if bold:
        element.append(make("strong", {}, piece(element.text or "", *bold.span(1))))
        element.text = None


def _draw_time(element: Element, written: Written, canvas: Canvas) -> None:
    machine = written.get("datetime", "")
    become(element, "time", {"datetime": machine} if re.fullmatch(r"[\d:TZ.+ -]{4,30}", machine) else {})


def _draw_abbreviation(element: Element, written: Written, canvas: Canvas) -> None:
    become(element, "abbr", {"title": written["title"]} if written.get("title") else {})


def _draw_input(element: Element, written: Written, canvas: Canvas) -> None:
    if written.get("type", "").lower() == "checkbox":
        become(element, "input", {"type": "checkbox", "#done": "checked" in written})
    else:
        element.set("#drop", "")


def _draw_box(element: Element, written: Written, canvas: Canvas) -> None:
    """Containers; man pages written in HTML name their kind of hint by a class."""
    kinds = {"note": "info", "tip": "success", "warning": "warning"}
    style = next((kinds[name] for name in written.get("class", "").split() if name in kinds), "")
    become(element, "div", {"class": f"gb-hint gb-hint--{style}", "role": "note"} if style else {})
    if style:
        lead(element, hint.label(style, canvas.labels))


def _draw_caption(element: Element, written: Written, canvas: Canvas) -> None:
    """An empty caption is not shown."""
    become(element, "figcaption", {})
    holds = any(inner.tag == "img" or "#before" in inner.attrib for inner in element.iter())
    if not words_of(element) and not holds:
        element.set("#drop", "")


def _draw_heading(element: Element, written: Written, canvas: Canvas) -> None:
    name = written.get("id", "")
    become(element, element.tag, {"#id": name} if _ID.fullmatch(name) else {})


_DRAWN: dict[str, Callable[[Element, Written, Canvas], None]] = {
    "a": _draw_link,
    "abbr": _draw_abbreviation,
    "button": _draw_button,
    "code": _draw_code,
    "details": _draw_details,
    "div": _draw_box,
    "figcaption": _draw_caption,
    "i": _draw_icon,
    "img": _draw_image,
    "input": _draw_input,
    "mark": _draw_mark,
    "ol": _draw_list,
    "pre": _draw_pre,
    "source": _draw_source,
    "summary": _draw_summary,
    "table": _draw_table,
    "td": _draw_cell,
    "th": _draw_cell,
    "time": _draw_time,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _draw_heading),
}


def custom_attributes(written: Written) -> dict[str, str]:
    """The attributes of a block in its old HTML spelling: `data-style="info"` is `style="info"`."""
    return {name.removeprefix("data-"): value for name, value in written.items()}
