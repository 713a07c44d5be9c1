"""Who brought which words of a text, from one revision of it to the next.

A text here is the plain words of a page, so that markup owns nothing, and places count its code points. Each
word belongs to the revision that brought it, by the first of these rules that applies:

1. lines that stand in both texts, in the same order, keep their owners;
2. a line or a sentence that the page has said before, whenever that was, goes back to whoever said it first:
   it was moved, copied or restored. Few words say too little to be known by themselves, and are known by
   their neighbours;
3. of an edited passage, the words that the known difference keeps stay with their owners, unless so little
   of a sentence was kept that it is another one;
4. what was moved or copied and edited at once is found by the sentence that it is most like;
5. all other words are new, and belong to the new revision.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from wiki.text import matching, words
from wiki.text.crediting import reading
from wiki.text.crediting.memory import FURTHEST, TELLING, Memory, digest
from wiki.text.crediting.reading import Line
from wiki.text.crediting.tracing import Elsewhere, Word, trace
from wiki.text.matching import Span as Region

VERSION = 2  # what was made by another is made again: by the first, without what revisions took away


Owners = Sequence[int | None]
Sentence = tuple[Line, range]


class Span(NamedTuple):
    """Words that one revision brought: from the beginning of the first to the end of the last."""

    start: int
    end: int
    revision: int


@dataclass(frozen=True, slots=True)
class Credit:
    """The owners of a text's words, and what is needed to know again what the page has said before."""

    spans: Sequence[Span] = ()
    known: Mapping[str, str] = field(default_factory=dict)

    def within(self, start: int, end: int) -> list[Span]:
        """The owners of a passage."""
        first = max(0, bisect_right(self.spans, start, key=lambda span: span.start) - 1)
        found = []
        for span in self.spans[first:]:
            if span.start >= end:
                break
            if span.start >= start and span.end <= end:
                found.append(span)
            elif span.end > start:
                found.append(Span(max(span.start, start), min(span.end, end), span.revision))
        return found


def follow(credit: Credit, old: str, new: str, revision: int) -> Credit:
    """Who owns the words that a revision wrote in the place of others; `""` was there before the first."""
    if old == new:
        return credit
    before, after = reading.lines(old), reading.lines(new)
    alignment = matching.align([line.text for line in before], [line.text for line in after])
    regions = matching.changes(alignment.runs, len(before), len(after))
    memory = Memory(credit.known, after)
    fresh = [number for region in regions for number in range(region.new_start, region.new_end)]
    own = partial(_own, spans=credit.spans)
    if fresh:
        _follow_edits(before, after, regions, memory, own)
    for number in fresh:
        line = after[number]
        line.owners = [revision if owner is None else owner for owner in line.owners]
    kept = {run.new + by: before[run.old + by] for run in alignment.runs for by in range(run.size)}
    for number in _near(regions, after):
        if number in kept:
            own(kept[number])
            after[number].owners = kept[number].owners
        memory.remember(number)
    pieces = _pieces(credit, before, after, alignment.runs, new)
    return Credit(tuple(_joined(pieces)), memory.kept())


def shares(credit: Credit, plain: str) -> dict[int, int]:
    """How many words of a text each revision brought."""
    counts: Counter[int] = Counter()
    for span in credit.spans:
        counts[span.revision] += words.count(plain[span.start : span.end])
    return dict(counts)


def brought_by(credit: Credit, plain: str, revision: int) -> int:
    """How many words of a text one revision brought."""
    own = (span for span in credit.spans if span.revision == revision)
    return sum(words.count(plain[span.start : span.end]) for span in own)


def fingerprint(plain: str) -> str:
    """What tells a text from any other."""
    return sha256(str(plain).encode("utf-8", "replace")).hexdigest()


def _follow_edits(
    before: list[Line],
    after: list[Line],
    regions: list[Region],
    memory: Memory,
    own: Callable[[Line], None],
) -> None:
    """Give their owners to the words of the changed lines, as far as they have any."""
    known_again: set[str] = set()
    for region in regions:
        for line in _old(before, region):
            own(line)
    gone = dict(_parts(line for region in regions for line in _old(before, region)))
    for region in regions:
        for number in range(region.new_start, region.new_end):
            _recognise(after[number], memory.recognise(number), memory, gone, known_again)
    twins = _Twins(line for region in regions for line in _new(after, region))
    for region in regions:
        old = list(_gone(_old(before, region), known_again))
        told = [word for sentence in twins.firsts(_new(after, region)) for word in sentence]
        new = [(line, at) for line, at in told if line.owners[at] is None]
        if old and new:
            trace(old, new)
    elsewhere = Elsewhere(before, own)
    for region in regions:
        for sentence in twins.firsts(_new(after, region)):
            elsewhere.trace(sentence)
    twins.share()


class _Twins:
    """Sentences of new lines that say the same: edited and copied at once, they have one origin."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._firsts: dict[str, Sentence] = {}
        self._others: list[tuple[Sentence, Sentence]] = []
        self._alone: defaultdict[int, list[Sentence]] = defaultdict(list)  # by the beginning of their line
        for line in lines:
            for part in line.sentences:
                sentence = (line, part)
                told = line.words[part.start : part.stop]
                first = self._firsts.setdefault(digest(told), sentence) if len(told) >= TELLING else sentence
                if first is sentence:
                    self._alone[line.start].append(sentence)
                else:
                    self._others.append((first, sentence))

    def firsts(self, lines: Iterable[Line]) -> Iterator[list[Word]]:
        """The sentences of some lines that no sentence before says."""
        for line in lines:
            for _line, part in self._alone[line.start]:
                yield [(line, at) for at in part]

    def share(self) -> None:
        """What is known of the words of one is true of the others."""
        for (first, where), (line, part) in self._others:
            line.owners[part.start : part.stop] = first.owners[where.start : where.stop]


def _recognise(
    line: Line, found: Owners | None, memory: Memory, gone: Mapping[str, Owners], known_again: set[str]
) -> None:
    """Give a changed line what is remembered of it, or of its sentences; or, though they say little, what
    this very change took from elsewhere."""
    line.owners = [None] * len(line.words)
    key = digest(line.words)
    found = found or gone.get(key)
    if found:
        line.owners = [*found]
        known_again.add(key)
    for part in line.sentences:
        told = line.words[part.start : part.stop]
        key = digest(told)
        owners = None if found else memory.recognise_sentence(told) or gone.get(key)
        if owners:
            line.owners[part.start : part.stop] = owners
        if found or owners:
            known_again.add(key)


def _parts(lines: Iterable[Line]) -> Iterator[tuple[str, Owners]]:
    """The lines and the sentences in them, by their digest."""
    for line in lines:
        for part in [range(len(line.words)), *line.sentences]:
            yield digest(line.words[part.start : part.stop]), line.owners[part.start : part.stop]


def _old(before: Sequence[Line], region: Region) -> Sequence[Line]:
    return before[region.old_start : region.old_end]


def _new(after: Sequence[Line], region: Region) -> Sequence[Line]:
    return after[region.new_start : region.new_end]


def _gone(lines: Iterable[Line], known_again: set[str]) -> Iterator[Word]:
    """The words of old lines, less those whose line or sentence is in the new text as it was."""
    for line in lines:
        if digest(line.words) in known_again:
            continue
        for part in line.sentences:
            if digest(line.words[part.start : part.stop]) not in known_again:
                yield from ((line, at) for at in part)


def _near(regions: Iterable[Region], after: Sequence[Line]) -> Iterator[int]:
    """The changed lines, and the short ones whose neighbours are others now."""
    numbers: set[int] = set()
    for region in regions:
        numbers.update(range(region.new_start, region.new_end))
        low, high = region.new_start - FURTHEST, region.new_end + FURTHEST
        near = (*range(max(0, low), region.new_start), *range(region.new_end, min(high, len(after))))
        numbers.update(number for number in near if len(after[number].words) < TELLING)
    return iter(sorted(numbers))


def _own(line: Line, spans: Sequence[Span]) -> None:
    """Tell each word of a line of the old text its owner, if that is not done."""
    if line.owners or not line.tokens:
        return
    index = bisect_right(spans, line.start + line.tokens[0].start, key=lambda span: span.end)
    for token in line.tokens:
        while spans[index].end <= line.start + token.start:
            index += 1
        line.owners.append(spans[index].revision)


def _pieces(
    credit: Credit, before: Sequence[Line], after: Sequence[Line], runs: Iterable[matching.Run], new: str
) -> Iterator[Span]:
    """What the words belong to, line by line; lines that were kept take their spans along."""
    number = 0
    for run in runs:
        yield from _written(after[number : run.new])
        number = run.new + run.size
        last = before[run.old + run.size - 1]
        start, end = before[run.old].start, last.start + len(last.text)
        by = after[run.new].start - start
        for span in credit.within(start, end):
            moved = Span(span.start + by, span.end + by, span.revision) if by else span
            if start < span.start and span.end < end:
                yield moved
            else:
                yield from _trimmed(moved, new)
    yield from _written(after[number:])


def _written(lines: Iterable[Line]) -> Iterator[Span]:
    for line in lines:
        for start, end, owner in line.said:
            yield Span(start, end, owner or 0)


def _trimmed(span: Span, text: str) -> Iterator[Span]:
    """A span that may have been cut, from the first word in it to the last."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not _ends_word(text[end - 1]):
        end -= 1
    if start < end:
        yield Span(start, end, span.revision)


def _ends_word(letter: str) -> bool:
    return letter.isalnum() or "\u0300" <= letter <= "\u036f"


def _joined(pieces: Iterable[Span]) -> Iterator[Span]:
    """Neighbours of one revision as one."""
    last: Span | None = None
    for piece in pieces:
        if last is not None and last.revision == piece.revision:
            last = Span(last.start, piece.end, last.revision)
        else:
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last
