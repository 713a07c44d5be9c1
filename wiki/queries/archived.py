"""Pages that were put away, for those who bring them back: moderators, and referents in their sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wiki.models import Comment, ModerationEntry, Page, PageRevision, Suggestion
from wiki.models.page import PageQuerySet, State, below, led_by
from wiki.queries import leaves

MOST = 10  # pages that stood at one address, one after the other
PER_LEAF = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some of them."""

    pages: list[Any]


def of(user: Any) -> PageQuerySet:
    """Those that this person may bring back; strangers and most people ask the database nothing of pages."""
    found = Page.objects.filter(state=State.ARCHIVED, purged_at=None)
    if user.is_staff:
        return found
    led = led_by(user)
    return found.filter(pk__in=below(led)) if led else found.none()


def at(path: str, user: Any) -> list[Page]:
    """Those that stood at a path, the latest first."""
    return list(of(user).filter(path=path).order_by("-pk")[:MOST])


def along(page: Page) -> list[Page]:
    """The pages that went with this one and are still away, as its last line in the journal tells; in two
    queries."""
    line = ModerationEntry.objects.filter(page=page, action="page.archive").order_by("-pk")
    told = line.values_list("before", flat=True).first() or {}
    keys = {int(pk) for pk in told.get("states", {})} - {page.pk}
    found = Page.objects.filter(pk__in=keys, state=State.ARCHIVED, purged_at=None)
    return list(found.only("title", "path").order_by("path", "pk"))


@dataclass(frozen=True, slots=True)
class Lost:
    """How much of a page would go for ever, and how much stands below it and stays."""

    revisions: int
    comments: int
    suggestions: int
    below: int


def lost_with(page: Page) -> Lost:
    """In one query."""
    counted = [
        PageRevision.objects.filter(id=OuterRef("pk")).order_by().values("id"),
        Comment.objects.filter(thread__page=OuterRef("pk")).order_by().values("thread__page"),
        Suggestion.objects.filter(page=OuterRef("pk")).order_by().values("page"),
        Page.objects.filter(parent=OuterRef("pk")).order_by().values("parent"),
    ]
    told = [
        Coalesce(Subquery(rows.annotate(n=Count("*")).values("n")), 0, output_field=IntegerField())
        for rows in counted
    ]
    return Lost(*Page.objects.order_by().filter(pk=page.pk).values_list(*told).get())


def leaf(user: Any, asked: str) -> Leaf:
    """A leaf of those that were put away themselves, and not with a page above, the latest first: each with
    when and why; in two queries."""
    last = PageRevision.objects.filter(id=OuterRef("pk")).order_by("-number")
    line = ModerationEntry.objects.filter(page=OuterRef("pk"), action="page.archive").order_by("-pk")
    alone = Q(last_state=State.ARCHIVED) | ~Q(parent__state=State.ARCHIVED)
    found = (
        of(user)
        .annotate(
            last_state=Subquery(last.values("state")[:1]),
            gone_at=Subquery(line.values("at")[:1]),
            gone_why=Subquery(line.values("reason")[:1]),
        )
        .filter(alone)
    )
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    rows = found.order_by("-gone_at", "-pk").only("title", "path", "state")[start : start + PER_LEAF]
    return Leaf(pages=list(rows), number=number, count=count, total=total)
