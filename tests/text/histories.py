"""Texts edited at random by a hand that remembers each word: where quoted words truly are, whatever a rule says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import count

Word = tuple[int, str]  # what it is, whatever it says
Line = tuple[Word, ...]
Spans = list[tuple[int, int, int]]  # of words: who they are, where they begin and end

VOCABULARY = (
    "de la le les une un et à pour avec dans commune commun ressource partage règle groupe projet licence "
    "ouverte contribution gouvernance financement acteur territoire usage atelier collectif outil méthode "
    "étape valeur service numérique réseau communauté besoin accord lieu temps rôle cadre charte modèle"
).split()


@dataclass
class History:
    """A text as lines of words that keep who they are through every edit."""

    chance: random.Random
    lines: list[Line] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)

    def line(self, length: int | None = None) -> Line:
        length = length or self.chance.choice((1, 2, 5, 9, 14, 22, 35))
        return tuple(self.word() for _ in range(length))

    def word(self) -> Word:
        # Half of the words are small and few, as in any French text.
        common = self.chance.random() < 0.4
        text = self.chance.choice(VOCABULARY[:12] if common else VOCABULARY)
        number = next(self.numbers)
        return number, text if self.chance.random() < 0.8 else f"{text}{self.chance.randrange(60)}"

    def twin(self, line: Line) -> Line:
        return tuple((next(self.numbers), text) for _, text in line)

    # --- edits: each is one gesture of an author, at a place drawn at random

    def edit(self) -> None:
        self.chance.choice(
            (self.replace, self.insert, self.cut, self.replace, self.insert, self.cut, self.add, self.drop,
             self.copy, self.move, self.swap, self.rewrite)
        )()  # fmt: skip

    def _at(self) -> int:
        return self.chance.randrange(len(self.lines))

    def replace(self) -> None:
        at = self._at()
        line = list(self.lines[at])
        line[self.chance.randrange(len(line))] = self.word()
        self.lines[at] = tuple(line)

    def insert(self) -> None:
        at = self._at()
        line, place = self.lines[at], self.chance.randrange(len(self.lines[at]) + 1)
        self.lines[at] = (*line[:place], *self.line(self.chance.randint(1, 5)), *line[place:])

    def cut(self) -> None:
        at = self._at()
        line = self.lines[at]
        place, size = self.chance.randrange(len(line)), self.chance.randint(1, 5)
        self.lines[at] = (*line[:place], *line[place + size :]) or (self.word(),)

    def rewrite(self) -> None:
        self.lines[self._at()] = self.line()

    def add(self) -> None:
        self.lines.insert(self._at(), self.line())

    def drop(self) -> None:
        if len(self.lines) > 4:
            del self.lines[self._at()]

    def copy(self) -> None:
        """A twin, anywhere: whole, or but for a word."""
        at = self._at()
        twin = list(self.twin(self.lines[at]))
        if self.chance.random() < 0.3:
            twin[self.chance.randrange(len(twin))] = self.word()
        self.lines.insert(self._at(), tuple(twin))

    def move(self) -> None:
        """A block goes elsewhere. Not one that has a twin: a text cannot tell which of them went."""
        at, size = self._at(), self.chance.randint(1, 3)
        block = self.lines[at : at + size]
        said = [_said(line) for line in self.lines]
        if len(self.lines) - len(block) < 3 or any(said.count(_said(line)) > 1 for line in block):
            return
        del self.lines[at : at + size]
        place = self.chance.randrange(len(self.lines) + 1)
        self.lines[place:place] = block

    def swap(self) -> None:
        if len(self.lines) > 2 and len({_said(line) for line in self.lines}) == len(self.lines):
            at = self.chance.randrange(len(self.lines) - 1)
            self.lines[at : at + 2] = self.lines[at : at + 2][::-1]

    # --- what stands where

    def plain(self) -> str:
        return "\n".join(" ".join(_said(line)) for line in self.lines)

    def spans(self) -> Spans:
        """Each word of the text: what it is, where it begins and where it ends."""
        found, at = [], 0
        for line in self.lines:
            for number, text in line:
                found.append((number, at, at + len(text)))
                at += len(text) + 1
        return found


def _said(line: Line) -> tuple[str, ...]:
    return tuple(text for _, text in line)


def begun(seed: int, lines: int = 14) -> History:
    history = History(random.Random(seed))
    history.lines = [history.line() for _ in range(lines)]
    for _ in range(2):
        history.copy()
    return history


def longest_common(one: list[str], other: list[str]) -> int:
    """How many words two texts have in common in the same order: the plain table of any textbook."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for at, against in enumerate(other, 1):
            above = row[at]
            row[at] = before + 1 if word == against else max(above, row[at - 1])
            before = above
    return row[-1]
