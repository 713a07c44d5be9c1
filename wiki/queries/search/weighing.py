"""Which pages answer a query, the best first: all its words, or most of them where no page has all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from math import log

from wiki.queries.search import correcting, engine, probes
from wiki.queries.search.asking import Asked, Term
from wiki.queries.search.correcting import Used
from wiki.queries.search.engine import Marks
from wiki.queries.search.probes import Mark, Probe
from wiki.queries.tree import Menu
from wiki.text import terms

IN_A_ROW = -1  # the number under which the query is probed as a phrase
# Words that follow each other. Of a longer query, which is a sentence, the first ones, in titles and headings
# alone: few pages say all its words, and finding some of them in a row takes as long as finding them all.
ROW_UP_TO = 5
EXACT_UP_TO = 3  # words of a query whose very forms are asked for too; in longer ones their order tells more
FEW = 5  # full answers below which pages that say a part of the query follow
MOST_PARTIAL = 20
LEAST_SHARE = 0.3  # of the query's weight, that a partial answer says


def _summed(weights: Mapping[int, float]) -> list[float]:
    """The weight of each set of marks, at its own place."""
    return [
        sum(weight for mark, weight in weights.items() if marks & mark) for marks in range(2 * Mark.EXACT)
    ]


# What a mark weighs for one term, in the words of one who reads: a title says what the page is about.
_WEIGHTS = _summed(
    {
        Mark.TITLE: 6.0,
        Mark.HEADING: 2.5,
        Mark.OFTEN: 2.2,
        Mark.SEVERAL: 1.4,
        Mark.ONCE: 0.7,
        Mark.EXACT: 0.4,
    }
)
_ROW = _summed({Mark.TITLE: 4.0, Mark.HEADING: 2.0, Mark.SEVERAL: 1.2})
_TITLE_IS_ALL = 5.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """The pages that answer, the best first: `full` say all that is asked, `partial` the most of it."""

    used: list[Used]
    full: list[int]
    partial: list[int]


def weigh(asked: Asked, menu: Menu, *, titles_only: bool = False) -> Weighed:
    """One query; three when some word is said nowhere and others are tried."""
    required = {place for place, term in enumerate(asked.terms) if not term.binds}
    required = required or set(range(len(asked.terms)))
    sought = [
        probe
        for place, term in enumerate(asked.terms)
        for probe in _probes(asked, place, term, titles_only=titles_only)
    ]
    if len(asked.sequence) > 1:
        is_sentence = len(asked.sequence) > ROW_UP_TO
        sought += probes.row(IN_A_ROW, asked.sequence[:ROW_UP_TO], titles_only=titles_only or is_sentence)
    found = engine.run(sought, menu)
    used = correcting.correct(asked, found, required, menu, titles_only=titles_only)
    return _ranked(used, found.get(IN_A_ROW, {}), menu)


def _probes(asked: Asked, place: int, term: Term, *, titles_only: bool) -> list[Probe]:
    if term.is_phrase:
        return probes.row(place, term.forms, titles_only=titles_only)
    exactly = len(asked.terms) <= EXACT_UP_TO
    found = probes.word(place, term.form, term.stems, titles_only=titles_only, exactly=exactly)
    if titles_only and place == len(asked.terms) - 1:  # it is being typed
        found += probes.beginning(place, term.form, titles_only=True)
    return found


def _ranked(used: list[Used], in_a_row: Marks, menu: Menu) -> Weighed:
    needed = [term for term in used if term.is_required]
    if not needed:
        return Weighed(used, [], [])
    rarities = [_rarity(term, len(menu)) for term in used]
    full = set.intersection(*(set(term.marks) for term in needed))
    shares = _shares(used, rarities, full) if len(full) < FEW and len(needed) > 1 else {}
    scores = _scores({*full, *shares}, used, rarities, in_a_row, menu)
    partial = _by_score({page: share * scores[page] for page, share in shares.items()})
    return Weighed(used, _by_score({page: scores[page] for page in full}), partial[:MOST_PARTIAL])


def _shares(used: Sequence[Used], rarities: Sequence[float], full: Set[int]) -> dict[int, float]:
    """Pages that say a part of the query, and how much of its weight that is."""
    needed = [(term, rarity) for term, rarity in zip(used, rarities, strict=True) if term.is_required]
    whole = sum(rarity for _term, rarity in needed)
    shares: dict[int, float] = {}
    for term, rarity in needed:
        for page in term.marks.keys() - full:
            shares[page] = shares.get(page, 0) + rarity / whole
    return {page: share for page, share in shares.items() if share >= LEAST_SHARE}


def _by_score(scores: dict[int, float]) -> list[int]:
    return sorted(scores, key=lambda page: (-round(scores[page], 6), page))


def _rarity(term: Used, pages: int) -> float:
    """What everybody says tells little; a word that only binds, next to nothing."""
    return log(1 + pages / (1 + len(term.marks))) * (1 if term.is_required else 0.1)


def _scores(
    pages: Set[int], used: Sequence[Used], rarities: Sequence[float], in_a_row: Marks, menu: Menu
) -> dict[int, float]:
    """Term after term over all pages: a page that says ten words costs little more than one that says two."""
    scores = {page: _ROW[in_a_row.get(page, 0)] for page in pages}
    titled: set[int] = set()
    for term, rarity in zip(used, rarities, strict=True):
        weights = [rarity * weight for weight in _WEIGHTS]
        for page in term.marks.keys() & pages:
            marks = term.marks[page]
            scores[page] += weights[marks]
            if marks & Mark.TITLE:
                titled.add(page)
    asked = {stem for term in used for stem in term.stems}
    for page in titled:
        entry = menu.find(page)
        scores[page] += _TITLE_IS_ALL * _likeness(_words(entry.title), asked) if entry else 0
    return scores


def _likeness(title: tuple[frozenset[str], ...], asked: Set[str]) -> float:
    """From 0 to 1, how much of the title is asked: « Gouvernance » is all of « gouvernance »."""
    return sum(not asked.isdisjoint(stems) for stems in title) / len(title) if title else 0


@lru_cache(maxsize=4096)
def _words(title: str) -> tuple[frozenset[str], ...]:
    """The stems of each word of a title that says something."""
    parts = [part for part in terms.parts(title) if not terms.binds(part.form)]
    return tuple(frozenset(part.stems) for part in parts)
