"""Quotes followed through histories whose every word is known, and judged by who their words are.

A place is *right* if it holds the quoted words themselves; *alike* if it holds others but a shortest account of
the change leads there too, so that no reader of the two texts could tell; else it is *wrong*.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from tests.text.alignment import Accounts
from tests.text.histories import History, Spans, begun
from wiki.text.anchor import Carrier, Place, Quote, quote, reattach

PART = re.compile(r"\w+|[^\w\s]|\n")

STEPS, QUOTES = 12, 16
KEPT = 0.6  # of the words of a quote that was changed
NEAR = 3  # words on either side that must have stayed for the quote to be alive
RESTORED = 0.08  # of the saves give an earlier text back


@dataclass
class Text:
    """A text as it was saved, and who its words are."""

    plain: str
    spans: Spans

    @cached_property
    def numbers(self) -> list[int]:
        return [number for number, _start, _end in self.spans]

    @cached_property
    def at(self) -> dict[int, int]:
        return {number: at for at, number in enumerate(self.numbers)}

    @cached_property
    def parts(self) -> list[re.Match[str]]:
        """What a reader tells apart: words, signs, ends of lines."""
        return list(PART.finditer(self.plain))

    def under(self, held: Place | Quote) -> range:
        """The words on which something stands, by their order."""
        touched = [
            at for at, (_, start, end) in enumerate(self.spans) if start < held.end and end > held.start
        ]
        return range(touched[0], touched[-1] + 1)


@dataclass
class Held:
    """A quote, where it stands, and who its words are and were at first."""

    first: Text
    began: Quote
    place: Place | Quote
    words: list[int]

    @classmethod
    def on(cls, text: Text, chance: random.Random) -> Held:
        at = chance.randrange(len(text.spans))
        chosen = text.spans[at : at + chance.choice((1, 2, 3, 4, 6, 9, 16))]
        began = quote(text.plain, chosen[0][1], chosen[-1][2])
        return cls(text, began, began, [number for number, _start, _end in chosen])

    @property
    def is_lost(self) -> bool:
        return isinstance(self.place, Place) and self.place.state == "detached"


class Step:
    """One save: the texts before and after, and what became of each word."""

    def __init__(self, old: Text, new: Text, copied: dict[int, int]) -> None:
        self.old, self.new, self.copied = old, new, copied
        self.carrier = Carrier(old.plain, new.plain)

    def is_right(self, was: Place | Quote, place: Place, words: list[int]) -> bool:
        """Whether a place has the words themselves; of words that were changed, the ends and most of them."""
        if self.old.plain == self.new.plain:  # twins changed places: nothing was written
            return was.start == place.start
        found = self.new.under(place)
        theirs = self.new.numbers[found.start : found.stop]
        if self.old.plain[was.start : was.end] == place.after:
            return theirs == words or self._are_only_heirs(words, theirs)
        ends = self._is(words[0], theirs[0]) and self._is(words[-1], theirs[-1])
        kept = sum(any(self._is(word, their) for their in theirs) for word in words)
        return ends and kept >= KEPT * len(words)

    def _is(self, word: int, their: int) -> bool:
        """Whether a word is another: itself, or its copy made at this save while it went: so it was moved."""
        if word in self.new.at or their in self.old.at:
            return word == their
        return self._root(word) == self._root(their)

    def _root(self, word: int) -> int:
        while word in self.copied:
            word = self.copied[word]
        return word

    def _are_only_heirs(self, words: list[int], theirs: list[int]) -> bool:
        """Whether these are the words, and no other place of the text has as good a claim."""
        size, numbers = len(words), self.new.numbers
        claims = [
            at for at in range(len(numbers) - size + 1) if all(map(self._is, words, numbers[at : at + size]))
        ]
        return len(claims) == 1 and numbers[claims[0] : claims[0] + size] == theirs

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(*([part.group() for part in text.parts] for text in (self.old, self.new)))

    def leads(self, held: Place | Quote, place: Place) -> bool:
        ends = [
            bisect_left(text.parts, at, key=re.Match.start)
            for text, span in ((self.old, held), (self.new, place))
            for at in (span.start, span.end)
        ]
        return self.accounts.leads(*ends)

    def is_alive(self, words: list[int]) -> bool:
        """Whether words still stand together, with their neighbours on either side."""
        at = self.old.at[words[0]]
        near = self.old.numbers[max(0, at - NEAR) : at + len(words) + NEAR]
        place = self.new.at.get(near[0])
        return place is not None and self.new.numbers[place : place + len(near)] == near


@dataclass
class Tally:
    """What became of the quotes of some histories."""

    seed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[object] = field(default_factory=list)

    def __iadd__(self, other: Tally) -> Tally:
        self.counts += other.counts
        self.wrong += other.wrong
        return self


def follow(seed: int, edits: int) -> Tally:
    """What became of some quotes of one history, save by save."""
    history, chance = begun(seed), random.Random(-seed)
    tally = Tally(seed)
    texts = [saved(history)]
    threads: list[Held] = []
    for _ in range(STEPS):
        standing = sum(not held.is_lost for held in threads)
        threads += [Held.on(texts[-1], chance) for _ in range(QUOTES - standing)]
        if chance.random() < RESTORED:
            history.restore()
        else:
            for _ in range(edits):
                history.edit()
        texts.append(saved(history))
        save = Save(Step(texts[-2], texts[-1], history.copied), tally)
        threads = [held for held in threads if save.carry(held)]
    return tally


class Save:
    """Carries quotes as a page does: from the text before, else from the one that they first quoted."""

    def __init__(self, step: Step, tally: Tally) -> None:
        self.step, self.tally = step, tally
        self._homes: dict[int, Step] = {}

    def carry(self, held: Held) -> bool:
        """Where a quote stands now; whether it is still known whose words it has."""
        if not held.is_lost:
            was, alive = held.place, self.step.is_alive(held.words)
            place = self.step.carrier.carry(was)
            self.tally.counts["alive"] += alive
            self.tally.counts["lost"] += alive and place.state == "detached"
            if place.state != "detached":
                return self._judged(self.step, held, was, held.words, place, place.state)
        home = self._homes.setdefault(id(held.first), Step(held.first, self.step.new, self.step.copied))
        again = reattach(held.began, home.carrier, self.step.carrier)
        if again is not None:
            olds = held.first.under(held.began)
            words = held.first.numbers[olds.start : olds.stop]
            return self._judged(home, held, held.began, words, again, "put back")
        held.place = Place("detached", 0, 0, held.began.exact, "")
        self.tally.counts["detached"] += 1
        return True

    def _judged(
        self, step: Step, held: Held, was: Place | Quote, words: list[int], place: Place, how: str
    ) -> bool:
        verdict = "right"
        if not step.is_right(was, place, words):
            verdict = "alike" if step.leads(was, place) else "wrong"
        self.tally.counts[verdict] += 1
        self.tally.counts[how] += 1
        if verdict == "wrong":
            self.tally.wrong.append((self.tally.seed, how, was, place))
        found = step.new.under(place)
        held.place, held.words = place, step.new.numbers[found.start : found.stop]
        return verdict == "right"


def saved(history: History) -> Text:
    history.save()
    return Text(history.plain(), history.spans())
