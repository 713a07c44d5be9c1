"""Histories of a text whose words bear their owners: what credit must find out, known because it was done.

Where the truth could not be told by anybody, nothing is drawn: words that are changed stand once on earth;
others, common ones, are only taken along; a sentence keeps most of its words or is another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from random import Random

COMMON = ("le", "la", "de", "et", "un", "pour", "dans", "avec")
LEAST = 5  # words of a sentence

Word = tuple[str, int]  # and the revision that brought it
Sentence = list[Word]
Page = list[list[Sentence]]


@dataclass
class Author:
    """Writes a page, one revision after the other, and notes who brought which word."""

    chance: Random
    page: Page = field(default_factory=list)
    past: list[Page] = field(default_factory=list)
    told: list[tuple[str, list[Word]]] = field(default_factory=list)
    fresh: count[int] = field(default_factory=lambda: count(1))

    @property
    def revision(self) -> int:
        return len(self.past) + 1

    def publish(self) -> None:
        self.page = [kept for paragraph in self.page if (kept := [one for one in paragraph if one])]
        self.past.append(_copied(self.page))
        words = [word for paragraph in self.page for sentence in paragraph for word in sentence]
        self.told.append((self._written(), words))

    def _written(self) -> str:
        end = self.chance.choice((".", ". ", " !", "\u00a0?", "…"))
        return "\n".join(
            " ".join(" ".join(word for word, _owner in sentence) + end.strip(" ") for sentence in paragraph)
            for paragraph in self.page
        )

    # --- what an author does

    def write(self) -> None:
        self.page.insert(self._place(self.page), [self._sentence() for _one in range(self._below(3) + 1)])

    def head(self) -> None:
        """A line of few words, above another."""
        self.page.insert(self._place(self.page), [[self._word() for _one in range(self._below(2) + 1)]])

    def add(self) -> None:
        paragraph = self._paragraph()
        paragraph.insert(self._place(paragraph), self._sentence())

    def rewrite(self) -> None:
        paragraph = self._paragraph()
        paragraph[self._below(len(paragraph))] = [self._word() for _one in range(LEAST + 2)]

    def edit(self) -> None:
        """Put words in the place of others, between them, or take some away; most stay."""
        sentence = self._of_some_length()
        for _time in range(max(1, self._below(len(sentence) // 3 + 1))):
            at = self._below(len(sentence))
            deed = self._below(3)
            if deed == 0:
                sentence.insert(at, self._word())
            elif sentence[at][0] not in COMMON and sentence[at][1] != self.revision:
                sentence[at : at + 1] = [self._word()] if deed == 1 or len(sentence) <= LEAST else []

    def move(self) -> None:
        self.page.insert(self._place(self.page), self.page.pop(self._below(len(self.page))))

    def move_edited(self) -> None:
        at = self._below(len(self.page))
        paragraph = self.page.pop(at)
        if all(len(sentence) >= 2 * LEAST for sentence in paragraph):
            paragraph[0].insert(self._below(len(paragraph[0])), self._word())
        self.page.insert(self._place(self.page), paragraph)

    def move_sentence(self) -> None:
        paragraph = self._paragraph()
        at = self._below(len(paragraph))
        if len(paragraph[at]) >= LEAST:
            sentence, there = paragraph.pop(at), self._paragraph()
            there.insert(self._place(there), sentence)

    def copy(self) -> None:
        paragraph = self._paragraph()
        if all(len(sentence) >= LEAST for sentence in paragraph):
            self.page.insert(self._place(self.page), _copied([paragraph])[0])

    def remove(self) -> None:
        self.page.pop(self._below(len(self.page)))

    def remove_sentence(self) -> None:
        paragraph = self._paragraph()
        paragraph.pop(self._below(len(paragraph)))

    def split(self) -> None:
        at = self._below(len(self.page))
        first = self._below(len(self.page[at]) + 1)
        self.page[at : at + 1] = [self.page[at][:first], self.page[at][first:]]

    def split_sentence(self) -> None:
        paragraph = self._paragraph()
        at = self._below(len(paragraph))
        if len(paragraph[at]) >= 2 * LEAST:
            paragraph[at : at + 1] = [paragraph[at][:LEAST], paragraph[at][LEAST:]]

    def merge(self) -> None:
        at = self._below(len(self.page))
        self.page[at : at + 2] = [[one for paragraph in self.page[at : at + 2] for one in paragraph]]

    def merge_sentences(self) -> None:
        paragraph = self._paragraph()
        at = self._below(len(paragraph))
        paragraph[at : at + 2] = [[word for one in paragraph[at : at + 2] for word in one]]

    def restore(self) -> None:
        self.page = _copied(self.chance.choice(self.past))

    def restore_paragraph(self) -> None:
        former = [
            paragraph
            for page in self.past
            for paragraph in page
            if paragraph and all(len(one) >= LEAST for one in paragraph)
        ]
        if former:
            self.page.insert(self._place(self.page), _copied([self.chance.choice(former)])[0])

    # --- with what

    def _below(self, most: int) -> int:
        return self.chance.randrange(max(1, most))

    def _place(self, among: list[object] | Page | list[Sentence]) -> int:
        return self._below(len(among) + 1)

    def _paragraph(self) -> list[Sentence]:
        return self.page[self._below(len(self.page))]

    def _of_some_length(self) -> Sentence:
        long = [one for paragraph in self.page for one in paragraph if len(one) >= LEAST]
        return long[self._below(len(long))] if long else self._sentence()

    def _word(self) -> Word:
        return f"mot{next(self.fresh)}x", self.revision

    def _common(self) -> Word:
        return self.chance.choice(COMMON), self.revision

    def _sentence(self) -> Sentence:
        pairs = range(self._below(4) + 3)
        return [word for _pair in pairs for word in (self._word(), self._common(), self._word())]


DEEDS = tuple(
    "write head add rewrite edit move move_edited move_sentence copy remove remove_sentence split "
    "split_sentence merge merge_sentences".split()
)


def history(seed: int, most: int = 12) -> list[tuple[str, list[Word]]]:
    """Texts in order, each with its words and who brought them."""
    author = Author(Random(seed))
    for _revision in range(author.chance.randint(2, most)):
        if author.past and author.chance.random() < 0.15:
            author.restore()
            author.publish()
            continue
        for _deed in range(author.chance.randint(1, 3)):
            getattr(author, author.chance.choice(DEEDS) if author.page else "write")()
            author.page = [kept for paragraph in author.page if (kept := [one for one in paragraph if one])]
        if author.chance.random() < 0.15:
            author.restore_paragraph()
        author.publish()
    return author.told


def _copied(page: Page) -> Page:
    return [[[*sentence] for sentence in paragraph] for paragraph in page]
