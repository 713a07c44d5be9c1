"""Lays HTML out for people: one block per line, indented, without changing what it says."""

from __future__ import annotations

import re

_BLOCKS = (
    "address|article|aside|blockquote|dd|details|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|picture|"
    "section|source|summary|table|tbody|td|th|thead|tr|ul"
)
_PIECE = re.compile(
    rf"""(?P<code><pre\b.*?</pre>)|\s*(?P<tag><(?P<end>/?)(?P<name>{_BLOCKS})\b(?:"[^"]*"|[^">])*>)\s*""",
    re.S,
)
_VOID = {"hr", "source"}


def laid_out(html: str) -> str:
    """The same HTML; blanks beside the tags of blocks, which show nothing, are for layout."""
    written: list[str] = []
    holds_blocks = [True]
    position = 0
    for found in _PIECE.finditer(html):
        written.append(html[position : found.start()])
        position = found.end()
        if found["code"]:
            written.append(_line(len(holds_blocks) - 1) + found["code"])
            holds_blocks[-1] = True
        elif found["end"]:
            line = _line(len(holds_blocks) - 1) if holds_blocks.pop() else ""
            written.append(line + found["tag"])
        else:
            holds_blocks[-1] = True
            written.append(_line(len(holds_blocks) - 1) + found["tag"])
            if found["name"] not in _VOID:
                holds_blocks.append(False)
    return "".join([*written, html[position:]]).strip()


def _line(depth: int) -> str:
    return "\n" + "  " * depth
