"""Pages that are to be looked at anew: those whose day has come, and when they were found right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from wiki.models import ModerationEntry, Page, Upkeep
from wiki.models.page import PageQuerySet, State

AGAIN = timedelta(days=30)  # after which what still waits is recalled once more
MOST_CHECKS = 20  # of a page, told on its screen


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody found a page right, or set its day."""

    at: datetime
    who: str
    note: str
    is_check: bool
    due: date | None


def with_day(pages: PageQuerySet) -> PageQuerySet:
    """Pages that tell since when they are to be updated, and when they were last found right; in the query
    that finds them."""
    return pages.annotate(**{name: F(f"upkeep__{name}") for name in ("late_since", "checked_at")})


def of(page: Page) -> Upkeep:
    """What is kept of a page; of one that has no day yet, an empty row of version 0."""
    kept = Upkeep.objects.filter(pk=page.pk).select_related("checked_by").first()
    return kept or Upkeep(page=page, version=0)


def checks(page: Page) -> list[Check]:
    """What was done about it, the latest first, as the journal keeps it; in one query."""
    lines = ModerationEntry.objects.filter(page=page, action__in=["page.check", "page.date"])
    return [_check(line) for line in lines.select_related("by")[:MOST_CHECKS]]


def _check(line: ModerationEntry) -> Check:
    told = str(line.after.get("due", ""))
    due = date.fromisoformat(told) if told else None
    return Check(line.at, str(line.by or ""), line.reason, line.action == "page.check", due)


def to_recall(now: datetime) -> QuerySet[Upkeep]:
    """Those that are due and of which nobody was reminded of late."""
    quiet = Q(late_since=None) | Q(reminded_at=None) | Q(reminded_at__lt=now - AGAIN)
    due = Upkeep.objects.filter(quiet, due__lte=timezone.localdate(now), page__state=State.PUBLISHED)
    return due.order_by("due", "pk")


def late(user: Any) -> QuerySet[Upkeep]:
    """Those that this person finds, the longest overdue first."""
    pages = Page.objects.visible_to(user).filter(state=State.PUBLISHED, listed=True)
    return Upkeep.objects.filter(late_since__isnull=False, page__in=pages).order_by("late_since", "pk")
