"""Suggestions to support: some that are open, those with the fewest supports and then the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from wiki.models import Page, Suggestion
from wiki.models.page import PageQuerySet
from wiki.models.suggestion import Footing, Stage
from wiki.queries import alongside, stands

SHOWN = 3
NAME = "to_support"


@dataclass(frozen=True, slots=True)
class Open:
    """A suggestion that waits for opinions: why, on which page, by whom, how many are for and against."""

    pk: int
    summary: str
    title: str
    author: str
    supports: int
    objections: int


def with_suggestions(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Pages that carry what `suggestions` reads: the home page shows them without a query of its own."""
    return alongside.carry(pages, _open(user), NAME, SHOWN)


def suggestions(page: Page) -> list[Open]:
    """Those to support, as told by `with_suggestions`."""
    return [_read(**one) for one in alongside.carried(page, NAME, SHOWN)]


def _open(user: Any) -> QuerySet[Any]:
    """Of pages that one finds in a menu; one's own wait for others."""
    found = Suggestion.objects.shown().filter(page__in=Page.objects.visible_to(user), page__listed=True)
    found = found.filter(Q(state=Stage.OPEN) & ~Q(footing=Footing.CONFLICT) & ~Q(author=user.pk or 0))
    return (
        stands.counted(found)
        .annotate(
            told=JSONObject(
                pk="pk",
                summary="summary",
                title="page__title",
                person="author_id",
                name="author__name",
                supports=F("supports"),
                objections=F("objections"),
            )
        )
        .order_by("supports", "created", "pk")
    )


def _read(*, person: int, name: str, **told: Any) -> Open:
    return Open(author=str(User(pk=person, name=name)), **told)
