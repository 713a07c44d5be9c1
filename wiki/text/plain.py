"""The words a reader sees, as one text: quotes, search and credit are made of it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from wiki.text.places import join, piece

BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 "
    "h6 hr li ol p pre section summary table tbody td th thead tr ul br".split()
)
_BLANKS = re.compile(r"[ \t\n\r]+")


OURS = frozenset({"footnote-ref", "footnote-backref", "visually-hidden"})  # classes


def is_ours(element: Element) -> bool:
    """Whether what an element holds was added by the engine and is no word of the author's."""
    attributes = element.attrib
    if not attributes:
        return False
    return "data-gb-chrome" in attributes or "data-gb-notice" in attributes or attributes.get("class") in OURS


class _Text:
    """Gathers words; a block begins a line, blanks are squeezed outside code."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._broken = True  # nothing since the last line break

    def line(self) -> None:
        if not self._broken:
            self.parts.append("\n")
            self._broken = True

    def add(self, text: str, *, kept: bool) -> None:
        if not kept:
            if "\n" in text or "  " in text or "\t" in text:
                for part in _squeezed(text):
                    self._append(part)
                return
            if self._broken and text[0] == " ":
                text = piece(text, len(text) - len(text.lstrip(" ")), len(text))
        self._append(text)

    def _append(self, text: str) -> None:
        if text and not (text == " " and self._broken):
            self.parts.append(text)
            self._broken = False


def _squeezed(text: str) -> list[str]:
    parts: list[str] = []
    position = 0
    for blank in _BLANKS.finditer(text):
        if blank.start() > position:
            parts.append(piece(text, position, blank.start()))
        parts.append(" ")
        position = blank.end()
    if position < len(text):
        parts.append(piece(text, position, len(text)))
    return parts


def read(root: Element) -> str:
    """The visible words of a drawn tree, one line per block, with their places in the source."""
    text = _Text()
    _read(root, text, kept=False)
    while text.parts and not text.parts[-1].strip():
        text.parts.pop()
    return join(text.parts)


def _read(element: Element, text: _Text, *, kept: bool) -> None:
    block = element.tag in BLOCKS
    if block:
        text.line()
    kept = kept or element.tag == "pre"
    if not is_ours(element):
        if element.text:
            text.add(element.text, kept=kept)
        for child in element:
            _read(child, text, kept=kept)
            if child.tail:
                text.add(child.tail, kept=kept)
    if block:
        text.line()
