"""A block of a drawn page as comparison sees it: its words, what it looks like, what it may become."""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape

from wiki.text.comparing.fragments import RUN, Node, outermost, parse

# What changes from one drawing to the next without a change of what is read: ids, the numbers of frames, and
# the advice that a picture gives the browser. Within a tag alone: a text may say the same.
_TAG = re.compile(r'<[a-z][a-z0-9]*(?: [^\s"=<>/]+="[^"]*")+>')
_PASSING = re.compile(r' (?:id|aria-label|aria-labelledby|loading|decoding|fetchpriority)="[^"]*"')
_NOTE = re.compile(r'<sup class="footnote-ref">.*?</sup>|<a class="footnote-backref".*?</a>')
_TAGS = re.compile(r"<[^>]*>")
_LONG = re.compile(r"[^\W_]{3,}")

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_PROSE = HEADINGS | {"p", RUN}
_CELLS = frozenset({"td", "th"})
_FAMILIES = (_LISTS, _PROSE, _CELLS)

# The names of blocks, by what the engine writes on them, else by their elements.
_KINDS = {
    "p": "paragraph", RUN: "paragraph", "ul": "list", "ol": "list", "li": "item", "tr": "row", "td": "cell",
    "th": "cell", "pre": "code", "img": "picture", "hr": "separator", "blockquote": "quote",
    "dl": "list", "dt": "item", "dd": "item", "summary": "title",
} | dict.fromkeys(HEADINGS, "heading") | {name: name for name in ("table", "details", "figure")}  # fmt: skip

_LOOKS = {"gb-table": "table", "footnotes": "notes", "gb-task": "task"}


class Block:
    """A block of one of the two pages; its tree is read at need."""

    def __init__(
        self, html: str, node: Node | None = None, source: str = "", place: int | None = None
    ) -> None:
        self.html = html
        self.place = place  # among the outermost ones of its page
        self._source = source or html  # what the node was read from
        self._node = node

    @cached_property
    def key(self) -> str:
        """Equal for blocks that read and look the same."""
        return _NOTE.sub("<sup>", _TAG.sub(lambda tag: _PASSING.sub("", tag.group()), self.html))

    @cached_property
    def node(self) -> Node:
        """The element; a run where loose text stands."""
        if self._node is not None:
            return self._node
        root = parse(self.html)
        only = root.children[0] if len(root.children) == 1 else None
        return only if isinstance(only, Node) and only.is_block else root

    @cached_property
    def text(self) -> str:
        return " ".join(unescape(_TAGS.sub(" ", self.html)).split())

    @cached_property
    def words(self) -> list[str]:
        """The words that tell it from others, whatever their case."""
        lowered = self.text.lower()
        return _LONG.findall(lowered) or lowered.split()

    @cached_property
    def letters(self) -> int:
        return sum(map(len, self.words))

    @property
    def tag(self) -> str:
        return self.node.tag

    @property
    def is_box(self) -> bool:
        """Whether it holds other blocks rather than words."""
        return self.node.has_blocks

    @property
    def kind(self) -> str:
        """The name of what it is, for people."""
        look = self.node.attributes.get("class", "").partition(" ")[0]
        return self.node.attributes.get("data-gb") or _LOOKS.get(look) or _KINDS.get(self.tag, "block")

    @property
    def holds_picture(self) -> bool:
        return "<img" in self.html

    @cached_property
    def items(self) -> list[Block]:
        """The blocks within; words on their own are one run."""
        node = self.node
        if self.is_box:
            return [self._item(child) for child in node.children if isinstance(child, Node)]
        run = Node(RUN, {}, node.inner_start, node.inner_start)
        run.inner_end = run.end = node.inner_end
        run.children = node.children
        return [self._item(run)] if run.children else []

    def fits(self, other: Block) -> bool:
        """Whether one may have become the other."""
        if self.node.attributes.get("data-gb") != other.node.attributes.get("data-gb"):
            return False
        return self.tag == other.tag or any(
            self.tag in family and other.tag in family for family in _FAMILIES
        )

    def piece(self, node: Node) -> str:
        """The HTML of something within."""
        return self._source[node.start : node.end]

    def _item(self, node: Node) -> Block:
        return Block(self.piece(node), node, self._source)


def blocks_of(html: str) -> list[Block]:
    """The outermost blocks of a drawn page."""
    return [Block(piece, place=place) for place, piece in enumerate(outermost(html))]
