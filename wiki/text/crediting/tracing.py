"""Which words of an edited passage were kept, and from where: what no digest tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

from wiki.text import matching
from wiki.text.crediting.reading import Line
from wiki.text.matching import Run

EDITED = 0.4  # share of a sentence's words that must have been kept, or the sentence is another
CHANCE = 0.6  # the same, where none of them tells anything
LONG = 3  # words in a row that are the same for a reason
RARE = 5  # letters of a word that stands once on either side, and is the same for a reason
MOVED = 4  # words that were moved or copied and edited at once, at least
ALIKE = 0.5  # share of such words that stand in one sentence

Word = tuple[Line, int]  # a word by its number in its line


def trace(old: Sequence[Word], new: Sequence[Word]) -> None:
    """Give the words that an edit kept in their order to their owners."""
    said, says = [line.words[at] for line, at in old], [line.words[at] for line, at in new]
    runs = matching.align(said, says).runs
    kept = {run.new + by: run.old + by for run in runs for by in range(run.size)}
    _settle(kept, said, says)
    firm = set(_firm(runs, said, says))
    for sentence in _sentences(new):
        found = [at for at in sentence if at in kept]
        is_edited = len(found) >= EDITED * len(sentence)
        for _from, some in groupby(found, key=lambda at: _sentence(old[kept[at]])):
            together = list(some)
            sure = firm.intersection(together)
            least = min(len(sentence), len(_sentence(old[kept[together[0]]])[1]))
            is_one = (is_edited and sure) or len(together) >= CHANCE * least
            for at in together if is_one else sure:
                _give(old[kept[at]], new[at])


def _settle(kept: dict[int, int], said: Sequence[str], says: Sequence[str]) -> None:
    """Of two places where a lone word may come from, take the one beside its neighbour's."""
    for step, order in ((1, sorted(kept, reverse=True)), (-1, sorted(kept))):
        for at in order:
            beside = kept[at + step] - step if at + step in kept else kept[at]
            is_lone = kept.get(at - step) != kept[at] - step
            if beside != kept[at] and is_lone and said[beside] == says[at]:
                kept[at] = beside


def _firm(runs: Sequence[Run], said: Sequence[str], says: Sequence[str]) -> Iterator[int]:
    """The new words that are not the same by chance, even in a sentence that is another."""
    before, after = Counter(said), Counter(says)
    for run in runs:
        places = range(run.new, run.new + run.size)
        rare = (at for at in places if len(says[at]) >= RARE and before[says[at]] == after[says[at]] == 1)
        yield from places if run.size >= LONG else rare


def _sentences(new: Sequence[Word]) -> Iterator[list[int]]:
    """The numbers of the words that stand in one sentence."""
    for _key, numbers in groupby(range(len(new)), key=lambda number: _sentence(new[number])):
        yield list(numbers)


def _sentence(word: Word) -> tuple[int, range]:
    """The sentence that a word stands in: where its line begins, and the numbers of its words there."""
    line, at = word
    return line.start, next(part for part in line.sentences if at in part)


def _give(old: Word, new: Word) -> None:
    """Tell a word its owner, if none is known."""
    line, at = new
    if line.owners[at] is None:
        line.owners[at] = old[0].owners[old[1]]


class Elsewhere:
    """The sentences of the old text, where passages moved or copied and edited at once came from."""

    def __init__(self, text: Sequence[Line]) -> None:
        self._text = text

    @cached_property
    def _sentences(self) -> list[tuple[Line, range]]:
        return [(line, part) for line in self._text for part in line.sentences]

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """The numbers of the sentences that say a word."""
        holders: dict[str, list[int]] = {}
        for number, (line, part) in enumerate(self._sentences):
            for word in {*line.words[part.start : part.stop]}:
                holders.setdefault(word, []).append(number)
        return holders

    def trace(self, passage: Sequence[Word]) -> None:
        """Give the words of a passage that have no owner to those of the sentence that it is most like; what
        is left to those of another."""
        waiting = [passage] if orphans(passage) else []
        while waiting:
            part = waiting.pop()
            if len(part) >= MOVED and self._trace(part):
                waiting += [left for left in orphans(part) if len(left) < len(part)]

    def _trace(self, passage: Sequence[Word]) -> bool:
        says = [line.words[at] for line, at in passage]
        shared = Counter(number for word in {*says} for number in self._holders.get(word, ()))
        if not shared:
            return False
        line, part = self._sentences[max(shared, key=lambda number: (shared[number], -number))]
        runs = matching.align(line.words[part.start : part.stop], says).runs
        count = sum(run.size for run in runs)
        if count < MOVED or count < ALIKE * min(len(says), len(part)):
            return False
        for run in runs:
            for by in range(run.size):
                _give((line, part.start + run.old + by), passage[run.new + by])
        return True


def orphans(passage: Sequence[Word]) -> list[list[Word]]:
    """The stretches of a passage whose words have no owner."""
    return [
        list(words)
        for is_owned, words in groupby(passage, key=lambda word: word[0].owners[word[1]] is not None)
        if not is_owned
    ]
