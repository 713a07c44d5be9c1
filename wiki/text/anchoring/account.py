"""The most that two texts have in common, word by word: what a reading of their change must reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from wiki.text.matching import Run

MOST_CELLS = 1_000_000_000  # of all tables of one account, sixty-four of them at a time

_PARTS = re.compile(r"\w+|[^\w\s]|\n")  # what a reader tells apart: words, signs, ends of lines


class Account:
    """A difference of two texts; tells which of its common stretches belong to a shortest account of it."""

    def __init__(self, old: str, new: str, runs: Sequence[Run]) -> None:
        letters: dict[str, str] = {}
        common = [_lettered(old[run.old : run.old + run.size], letters) for run in runs]
        self._old, self._olds = _joined(
            common, (_lettered(gap, letters) for gap in _gaps(old, [(run.old, run.size) for run in runs]))
        )
        self._new, self._news = _joined(
            common, (_lettered(gap, letters) for gap in _gaps(new, [(run.new, run.size) for run in runs]))
        )
        self._left = MOST_CELLS
        self._kept = list(accumulate(map(len, common), initial=0))  # before each common stretch
        self._most = self._common(self._old, self._new, self._kept[-1])
        self._known: dict[int, bool] = {}

    def leads(self, index: int) -> bool:
        """Whether no reading without this common stretch would have more in common."""
        if index not in self._known:
            self._known[index] = self._left > 0 and self._reaches(index)
        return self._known[index]

    def _reaches(self, index: int) -> bool:
        if self._kept[-1] == self._most:
            return True
        start, end = self._kept[index : index + 2]
        old, new, size = self._olds[index], self._news[index], end - start
        before = self._common(self._old[:old], self._new[:new], start)
        after = self._common(self._old[old + size :], self._new[new + size :], self._kept[-1] - end)
        return before + size + after >= self._most

    def _common(self, old: str, new: str, least: int) -> int:
        """How much two texts have in common at most, known to be this at least."""
        self._left -= len(old) * len(new)
        return LCSseq.similarity(old, new, score_cutoff=least) if self._left > 0 else 0


def _lettered(text: str, letters: dict[str, str]) -> str:
    """The parts of a text, a letter for each, the same for the same."""
    said = _PARTS.findall(text)
    for part in {*said}:
        if part not in letters:
            letters[part] = chr(len(letters))
    return "".join(map(letters.__getitem__, said))


def _gaps(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What stands before each span, and after the last one."""
    ends = [0, *(start + size for start, size in spans)]
    return [
        text[end:start] for end, start in zip(ends, [*(start for start, _ in spans), len(text)], strict=True)
    ]


def _joined(common: Sequence[str], gaps: Iterable[str]) -> tuple[str, list[int]]:
    """A text of gaps and common stretches in turn, and where these begin."""
    *befores, last = gaps
    pieces = [piece for pair in zip(befores, common, strict=True) for piece in pair]
    places = list(accumulate(map(len, pieces), initial=0))
    return "".join([*pieces, last]), places[1::2]
