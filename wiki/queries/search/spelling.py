"""Words near one that no page says: what its author may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from wiki.models import Word

SHORTEST = 4  # letters of a word that is corrected
_TWO_SLIPS_FROM = 7
_MOST_READ = 4_000
KEPT = 6  # candidates for one word


def near(forms: Iterable[str]) -> Mapping[str, list[str]]:
    """The words nearest to each of these, the nearest first; one query for all of them."""
    sought = [form for form in forms if len(form) >= SHORTEST]
    if not sought:
        return {}
    alike = Q()
    for form in sought:
        sizes = range(len(form) - _slips(form), len(form) + _slips(form) + 1)
        alike |= Q(head=form[:3], size__in=sizes) | Q(tail=form[-3:], size__in=sizes)
    known: dict[str, str] = {}
    for form, text in (
        Word.objects.filter(alike).order_by("form", "text").values_list("form", "text")[:_MOST_READ]
    ):
        known[form] = text  # « pérennité » comes after « perennite », which is how capitals were written
    return {form: [known[found] for found in _nearest(form, list(known))] for form in sought}


def _slips(form: str) -> int:
    """How many slips are forgiven: a letter more, less, other, or two that changed places."""
    return 2 if len(form) >= _TWO_SLIPS_FROM else 1


def _nearest(form: str, known: list[str]) -> list[str]:
    found = process.extract(form, known, scorer=OSA.distance, score_cutoff=_slips(form), limit=4 * KEPT)
    # The first letter is seldom wrong.
    ranked = sorted((distance, word[0] != form[0], word) for word, distance, _place in found if word != form)
    return [word for _distance, _other, word in ranked[:KEPT]]
