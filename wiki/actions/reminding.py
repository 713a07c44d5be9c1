"""Reminders that come by themselves: that the promised answer is due, that an author is silent.

Nothing is ever closed by it: screens show a reminder, and its person is given a notice of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from wiki import rules
from wiki.actions import looking, notices, rebasing
from wiki.models import Reminder
from wiki.models.notice import Kind
from wiki.models.reminder import TO_DECIDERS
from wiki.queries import promises

EVERY = timedelta(hours=1)


@task(priority=-20)
def look() -> int:
    """How many suggestions somebody was reminded of. The next look is planned first: one that fails is not
    the last."""
    plan()
    return remind(by=rules.SYSTEM)


def plan() -> None:
    """Have the queue look again before long; one look waits at a time."""
    looking.again(look, every=EVERY)


def remind(*, by: Any) -> int:
    """Note each reminder that is due, each suggestion by itself; how many suggestions."""
    rules.require(by, "suggestion.remind")
    found = [one.pk for one, _what in promises.to_recall(timezone.now())]
    return sum(bool(remind_of(pk, by=by)) for pk in found)


@transaction.atomic
def remind_of(pk: int, *, by: Any) -> list[Reminder]:
    """Remind whoever a suggestion waits for, if it is time; twice is once, and whoever answers first is not
    reminded."""
    rules.require(by, "suggestion.remind")
    page = promises.living([pk]).values_list("page", flat=True).first()
    if page is None:
        return []
    rebasing.hold(page)
    suggestion = promises.living([pk]).first()
    waiting = promises.waiting_of(suggestion) if suggestion else None
    what = promises.due(waiting, timezone.now()) if waiting else None
    if waiting is None or what is None:
        return []
    said = {"suggestion": suggestion, "kind": what.kind, "since": waiting.since}
    if Reminder.objects.filter(**said).exists():
        return []
    to = promises.deciders(suggestion) if what.kind in TO_DECIDERS else [suggestion.author]
    made = [Reminder.objects.create(to=person, due=what.at, **said) for person in to]
    for one in made:
        notices.note(Kind.REMINDED, suggestion.page, by=by, suggestion=suggestion, reminder=one)
    return made
