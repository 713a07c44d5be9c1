"""The most that two texts have in common, word by word: what a reading of their change must reach."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, count
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from wiki.text.matching import Run

LONGEST = 8  # stretches among which the first to try is chosen
MOST_CELLS = 1_000_000_000  # of all tables of one account, sixty-four of them at a time

_PARTS = re.compile(r"\w+|[^\w\s]|\n")  # what a reader tells apart: words, signs, ends of lines


class Box(NamedTuple):
    """A part of both texts between two stretches that are in the account: what may be in it is told here.

    Its stretches from one number to before another; the most that both texts have in common there; and the
    stretches of which nothing is known yet, the longest first.
    """

    first: int
    end: int
    most: int
    unknown: list[int]


class Account:
    """A difference of two texts; tells which of its common stretches are part of a shortest account of it.

    A difference that was made line by line may have less in common than it could. Then its long
    stretches are tried first, and all that is said to be part is part of one account.
    """

    def __init__(self, old: str, new: str, runs: Sequence[Run]) -> None:
        letters = _Letters()
        self._gone = [letters.of(gap) for gap in _gaps(old, [(run.old, run.size) for run in runs])]
        self._added = [letters.of(gap) for gap in _gaps(new, [(run.new, run.size) for run in runs])]
        if self._says_nothing_twice(0, len(runs)):
            self._known = dict.fromkeys(range(len(runs)), True)
            return
        common = [letters.of(old[run.old : run.old + run.size]) for run in runs]
        self._old, self._olds = _joined(common, self._gone)
        self._new, self._news = _joined(common, self._added)
        self._kept = list(accumulate(map(len, common), initial=0))  # before each common stretch
        self._known = {at: False for at, said in enumerate(common) if not said}
        self._left = MOST_CELLS
        said = [at for at in range(len(runs)) if common[at]]
        most = self._common(0, len(runs))
        self._boxes = [Box(0, len(runs), most, sorted(said, key=self._size, reverse=True))]

    def leads(self, index: int) -> bool:
        """Whether a common stretch is part of the account."""
        while index not in self._known:
            self._try_in(bisect_right(self._boxes, index, key=lambda box: box.first) - 1)
        return self._known[index]

    def _try_in(self, place: int) -> None:
        """Learns more of the stretches of a box: of all, or of a long one."""
        first, end, most, unknown = self._boxes[place]
        if self._left <= 0 or self._kept[end] - self._kept[first] == most:
            self._known |= dict.fromkeys(unknown, self._left > 0)
            return
        # Near the middle: two halves are learnt faster than a box that lost a little.
        middle = (self._kept[first] + self._kept[end]) // 2
        tried = min(unknown[:LONGEST], key=lambda at: abs(self._kept[at] + self._size(at) // 2 - middle))
        unknown.remove(tried)
        before, after = self._common(first, tried), self._common(tried + 1, end)
        self._known[tried] = before + self._size(tried) + after == most and self._left > 0
        if self._known[tried]:
            self._boxes[place : place + 1] = [
                Box(first, tried, before, [at for at in unknown if at < tried]),
                Box(tried + 1, end, after, [at for at in unknown if at > tried]),
            ]

    def _size(self, index: int) -> int:
        return self._kept[index + 1] - self._kept[index]

    def _common(self, first: int, end: int) -> int:
        """How much both texts have in common at most between two stretches, with those between them."""
        least = self._kept[end] - self._kept[first]
        if self._says_nothing_twice(first, end):
            return least
        old = self._old[self._after(first, self._olds) : self._before(end, self._olds, self._old)]
        new = self._new[self._after(first, self._news) : self._before(end, self._news, self._new)]
        self._left -= len(old) * len(new)
        # One less than is known: of some texts that just reach the score it is given, rapidfuzz 3.14 says 0.
        return LCSseq.similarity(old, new, score_cutoff=max(0, least - 1)) if self._left > 0 else 0

    def _says_nothing_twice(self, first: int, end: int) -> bool:
        """Whether no word is both among what is gone and among what is new: no more can be in common."""
        gone = set().union(*self._gone[first : end + 1])
        return gone.isdisjoint(chain(*self._added[first : end + 1]))

    def _after(self, first: int, places: list[int]) -> int:
        return places[first - 1] + self._size(first - 1) if first else 0

    def _before(self, end: int, places: list[int], text: str) -> int:
        return places[end] if end < len(places) else len(text)


class _Letters(dict[str, str]):
    """A letter for each part of a text, the same for the same; kept of what stands between blanks."""

    def __init__(self) -> None:
        self._numbers = count()

    def __missing__(self, piece: str) -> str:
        parts = [piece] if piece.isalnum() else _PARTS.findall(piece)
        is_part = parts == [piece]
        self[piece] = chr(next(self._numbers)) if is_part else "".join(map(self.__getitem__, parts))
        return self[piece]

    def of(self, text: str) -> str:
        pieces = text.replace("\n", " \n ").split(" ")
        return "".join(map(self.__getitem__, pieces))


def _gaps(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What stands before each span, and after the last one."""
    ends = [0, *(start + size for start, size in spans)]
    return [
        text[end:start] for end, start in zip(ends, [*(start for start, _ in spans), len(text)], strict=True)
    ]


def _joined(common: Sequence[str], gaps: Sequence[str]) -> tuple[str, list[int]]:
    """A text of gaps and common stretches in turn, and where these begin."""
    *befores, last = gaps
    pieces = [piece for pair in zip(befores, common, strict=True) for piece in pair]
    places = list(accumulate(map(len, pieces), initial=0))
    return "".join([*pieces, last]), places[1::2]
