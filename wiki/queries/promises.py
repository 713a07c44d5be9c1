"""What a charter promises to whoever proposes: an answer within days; and what is to be recalled, to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from wiki.models import Charter, Page, PageRevision, Referent, Reminder, Review, Suggestion
from wiki.models.page import State
from wiki.models.reminder import TO_DECIDERS, Recall
from wiki.models.suggestion import Footing, Stage, Verdict

AHEAD = timedelta(days=1)  # how long before the promised answer those who decide hear of it
SILENCE = timedelta(days=7)  # how long an author may be silent before they are reminded
CHUNK = 200  # suggestions that are looked at together


@dataclass(frozen=True, slots=True)
class Waiting:
    """Since when a suggestion waits and for what: its author, where they were asked or are in conflict; else
    those who decide, who promise an answer within `days` and may have given it."""

    since: datetime
    days: int = 0
    answered: bool = False
    asked: bool = False
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be recalled, and when it was due."""

    kind: Recall
    at: datetime


def due(waiting: Waiting, now: datetime) -> Due | None:
    """What is to be recalled by now: of two that a late clock finds at once, the later alone."""
    if waiting.conflict or waiting.asked:
        at = waiting.since + SILENCE
        return Due(Recall.CONFLICT if waiting.conflict else Recall.ASKED, at) if now >= at else None
    if waiting.answered:
        return None
    promised = waiting.since + timedelta(days=waiting.days)
    if now >= promised:
        return Due(Recall.LATE, promised)
    near = promised - min(AHEAD, timedelta(days=waiting.days) / 2)
    return Due(Recall.NEAR, promised) if now >= near else None


def waiting_of(suggestion: Any) -> Waiting | None:
    """Of a living suggestion whose page knows its charter; `in_conflict_since` and `asked_at` are told by
    `living`."""
    if suggestion.footing == Footing.CONFLICT:
        since = suggestion.in_conflict_since
        return Waiting(since, conflict=True) if since else None
    if suggestion.state == Stage.CHANGES_ASKED:
        return Waiting(suggestion.asked_at, asked=True) if suggestion.asked_at else None
    if suggestion.open_since is None:
        return None
    days = Charter.objects.of(suggestion.page).answer_days
    return Waiting(suggestion.open_since, days=days, answered=suggestion.answered_at is not None)


def living(keys: Collection[int] | None = None) -> Any:
    """All that wait for somebody, with what tells since when."""
    after = PageRevision.objects.filter(id=OuterRef("page"), number__gt=OuterRef("on__number")).order_by()
    asked = Review.objects.filter(suggestion=OuterRef("pk"), verdict=Verdict.CHANGES_ASKED)
    found = Suggestion.objects.living().exclude(page__state=State.ARCHIVED)
    found = found if keys is None else found.filter(pk__in=keys)
    told = found.annotate(
        in_conflict_since=Subquery(after.values("id").annotate(first=Min("history_date")).values("first")),
        asked_at=Subquery(asked.order_by("-at").values("at")[:1]),
    )
    texts = ("proposal", "marks", "page__source", "page__html", "page__plain", "page__outline")
    return told.select_related("page").defer(*texts).order_by("pk")


def to_recall(now: datetime) -> Iterator[tuple[Any, Due]]:
    """Each suggestion of which something is to be recalled and was not yet; in three queries for every two
    hundred that wait."""
    keys = list(Suggestion.objects.living().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        found = list(living(keys[start : start + CHUNK]))
        Charter.objects.load([one.page for one in found])
        told = Reminder.objects.filter(suggestion__in=[one.pk for one in found])
        known = set(told.values_list("suggestion", "kind", "since"))
        for one in found:
            waiting = waiting_of(one)
            what = due(waiting, now) if waiting else None
            if waiting and what and (one.pk, what.kind, waiting.since) not in known:
                yield one, what


def deciders(suggestion: Suggestion) -> list[User]:
    """Who is reminded to decide: the referents of its section, for one who is away whoever stands in; never
    its author, unless the charter lets them decide. Where that is nobody, those who moderate."""
    charter = Charter.objects.of(suggestion.page)
    return deciders_of(suggestion.page, lambda person: _may_decide(person, suggestion, charter))


def deciders_of(page: Page, fits: Callable[[User], bool] = lambda _person: True) -> list[User]:
    """Who decides on a page, of those who fit."""
    charter = Charter.objects.of(page)
    named = Referent.objects.filter(charter=charter.section_id).select_related("person", "deputy")
    people = {(one.deputy or one.person) if one.is_away else one.person for one in named}
    found = [one for one in people if one.is_active and fits(one)]
    if not found:
        staff = User.objects.filter(Q(moderator=True) | Q(is_superuser=True), is_active=True)
        found = [one for one in staff if fits(one)]
    return sorted(found, key=lambda person: person.pk)


def _may_decide(person: User, suggestion: Suggestion, charter: Charter) -> bool:
    return person.pk != suggestion.author_id or charter.own_acceptance


# --- as lists and screens tell it ---------------------------------------------------------------------------


def tell(suggestions: Collection[Any], user: Any) -> None:
    """Tell each suggestion of a list by how many days its promised answer is late, if it is; in one query,
    and for those who are signed in: it changes with the day."""
    now = timezone.now()
    known = user.is_authenticated
    waits = [one for one in suggestions if known and _waits_for_answer(one)]
    Charter.objects.load([one.page for one in waits])
    for one in suggestions:
        one.late_days = 0
    for one in waits:
        one.late_days = days_late(promised(one), now)


def promised(suggestion: Suggestion) -> datetime | None:
    """Until when its author was promised an answer; nothing where they have one, or none is due."""
    if not _waits_for_answer(suggestion) or suggestion.open_since is None:
        return None
    return suggestion.open_since + timedelta(days=Charter.objects.of(suggestion.page).answer_days)


def days_late(moment: datetime | None, now: datetime) -> int:
    """In days of the calendar; what is late since this morning is late by one."""
    if moment is None or now < moment:
        return 0
    return max(1, (timezone.localdate(now) - timezone.localdate(moment)).days)


def is_late() -> Q:
    """Of suggestions: the promised answer is late, and those who decide were reminded of it."""
    told = Reminder.objects.filter(suggestion=OuterRef("pk"), kind=Recall.LATE, since=OuterRef("open_since"))
    return Q(Exists(told), state=Stage.OPEN, answered_at=None) & ~Q(footing=Footing.CONFLICT)


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder in the story of its suggestion: of what, when, to those who decide or to its author."""

    kind: str
    at: datetime
    to_author: bool


def told_of(suggestion: Suggestion) -> list[Told]:
    """What was recalled of it, the oldest first, each time once however many people were; in one query."""
    rows = Reminder.objects.filter(suggestion=suggestion).order_by().values("kind", "since")
    found = rows.annotate(first=Min("at")).order_by("first", "kind")
    return [Told(row["kind"], row["first"], row["kind"] not in TO_DECIDERS) for row in found]


def last_told(suggestions: Collection[Any]) -> None:
    """Tell each suggestion when somebody was last reminded of what it waits for now; in one query."""
    rows = Reminder.objects.filter(suggestion__in=[one.pk for one in suggestions])
    last = {key: (kind, at) for key, kind, at in rows.order_by("at").values_list("suggestion", "kind", "at")}
    for one in suggestions:
        one.recalled_kind, one.recalled_at = last.get(one.pk, ("", None)) if one.is_living else ("", None)


def _waits_for_answer(one: Suggestion) -> bool:
    return one.state == Stage.OPEN and one.answered_at is None and one.footing != Footing.CONFLICT
