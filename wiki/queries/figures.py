"""How a guide is kept, in figures: answers beside what charters promise, what is open, who writes, how fresh
pages are. From what the guide holds anyway; of readers nothing is known but what they said.

In as many queries for four hundred pages as for one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from wiki.models import Charter, Comment, Feedback, PageRevision, Suggestion, Upkeep
from wiki.models.page import State
from wiki.models.revision import Origin
from wiki.models.suggestion import LIVING, Stage
from wiki.queries import feedback, masking, statistics
from wiki.queries.feedback import Sums
from wiki.queries.statistics import Promised
from wiki.queries.tree import Entry, Menu, pages_below

MONTHS = (3, 12)
SOON = timedelta(days=30)
MOST = 5_000  # suggestions that are counted, the latest first
MOST_AWAITED = 5
GONE_IN = (Stage.ACCEPTED, Stage.PARTLY_ACCEPTED)
SETTLED = (*GONE_IN, Stage.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose menu it is, which section or the whole guide, and how many months."""

    user: Any
    menu: Menu
    section: Entry | None
    months: list[date]
    now: datetime

    @property
    def since(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.months[0], time()))

    @property
    def pages(self) -> list[Entry]:
        """Those with a text of their own, in reading order."""
        inside = pages_below(self.section) if self.section else None
        found = (self.menu.find(pk) for pk in sorted(self.menu.found))
        return [one for one in found if one and one.is_page and (inside is None or one.pk in inside)]

    def within(self, field: str = "page") -> Q:
        return Q(**{f"{field}__in": sorted(pages_below(self.section))}) if self.section else Q()


@dataclass(frozen=True, slots=True)
class Answers:
    """First answers: their median, in all and by month, and how many came as promised."""

    median: float | None
    by_month: list[float | None]
    promise: int | None  # days, where one holds for all
    kept: int
    broken: int

    @property
    def share(self) -> int | None:
        return statistics.share(self.kept, self.kept + self.broken)


@dataclass(frozen=True, slots=True)
class Open:
    """What is open: by age, how old the oldest is, how many wait longer than promised."""

    by_age: list[int]
    oldest: int | None
    late: int

    @property
    def total(self) -> int:
        return sum(self.by_age)


@dataclass(frozen=True, slots=True)
class Settled:
    """How many suggestions went in, of those that were decided."""

    gone_in: int
    total: int

    @property
    def share(self) -> int | None:
        return statistics.share(self.gone_in, self.total)


@dataclass(frozen=True, slots=True)
class Freshness:
    """Pages by their day: still to come, soon, over; and those that have none."""

    fresh: int
    soon: int
    late: int
    without: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page of figures tells."""

    answers: Answers
    open: Open
    settled: Settled
    people: list[tuple[int, int]]  # by month: all, and those whose first it was
    writers: int
    newcomers: int
    freshness: Freshness
    helped: Sums


def read(asked: Asked) -> Figures:
    """All of it, in a constant number of queries."""
    rows = _suggestions(asked)
    promised = {row.pk: row.promised for row in rows}
    seen, known = _writers(asked)
    people = statistics.firsts(seen, known)
    return Figures(
        answers=_answers(asked, rows),
        open=_open(asked, [row for row in rows if row.state in LIVING], promised),
        settled=_settled(asked, rows),
        people=[people.get(month, (0, 0)) for month in asked.months],
        writers=len({person for person, _month in seen}),
        newcomers=len({person for person, _month in seen} - known),
        freshness=_freshness(asked),
        helped=feedback.sums(_said(asked), asked.menu),
    )


# --- suggestions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    state: str
    promised: Promised

    @property
    def month(self) -> date:
        return timezone.localtime(self.promised.opened).date().replace(day=1)


def _suggestions(asked: Asked) -> list[_Row]:
    """Those that were open within the time that is asked for; in one query, and one for the charters."""
    of_late = Q(created__gte=asked.since) | Q(settled_at__gte=asked.since) | Q(state__in=LIVING)
    found = Suggestion.objects.shown().exclude(state=Stage.DRAFT).filter(of_late, asked.within())
    found = found.filter(page__state=State.PUBLISHED).order_by("-pk")
    fields = ("pk", "state", "page", "created", "open_since", "answered_at", "settled_at")
    days = _promises(asked)
    return [
        _Row(pk, state, Promised(since or created, days(page), answered, settled))
        for pk, state, page, created, since, answered, settled in found.values_list(*fields)[:MOST]
    ]


def _promises(asked: Asked) -> Callable[[int], int]:
    """How many days the charter of a page's section promises."""
    kept = dict(Charter.objects.values_list("section", "answer_days"))
    usual = Charter().answer_days

    def days(page: int) -> int:
        entry = asked.menu.find(page)
        return kept.get(entry.section.pk, usual) if entry and entry.section else usual

    return days


def _answers(asked: Asked, rows: list[_Row]) -> Answers:
    lately = [row for row in rows if row.promised.opened >= asked.since]
    waited = [(row.month, row.promised.waited) for row in lately]
    kept = [row.promised.is_kept(asked.now) for row in lately]
    return Answers(
        median=statistics.middle(row.promised.waited for row in lately),
        by_month=[statistics.middle(days for at, days in waited if at == month) for month in asked.months],
        promise=_one_promise(asked),
        kept=kept.count(True),
        broken=kept.count(False),
    )


def _one_promise(asked: Asked) -> int | None:
    """The days that the section promises, or that all sections do."""
    days = _promises(asked)
    sections = [asked.section] if asked.section else [one for one in asked.menu.sections if not one.is_link]
    promised = {days(one.pk) for one in sections}
    return promised.pop() if len(promised) == 1 else None


def _open(asked: Asked, rows: list[_Row], promised: dict[int, Promised]) -> Open:
    today = timezone.localdate(asked.now)
    ages = [(today - timezone.localdate(row.promised.opened)).days for row in rows]
    late = sum(promised[row.pk].is_kept(asked.now) is False for row in rows if row.promised.answered is None)
    return Open(statistics.by_age(ages), max(ages, default=None), late)


def _settled(asked: Asked, rows: list[_Row]) -> Settled:
    over = [row for row in rows if row.promised.settled and row.promised.settled >= asked.since]
    decided = [row for row in over if row.state in SETTLED]
    return Settled(sum(row.state in GONE_IN for row in decided), len(decided))


def awaited(asked: Asked) -> list[Any]:
    """Open suggestions to which nobody who decides has answered, the oldest first; in one query."""
    found = (
        Suggestion.objects.visible_to(asked.user).shown().filter(asked.within(), page__state=State.PUBLISHED)
    )
    found = found.filter(state=Stage.OPEN, answered_at=None).select_related("page")
    told = ("summary", "created", "open_since", "page__title", "page__path", "page__kind", "page__parent")
    return list(found.only(*told).order_by("open_since", "pk")[:MOST_AWAITED])


# --- people, pages, readers ---------------------------------------------------------------------------------


def _writers(asked: Asked) -> tuple[list[tuple[int, date]], frozenset[int]]:
    """Who wrote in which month, and which of them had before; in two queries for each way to write."""
    signed = masking.readable(PageRevision.objects.filter(author_hidden=False)).exclude(origin=Origin.IMPORT)
    ways: list[tuple[QuerySet[Any], str, str, str]] = [
        (Comment.objects.shown(), "author", "created", "thread__page"),
        (Suggestion.objects.shown().exclude(state=Stage.DRAFT), "author", "created", "page"),
        (signed.filter(history_user__isnull=False), "history_user", "history_date", "id"),
    ]
    seen: list[tuple[int, date]] = []
    known: set[int] = set()
    for found, who, at, page in ways:
        lately = found.filter(asked.within(page), **{f"{at}__gte": asked.since})
        rows = lately.order_by().annotate(month=TruncMonth(at)).values_list(who, "month").distinct()
        seen += [(person, timezone.localtime(month).date()) for person, month in rows]
        before = found.filter(**{f"{at}__lt": asked.since, f"{who}__in": lately.order_by().values(who)})
        known |= set(before.order_by().values_list(who, flat=True).distinct())
    return seen, frozenset(known)


def _freshness(asked: Asked) -> Freshness:
    pages = {page.pk for page in asked.pages}
    today = timezone.localdate(asked.now)
    days = [due for page, due in Upkeep.objects.values_list("page", "due") if page in pages]
    late, soon = sum(due <= today for due in days), sum(today < due <= today + SOON for due in days)
    return Freshness(len(days) - late - soon, soon, late, len(pages) - len(days))


def _said(asked: Asked) -> QuerySet[Feedback]:
    return Feedback.objects.filter(asked.within(), at__gte=asked.since)
