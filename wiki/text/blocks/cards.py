"""Cards: a table whose rows are shown as cards, each with one link over its whole surface."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, make, words_of
from wiki.text.links import Target
from wiki.text.tree import first_line, noted


def draw(element: Element, canvas: Canvas, written: dict[str, str]) -> None:
    """`<table data-view="cards">`: hidden columns act (target, cover) and do not show."""
    head, body = _parts(element)
    columns = [noted(cell).get("#flags", {}) for cell in head]
    large = " gb-cards--large" if written.get("data-card-size") == "large" else ""
    before = noted(element).get("#before")
    become(element, "ul", {"class": f"gb-cards{large}", "data-gb": "cards"})
    if before:
        noted(element)["#before"] = before
    element.text = None
    element[:] = [_card(row, columns, canvas) for row in body]


def _parts(table: Element) -> tuple[list[Element], list[Element]]:
    """The cells of the head, and the rows that are cards: all that is not the head."""
    head: list[Element] = []
    body: list[Element] = []
    for part in _with_rows(table):
        for row in [part] if part.tag == "tr" else _with_rows(part):
            if not head and not body and (part.tag == "thead" or _holds_heads(row)):
                head = list(row)
            else:
                body.append(row)
    return head, body


def _with_rows(parent: Element) -> list[Element]:
    """What a table or a part of it holds; cells that stand in no row make one with their neighbours."""
    content: list[Element] = []
    row: Element | None = None
    for child in parent:
        if child.tag not in ("td", "th"):
            row = None
            content.append(child)
        elif row is None:
            row = make("tr", {}, "", child)
            content.append(row)
        else:
            row.append(child)
    return content


def _holds_heads(row: Element) -> bool:
    return len(row) > 0 and all(cell.tag == "th" for cell in row)


def _card(row: Element, columns: list[dict[str, str]], canvas: Canvas) -> Element:
    card = make("li", {"class": "gb-card", "data-gb": "card"})
    if "#lines" in row.attrib:
        noted(card)["#lines"] = noted(row)["#lines"]
    covers: dict[str, str] = {}
    target = ""
    for index, cell in enumerate(row):
        flags = columns[index] if index < len(columns) else {}
        if "data-card-target" in flags:
            target = _destination(cell)
        elif "data-card-cover-dark" in flags:
            covers["dark"] = _destination(cell)
        elif any(name.startswith("data-card-cover") for name in flags):
            covers["light"] = _destination(cell)
        elif "data-hidden" not in flags:
            shown = make("div", {}, cell.text or "", *cell)
            card.append(shown)
    if covers.get("light"):
        card.insert(0, _cover(covers, canvas))
    if target:
        _link(card, target, canvas)
    return card


def _destination(cell: Element) -> str:
    """What a cell's picture shows or, without picture, where its link leads."""
    for element in cell.iter("img"):
        return str(noted(element).get("#src", ""))
    for element in cell.iter("a"):
        return str(noted(element).get("#href", ""))
    return ""


def _cover(covers: dict[str, str], canvas: Canvas) -> Element:
    image = make("img", {"#src": covers["light"], "alt": "", "class": "gb-card__cover"})
    if not covers.get("dark"):
        return image
    dark = make("source", {"#src": covers["dark"], "#cover": "", "media": "(prefers-color-scheme: dark)"})
    return make("picture", {}, "", dark, image)


def _link(card: Element, destination: str, canvas: Canvas) -> None:
    target: Target = canvas.target(destination)
    if target.kind == "broken":
        canvas.notice("broken", destination, first_line(card))
        return
    link = anchor(canvas, target, target.title or _first_words(card) or target.url)
    link.set("class", "gb-card__link")
    card.append(link)


def _first_words(card: Element) -> str:
    """What the card's title says: its first cell that says something."""
    return next((words for cell in card if (words := words_of(cell))), "")
