"""Builds one element tree from Markdown, the author's HTML and block tags, whatever their nesting.

Elements are ElementTree's. What the engine notes on them for itself stands in attributes whose
names begin with `#`, which no author can write and the sanitiser never sees:
`#lines` (first and last source line), `#tag` (the block tag), `#author` (attributes written as HTML).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, cast
from xml.etree.ElementTree import Element

from wiki.text import limits
from wiki.text.places import join

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCK_TAG = "gb-block"

# What the start of an element ends, when it is still open (HTML's implied end tags).
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dd dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead tr ul".split()
) | {BLOCK_TAG}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "option": ({"option"}, {"select"}),
    "a": ({"a"}, {"table", "td", "th"}),
}
_ENDS = {name: (ended, within | {BLOCK_TAG}) for name, (ended, within) in _ENDS.items()}
_PARAGRAPH = frozenset({"p"})
_WALLS_OF_PARAGRAPHS = frozenset({"table", "td", "th", "button", BLOCK_TAG})

# How strongly an open element resists the end tag of an outer one (libxml2's table).
_STRENGTH = {
    "div": 150,
    "td": 160,
    "th": 160,
    "tr": 170,
    "thead": 180,
    "tbody": 180,
    "tfoot": 180,
    "table": 190,
}


def noted(element: Element) -> dict[str, Any]:
    """The attributes of an element, the engine's own notes among them."""
    return cast("dict[str, Any]", element.attrib)


def first_line(element: Element) -> int | None:
    """The source line on which an element begins, if it was written in this source."""
    lines = noted(element).get("#lines")
    return lines[0] if lines else None


class Builder:
    """A stack of open elements; text gathers until the next element begins or ends."""

    def __init__(self) -> None:
        self.root = Element("div")
        self._stack: list[Element] = [self.root]
        self._own: list[bool] = [True]  # whether Markdown or a block tag opened it, not the author's HTML
        self._text: list[str] = []
        self._count = 0

    @property
    def current(self) -> Element:
        """The innermost open element."""
        return self._stack[-1]

    def text(self, text: str) -> None:
        """Add text at the current place."""
        if text:
            self._text.append(text)

    def open(self, name: str, attributes: dict[str, Any] | None = None, *, own: bool = True) -> Element:
        """Begin an element; what cannot hold it ends first. Raises TooCostly past the bounds."""
        self._end_implied(name)
        self._flush()
        self._count += 1
        if len(self._stack) > limits.HTML_DEPTH:
            raise limits.TooCostly("html depth")
        if self._count > limits.ELEMENTS:
            raise limits.TooCostly("elements")
        element = Element(name, attributes or {})
        self._stack[-1].append(element)
        self._stack.append(element)
        self._own.append(own)
        return element

    def void(self, name: str, attributes: dict[str, Any] | None = None, *, own: bool = True) -> Element:
        """Add an element without content."""
        element = self.open(name, attributes, own=own)
        self._pop()
        return element

    def close(self, element: Element) -> bool:
        """End an element of ours and all that is open inside it; False if it has ended already."""
        if element not in self._stack:
            return False
        while self._stack[-1] is not element:
            self._pop()
        self._pop()
        return True

    def close_named(self, name: str) -> Element | None:
        """End the element that the author's end tag names, if the author's HTML opened it and nothing
        stronger stands between; the element, or None for an end tag without effect."""
        strength = _STRENGTH.get(name, 100)
        for depth in range(len(self._stack) - 1, 0, -1):
            element = self._stack[depth]
            if element.tag == name and not self._own[depth]:
                while len(self._stack) > depth:
                    self._pop()
                return element
            if element.tag == BLOCK_TAG or _STRENGTH.get(element.tag, 100) > strength:
                return None
        return None

    def open_elements(self) -> Iterator[Element]:
        """The open elements, the innermost first."""
        return reversed(self._stack)

    def finish(self) -> Element:
        """End all that is open; the root, a `div`."""
        while len(self._stack) > 1:
            self._pop()
        self._flush()
        return self.root

    def _pop(self) -> None:
        self._flush()
        self._stack.pop()
        self._own.pop()

    def _flush(self) -> None:
        if not self._text:
            return
        text = self._text[0] if len(self._text) == 1 else join(self._text)
        self._text.clear()
        current = self._stack[-1]
        if len(current):
            current[-1].tail = text
        else:
            current.text = text

    def _end_implied(self, name: str) -> None:
        if name in _BLOCKS:
            self._end_nearest(_PARAGRAPH, _WALLS_OF_PARAGRAPHS)
        if name in _HEADINGS and self.current.tag in _HEADINGS:
            self._pop()
        ends = _ENDS.get(name)
        if ends:
            self._end_nearest(ends[0], ends[1], repeat=name not in ("a", "li"))

    def _end_nearest(self, names: Set[str], within: Set[str], *, repeat: bool = False) -> None:
        """End the innermost open element of these names, unless one of `within` stands before it."""
        depth = len(self._stack) - 1
        while depth > 0 and self._stack[depth].tag not in within:
            if self._stack[depth].tag in names:
                while len(self._stack) > depth:
                    self._pop()
                if not repeat:
                    return
            depth -= 1
