"""What two sequences have in common, in bounded time; and which of their differences a person can read.

rapidfuzz finds the longest common subsequence of what is small enough. What is larger is first divided at
the tokens that stand once on each side; what cannot be divided counts as changed, and is said to be coarse.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate, chain, count
from typing import NamedTuple

from rapidfuzz.distance import Indel

from wiki.text.lexemes import weight

CELLS = 20_000_000  # of one table: 5 ms and 2.5 MB
MOST_CELLS = 160_000_000  # of all tables of one comparison
DEEPEST = 12  # divisions within divisions

# What makes two changes one: as many words between them at most, and as many letters.
FEW_WORDS, FEW_LETTERS = 3, 14
LINKED_WORDS = 5  # words between two changes of one rewritten sentence
SCATTERED = (0.25, 0.4)  # share of letters kept in one place, or in several, below which it was rewritten
LONGEST_SLIDE = 60

_ENDS = frozenset(".!?…")


class Run(NamedTuple):
    """A stretch that both sides have: where it begins on each, and how long it is."""

    old: int
    new: int
    size: int


class Span(NamedTuple):
    """A stretch of the old side in whose place a stretch of the new one stands; one of them may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Alignment(NamedTuple):
    """What two sequences have in common, in order; coarse if it could have been more."""

    runs: list[Run]
    coarse: bool


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> Alignment:
    """What two sequences have in common."""
    numbers = dict(zip(dict.fromkeys(chain(old, new)), count()))
    number = numbers.__getitem__
    matcher = _Matcher(list(map(number, old)), list(map(number, new)))
    matcher.match()
    return Alignment(_joined(sorted(matcher.runs)), matcher.coarse)


def changes(runs: Sequence[Run], old_length: int, new_length: int) -> list[Span]:
    """What stands between the stretches in common."""
    spans = []
    old, new = 0, 0
    for run in [*runs, Run(old_length, new_length, 0)]:
        if run.old > old or run.new > new:
            spans.append(Span(old, run.old, new, run.new))
        old, new = run.old + run.size, run.new + run.size
    return spans


class _Matcher:
    """Gathers common stretches, range by range; what is left over when the budget is spent is coarse."""

    def __init__(self, old: list[int], new: list[int]) -> None:
        self.old, self.new = old, new
        self.runs: list[Run] = []
        self.coarse = False
        self._spent = 0

    def match(self) -> None:
        ranges = [(0, len(self.old), 0, len(self.new), 0)]
        while ranges:
            *where, depth = ranges.pop()
            span = self._trimmed(Span(*where))
            if span.old_start == span.old_end or span.new_start == span.new_end:
                continue
            cells = (span.old_end - span.old_start) * (span.new_end - span.new_start)
            if cells <= CELLS and self._spent + cells <= MOST_CELLS:
                self._spent += cells
                self._match_all(span)
                continue
            parts = self._divided(span) if depth < DEEPEST else []
            self.coarse = self.coarse or not parts
            ranges += [(*part, depth + 1) for part in parts]

    def _trimmed(self, span: Span) -> Span:
        """The range without what begins and ends it alike, which is noted."""
        a0, a1, b0, b1 = span
        size = 0
        most = min(a1 - a0, b1 - b0)
        while size < most and self.old[a0 + size] == self.new[b0 + size]:
            size += 1
        self._note(a0, b0, size)
        a0, b0, most = a0 + size, b0 + size, most - size
        size = 0
        while size < most and self.old[a1 - size - 1] == self.new[b1 - size - 1]:
            size += 1
        self._note(a1 - size, b1 - size, size)
        return Span(a0, a1 - size, b0, b1 - size)

    def _note(self, old: int, new: int, size: int) -> None:
        if size:
            self.runs.append(Run(old, new, size))

    def _match_all(self, span: Span) -> None:
        a, b = self.old[span.old_start : span.old_end], self.new[span.new_start : span.new_end]
        for block in Indel.editops(a, b).as_matching_blocks():
            self._note(span.old_start + block.a, span.new_start + block.b, block.size)

    def _divided(self, span: Span) -> list[Span]:
        """The ranges between the tokens that stand once on each side, in the same order; none if none do."""
        ours = _once(self.old, span.old_start, span.old_end)
        theirs = _once(self.new, span.new_start, span.new_end)
        places = sorted((ours[token], theirs[token]) for token in ours.keys() & theirs.keys())
        kept = _rising(places)
        a, b = span.old_start, span.new_start
        parts = []
        for old, new in kept:
            self._note(old, new, 1)
            parts.append(Span(a, old, b, new))
            a, b = old + 1, new + 1
        return [*parts, Span(a, span.old_end, b, span.new_end)] if kept else []


def _once(tokens: list[int], start: int, end: int) -> dict[int, int]:
    """Where each token stands that stands once in a range."""
    counts = Counter(tokens[start:end])
    return {tokens[at]: at for at in range(start, end) if counts[tokens[at]] == 1}


def _rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the places whose second numbers rise like their first."""
    tops: list[int] = []  # the lowest last number of a rising part, by its length
    holders: list[int] = []
    before: list[int] = []
    for index, (_, new) in enumerate(places):
        length = bisect_left(tops, new)
        before.append(holders[length - 1] if length else -1)
        tops[length : length + 1] = [new]
        holders[length : length + 1] = [index]
    kept = []
    index = holders[-1] if holders else -1
    while index >= 0:
        kept.append(places[index])
        index = before[index]
    return kept[::-1]


def _joined(runs: list[Run]) -> list[Run]:
    """Stretches that touch on both sides as one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = Run(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined


# --- what a person can read ---------------------------------------------------------------------------------


def readable(old: Sequence[str], new: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """The same changes for a reader: without words that a rewritten sentence kept by chance, and cut where
    a sentence or a word begins."""
    return _Reader(old, new).read(spans) if spans else []


class _Reader:
    """Two sequences of lexemes, and how much each part of them says."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        weights = {part: weight(part) for part in {*old, *new}}
        self.weights = [weights[part] for part in old]
        self._old_sums = [0, *accumulate(self.weights)]
        self._new_sums = [0, *accumulate(weights[part] for part in new)]

    def read(self, spans: Sequence[Span]) -> list[Span]:
        told = [self._bared(span) for span in self._without_scatter(self._merged(spans))]
        return [self._slid(walls, span) for walls, span in _with_walls(told, self.old)]

    def weight(self, span: Span) -> int:
        return max(
            self._old_sums[span.old_end] - self._old_sums[span.old_start],
            self._new_sums[span.new_end] - self._new_sums[span.new_start],
        )

    def _merged(self, spans: Sequence[Span]) -> list[Span]:
        kept: list[Span] = []
        for span in spans:
            while kept and self._is_little(kept[-1], span):
                first = kept.pop()
                span = Span(first.old_start, span.old_end, first.new_start, span.new_end)
            kept.append(span)
        return kept

    def _is_little(self, first: Span, second: Span) -> bool:
        """Whether what stands between two changes says less than either of them."""
        start, end = first.old_end, second.old_start
        between = self.old[start:end]
        if "\n" in between or len(between) > 4 * FEW_WORDS:
            return False
        weights = [found for found in self.weights[start:end] if found]
        if not weights:
            return True
        if _ENDS & set(between):  # another sentence begins: it speaks for itself
            return False
        least = min(self.weight(first), self.weight(second))
        return len(weights) <= FEW_WORDS and sum(weights) <= min(FEW_LETTERS, least)

    def _without_scatter(self, spans: Sequence[Span]) -> list[Span]:
        """A sentence of which little was kept, here and there, was rewritten: it is one change."""
        kept: list[Span] = []
        for cluster in self._clusters(spans):
            first, last = cluster[0], cluster[-1]
            whole = Span(first.old_start, last.old_end, first.new_start, last.new_end)
            changed = sum(map(self.weight, cluster))
            total = self.weight(whole)
            scattered = len(cluster) > 1 and total - changed < SCATTERED[len(cluster) > 2] * total
            kept += [whole] if scattered else cluster
        return kept

    def _clusters(self, spans: Sequence[Span]) -> list[list[Span]]:
        """The changes of each sentence, as far as few words stand between them."""
        clusters: list[list[Span]] = []
        for span in spans:
            if clusters and self._are_near(clusters[-1][-1].old_end, span.old_start):
                clusters[-1].append(span)
            else:
                clusters.append([span])
        return clusters

    def _are_near(self, start: int, end: int) -> bool:
        between = self.old[start:end]
        if len(between) > 3 * LINKED_WORDS or "\n" in between or _ENDS & set(between):
            return False
        return sum(1 for found in self.weights[start:end] if found) <= LINKED_WORDS

    def _bared(self, span: Span) -> Span:
        """A change without the signs and blanks that begin or end it alike on both sides."""
        old, new = self.old, self.new
        a0, a1, b0, b1 = span
        while a0 < a1 and b0 < b1 and old[a1 - 1] == new[b1 - 1] and not self.weights[a1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
        while a0 < a1 and b0 < b1 and old[a0] == new[b0] and not self.weights[a0]:
            a0, b0 = a0 + 1, b0 + 1
        return Span(a0, a1, b0, b1)

    def _slid(self, walls: tuple[int, int], span: Span) -> Span:
        """A change that only adds, or only takes away, moved to where it reads best, its effect the same."""
        adds = span.old_start == span.old_end
        if not adds and span.new_start != span.new_end:
            return span
        side, start, end = (
            (self.new, span.new_start, span.new_end) if adds else (self.old, span.old_start, span.old_end)
        )
        back = min(LONGEST_SLIDE, span.old_start - walls[0])
        forth = min(LONGEST_SLIDE, walls[1] - span.old_end)
        least, most = 0, 0
        while least > -back and side[start + least - 1] == side[end + least - 1]:
            least -= 1
        while most < forth and side[start + most] == side[end + most]:
            most += 1
        best = max(range(least, most + 1), key=lambda by: (_reads(side, start + by, end + by), -abs(by)))
        return Span(*(place + best for place in span))


def _with_walls(spans: list[Span], old: Sequence[str]) -> list[tuple[tuple[int, int], Span]]:
    """Each change with the ends of the old side between which it may slide."""
    walls = []
    for index, span in enumerate(spans):
        low = spans[index - 1].old_end if index else 0
        high = spans[index + 1].old_start if index + 1 < len(spans) else len(old)
        walls.append(((low, high), span))
    return walls


def _reads(side: Sequence[str], start: int, end: int) -> int:
    """How well a stretch begins and ends: with a line, with a sentence, with a word."""
    before = side[start - 1] if start else "\n"
    if before == "\n":
        return 4 if side[end - 1] == "\n" else 3
    if not weight(side[start]):
        return 0
    blank = not before.strip()
    last = side[start - 2] if blank and start > 1 else ""
    return 2 if last in _ENDS and last else int(blank)
