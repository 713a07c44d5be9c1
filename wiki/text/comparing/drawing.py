"""Steps from one page to another → HTML of both in one, or of either side, with what there is to tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from wiki.text import words
from wiki.text.comparing import inline, remarks
from wiki.text.comparing.blocks import Block
from wiki.text.comparing.fragments import Node, parse
from wiki.text.comparing.inline import Mode, Piece
from wiki.text.comparing.pairing import Step
from wiki.text.comparing.remarks import Remark, short
from wiki.text.comparing.writing import CLASSES, Pen

Side = Literal["both", "old", "new"]
_SHOWN: dict[Side, frozenset[str]] = {
    "both": frozenset({"same", "restyled", "added", "removed"}),
    "old": frozenset({"same", "restyled", "removed"}),
    "new": frozenset({"same", "restyled", "added"}),
}


@dataclass(slots=True)
class Told:
    """What is gathered while a change is drawn."""

    added: int = 0
    removed: int = 0
    coarse: bool = False
    remarks: Counter[Remark] = field(default_factory=Counter)

    def count(self, pieces: Sequence[Piece]) -> None:
        """Words of each side alone; what stands between two of them parts them."""
        gone, come = (
            "".join(piece.text or " " if piece.mode == mode else " " for piece in pieces if not piece.is_ours)
            for mode in ("removed", "added")
        )
        self.removed += words.count(gone)
        self.added += words.count(come)

    def tell(self, told: Iterable[Remark]) -> None:
        self.remarks.update(told)


class Drawing:
    """Draws the steps of one change after another, on one page or on one side of it."""

    def __init__(self, side: Side = "both") -> None:
        self._side = side
        self._shown = _SHOWN[side]
        self._bare = side == "old"
        self._pen = Pen()
        self.told = Told()

    def begin(self) -> None:
        """From here on it is another change."""
        self.told = Told()

    def draw(self, step: Step, *, inside: bool = False) -> str:
        """A step and those within."""
        if step.kind == "same":
            return self._same(step.both[self._side != "old"])
        if step.kind == "added":
            return self._lone(step, "added", inside=inside) if self._side != "old" else ""
        if step.kind == "removed":
            return self._lone(step, "removed", inside=inside) if self._side != "new" else ""
        if step.kind == "left":
            return ""
        if step.kind == "moved":
            return self._moved(step)
        return self._changed(step)

    def _same(self, block: Block) -> str:
        """As it was drawn; without ids where it is not the page of today, and without marks like ours."""
        if self._bare or is_forged(block.html):
            return self._pen.whole(block.node, bare=self._bare)
        return block.html

    def _moved(self, step: Step) -> str:
        old, new = step.both
        self.told.tell([Remark("moved", new.kind)])
        if step.steps or old.key != new.key:
            return self._changed(step, CLASSES["moved"])
        node = (old if self._side == "old" else new).node
        inner = self._pen.whole(_content(node), bare=self._bare)
        return self._open(node, CLASSES["moved"]) + inner + self._pen.close(node)

    def _changed(self, step: Step, mark: str = "") -> str:
        old, new = step.both
        self.told.tell(remarks.of_kind(old, new))
        if new.tag == "table":
            self.told.tell(remarks.of_table(step))
        shown = old.node if self._side == "old" else new.node
        if step.steps or old.is_box or new.is_box:
            inner = "".join(self.draw(below, inside=True) for below in step.steps)
        else:
            inner = self._words(step)
        return self._open(shown, mark) + inner + self._pen.close(shown)

    def _words(self, step: Step) -> str:
        pieces, coarse = step.pieces()
        self.told.coarse = self.told.coarse or coarse
        self.told.count(pieces)
        self.told.tell(remarks.of_words(pieces))
        shown = [self._sided(piece) for piece in pieces if piece.mode in self._shown]
        return self._pen.words(shown, bare=self._bare)

    def _sided(self, piece: Piece) -> Piece:
        """On the old side, words stand in what was around them."""
        if self._side == "old" and piece.former:
            return piece._replace(stack=piece.former)
        return piece

    def _lone(self, step: Step, mode: Mode, *, inside: bool) -> str:
        """A block of one side alone; in a box it is told what it is."""
        block = step.block
        if inside and block.tag not in ("td", "th"):
            self.told.tell([Remark(mode, block.kind, "", short(block.text))])
        if step.cells:
            return self._row(step, mode)
        return self._all(block.node, mode, CLASSES[mode])

    def _row(self, step: Step, mode: Mode) -> str:
        """A row of one side alone, with empty cells in the columns that it never had."""
        cells = (self._all(cell.node, mode, "") if cell else "<td></td>" for cell in step.cells)
        node = step.block.node
        opening = self._pen.open(node, mark=CLASSES[mode], bare=mode == "removed")
        return opening + "".join(cells) + self._pen.close(node)

    def _all(self, node: Node, mode: Mode, mark: str) -> str:
        bare = self._bare or mode == "removed"
        opening = self._pen.open(node, mark=mark, bare=bare, unfold=node.tag == "details")
        if node.has_blocks:
            children = (child for child in node.children if isinstance(child, Node))
            return opening + "".join(self._all(child, mode, "") for child in children) + self._pen.close(node)
        pieces = inline.whole(node, mode)
        self.told.count(pieces)
        return opening + self._pen.words(pieces, bare=bare) + self._pen.close(node)

    def _open(self, node: Node, mark: str) -> str:
        """What holds a change is shown unfolded."""
        return self._pen.open(node, mark=mark, bare=self._bare, unfold=node.tag == "details")


def is_forged(html: str) -> bool:
    """Whether an author's own marks would pass for ours."""
    return "<ins" in html or "<del" in html


def unforged(html: str) -> str:
    """The same HTML, its author's own marks as mere style."""
    return Pen().whole(parse(html)) if is_forged(html) else html


def _content(node: Node) -> Node:
    """What an element holds, without the element."""
    content = Node("", {}, node.inner_start, node.inner_start)
    content.children = node.children
    return content
