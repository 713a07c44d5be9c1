"""Short names of emoji (`:warning:`) become their sign; in code and between letters they are text."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from wiki.text.places import join, piece

_NAME = re.compile(r"(?<![\w/:]):([a-z0-9_+-]{2,40}):(?![\w/:])")
_CODE = frozenset({"code", "pre", "kbd"})


def draw(root: Element) -> None:
    """Replace the short names in the words of a tree."""
    if any(_NAME.search(text) for text in root.itertext() if ":" in text):
        _draw(root)


def _draw(root: Element) -> None:
    if root.tag in _CODE or root.get("data-gb") == "math":
        return
    if root.text and ":" in root.text:
        root.text = _glyphs(root.text)
    for child in root:
        _draw(child)
        if child.tail and ":" in child.tail:
            child.tail = _glyphs(child.tail)


def _glyphs(text: str) -> str:
    parts: list[str] = []
    position = 0
    for found in _NAME.finditer(text):
        sign = _sign(found.group())
        if sign:
            parts += [piece(text, position, found.start()), sign]
            position = found.end()
    return join([*parts, piece(text, position, len(text))]) if parts else text


@lru_cache(maxsize=1_024)
def _sign(name: str) -> str:
    """The sign of a short name, or nothing."""
    import emoji  # its table weighs 2 MB in every worker, and few texts name one

    sign = emoji.emojize(name, language="alias")
    return "" if sign == name else sign
