"""Words near one that no page says, or that it writes in one: what its author may have meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from wiki.models import Word
from wiki.text.terms import binds

SHORTEST = 4  # letters of a word that is corrected
_TWO_SLIPS_FROM = 7
_MOST_READ = 4_000
# Of words that are written in one: letters of those that bind others and of the longest, words, rows of them.
_SHORTEST_LINK, _LONGEST_PIECE, _MOST_PIECES, _MOST_BEGUN, _MOST_ROWS = 2, 20, 6, 100, 3
KEPT = 6  # candidates for one word


class Around(NamedTuple):
    """What the author of a word that no page says may have meant."""

    near: list[str]  # words like it, the nearest first
    joined: list[tuple[str, ...]]  # rows of words that it writes in one, the shortest first


NOTHING = Around([], [])


def around(forms: Iterable[str]) -> Mapping[str, Around]:
    """For each of these what may have been meant; one query for all of them."""
    sought = [form for form in forms if len(form) >= SHORTEST]
    if not sought:
        return {}
    alike = Q()
    for form in sought:
        sizes = range(len(form) - _slips(form), len(form) + _slips(form) + 1)
        alike |= Q(head=form[:3], size__in=sizes) | Q(tail=form[-3:], size__in=sizes)
        if pieces := _pieces(form):
            heads, lengths = {piece[:3] for piece in pieces}, {len(piece) for piece in pieces}
            alike |= Q(head__in=heads, size__in=lengths, form__in=pieces)
    known: dict[str, str] = {}
    for form, text in (
        Word.objects.filter(alike).order_by("form", "text").values_list("form", "text")[:_MOST_READ]
    ):
        known[form] = text  # « pérennité » comes after « perennite », which is how capitals were written
    return {
        form: Around([known[found] for found in _nearest(form, list(known))], _rows(form, known.keys()))
        for form in sought
    }


def _pieces(form: str) -> set[str]:
    """What could be one of the words that are written in one, here three at least."""
    longest = min(_LONGEST_PIECE, len(form) - 2 * _SHORTEST_LINK)
    return {
        form[begin : begin + size]
        for size in range(SHORTEST, longest + 1)
        for begin in range(len(form) - size + 1)
    }


def _rows(form: str, known: Collection[str]) -> list[tuple[str, ...]]:
    """Three words or more that make this one when nothing parts them: words that pages say, and the small
    ones that bind them. Two are tried wherever a word can be cut, known or not."""
    found: list[tuple[str, ...]] = []
    begun: list[tuple[tuple[str, ...], int]] = [((), 0)]
    for _word in range(_MOST_PIECES):
        going = [
            ((*row, form[at:end]), end)
            for row, at in begun
            for end in range(at + _SHORTEST_LINK, len(form) + 1)
            if form[at:end] in known or binds(form[at:end])
        ]
        found += [row for row, end in going if end == len(form) and len(row) > 2 and not binds(row[0])]
        begun = [(row, end) for row, end in going if end < len(form)][:_MOST_BEGUN]
    return found[:_MOST_ROWS]


def _slips(form: str) -> int:
    """How many slips are forgiven: a letter more, less, other, or two that changed places."""
    return 2 if len(form) >= _TWO_SLIPS_FROM else 1


def _nearest(form: str, known: list[str]) -> list[str]:
    found = process.extract(form, known, scorer=OSA.distance, score_cutoff=_slips(form), limit=4 * KEPT)
    # The first letter is seldom wrong.
    ranked = sorted((distance, word[0] != form[0], word) for word, distance, _place in found if word != form)
    return [word for _distance, _other, word in ranked[:KEPT]]
