"""What people make of suggestions: of one, by what it is about; of many, how many are for and against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from wiki.models import Stand, Suggestion
from wiki.models.stand import Stance


@dataclass(slots=True)
class Opinion:
    """Who is for and who is against a suggestion, or one of its changes; `mine` is the reader's own stand."""

    supports: list[Stand] = field(default_factory=list)
    objections: list[Stand] = field(default_factory=list)
    mine: Stand | None = None


def find(pk: int, user: Any) -> Stand | None:
    """One stand, if this person may read its suggestion."""
    known = Suggestion.objects.kept_for(user)
    found = Stand.objects.filter(pk=pk, suggestion__in=known)
    return found.select_related("suggestion__page", "suggestion__author").first()


def of(suggestion: Suggestion, user: Any) -> dict[str, Opinion]:
    """By the key of the change, "" for the whole; in one query."""
    told: dict[str, Opinion] = {"": Opinion()}
    for stand in Stand.objects.standing().filter(suggestion=suggestion).select_related("by"):
        opinion = told.setdefault(stand.change, Opinion())
        (opinion.supports if stand.stance == Stance.SUPPORT else opinion.objections).append(stand)
        if stand.by_id == user.pk:
            opinion.mine = stand
    return told


def together(opinions: Iterable[Opinion]) -> Opinion:
    """What people make of changes that are decided together."""
    whole = Opinion()
    for one in opinions:
        whole.supports += one.supports
        whole.objections += one.objections
        whole.mine = whole.mine or one.mine
    return whole


def counted(suggestions: Any) -> Any:
    """Suggestions with `supports` and `objections`: how many stand, whatever they are about."""
    standing = Stand.objects.standing().filter(suggestion=OuterRef("pk")).order_by()
    totals = {}
    for name, stance in (("supports", Stance.SUPPORT), ("objections", Stance.OBJECTION)):
        people = standing.filter(stance=stance).values("suggestion")
        totals[name] = Coalesce(
            Subquery(people.annotate(total=Count("by", distinct=True)).values("total")), 0
        )
    return suggestions.annotate(**totals)


def objected() -> Any:
    """The keys of the suggestions to which somebody objects."""
    return Stand.objects.standing().filter(stance=Stance.OBJECTION).order_by().values("suggestion")
