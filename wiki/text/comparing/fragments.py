"""HTML that has passed the gates, read again: its outermost blocks as strings, and one of them as a tree.

What the last gate writes is regular: names in small letters, values in double quotes, `<` and `&` escaped.
Whatever looks otherwise is text here, and is escaped again on its way out.
"""

from __future__ import annotations

import re
from html import unescape

from wiki.text.plain import BLOCKS
from wiki.text.tree import VOID

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s"=<>/]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([^\s"=<>/]+)="([^"]*)"')
RUN = ""  # the name of what has none: text and inline elements that stand among blocks
# Signs of the author's that would pass for ours, and what says the same.
_OURS = {"ins": "u", "del": "s"}


class Node:
    """An element, or a run of text and inline elements among blocks; with its place and that of what it
    holds in the HTML it was read from."""

    __slots__ = ("attributes", "children", "end", "has_blocks", "inner_end", "inner_start", "start", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], start: int, inner_start: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node | str] = []
        self.start = start
        self.inner_start = self.inner_end = self.end = inner_start
        self.has_blocks = False

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS or self.has_blocks


def outermost(html: str) -> list[str]:
    """The outermost blocks in order; text and inline elements between two of them are one."""
    pieces: list[str] = []
    start, depth = 0, 0
    loose = 0  # where what belongs to no block began
    for tag in TAG.finditer(html):
        closes, name = tag.group(1), tag.group(2)
        if name in VOID and name != "hr":
            continue
        if closes:
            depth = max(0, depth - 1)
        if depth == 0 and name in BLOCKS and not closes:
            _add(pieces, html[loose : tag.start()])
            start = loose = tag.start()
        if not closes and name != "hr":
            depth += 1
        if depth == 0 and name in BLOCKS:
            _add(pieces, html[start : tag.end()])
            start = loose = tag.end()
    _add(pieces, html[loose:])
    return pieces


def _add(pieces: list[str], html: str) -> None:
    if html.strip():
        pieces.append(html)


def parse(html: str) -> Node:
    """A run that holds what the HTML holds; loose text and inline elements among blocks in runs of their
    own."""
    root = Node(RUN, {}, 0, 0)
    stack = [root]
    place = 0
    for tag in TAG.finditer(html):
        start, end = tag.span()
        if start > place:
            stack[-1].children.append(_unescaped(html[place:start]))
        place = end
        slash, written, attributes = tag.groups()
        name = _OURS.get(written, written)
        if slash:
            _close(stack, name, start, end)
            continue
        node = Node(name, _attributes(attributes), start, end)
        stack[-1].children.append(node)
        stack.append(node)
        if name in VOID:
            _end(stack, end, end)
    if place < len(html):
        stack[-1].children.append(_unescaped(html[place:]))
    while stack:
        _end(stack, len(html), len(html))
    return root


def _close(stack: list[Node], name: str, start: int, end: int) -> None:
    """End the innermost element of this name; an end tag without one ends nothing."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].tag == name:
            while len(stack) > depth + 1:
                _end(stack, start, start)
            _end(stack, start, end)
            return


def _end(stack: list[Node], inner_end: int, end: int) -> None:
    """End the innermost element; whatever holds a block knows it."""
    node = stack.pop()
    node.inner_end, node.end = inner_end, end
    if node.has_blocks:
        node.children = _gathered(node)
    if stack and node.is_block:
        stack[-1].has_blocks = True


def _unescaped(written: str) -> str:
    return unescape(written) if "&" in written else written


def _gathered(node: Node) -> list[Node | str]:
    """Blocks, and what stands among them in runs; blanks among blocks say nothing."""
    gathered: list[Node | str] = []
    run: Node | None = None
    place = node.inner_start
    for child in node.children:
        if isinstance(child, Node) and child.is_block:
            if run:
                run.inner_end = run.end = child.start
            gathered.append(child)
            run, place = None, child.end
            continue
        if run is None and not (isinstance(child, str) and not child.strip()):
            run = Node(RUN, {}, place, place)
            run.inner_end = run.end = node.inner_end
            gathered.append(run)
        if run:
            run.children.append(child)
    return gathered


def _attributes(written: str) -> dict[str, str]:
    if not written:
        return {}
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}
