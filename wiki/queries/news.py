"""What those hear of who follow without an account: what everybody may read now, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from wiki.models import Fact, Notice, Page, Subscription
from wiki.models.notice import Kind, Why
from wiki.models.page import below
from wiki.models.watch import Topic

TOLD = (Kind.REVISED, Kind.CREATED, Kind.ACCEPTED)
MOST = 500  # facts of one letter


def of(followed: Iterable[tuple[Subscription, datetime]], until: datetime) -> list[Notice]:
    """What happened to what these follow, each since it was last told; as notices that nobody keeps."""
    found: dict[int, Notice] = {}
    for row, since in followed:
        for fact in _facts(row, since, until):
            is_above = fact.page_id != row.page_id
            why = {"why": Why.ABOVE, "above": row.page} if is_above else {"why": Why.PAGE}
            found.setdefault(fact.pk, Notice(fact=fact, topic=Topic.WATCHED, **why))
    return sorted(found.values(), key=lambda one: (one.fact.at, one.fact.pk))[:MOST]


def _facts(row: Subscription, since: datetime, until: datetime) -> Iterable[Fact]:
    """Those of the page; of what stands below it, what stands in the menu."""
    anybody = AnonymousUser()
    place = Q(page=row.page_id)
    if row.below:
        listed = Page.objects.filter(pk__in=below(frozenset({row.page_id}))).in_menu()
        place |= Q(page__in=listed.order_by().values("pk"))
    readable = Fact.objects.readable_by(anybody).filter(place, kind__in=TOLD, at__gt=since, at__lte=until)
    about = ("by", "page", "suggestion", "review", "revision", "thread", "comment", "stand", "reminder")
    return readable.select_related(*about).defer(*HEAVY)[:MOST]


HEAVY = (
    "page__source",
    "page__html",
    "page__plain",
    "page__outline",
    "page__links",
    "page__header",
    "suggestion__proposal",
    "suggestion__marks",
    "revision__source",
    "revision__header",
)
