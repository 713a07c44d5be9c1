"""Where on a page the words of a query are: under which headings, in which sentence."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from wiki.queries.search.correcting import Used
from wiki.text import terms
from wiki.text.words import tokens

# Occurrences that are looked at: a page that says its words more often says them well.
MOST_FOUND = 60  # of all terms together, each having an equal share,
MOST_OF_ONE, LEAST_OF_ONE = 30, 8  # within these bounds
BEFORE, AFTER = 12, 30  # words of an excerpt around the first that was found
MOST_PASSAGES = 3


class Piece(NamedTuple):
    """A piece of a text, marked if it was asked for; written by templates, which escape it."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of a page that answers: its heading, or None above the first; where it begins in the words."""

    heading: dict[str, Any] | None
    body: int  # where its text begins, its heading left out, and where the next heading begins
    end: int
    words: tuple[int, ...]  # places of the words that were found
    score: float


class Read(NamedTuple):
    """What is read of a page that is shown: its texts, and what search knows of their words.

    No model: making ten of them takes as long as reading them.
    """

    pk: int
    path: str | None
    book_path: str
    title: str
    description: str
    lang: str
    plain: str
    outline: Sequence[dict[str, Any]]
    changed_at: datetime | None
    stems: str
    starts: bytes
    places: Sequence[int]
    forms: str = ""


class Sought:
    """The words of a query, as they are recognised in any text."""

    def __init__(self, used: Iterable[Used]) -> None:
        self.used = list(used)
        self.needed = [term for term in self.used if term.is_required]
        self._stems = {stem for term in self.needed if not term.row for stem in term.stems}
        self._beginnings = tuple(term.beginning for term in self.used if term.beginning)
        self._rows = [term.row for term in self.used if term.row]
        self._known: dict[str, list[tuple[int, int]]] = {}

    @property
    def reads_forms(self) -> bool:
        """Whether it is looked for among the very words of a text, and not their stems alone."""
        return bool(self._rows or self._beginnings)

    def pieces(self, text: str) -> list[Piece]:
        """The text in pieces, what was asked for marked; marked words that follow each other are one mark."""
        found: list[Piece] = []
        begin = 0
        for start, end in self._marked(text):
            between = text[begin:start]
            if found and between.isspace():
                found[-1] = Piece(f"{found[-1].text}{between}{text[start:end]}", True)
            else:
                found += [Piece(between, False)] * bool(between)
                found.append(Piece(text[start:end], True))
            begin = end
        return [*found, Piece(text[begin:], False)] if begin < len(text) else found

    def is_said_by(self, text: str) -> int:
        """How many of its words a short text says."""
        return len(self._marked(text))

    def _marked(self, text: str) -> list[tuple[int, int]]:
        """Where it is said. What one word tells does not depend on the others, but for phrases."""
        if self._rows:
            return self._in(list(terms.parts(text)))
        found: list[tuple[int, int]] = []
        for word, at, _end in tokens(text):
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = self._in(list(terms.parts(word)))
            found += [(at + start, at + end) for start, end in known]
        return found

    def _in(self, parts: Sequence[terms.Part]) -> list[tuple[int, int]]:
        marked = {
            place
            for place, part in enumerate(parts)
            if not self._stems.isdisjoint(part.stems)
            or (self._beginnings and part.form.startswith(self._beginnings))
        }
        forms = tuple(part.form for part in parts)
        for row in self._rows:
            for place in range(len(forms) - len(row) + 1):
                if forms[place : place + len(row)] == row:
                    marked.update(range(place, place + len(row)))
        return [(parts[place].start, parts[place].end) for place in sorted(marked)]


def passages(page: Read, sought: Sought) -> list[Passage]:
    """The places of a page that answer, the best first."""
    starts, places = array("I", bytes(page.starts)), page.places
    told: dict[int, int] = {}  # the number of a word → the terms that it says, a bit for each
    for bit, words in enumerate(_found(page, len(starts), sought)):
        for word in words:
            told[word] = told.get(word, 0) | 1 << bit
    made = []
    words_in_order = deque(sorted(told))
    while words_in_order:
        place = bisect_right(places, starts[words_in_order[0]]) - 1
        heading = page.outline[place] if 0 <= place < len(page.outline) else None
        body = places[place] + len(heading["text"]) if heading else 0
        end = places[place + 1] if place + 1 < len(places) else 2**32
        said = named = 0
        here = []
        while words_in_order and starts[words_in_order[0]] < end:
            word = words_in_order.popleft()
            here.append(word)
            said |= told[word]
            named |= told[word] if starts[word] < body else 0
        # What says more of the terms answers better; a heading that says one answers twice.
        score = 3 * said.bit_count() + 4 * named.bit_count() + min(len(here), 20) / 10
        made.append(Passage(heading, body, end, tuple(here), score))
    return sorted(made, key=lambda passage: (-passage.score, passage.words[:1]))


def excerpt(page: Read, passage: Passage) -> str:
    """The sentence or so of the plain text around what was found in a passage, within its headings."""
    plain, starts = page.plain, array("I", bytes(page.starts))
    words = [word for word in passage.words if starts[word] >= passage.body]
    if not words:  # its heading alone says it, and is shown above
        return opening(plain[passage.body : passage.end])
    first, last = _densest(words)
    end = starts[min(len(starts) - 1, max(last, first + AFTER))]
    if starts[first] < passage.end < end:
        end = passage.end - 1
    begin = max(starts[max(0, first - BEFORE)], passage.body)
    begin = plain.rfind("\n", begin, starts[first]) + 1 or begin
    while begin and not plain[begin - 1].isspace():
        begin -= 1
    while end < len(plain) and not plain[end].isspace():
        end += 1
    is_cut = end < len(plain) and plain[end] != "\n"
    return f"{_lead(plain, begin)}{_one_line(plain[begin:end])}{'…' if is_cut else ''}"


def opening(text: str) -> str:
    """How a text begins, where nothing was found in it."""
    words = text[:400].split()
    return " ".join(words[: BEFORE + AFTER]) + ("…" if len(words) > BEFORE + AFTER else "")


def _lead(plain: str, begin: int) -> str:
    return "…" if begin and plain[begin - 1] != "\n" else ""


def _one_line(text: str) -> str:
    """Blocks follow each other with a point between them, where they have none of their own."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return " · ".join(line for line in lines if line)


def _densest(words: Sequence[int]) -> tuple[int, int]:
    """The stretch of an excerpt's length that holds most of the words that were found."""
    best, begin = (0, words[0], words[0]), 0
    for end, word in enumerate(words):
        while word - words[begin] > AFTER:
            begin += 1
        if end - begin + 1 > best[0]:
            best = end - begin + 1, words[begin], word
    return best[1], best[2]


def _found(page: Read, count: int, sought: Sought) -> Iterator[list[int]]:
    """The places of each term's words in the plain text; what stands after it is no word of it."""
    most = max(LEAST_OF_ONE, min(MOST_OF_ONE, MOST_FOUND // max(1, len(sought.needed))))
    forms = f" {page.forms} " if sought.reads_forms else ""
    for term in sought.needed:
        if term.row:
            yield _places(forms, f" {' '.join(term.row)} ", count, most)
        elif term.beginning:
            yield _places(forms, f" {term.beginning}", count, most)
        elif len(term.stems) == 1:
            yield _places(page.stems, f"/{term.stems[0]}/", count, most)
        else:
            found = (_places(page.stems, f"/{stem}/", count, most) for stem in term.stems)
            yield sorted(set().union(*found))


def _places(text: str, needle: str, count: int, most: int) -> list[int]:
    """The numbers of the words where the needle is: as many blanks stand before it."""
    found: list[int] = []
    number = counted = 0
    at = text.find(needle)
    while at >= 0 and len(found) < most:
        number += text.count(" ", counted, at)
        counted = at
        if number >= count:
            break
        found.append(number)
        at = text.find(needle, at + 1)
    return found
