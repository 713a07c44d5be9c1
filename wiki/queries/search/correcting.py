"""What is looked for instead of words that no page says: joined, begun, parted or misspelt words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wiki.queries.search import engine, probes, spelling
from wiki.queries.search.asking import Asked, Term
from wiki.queries.search.engine import Marks
from wiki.queries.search.probes import Probe
from wiki.queries.tree import Menu
from wiki.text import terms

SHORTEST_BEGINNING, SHORTEST_PIECE = 3, 3
MOST_CORRECTED = 3  # words of one query


@dataclass(frozen=True, slots=True)
class Used:
    """What is looked for in the place of one term, or of two that are one word, and where it is said."""

    typed: str
    said: str
    marks: Marks = field(repr=False)
    stems: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    beginning: str = ""
    is_required: bool = True
    is_other: bool = False  # another word than was typed


def as_typed(term: Term, marks: Marks, *, required: bool) -> Used:
    row = term.forms if term.is_phrase else ()
    return Used(term.typed, term.typed, marks, term.stems, row, is_required=required)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What could be meant by the term at this place, and by the next one too if it is both joined."""

    place: int
    said: str
    stems: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    beginning: str = ""
    joins: bool = False

    def probes(self, number: int, *, titles_only: bool) -> list[Probe]:
        if self.row:
            return probes.row(number, self.row, titles_only=titles_only)
        if self.beginning:
            return probes.beginning(number, self.beginning, titles_only=titles_only)
        return probes.word(number, terms.form_of(self.said), self.stems, titles_only=titles_only)


def correct(
    asked: Asked, found: Mapping[int, Marks], required: set[int], menu: Menu, *, titles_only: bool
) -> list[Used]:
    """The terms as they are looked for at last: two queries more, when some word is said nowhere."""
    lost = [place for place in sorted(required) if not found[place] and not asked.terms[place].is_phrase]
    lost = lost[:MOST_CORRECTED]
    candidates = list(_candidates(asked.terms, lost)) if lost else []
    sought = [
        probe
        for number, candidate in enumerate(candidates)
        for probe in candidate.probes(number, titles_only=titles_only)
    ]
    said = engine.run(sought, menu)
    chosen: dict[int, tuple[_Candidate, Marks]] = {}
    for number, candidate in enumerate(candidates):
        if said[number]:
            chosen.setdefault(candidate.place, (candidate, said[number]))
    return list(_used(asked.terms, found, required, chosen))


def _used(
    asked: Sequence[Term],
    found: Mapping[int, Marks],
    required: set[int],
    chosen: Mapping[int, tuple[_Candidate, Marks]],
) -> Iterator[Used]:
    joined = False
    for place, term in enumerate(asked):
        if joined:
            joined = False
            continue
        if place not in chosen:
            yield as_typed(term, found[place], required=place in required)
            continue
        candidate, marks = chosen[place]
        joined = candidate.joins
        yield Used(
            f"{term.typed} {asked[place + 1].typed}" if joined else term.typed,
            candidate.said,
            marks,
            candidate.stems,
            candidate.row,
            candidate.beginning,
            is_other=True,
        )


def _candidates(asked: Sequence[Term], lost: Sequence[int]) -> Iterator[_Candidate]:
    """The likeliest first, for each place."""
    around = spelling.around(asked[place].form for place in lost)
    for place in lost:
        word = asked[place]
        for first in (place, place - 1):
            pair = asked[first : first + 2]
            if first >= 0 and len(pair) == 2 and not any(term.is_phrase or term.binds for term in pair):
                joined = "".join(term.typed for term in pair)
                yield _Candidate(first, joined, terms.stems_of(joined), joins=True)
        if len(word.form) >= SHORTEST_BEGINNING:
            yield _Candidate(place, f"{word.typed}…", beginning=word.form)
        for cut in range(SHORTEST_PIECE, len(word.form) - SHORTEST_PIECE + 1):
            row = word.form[:cut], word.form[cut:]
            yield _Candidate(place, f"{word.typed[:cut]} {word.typed[cut:]}", row=row)
        meant = around.get(word.form, spelling.NOTHING)
        for words in meant.joined:
            yield _Candidate(place, " ".join(words), row=words)
        for text in meant.near:
            yield _Candidate(place, text, terms.stems_of(text))
