"""Which block of an old page became which block of the new one: step by step, box within box.

Equal blocks are found first. Among the others, those pairs are made whose words are mostly the same, then
what stands alone in the same place. What has no pair was added or removed, or moved away and back in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Literal

from wiki.text import matching
from wiki.text.comparing import inline
from wiki.text.comparing.blocks import Block
from wiki.text.comparing.inline import Piece
from wiki.text.comparing.tables import Plan, plan_of
from wiki.text.matching import Run, Span

Kind = Literal["same", "added", "removed", "changed", "moved", "left"]
Pair = tuple[Block | None, Block | None]

ALIKE = 0.45  # share of the letters of both blocks in common
HELD = 0.75  # or of the smaller one's, if it says something
SAYS_SOMETHING = 16  # letters
REMAINS = 0.2  # of a box that stands alone in the place of another
SHORT = 24  # letters of a block that may be replaced in its place by another
FEW = 2  # equal blocks between two changes that need not be where both sides meet
MOVED_WORDS = 4  # a block of fewer words may be the same by chance
MOVED_ALIKE = 0.8
_FRAMES = frozenset({"thead", "tbody", "tr"})  # parts of a table, which are what they stand for
MOST_STRAYS = 40  # blocks of each side among which a changed one that moved is looked for


@dataclass(slots=True)
class Step:
    """What became of one block, or of one block in the place of another; `steps` within a box."""

    kind: Kind
    old: Block | None
    new: Block | None
    steps: list[Step] = field(default_factory=list)
    # Those of a row without a pair, where columns came or went; nothing in a column that it never had.
    cells: list[Block | None] = field(default_factory=list)
    _pieces: tuple[list[Piece], bool] | None = None

    @property
    def block(self) -> Block:
        """What is shown of it; the new one where both are."""
        block = self.new or self.old
        assert block is not None
        return block

    @property
    def both(self) -> tuple[Block, Block]:
        """The block before and after; one of them twice where the other is not."""
        return self.old or self.block, self.block

    def pieces(self) -> tuple[list[Piece], bool]:
        """The words of both in one sequence; and whether a finer comparison would have been too long."""
        if self._pieces is None:
            old, new = self.both
            self._pieces = inline.between(old.node, new.node)
        return self._pieces


@dataclass(slots=True)
class Steps:
    """All steps from one page to another; coarse if a finer comparison would have taken too long."""

    steps: list[Step] = field(default_factory=list)
    coarse: bool = False


def steps_between(old: Sequence[Block], new: Sequence[Block]) -> Steps:
    """How the blocks of one page became those of another."""
    walk = _Walk()
    found = Steps(walk.between(old, new))
    walk.find_moves()
    found.coarse = walk.coarse
    return found


class _Walk:
    """Goes down both pages at once, and notes what has no pair."""

    def __init__(self) -> None:
        self.coarse = False
        self._removed: list[Step] = []
        self._added: list[Step] = []

    def between(self, old: Sequence[Block], new: Sequence[Block], plan: Plan | None = None) -> list[Step]:
        return [self._step(one, other, plan) for one, other in self._pairs(old, new)]

    def _step(self, old: Block | None, new: Block | None, plan: Plan | None) -> Step:
        if old is None or new is None:
            step = Step("added" if old is None else "removed", old, new)
            if plan and step.block.tag == "tr":
                cells = plan.place(step.block.items, added=old is None)
                step.cells = list(cells)
            (self._added if old is None else self._removed).append(step)
            return step
        if old.key == new.key and not (plan and new.tag == "tr"):
            return Step("same", old, new)
        return self._changed(old, new, plan)

    def _changed(self, old: Block, new: Block, plan: Plan | None) -> Step:
        step = Step("changed", old, new)
        if new.tag == "table" and old.tag == "table":
            plan = plan_of(old, new, self._pairs)
        if plan and new.tag == "tr":
            step.steps = [self._cell(pair) for pair in plan.cells(old.items, new.items)]
        elif new.tag == "tr" and len(old.items) == len(new.items):
            step.steps = [self._cell(pair) for pair in zip(old.items, new.items, strict=True)]
        elif old.is_box or new.is_box:
            step.steps = self.between(old.items, new.items, plan)
        return step

    def _cell(self, pair: Pair) -> Step:
        """Cells stand where their column does, whatever they say."""
        old, new = pair
        if old is None or new is None:
            return Step("added" if old is None else "removed", old, new)
        return Step("same", old, new) if old.key == new.key else self._changed(old, new, None)

    def _pairs(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
        runs = self._same(old, new)
        spans = matching.changes(runs, len(old), len(new))
        if _cross(old, new, spans):
            # Something passed something else: which of them moved is told by how much each of them says.
            runs = [run for run in runs if run.size > FEW or not _is_between(run, spans)]
            spans = matching.changes(runs, len(old), len(new))
        place, by = 0, 0
        for span in spans:
            yield from ((old[at + by], new[at]) for at in range(place, span.new_start))
            yield from self._alike(old[span.old_start : span.old_end], new[span.new_start : span.new_end])
            place, by = span.new_end, span.old_end - span.new_end
        yield from ((old[at + by], new[at]) for at in range(place, len(new)))

    def _same(self, old: Sequence[Block], new: Sequence[Block]) -> list[Run]:
        """The blocks that read the same on both sides, in order."""
        same = {block.html for block in old} & {block.html for block in new}
        found = matching.align(
            *([block.html if block.html in same else block.key for block in side] for side in (old, new))
        )
        self.coarse = self.coarse or found.coarse
        return found.runs

    def _alike(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
        """Pairs among blocks that all differ, in order; what has none before what stands in its place."""
        if len(old) == len(new) == 1 and _may_replace(old[0], new[0], 1):
            yield old[0], new[0]  # as would be found below, whatever their words
            return
        anchors = list(self._by_words(old, new)) if old and new else []
        walls = [(-1, -1), *anchors, (len(old), len(new))]
        for (old_start, new_start), (old_end, new_end) in pairwise(walls):
            yield from self._in_place(old[old_start + 1 : old_end], new[new_start + 1 : new_end])
            if old_end < len(old) and new_end < len(new):
                yield old[old_end], new[new_end]

    def _in_place(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[Pair]:
        """What is the same; then what stands in the same place: one for one, if each is of one kind and
        little is lost by saying so."""
        place, new_place = 0, 0
        for run in [*self._same(old, new), Run(len(old), len(new), 0)]:
            ours, theirs = old[place : run.old], new[new_place : run.new]
            if len(ours) == len(theirs) and all(map(_may_replace, ours, theirs, repeat(len(ours)))):
                yield from zip(ours, theirs, strict=True)
            else:
                yield from ((block, None) for block in ours)
                yield from ((None, block) for block in theirs)
            place, new_place = run.old + run.size, run.new + run.size
            yield from zip(old[run.old : place], new[run.new : new_place], strict=True)

    def _by_words(self, old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
        """The places of blocks that have most of their words in common."""
        ours = [(word, at) for at, block in enumerate(old) for word in block.words]
        theirs = [(word, at) for at, block in enumerate(new) for word in block.words]
        found = matching.align([word for word, _ in ours], [word for word, _ in theirs])
        self.coarse = self.coarse or found.coarse
        common: Counter[tuple[int, int]] = Counter()
        for run in found.runs:
            for by in range(run.size):
                word, at = ours[run.old + by]
                common[at, theirs[run.new + by][1]] += len(word)
        best_old: dict[int, int] = {}
        best_new: dict[int, int] = {}
        for (one, other), letters in common.items():
            if letters > common.get((one, best_old.get(one, -1)), 0):
                best_old[one] = other
            if letters > common.get((best_new.get(other, -1), other), 0):
                best_new[other] = one
        for one, other in sorted(best_old.items()):
            if best_new.get(other) == one and _are_alike(old[one], new[other], common[one, other]):
                yield one, other

    def find_moves(self) -> None:
        """What was removed here and added there has moved."""
        waiting: defaultdict[str, list[Step]] = defaultdict(list)
        for step in self._removed:
            if len(step.block.words) >= MOVED_WORDS:
                waiting[step.block.key].append(step)
        for step in self._added:
            if waiting.get(step.block.key):
                _join(waiting[step.block.key].pop(0), step)
        for step in self._strays(self._added):
            for origin in self._strays(self._removed):
                if _has_moved(origin.block, step.block):
                    changed = self._changed(origin.block, step.block, None)
                    _join(origin, step)
                    step.steps = changed.steps
                    break

    def _strays(self, steps: list[Step]) -> list[Step]:
        """Blocks without a pair that say enough to be known again."""
        left = [
            step
            for step in steps
            if step.kind in ("added", "removed") and len(step.block.words) >= 2 * MOVED_WORDS
        ]
        return left if len(left) <= MOST_STRAYS else []


def _has_moved(old: Block, new: Block) -> bool:
    """Whether a block is another one that changed a little on its way."""
    least, most = sorted((len(old.words), len(new.words)))
    sized = 2 * least >= MOVED_ALIKE * (least + most)
    return sized and old.fits(new) and _share(old, new) >= MOVED_ALIKE


def _join(origin: Step, step: Step) -> None:
    step.kind, step.old = "moved", origin.old
    origin.kind, origin.new = "left", step.new


def _cross(old: Sequence[Block], new: Sequence[Block], spans: Sequence[Span]) -> bool:
    """Whether a block of one side stands unchanged on the other, though not in its place."""
    gone = {block.key for span in spans for block in old[span.old_start : span.old_end]}
    return any(block.key in gone for span in spans for block in new[span.new_start : span.new_end])


def _is_between(run: Run, spans: Sequence[Span]) -> bool:
    """Whether what is the same has changes on either side."""
    return spans[0].new_start < run.new and run.new + run.size <= spans[-1].new_start


def _may_replace(old: Block, new: Block, count: int) -> bool:
    if not old.is_box and not new.is_box:
        return old.fits(new) and (count == 1 or max(old.letters, new.letters) <= SHORT)
    if old.tag != new.tag or not old.fits(new):
        return False
    if old.tag in _FRAMES or (old.holds_picture and new.holds_picture):
        return True
    return count == 1 and (max(old.letters, new.letters) <= SHORT or _share(old, new) >= REMAINS)


def _are_alike(old: Block, new: Block, letters: int) -> bool:
    if not old.fits(new):
        return False
    least = min(old.letters, new.letters)
    return 2 * letters >= ALIKE * (old.letters + new.letters) or (
        letters >= HELD * least and least >= SAYS_SOMETHING
    )


def _share(old: Block, new: Block) -> float:
    common = Counter(old.words) & Counter(new.words)
    return 2 * common.total() / (len(old.words) + len(new.words))
