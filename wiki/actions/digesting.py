"""Digests: what somebody wants to hear each day or each week, in one letter at their hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django_tasks import task

from accounts import letters
from accounts.models import Letter, User
from wiki.actions import looking, notices, subscribing
from wiki.models import Notice, NoticeSettings
from wiki.models.watch import Pace
from wiki.queries import telling
from wiki.queries.dues import last_hour

EVERY = timedelta(minutes=10)
CHUNK = 100  # people whose letters are written in one transaction
MOST = 500  # notices that one letter tells of


@task(priority=-20)
def look() -> int:
    """How many digests were due. The next look is planned first: one that fails is not the last."""
    plan()
    letters.left_behind()
    notices.left_behind()
    now = timezone.now()
    notices.clear(now)
    subscribing.clear(now)
    return send(now) + subscribing.send(now)


def plan() -> None:
    """Have the queue look again before long; one look waits at a time."""
    looking.again(look, every=EVERY)


def send(now: datetime) -> int:
    """Write down the letters that are due by now; how many they are."""
    return sum(_send(pace, now) for pace in (Pace.DAILY, Pace.WEEKLY))


def is_paused(wanted: NoticeSettings, now: datetime) -> bool:
    """Whether no mail leaves to them for now, by their own will or because their address takes none."""
    today = timezone.localtime(now).date()
    return bool(wanted.refused_at or wanted.paused_until and wanted.paused_until >= today)


def _send(pace: Pace, now: datetime) -> int:
    waiting = Notice.objects.filter(pace=pace, mailed_at=None).order_by().values("person")
    first = {row["person"]: row["first"] for row in waiting.annotate(first=Min("fact__at"))}
    written = 0
    keys = sorted(first)
    for start in range(0, len(keys), CHUNK):
        people = User.objects.select_related("notice_settings").filter(pk__in=keys[start : start + CHUNK])
        due = {}
        for person in people:
            wanted = telling.settings_of(person)
            until = last_hour(wanted, pace, now)
            if first[person.pk] < until and not is_paused(wanted, now):
                due[person.pk] = until
        written += _write(pace, due, now)
    return written


@transaction.atomic
def _write(pace: Pace, due: dict[int, datetime], now: datetime) -> int:
    """One letter a person: what is in it is marked at once, so that it is in no other."""
    if not due:
        return 0
    found = Notice.objects.select_for_update(of=("self",)).filter(pace=pace, mailed_at=None, person__in=due)
    told: dict[int, list[int]] = {}
    for key, person, at in found.order_by("-pk").values_list("pk", "person", "fact__at"):
        if at < due[person]:
            told.setdefault(person, []).append(key)
    Notice.objects.filter(pk__in=[key for keys in told.values() for key in keys]).update(mailed_at=now)
    letters.post_all([_letter(pace, person, keys) for person, keys in told.items()])
    return len(told)


def _letter(pace: Pace, person: int, keys: list[int]) -> Any:
    return Letter(
        person_id=person,
        about={"digest": pace, "notices": keys[:MOST]},
        reference=f"digest-{pace}-{person}-{keys[0]}",
    )
