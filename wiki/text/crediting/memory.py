"""What a page has said before: lines and sentences by their digest, each with the owners of its words."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby

from wiki.text.crediting.reading import Line

TELLING = 4  # words that are known again wherever they stand; fewer need their neighbours
AROUND = 6  # words of a short line and its neighbours, on one side
FURTHEST = 8  # lines where these are looked for
MOST = 10_000  # lines and sentences remembered of a page: the oldest are forgotten

# Digest → how many words, of which revision, how many, of which…: of the many that are kept few are asked
# for, and numbers are made of these alone.
Known = dict[str, str]


def owners_of(runs: str) -> list[int]:
    numbers = [int(number) for number in runs.split()]
    return [owner for count, owner in zip(numbers[::2], numbers[1::2], strict=True) for _word in range(count)]


def runs_of(owners: Iterable[int | None]) -> str:
    return " ".join(f"{sum(1 for _word in group)} {owner or 0}" for owner, group in groupby(owners))


class Memory:
    """Recognises what comes back; whoever said it first keeps it."""

    def __init__(self, known: Mapping[str, str], text: Sequence[Line]) -> None:
        self.known: Known = dict(known)
        self.text = text

    def recognise(self, number: int) -> list[int] | None:
        """The owners of the words of a line that was said before."""
        return self._find(self._keys(number), len(self.text[number].words))

    def recognise_sentence(self, words: Sequence[str]) -> list[int] | None:
        return self._find([digest(words)], len(words)) if len(words) >= TELLING else None

    def remember(self, number: int) -> None:
        """A line and its sentences, as they are owned now."""
        line = self.text[number]
        for key in self._keys(number):
            self._keep(key, line.owners)
        for part in line.sentences if len(line.sentences) > 1 else ():
            if len(part) >= TELLING:
                told = line.words[part.start : part.stop]
                self._keep(digest(told), line.owners[part.start : part.stop])

    def kept(self) -> Known:
        """All that is remembered, within bounds."""
        over = len(self.known) - MOST
        return self.known if over <= 0 else dict(list(self.known.items())[over:])

    def _keep(self, key: str, owners: Iterable[int | None]) -> None:
        if key not in self.known:
            self.known[key] = runs_of(owners)

    def _find(self, keys: Iterable[str], count: int) -> list[int] | None:
        for key in keys:
            owners = owners_of(self.known.get(key, ""))
            if len(owners) == count:
                return owners
        return None

    def _keys(self, number: int) -> list[str]:
        """What a line is known by: its words, or, if they are few, those with their neighbours'."""
        words = self.text[number].words
        if len(words) >= TELLING:
            return [digest(words)]
        before = list(self._around(words, self.text[max(0, number - FURTHEST) : number][::-1]))
        after = list(self._around(words, self.text[number + 1 : number + 1 + FURTHEST]))
        return [digest(["<", *words, *before]), digest([">", *words, *after])] if words else []

    def _around(self, words: Sequence[str], neighbours: Iterable[Line]) -> Iterator[str]:
        """The nearest words of the neighbours, line by line, until there are enough."""
        count = len(words)
        for line in neighbours:
            if count >= AROUND:
                return
            yield from ["\n", *line.words]
            count += len(line.words)


def digest(words: Iterable[str]) -> str:
    made = blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()
    return urlsafe_b64encode(made)[:11].decode()
