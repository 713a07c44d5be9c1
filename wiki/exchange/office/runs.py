"""Words within a paragraph of an office file: what is stressed, linked, left blank, to be ticked."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from odfdo import Element as Piece
from odfdo import LineBreak, Link, Spacer, Span

from wiki.text import tools

TO_TICK, TICKED = "☐", "☑"
ROOM = "[" + "…" * 8 + "]"  # for a hand that writes where nothing is said of what is wanted
_SPACE = re.compile(r"[ \t\r\n]+")
_BOX = re.compile(r"\[([ xX])\](?=\s)")
_STYLES = {
    "strong": "Strong",
    "b": "Strong",
    "em": "Emphasis",
    "i": "Emphasis",
    "code": "Code",
    "kbd": "Code",
    "del": "Struck",
    "s": "Struck",
}


class Runs:
    """Puts the words of an element of a page into a piece of an office file; `led` completes addresses.

    In a model, the end of a line is one: whoever wrote it laid it out so.
    """

    def __init__(self, led: Callable[[str], str], *, as_written: bool = False) -> None:
        self._led = led
        self._as_written = as_written

    def put(self, piece: Piece, element: Element) -> Piece:
        """The piece with the words of the element in it, those of lists below it aside."""
        self._text(piece, (element.text or "").lstrip())
        for child in element:
            self._child(piece, child)
            self._text(piece, child.tail or "")
        return piece

    def preformatted(self, piece: Piece, line: str) -> Piece:
        """The piece with a line in it whose blanks are kept."""
        for part in re.split(r"( {2,})", line):
            piece.append(Spacer(len(part)) if part.startswith("  ") else part)
        return piece

    def _child(self, piece: Piece, child: Element) -> None:
        if child.tag in ("ul", "ol") or "data-gb-chrome" in child.attrib:
            return
        if child.tag == "br":
            piece.append(LineBreak())
        elif child.tag == "input":
            piece.append(TICKED if "checked" in child.attrib else TO_TICK)
        elif child.tag == "img":
            self._text(piece, child.get("alt", ""))
        elif child.tag == "a" and child.get("href"):
            link = Link(self._led(child.get("href", "")), style="Link")
            piece.append(self.put(link, child))
        elif child.tag in _STYLES:
            piece.append(self.put(Span(style=_STYLES[child.tag]), child))
        else:
            self._text(piece, child.text or "")
            for below in child:
                self._child(piece, below)
                self._text(piece, below.tail or "")

    def _text(self, piece: Piece, text: str) -> None:
        if self._as_written:
            text = _BOX.sub(lambda box: TO_TICK if box[1] == " " else TICKED, text)
        lines = text.split("\n") if self._as_written else [text]
        for number, line in enumerate(lines):
            if number:
                piece.append(LineBreak())
            self._blanks(piece, _SPACE.sub(" ", line))

    def _blanks(self, piece: Piece, text: str) -> None:
        begin = 0
        for blank in tools.BLANK.finditer(text):
            piece.append(text[begin : blank.start()])
            said = ROOM if tools.NOTHING.fullmatch(blank[1]) else blank[0]
            piece.append(Span(said, style="Blank"))
            begin = blank.end()
        piece.append(text[begin:])
