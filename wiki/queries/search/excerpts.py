"""Where on a page the words of a query are: under which headings, in which sentence."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from wiki.models import SearchEntry
from wiki.queries.search.correcting import Used
from wiki.text import terms

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


class Sought:
    """The words of a query, as they are recognised in any text."""

    def __init__(self, used: Iterable[Used]) -> None:
        self.used = list(used)
        self._stems = {stem for term in self.used if term.is_required and not term.row for stem in term.stems}
        self._beginnings = tuple(term.beginning for term in self.used if term.beginning)
        self._rows = [term.row for term in self.used if term.row]

    def pieces(self, text: str) -> list[Piece]:
        """The text in pieces, what was asked for marked."""
        parts = list(terms.parts(text))
        marked = self._marked(parts)
        found: list[Piece] = []
        begin = 0
        for place, part in enumerate(parts):
            if place in marked:
                found += [Piece(text[begin : part.start], False), Piece(text[part.start : part.end], True)]
                begin = part.end
        found.append(Piece(text[begin:], False))
        return _joined(piece for piece in found if piece.text)

    def is_said_by(self, text: str) -> int:
        """How many of its words a short text says."""
        return len(self._marked(list(terms.parts(text))))

    def _marked(self, parts: Sequence[terms.Part]) -> set[int]:
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
        return marked


def passages(entry: SearchEntry, outline: Sequence[dict[str, Any]], sought: Sought) -> list[Passage]:
    """The places of a page that answer, the best first."""
    starts, places = array("I", bytes(entry.starts)), entry.places
    by_heading: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for term, words in enumerate(_found(entry, sought.used)):
        for word in words:
            by_heading[bisect_right(places, starts[word]) - 1][term].append(word)
    made = []
    for place, said in by_heading.items():
        heading = outline[place] if 0 <= place < len(outline) else None
        body = places[place] + len(heading["text"]) if heading else 0
        end = places[place + 1] if place + 1 < len(places) else 2**32
        all_words = tuple(sorted({word for found in said.values() for word in found}))
        named = sum(any(starts[word] < body for word in found) for found in said.values())
        # What says more of the terms answers better; a heading that says one answers twice.
        score = 3 * len(said) + 4 * named + min(len(all_words), 20) / 10
        made.append(Passage(heading, body, end, all_words, score))
    return sorted(made, key=lambda passage: (-passage.score, passage.words[:1]))


def excerpt(plain: str, entry: SearchEntry, passage: Passage) -> str:
    """The sentence or so of the plain text around what was found in a passage, within its headings."""
    starts = array("I", bytes(entry.starts))
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


def _found(entry: SearchEntry, used: Sequence[Used]) -> Iterator[list[int]]:
    """The places of each term's words among those of the plain text."""
    needed = [term for term in used if term.is_required]
    most = max(LEAST_OF_ONE, min(MOST_OF_ONE, MOST_FOUND // max(1, len(needed))))
    for term in needed:
        if term.row:
            yield _places(entry.forms, f" {' '.join(term.row)} ", entry, most)
        elif term.beginning:
            yield _places(entry.forms, f" {term.beginning}", entry, most)
        else:
            stems = (f"/{stem}/" for stem in term.stems)
            yield sorted({place for stem in stems for place in _places(entry.stems, stem, entry, most)})


def _places(text: str, needle: str, entry: SearchEntry, most: int) -> list[int]:
    """The numbers of the words where the needle is; what stands after the plain text is no word of it."""
    padded = f" {text} " if needle.startswith(" ") else text
    count, word, counted = len(entry.starts) // 4, 0, 0
    found: list[int] = []
    at = padded.find(needle)
    while at >= 0 and len(found) < most:
        begin = at + 1 if needle.startswith(" ") else at
        word += padded.count(" ", counted, begin)
        counted = begin
        number = word - 1 if needle.startswith(" ") else word
        if number >= count:
            break
        found.append(number)
        at = padded.find(needle, at + 1)
    return found


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Marked words that follow each other are one mark."""
    found: list[Piece] = []
    for piece in pieces:
        if len(found) > 1 and piece.is_marked and found[-1].text.isspace() and found[-2].is_marked:
            blank, before = found.pop(), found.pop()
            found.append(Piece(before.text + blank.text + piece.text, True))
        else:
            found.append(piece)
    return found
