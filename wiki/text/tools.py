"""What a page holds to be filled in: score tables, tables with blanks, models to copy, gathered key actions.

A blank is written in square brackets, as in « [name of the project] » or « [..] ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from wiki.text import scores
from wiki.text.links import Target
from wiki.text.render import render
from wiki.text.tree import VOID

Format = Literal["odt", "ods"]
Kind = Literal["score", "advice", "table", "list", "tasks", "actions"]

BLANK = re.compile(r"\[(?![ xX]\])([^\[\]\n]{1,400})\](?![(\[:])")
NOTHING = re.compile(r"[.…_ ]*")  # what stands in a blank that says nothing of what is wanted
MOST = 3_000  # cells, items and blanks of a page; the longest tool of our guide has 300
FEWEST_BLANKS = 3  # of a text with a title that is a model to fill in, and no sample of code
BLOCKING = "★"
PARTS = ("h1", "h2")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CELL = re.compile(r"<td\b[^>]*>\s*\[[^<\[\]]{1,200}\]\s*</td>")
_MODEL = re.compile(
    r'<figure class="gb-code[^>]*><figcaption>([^<]*)</figcaption><pre[^>]*><code[^>]*>(.*?)</code>', re.S
)
_TAGS = re.compile(r"<[^>]+>")
_ACTION = re.compile(r"[A-Z]\.\d{1,2}")
_WHO = re.compile(r"([A-Z]{2,4}(?:, [A-Z]{2,4})*) — ")
_OWN = frozenset({"gb-table", "gb-task", "gb-code"})
_SPACE = re.compile(r"\s+")
_MARKDOWN = re.compile(r"\.md(?!\w)")  # « README.md », « README.md (extract) »
_LIST = ".csv"  # the title of a text whose lines are rows and whose semicolons part cells


class Cell(NamedTuple):
    """What stands in a cell, and where it leads."""

    text: str = ""
    href: str = ""

    @property
    def is_blank(self) -> bool:
        return bool(BLANK.fullmatch(self.text))

    @property
    def wanted(self) -> str:
        """What a blank asks for; nothing where it does not say."""
        asked = BLANK.fullmatch(self.text)
        return "" if asked is None or NOTHING.fullmatch(asked[1]) else asked[1].strip()


@dataclass(frozen=True)
class Grid:
    """A table of a tool by its kind, under the heading where it stands."""

    kind: Kind
    heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def formats(html: str) -> tuple[Format, ...]:
    """The formats in which what a page holds can be filled in; none for a page that is only read.

    Asked of every page that is shown: it reads the HTML as a string. A page with more cells, items and blanks
    than people would fill in is none: its file would take a server seconds.
    """
    if html.count("<td") + html.count("<li") + html.count("[") > MOST:
        return ()
    grids = scores.SCORE in html or _gathers(html) or bool(_CELL.search(html))
    found = list(_models(html)) if "gb-code" in html else []
    written = any(is_model(title, text) for title, text in found)
    listed = any(title.endswith(_LIST) for title, _text in found)
    told: list[Format] = []
    if grids or written:
        told.append("odt")
    if grids or listed:
        told.append("ods")
    return tuple(told)


def is_model(title: str, text: str) -> bool:
    """Whether a text with this title is to be copied and filled in."""
    return bool(title) and not title.endswith(_LIST) and len(BLANK.findall(text)) >= FEWEST_BLANKS


def is_list(title: str) -> bool:
    """Whether a text with this title holds rows and columns."""
    return title.endswith(_LIST)


def parts(html: str) -> list[list[Element]]:
    """The parts of a page, each from its heading on, that hold something to fill in."""
    gathers = _gathers(html)
    found: list[list[Element]] = [[]]
    for child in read(html):
        if child.tag in PARTS:
            found.append([])
        found[-1].append(child)
    return [
        part for part in found if any(_asks(element, gathers) for child in part for element in child.iter())
    ]


def model(title: str, text: str) -> Element:
    """A model as the page that it would be: a Markdown file drawn by the engine, any other by its lines."""
    if not _MARKDOWN.search(title):
        root = Element("div")
        for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
            SubElement(root, "p").text = paragraph
        return root
    made = render(text, resolve=lambda destination: Target("external", destination))
    root = read(made.html)
    if made.title:
        title_element = Element("h1")
        title_element.text = made.title
        root.insert(0, title_element)
    return root


def grids(found: Iterable[list[Element]]) -> list[Grid]:
    """The tables, lists and tasks of these parts, in their order; tasks one below the other are one grid."""
    grids: list[Grid] = []
    for part in found:
        heading = ""
        for element in _marks(part):
            if element.tag in (*HEADINGS, "summary") or "gb-tab__title" in classes(element):
                heading = words(element)
            elif element.tag == "li":
                _add_task(grids, heading, element)
            elif grid := _grid(heading, element):
                grids.append(grid)
    return grids


def read(html: str) -> Element:
    """The tree of HTML that the engine wrote."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def words(element: Element) -> str:
    """What an element says, without what only the screen needs."""
    return _SPACE.sub(" ", "".join(_said(element))).strip()


def said_aloud(element: Element) -> str:
    """What an element says, even if only the screen needs it."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def code(figure: Element) -> tuple[str, str]:
    """The title of a block of code, and its text."""
    caption, pre = figure.find("figcaption"), figure.find("pre")
    title = words(caption) if caption is not None else ""
    return title, "".join(pre.itertext()) if pre is not None else ""


def own_words(task: Element) -> str:
    """What a task asks, without the lists below it."""
    alone = Element("li")
    alone.text = task.text
    alone.extend(child for child in task if child.tag not in ("ul", "ol"))
    return words(alone)


def _gathers(html: str) -> bool:
    """Whether the key actions of several phases stand together."""
    return "<strong>A.1</strong>" in html and "<strong>B.1</strong>" in html


def _models(html: str) -> Iterator[tuple[str, str]]:
    for found in _MODEL.finditer(html):
        yield unescape(found[1]), unescape(_TAGS.sub("", found[2]))


def _asks(element: Element, gathers: bool) -> bool:
    """Whether an element is to be filled in."""
    if element.tag == "td":
        return Cell(words(element)).is_blank
    kinds = classes(element)
    if "gb-task" in kinds:
        return gathers and bool(_ACTION.match(words(element)))
    if "gb-code" in kinds:
        title, text = code(element)
        return is_model(title, text) or title.endswith(_LIST)
    return scores.SCORE in kinds


def _marks(part: list[Element]) -> Iterator[Element]:
    """Headings and what may be a grid, in the order of the page; what stands in a table is its own."""
    for element in part:
        kinds = classes(element)
        is_heading = element.tag in (*HEADINGS, "summary") or "gb-tab__title" in kinds
        if is_heading or element.tag == "table" or _OWN & set(kinds):
            yield element
        else:
            yield from _marks(list(element))


def _grid(heading: str, element: Element) -> Grid | None:
    kinds = classes(element)
    if "gb-code" in kinds:
        title, text = code(element)
        return _listed(heading, text) if title.endswith(_LIST) else None
    rows = [[Cell(words(cell), _href(cell)) for cell in row] for row in element.iter("tr")]
    if len(rows) < 2 or not all(cell.tag == "th" for cell in next(element.iter("tr"))):
        return None
    kind: Kind = "score" if scores.SCORE in kinds else "advice" if scores.ADVICE in kinds else "table"
    heads = tuple(cell.text for cell in rows[0])
    return Grid(kind, heading, heads, tuple(tuple(row) for row in rows[1:]))


def _listed(heading: str, text: str) -> Grid | None:
    rows = [
        tuple(Cell(cell.strip()) for cell in line.split(";")) for line in text.splitlines() if line.strip()
    ]
    return Grid("list", heading, tuple(cell.text for cell in rows[0]), tuple(rows[1:])) if rows[1:] else None


def _add_task(grids: list[Grid], heading: str, task: Element) -> None:
    """A task joins those just before it; a key action is known by its number and tells who and where."""
    said = own_words(task)
    number = _ACTION.match(said)
    below = next((item for item in task.iter("li") if item is not task), None)
    who = _WHO.match(words(below)) if below is not None else None
    kind: Kind = "actions" if number and who and below is not None else "tasks"
    row: tuple[Cell, ...] = (Cell(heading), Cell(said))
    if number and who and below is not None:
        link = next(below.iter("a"), None)
        page = Cell(words(link), link.get("href", "")) if link is not None else Cell()
        row = (Cell(heading), Cell(number[0]), Cell(said[number.end() :].strip()), Cell(who[1]), page)
    if grids and grids[-1].kind == kind:
        last = grids.pop()
        grids.append(Grid(kind, last.heading, (), (*last.rows, row)))
    else:
        grids.append(Grid(kind, heading, (), (row,)))


def _href(cell: Element) -> str:
    """Where a cell leads that is one link."""
    links = list(cell.iter("a"))
    return links[0].get("href", "") if len(links) == 1 and words(links[0]) == words(cell) else ""


def _said(element: Element) -> Iterator[str]:
    if "data-gb-chrome" not in element.attrib:
        yield element.text or ""
        for child in element:
            yield from _said(child)
            yield " " if child.tag == "br" else ""
            yield child.tail or ""


class _Reader(HTMLParser):
    """Builds the tree of HTML that is well written."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        last = self._open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data
