"""A tool as a text to write in: headings, lists, tables, models and boxes to tick, each as what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _
from odfdo import Element as Piece
from odfdo import Frame, Header, Link, List, ListItem, Paragraph

from wiki.exchange.office import measures, styles
from wiki.exchange.office.origin import Origin, Picture
from wiki.exchange.office.package import begun, finished, keep
from wiki.exchange.office.runs import TO_TICK, Runs
from wiki.text import scores, tools

_WIDEST = 17.0  # centimetres between the margins
_NARROWEST, _BROADEST = 3, 9  # parts of a table that a column may take
_WHOLE = 8  # rows of a table that stands on one page
_ROOM = 50  # characters that are written in an empty cell
_PIXELS = 96 / 2.54  # in a centimetre
NEAR = 3  # pieces that may stand above a model on its page: its heading, what is said of it
_BOXES = ("div", "section", "article", "aside", "details", "figure", "main", "header", "footer")
_FONTS = re.compile(rb'\bfont-family="[^"]*"')
_TAKEN_APART = frozenset({"gb-stepper"})


def text(origin: Origin, parts: Iterable[Sequence[Element]]) -> bytes:
    """The parts of a page as an ODT file, below its title and above where they come from."""
    document = begun("text", origin)
    body = document.body
    body.clear()
    writer = _Writer(origin)
    writer.open()
    for part in parts:
        for element in part:
            writer.block(element)
    writer.close()
    for piece in writer.pieces:
        body.append(piece)
    keep(document, (styles.wide(width) for width in sorted(writer.widths)))
    return finished(document, writer.pictures)


class _Writer:
    """Gathers the pieces of a text, in their order."""

    def __init__(self, origin: Origin) -> None:
        self.pieces: list[Piece] = []
        self.pictures: dict[str, Picture] = {}
        self.widths: set[int] = set()  # of columns, in millimetres
        self._origin = origin
        self._runs = Runs(origin.led)
        self._level = 1
        self._tables = 0
        self._shift = 0  # by how many levels the headings of a model stand lower than they say
        self._in_model = False
        self._apart = False  # whether a heading that comes next begins a page
        self._begun = 0  # the piece that began this page

    def open(self) -> None:
        title = _header(1, "Heading_1")
        title.append(self._origin.title)
        self._add(title)
        if self._origin.description:
            self._add(Paragraph(self._origin.description, style="Lede"))

    def close(self) -> None:
        """Whence the text comes, and what may be done with it."""
        self._apart = False
        told = Paragraph(style="Caption")
        told.append(_("Source:") + " ")
        if self._origin.address:
            told.append(Link(self._origin.address, text=self._origin.cited, style="Link"))
        else:
            told.append(self._origin.cited)
        if self._origin.licence:
            told.append(". " + _("Licence: %(name)s") % {"name": self._origin.licence})
        told.append(".")
        self._add(told)

    def block(self, element: Element) -> None:
        """What stands at this place of the page, with all that it holds."""
        kinds = tools.classes(element)
        draw = self._drawer(element.tag, kinds)
        if draw is not None:
            draw(element)
        elif element.tag in _BOXES or _TAKEN_APART & set(kinds) or "gb-step" in kinds:
            self._below(element)
        elif tools.words(element):
            self._paragraph(element)
        else:
            for picture in element.iter("img"):
                self._figure(picture)

    def _drawer(self, tag: str, kinds: list[str]) -> Callable[[Element], None] | None:
        if tag in tools.HEADINGS:
            return self._heading
        if "gb-hint__label" in kinds or tag == "summary" or "gb-tab__title" in kinds:
            return self._label
        if "gb-code" in kinds:
            return self._code
        if "gb-hint" in kinds:
            return self._hint
        if tag == "ol" and "gb-stepper" in kinds:
            return self._below
        if tag in ("ul", "ol"):
            return self._list
        drawers: dict[str, Callable[[Element], None]] = {
            "table": self._table,
            "pre": self._preformatted,
            "blockquote": self._quote,
            "img": self._figure,
            "figcaption": self._caption,
            "hr": lambda element: None,
        }
        return drawers.get(tag)

    def _add(self, piece: Piece) -> None:
        if self._apart and _leads(piece):
            self._begun = len(self.pieces)
            piece = _on_new_page(piece)
        self._apart = False
        self.pieces.append(piece)

    def _part_here(self) -> None:
        """What follows begins a page, with the headings just above it; unless it opens the file."""
        first = len(self.pieces)
        while first and _leads(self.pieces[first - 1]):
            first -= 1
        if first - self._begun > NEAR and first < len(self.pieces):
            self._begun = first
            self.pieces[first] = _on_new_page(self.pieces[first])

    def _below(self, element: Element) -> None:
        """What a box holds; words that stand loose in it are a paragraph."""
        loose = Element("p")
        loose.text = element.text
        for child in element:
            self.block(child)
            if (child.tail or "").strip():
                loose.text = (loose.text or "") + (child.tail or "")
        if (loose.text or "").strip():
            self._paragraph(loose)

    def _paragraph(self, element: Element, style: str = "Standard") -> None:
        piece = self._runs.put(Paragraph(style=style), element)
        self._add(piece)

    def _heading(self, element: Element) -> None:
        said = int(element.tag[1])
        level = min(said + self._shift, styles.HEADINGS)
        if not self._in_model:
            self._level = level
        style = f"Model_{said}" if self._in_model else f"Heading_{level}"
        self._add(self._runs.put(_header(level, style), element))

    def _label(self, element: Element) -> None:
        self._add(Paragraph(tools.said_aloud(element), style="Label"))

    def _caption(self, element: Element) -> None:
        self._add(self._runs.put(Paragraph(style="Caption"), _flat(element)))

    def _hint(self, element: Element) -> None:
        for child in element:
            if child.tag == "p" and "gb-hint__label" not in tools.classes(child):
                self._paragraph(child, "Hint")
            else:
                self.block(child)

    def _quote(self, element: Element) -> None:
        for child in element:
            if child.tag == "p":
                self._paragraph(child, "Quote")
            else:
                self.block(child)

    def _list(self, element: Element) -> None:
        tasks = [item for item in element if "gb-task" in tools.classes(item)]
        if tasks:
            for item in element:
                self._task(item)
            return
        self._add(self._listed(element))

    def _listed(self, element: Element) -> List:
        made = List(style="Numbers" if element.tag == "ol" else "Bullets")
        for item in element:
            entry = ListItem()
            paragraphs = [child for child in item if child.tag == "p"]
            for paragraph in paragraphs or [item]:
                entry.append(self._runs.put(Paragraph(style="Standard"), paragraph))
            for below in (child for child in item if child.tag in ("ul", "ol")):
                entry.append(self._listed(below))
            made.append(entry)
        return made

    def _task(self, item: Element) -> None:
        """A box and what is to be done; who does it and where it is told, below."""
        holder = next((child for child in item if child.tag == "p"), item)
        self._add(self._runs.put(Paragraph(style="Task"), holder))
        for below in (child for child in item if child.tag in ("ul", "ol")):
            self._list(below)

    def _code(self, element: Element) -> None:
        """A model, as the document that it would be, on a page of its own; any other code as it is."""
        title, written = tools.code(element)
        if tools.is_list(title):
            # Columns are filled in as a spreadsheet, which is offered beside this text.
            said = _("“%(name)s”: see the spreadsheet that stands beside this file.")
            self._add(Paragraph(said % {"name": title}, style="Caption"))
            return
        if not tools.is_model(title, written):
            if title:
                self._add(Paragraph(title, style="Label"))
            self._lines(written)
            return
        self._part_here()
        self._add(Paragraph(_("Model: %(name)s") % {"name": title}, style="Caption"))
        root = tools.model(title, written)
        highest = min((int(child.tag[1]) for child in root.iter() if child.tag in tools.HEADINGS), default=1)
        self._in_model, self._shift = True, self._level + 1 - highest
        self._runs = Runs(self._origin.led, as_written=True)
        for child in root:
            self.block(child)
        self._in_model, self._shift = False, 0
        self._runs = Runs(self._origin.led)
        self._apart = True

    def _preformatted(self, element: Element) -> None:
        self._lines("".join(element.itertext()))

    def _lines(self, written: str) -> None:
        for line in written.rstrip("\n").split("\n"):
            self._add(self._runs.preformatted(Paragraph(style="Preformatted"), line))

    def _figure(self, element: Element) -> None:
        """The picture with its alternative text; that text alone where the picture cannot be had."""
        said = element.get("alt", "")
        picture = self._origin.picture(element.get("src", ""))
        if picture is None or not picture.width or not picture.height:
            if said:
                self._add(Paragraph(_("Picture: %(said)s") % {"said": said}, style="Caption"))
            return
        name = f"Pictures/{len(self.pictures) + 1}.{picture.ending}"
        if picture.ending == "svg":
            # Programs take the first typeface alone, or one of theirs in which words outgrow their boxes.
            picture = picture._replace(content=_FONTS.sub(b'font-family="Arial"', picture.content))
        self.pictures[name] = picture
        width = min(_WIDEST, picture.width / _PIXELS)
        size = (f"{width:.2f}cm", f"{width * picture.height / picture.width:.2f}cm")
        frame = Frame.image_frame(name, name=name, style="Frame", size=size, anchor_type="as-char")
        frame.svg_title = said[:100]
        frame.svg_description = said
        holder = Paragraph(style="Standard")
        holder.append(frame)
        self._add(holder)

    def _table(self, element: Element) -> None:
        rows = list(element.iter("tr"))
        if not rows:
            return
        self._tables += 1
        asked = scores.kind_of(*_heads(rows)) == scores.SCORE
        table = Piece.from_tag("table:table")
        table.set_attribute("table:name", _("Table %(number)d") % {"number": self._tables})
        table.set_attribute("table:style-name", "Whole" if len(rows) <= _WHOLE else "Table")
        for width in _widths(rows):
            self.widths.add(width)
            column = Piece.from_tag("table:table-column")
            column.set_attribute("table:style-name", f"Wide{width}")
            table.append(column)
        heads = Piece.from_tag("table:table-header-rows")
        is_headed = all(cell.tag == "th" for cell in rows[0])
        for number, row in enumerate(rows):
            line = Piece.from_tag("table:table-row")
            line.set_attribute("table:style-name", "Row")
            for place, cell in enumerate(row):
                line.append(self._cell(cell, to_tick=asked and number > 0 and place > 0))
            (heads if is_headed and number == 0 else table).append(line)
            if is_headed and number == 0:
                table.append(heads)
        self._add(table)

    def _cell(self, cell: Element, *, to_tick: bool) -> Piece:
        """A cell; one that is blank and asks for nothing is left empty, to be written in."""
        box = Piece.from_tag("table:table-cell")
        box.set_attribute("office:value-type", "string")
        box.set_attribute("table:style-name", "HeadBox" if cell.tag == "th" else "Box")
        said = tools.Cell(tools.words(cell))
        words = Paragraph(style="Head" if cell.tag == "th" else "Cell")
        if to_tick:
            words.append(f"{TO_TICK} {said.text}")
        elif not said.is_blank or said.wanted:
            self._runs.put(words, _flat(cell))
        box.append(words)
        return box


def _header(level: int, style: str) -> Header:
    header = Header(level)
    header.set_attribute("text:style-name", style)
    return header


def _leads(piece: Piece) -> bool:
    """Whether a piece is a heading, or the name of what stands below it."""
    return isinstance(piece, Header) or piece.get_attribute_string("text:style-name") == "Label"


def _on_new_page(piece: Piece) -> Piece:
    """The piece in the style of its own that begins a page."""
    name = piece.get_attribute_string("text:style-name")
    if name:
        piece.set_attribute("text:style-name", f"{name}{styles.APART}")
    return piece


def _heads(rows: list[Element]) -> tuple[list[str], list[Element]]:
    return [tools.words(cell) for cell in rows[0]], rows[1:]


def _flat(element: Element) -> Element:
    """The words of paragraphs within an element as its own, parted by line ends."""
    flat = Element(element.tag)
    flat.text = element.text
    for child in element:
        if child.tag != "p":
            flat.append(child)
            continue
        if len(flat) or (flat.text or "").strip():
            flat.append(Element("br"))
        holder = Element("span")
        holder.text = child.text
        holder.extend(child)
        flat.append(holder)
    return flat


def _widths(rows: list[Element]) -> list[int]:
    """How wide each column is, in millimetres: by what its longest cell says, and by its words."""
    longest: list[int] = []
    said: list[list[str]] = []
    for row in rows:
        cells = [tools.Cell(tools.words(cell)) for cell in row]
        longest += [0] * (len(cells) - len(longest))
        said += [[] for _cell in range(len(cells) - len(said))]
        for place, cell in enumerate(cells):
            longest[place] = max(longest[place], _length(cell))
            said[place].append(cell.text)
    parts = [max(_NARROWEST, min(_BROADEST, length**0.5)) for length in longest]
    wanted = [10 * _WIDEST * part / sum(parts) for part in parts]
    least = [min(10 * _WIDEST, measures.longest_word(words, styles.CELL)) for words in said]
    widths = measures.shared(wanted, least, 10 * _WIDEST)
    over = max(1.0, sum(widths) / (10 * _WIDEST))
    return [int(width / over) for width in widths]


def _length(cell: tools.Cell) -> int:
    """How long a cell is, or will be once it is written in."""
    return _ROOM if cell.is_blank and not cell.wanted else len(cell.text)
