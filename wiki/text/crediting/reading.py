"""A text as credit reads it: lines, the sentences in them, and the words in these."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from wiki.text import words
from wiki.text.words import INVISIBLE, Token

_SAME = str.maketrans({"’": "'", "ʼ": "'", "‑": "-"}) | INVISIBLE
_ENDS = frozenset(".!?…")


@dataclass(slots=False)
class Line:
    """One line, and from where it stands on the text. `owners` has a revision, or none yet, for each word."""

    text: str
    start: int
    owners: list[int | None] = field(default_factory=list)

    @cached_property
    def tokens(self) -> list[Token]:
        return words.tokens(self.text)

    @cached_property
    def words(self) -> list[str]:
        return [same(token.text) for token in self.tokens]

    @cached_property
    def sentences(self) -> list[range]:
        """The numbers of the words of each sentence."""
        found, first = [], 0
        for index in range(1, len(self.tokens)):
            between = self.text[self.tokens[index - 1].end : self.tokens[index].start]
            if not _ENDS.isdisjoint(between) and any(map(str.isspace, between)):
                found.append(range(first, index))
                first = index
        return [*found, range(first, len(self.tokens))] if self.tokens else []

    @property
    def said(self) -> Iterator[tuple[int, int, int | None]]:
        """Where each word stands on the text, and its owner."""
        for token, owner in zip(self.tokens, self.owners, strict=True):
            yield self.start + token.start, self.start + token.end, owner


def same(word: str) -> str:
    """What makes two words the same one: who puts a capital or a better apostrophe wrote no new word."""
    told = word.translate(_SAME).lower()
    return told if told.isascii() else unicodedata.normalize("NFC", told)


def lines(text: str) -> list[Line]:
    """The lines of a text."""
    found, start = [], 0
    for line in text.split("\n"):
        found.append(Line(line, start))
        start += len(line) + 1
    return found
