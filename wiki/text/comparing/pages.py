"""Two drawn pages → what is the same, folded, and each change in its place: the whole way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from wiki.text.comparing.blocks import HEADINGS, Block, blocks_of
from wiki.text.comparing.drawing import Drawing, Told, unforged
from wiki.text.comparing.pairing import Step, steps_between
from wiki.text.comparing.remarks import Remark, short
from wiki.text.comparing.writing import lowered
from wiki.text.sanitise import last_gate


@dataclass(frozen=True, slots=True)
class Gap:
    """Blocks that read the same."""

    count: int
    html: str
    is_change = False


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one place. `html` holds both sides in one; or `before` and `after` each its own."""

    number: int
    heading: str  # of the part of the page where it stands
    kind: str  # added, removed, replaced, moved, changed
    blocks: tuple[str, ...]  # the kinds of blocks that came, went or moved
    added: int
    removed: int
    remarks: tuple[tuple[Remark, int], ...]
    html: str = ""
    before: str = ""
    after: str = ""
    # Where its blocks stand among the outermost ones of the old page, and of the new one.
    old_places: tuple[int, ...] = ()
    new_places: tuple[int, ...] = ()
    is_change = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is told of two pages; coarse if they were too different for the finest comparison."""

    parts: tuple[Gap | Change, ...]
    coarse: bool

    @property
    def changes(self) -> list[Change]:
        return [part for part in self.parts if isinstance(part, Change)]

    @property
    def added(self) -> int:
        return sum(change.added for change in self.changes)

    @property
    def removed(self) -> int:
        return sum(change.removed for change in self.changes)


def compare(old: str, new: str, *, sides: bool = False) -> Comparison:
    """What changed from one drawn page to another: both in one text, or side by side.

    The HTML is what the gates have let through, and what is made of it passes the last gate again.
    """
    found = steps_between(blocks_of(old), blocks_of(new))
    reader = _Reader(sides)
    parts = tuple(reader.read(found.steps))
    return Comparison(parts, found.coarse or reader.coarse)


class _Reader:
    """Goes down the steps of a page, and tells them."""

    def __init__(self, sides: bool) -> None:
        self._drawings = (Drawing("old"), Drawing("new")) if sides else (Drawing("both"),)
        self._heading = ""
        self._number = 0
        self.coarse = False

    def read(self, steps: list[Step]) -> Iterator[Gap | Change]:
        for kind, group in groupby((step for step in steps if step.kind != "left"), key=_kind):
            together = list(group)
            if kind == "same":
                yield self._gap(together)
            elif kind == "lone":
                yield self._change(together)
            else:
                yield from (self._change([step]) for step in together)

    def _gap(self, steps: list[Step]) -> Gap:
        for step in steps:
            self._pass(step.block)
        html = "".join(step.block.html for step in steps)
        return Gap(len(steps), last_gate(lowered(unforged(html))))

    def _change(self, steps: list[Step]) -> Change:
        self._number += 1
        heading = self._heading
        drawn = []
        told = Told()
        for drawing in self._drawings:
            drawing.begin()
            drawn.append(last_gate(lowered("".join(drawing.draw(step) for step in steps))))
            told.coarse = told.coarse or drawing.told.coarse
            told.remarks |= drawing.told.remarks
            told.added = max(told.added, drawing.told.added)
            told.removed = max(told.removed, drawing.told.removed)
        self.coarse = self.coarse or told.coarse
        for step in steps:
            self._pass(step.block)
        kind = _kind_of(steps)
        return Change(
            self._number,
            heading,
            kind,
            tuple(dict.fromkeys(step.block.kind for step in steps)) if kind != "changed" else (),
            told.added,
            told.removed,
            tuple(told.remarks.items()),
            old_places=_places(step.old for step in steps),
            new_places=_places(step.new for step in steps),
            **(dict(zip(("before", "after"), drawn, strict=True)) if len(drawn) == 2 else {"html": drawn[0]}),
        )

    def _pass(self, block: Block) -> None:
        if block.html[1:3] in HEADINGS:
            self._heading = short(block.text)


def _places(blocks: Iterable[Block | None]) -> tuple[int, ...]:
    return tuple(block.place for block in blocks if block is not None and block.place is not None)


def _kind(step: Step) -> str:
    return "lone" if step.kind in ("added", "removed") else step.kind


def _kind_of(steps: list[Step]) -> str:
    kinds = {step.kind for step in steps}
    return "replaced" if len(kinds) > 1 else kinds.pop()
