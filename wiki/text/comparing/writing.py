"""Elements and words → HTML: every name, value and text escaped here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from wiki.text.comparing.blocks import HEADINGS
from wiki.text.comparing.fragments import RUN, TAG, Node
from wiki.text.comparing.inline import Piece, Stack
from wiki.text.tree import VOID

_Open = list[Node | str]  # elements, and a mark of ours by its name

# What the site's own sheet draws; no author can write these classes, nor the two elements.
CLASSES = {"added": "ui-added", "removed": "ui-removed", "moved": "ui-moved", "restyled": "ui-restyled"}
_MARKS = {"added": ("<ins>", "</ins>"), "removed": ("<del>", "</del>")} | {
    "restyled": (f'<span class="{CLASSES["restyled"]}">', "</span>")
}
_SIGNS = re.compile("[&<>]")
_NAMED = ("id", "aria-labelledby")


class Pen:
    """Writes one page, or one side of it. Each id once, and none on what is no more."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def open(self, node: Node, *, mark: str = "", bare: bool = False, unfold: bool = False) -> str:
        """The start of an element; `bare` without what must be there once."""
        if node.tag == RUN:
            return ""
        attributes = {name: value for name, value in node.attributes.items() if self._may(name, value, bare)}
        if bare and attributes.get("role") == "region":  # a landmark has a name of its own
            attributes = {
                name: value for name, value in attributes.items() if name not in ("role", "aria-label")
            }
        if attributes.get("href", "").startswith("#") and bare:
            del attributes["href"]
        if mark:
            attributes["class"] = f"{attributes.get('class', '')} {mark}".strip()
        if unfold:
            attributes["open"] = ""
        if attributes.get("data-gb") == "tabs":  # panels one at a time would hide what changed in others
            del attributes["data-gb"]
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{node.tag}{written}>"

    def close(self, node: Node) -> str:
        return "" if node.tag == RUN or node.tag in VOID else f"</{node.tag}>"

    def whole(self, node: Node, *, bare: bool = False) -> str:
        """An element with all that it holds, as it is."""
        parts: list[str] = []
        waiting: list[tuple[Node | str, bool]] = [(node, False)]
        while waiting:
            part, ends = waiting.pop()
            if isinstance(part, str):
                parts.append(text(part))
            elif ends:
                parts.append(self.close(part))
            else:
                parts.append(self.open(part, bare=bare))
                waiting.append((part, True))
                waiting += [(child, False) for child in reversed(part.children)]
        return "".join(parts)

    def words(self, pieces: Sequence[Piece], *, bare: bool = False) -> str:
        """Words with the elements around them, and our marks as far inside as each change allows."""
        parts: list[str] = []
        opened: _Open = []
        for mode, group in groupby(pieces, key=lambda piece: piece.mode):
            same = list(group)
            depth = _common(piece.stack for piece in same)
            removed = bare or mode == "removed"
            for stack, pieces_within in groupby(same, key=_stack):
                wanted: _Open = list(stack)
                if mode in _MARKS:
                    wanted.insert(depth, mode)
                self._turn(opened, wanted, parts, bare=removed)
                parts += [self._piece(piece, bare=removed) for piece in pieces_within]
            if mode in _MARKS:
                self._turn(opened, opened[:depth], parts, bare=removed)
        self._turn(opened, [], parts, bare=bare)
        return "".join(parts)

    def _piece(self, piece: Piece, *, bare: bool) -> str:
        return text(piece.text) if piece.atom is None else self.whole(piece.atom, bare=bare)

    def _turn(
        self, opened: list[Node | str], wanted: list[Node | str], parts: list[str], *, bare: bool
    ) -> None:
        """Close what is not wanted any more, open what is."""
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] is wanted[same]:
            same += 1
        while len(opened) > same:
            last = opened.pop()
            parts.append(_MARKS[last][1] if isinstance(last, str) else self.close(last))
        for node in wanted[same:]:
            opened.append(node)
            parts.append(_MARKS[node][0] if isinstance(node, str) else self.open(node, bare=bare))

    def _may(self, name: str, value: str, bare: bool) -> bool:
        if name not in _NAMED:
            return True
        if bare or (name == "id" and value in self._ids):
            return False
        if name == "id":
            self._ids.add(value)
        return True


def lowered(html: str) -> str:
    """Headings one below ours, whatever their level in the page: a class keeps their look."""
    return TAG.sub(_lowered, html)


def _lowered(tag: re.Match[str]) -> str:
    slash, name, attributes = tag.groups()
    if name not in HEADINGS:
        return tag.group()
    if slash:
        return "</h3>"
    look = f"ui-{name}"
    if ' class="' in attributes:
        attributes = attributes.replace(' class="', f' class="{look} ', 1)
        return f"<h3{attributes}>"
    return f'<h3{attributes} class="{look}">'


def text(written: str) -> str:
    """Text that can be nothing else; most of it holds no sign that needs it."""
    return escape(written, quote=False) if _SIGNS.search(written) else written


def _stack(piece: Piece) -> Stack:
    return piece.stack


def _common(stacks: Iterable[Stack]) -> int:
    """How many outer elements all of these have in common."""
    first: Stack | None = None
    common = 0
    for stack in stacks:
        if stack is first:
            continue
        if first is None:
            first, common = stack, len(stack)
            continue
        while common and first[:common] != stack[:common]:
            common -= 1
    return common
