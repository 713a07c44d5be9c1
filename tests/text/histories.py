"""Texts edited at random by a hand that remembers each word: where quoted words truly are, whatever a rule says."""

from __future__ import annotations

import random
from collections.abc import Callable
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
CELLS = "oui non 1 2 3 – licence référente à faire fait".split()
LENGTHS = (1, 2, 5, 9, 14, 22, 35)
FEWEST = 5  # lines of a text: below, nothing more is taken away


@dataclass
class History:
    """A text as lines of words that keep who they are through every edit."""

    chance: random.Random
    lines: list[Line] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)
    copied: dict[int, int] = field(default_factory=dict)  # of words written by copying: from which
    past: list[list[Line]] = field(default_factory=list)

    # --- writing

    def word(self, vocabulary: list[str] = VOCABULARY) -> Word:
        # Half of the words are small and few, as in any French text.
        common = self.chance.random() < 0.4
        text = self.chance.choice(vocabulary[:12] if common else vocabulary)
        rare = vocabulary is VOCABULARY and self.chance.random() < 0.2
        sign = self.chance.choice(",.;") if self.chance.random() < 0.1 else ""
        return next(self.numbers), (f"{text}{self.chance.randrange(60)}" if rare else text) + sign

    def line(self, length: int | None = None) -> Line:
        return tuple(self.word() for _ in range(length or self.chance.choice(LENGTHS)))

    def twin(self, words: Line) -> Line:
        """The same words once more: they are others."""
        made = tuple((next(self.numbers), text) for _, text in words)
        self.copied |= {new: old for (new, _), (old, _) in zip(made, words, strict=True)}
        return made

    def near_twin(self, words: Line) -> Line:
        made = list(self.twin(words))
        place = self.chance.randrange(len(made))
        made[place] = self._instead(made[place])
        return tuple(made)

    # --- edits: each is one gesture of an author, at a place drawn at random

    def edit(self) -> None:
        small = (self.replace, self.insert, self.cut)
        large = (
            self.add, self.drop, self.rewrite, self.copy, self.copy_words, self.move, self.move_words,
            self.swap, self.swap_words, self.retype, self.split, self.join,
        )  # fmt: skip
        gesture: Callable[[], None] = self.chance.choice(small if self.chance.random() < 0.5 else large)
        gesture()

    def _at(self) -> int:
        return self.chance.randrange(len(self.lines))

    def _block(self) -> slice:
        at = self._at()
        return slice(at, at + self.chance.choice((1, 1, 1, 2, 3, 4)))

    def _some(self, at: int) -> slice:
        """Some words of a line, as it may be a sentence."""
        first = self.chance.randrange(len(self.lines[at]))
        return slice(first, first + self.chance.choice((1, 2, 3, 5, 8, 12)))

    def replace(self) -> None:
        at = self._at()
        line, place = list(self.lines[at]), self.chance.randrange(len(self.lines[at]))
        line[place] = self._instead(line[place])
        self.lines[at] = tuple(line)

    def _instead(self, word: Word) -> Word:
        """Another word; the same with another sign, where that is what it says."""
        number, text = self.word()
        return (word[0] if text.rstrip(",.;") == word[1].rstrip(",.;") else number), text

    def insert(self) -> None:
        at = self._at()
        place = self.chance.randrange(len(self.lines[at]) + 1)
        self._put(at, place, self.line(self.chance.randint(1, 5)))

    def _put(self, at: int, place: int, words: Line) -> None:
        self.lines[at] = (*self.lines[at][:place], *words, *self.lines[at][place:])

    def _take(self, at: int, some: slice) -> Line:
        """Words of a line, taken out of it; a line that is left without one goes too."""
        line = self.lines[at]
        left = (*line[: some.start], *line[some.stop :])
        self.lines[at : at + 1] = [left] if left else []
        return line[some]

    def cut(self) -> None:
        at = self._at()
        if len(self.lines[at]) > 1:
            self._take(at, self._some(at))

    def rewrite(self) -> None:
        self.lines[self._at()] = self.line()

    def add(self) -> None:
        self.lines.insert(self._at(), self.line())

    def drop(self) -> None:
        block = self._block()
        if len(self.lines) - len(self.lines[block]) >= FEWEST:
            del self.lines[block]

    def copy(self) -> None:
        """Twins of some lines, anywhere: whole, or but for a word."""
        twins = [self.twin(line) for line in self.lines[self._block()]]
        if self.chance.random() < 0.4:
            changed = self.chance.randrange(len(twins))
            twins[changed] = self.near_twin(twins[changed])
        place = self._at()
        self.lines[place:place] = twins

    def copy_words(self) -> None:
        """Twins of some words, in the same line or in another."""
        at, to = self._at(), self._at()
        twins = self.twin(self.lines[at][self._some(at)])
        self._put(to, self.chance.randrange(len(self.lines[to]) + 1), twins)

    def move(self) -> None:
        block = self._block()
        taken = self.lines[block]
        del self.lines[block]
        place = self.chance.randrange(len(self.lines) + 1)
        self.lines[place:place] = taken

    def move_words(self) -> None:
        at = self._at()
        if len(self.lines[at]) > 1 and len(self.lines) > 1:
            words = self._take(at, self._some(at))
            to = self._at()
            self._put(to, self.chance.randrange(len(self.lines[to]) + 1), words)

    def swap(self) -> None:
        """Two lines change places: neighbours, or not."""
        one, other = self._at(), self._at()
        if self.chance.random() < 0.6:
            other = (one + 1) % len(self.lines)
        self.lines[one], self.lines[other] = self.lines[other], self.lines[one]

    def swap_words(self) -> None:
        at = self._at()
        line = self.lines[at]
        low, middle, high = sorted(self.chance.randrange(len(line) + 1) for _ in range(3))
        self.lines[at] = (*line[:low], *line[middle:high], *line[low:middle], *line[high:])

    def retype(self) -> None:
        """A line is deleted and written again, but for a few words: here or elsewhere."""
        at = self._at()
        line = list(self.lines.pop(at))
        for _ in range(self.chance.randint(0, 2)):
            place = self.chance.randrange(len(line))
            line[place] = self._instead(line[place])
        to = at if self.chance.random() < 0.5 or not self.lines else self._at()
        self.lines.insert(to, tuple(line))

    def split(self) -> None:
        at = self._at()
        line = self.lines[at]
        if len(line) > 1:
            place = self.chance.randrange(1, len(line))
            self.lines[at : at + 1] = [line[:place], line[place:]]

    def join(self) -> None:
        at = self._at()
        if at + 1 < len(self.lines) and len(self.lines) > FEWEST:
            self.lines[at : at + 2] = [self.lines[at] + self.lines[at + 1]]

    # --- saving

    def save(self) -> None:
        self.past.append(list(self.lines))

    def restore(self) -> None:
        """A text of before again, all of its words with it."""
        self.lines = list(self.chance.choice(self.past))

    # --- what stands where

    def plain(self) -> str:
        return "\n".join(" ".join(text for _, text in line) for line in self.lines)

    def spans(self) -> Spans:
        """Each word of the text: what it is, where it begins and where it ends. A sign alone is no word."""
        found, at = [], 0
        for line in self.lines:
            for number, text in line:
                if text[0].isalnum():
                    found.append((number, at, at + len(text)))
                at += len(text) + 1
        return found


def begun(seed: int, lines: int = 12) -> History:
    """A text of prose, items that begin alike, rows of a table, a sentence said twice, twins and near twins."""
    history = History(random.Random(seed))
    chance = history.chance
    history.lines = [history.line() for _ in range(lines)]
    opening = history.line(chance.randint(1, 4))
    history.lines += [history.twin(opening) + history.line(chance.randint(1, 6)) for _ in range(3)]
    head = history.line(3)
    for _ in range(chance.choice((0, 2, 4))):
        history.lines += [(word,) for word in head[:1]]
        history.lines += [(history.word(CELLS),) for _ in range(2)]
        head = history.twin(head)
    for _ in range(2):
        history.copy()
        history.copy_words()
    return history
