"""Ticks: what somebody did of the tasks of a page, kept on their account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wiki import rules
from wiki.actions import limiting
from wiki.models import Page, Ticks
from wiki.text import ticks
from wiki.text.ticks import Task, bare

MOST = 1_000  # on one page, with those of tasks that it has no more; the oldest make room
LONGEST_AGO = 10 * 365 * 86_400  # seconds: what has no date is older than all that has one

# By key: ticked, unticked, or as the page says; and when, in seconds of this site's clock.
Told = Mapping[str, tuple[bool | None, float]]
Sheet = dict[str, dict[str, Any]]


def keep(page: Page, told: Told, *, by: Any) -> None:
    """Keep these ticks, each unless a later one is kept; what is no task of the page is left out."""
    rules.require(by, "ticks.keep", Ticks(owner=by))
    rules.require(by, "page.read", page)
    limiting.gesture(by, "tick")
    tasks = [task.key for task in ticks.listed(page.html)]
    known = {bare(key): key for key in tasks} | {key: key for key in tasks}
    actions: Sheet = {}
    others: Sheet = {}
    now = timezone.now().timestamp()
    for key, (is_on, at) in told.items():
        task = known.get(key) or known.get(bare(key), key)
        made = {"on": is_on, "at": _written(min(max(at, now - LONGEST_AGO), now))}
        (actions if ticks.is_action(task) else others)[task] = made
    with transaction.atomic():
        _add(by, None, actions, tasks)
        _add(by, page, others, tasks)


def mark(page: Page, *, was: Collection[str], now: Collection[str], by: Any) -> None:
    """Keep what somebody changed in a list of the tasks: ticked before, and ticked now."""
    at = timezone.now().timestamp()
    changed = [task for task in ticks.listed(page.html) if (task.key in was) != (task.key in now)]
    keep(page, {task.key: (_told(task, task.key in now), at) for task in changed}, by=by)


def _told(task: Task, is_on: bool) -> bool | None:
    return None if is_on == task.is_done else is_on


def _add(by: Any, page: Page | None, news: Sheet, known: Collection[str]) -> None:
    """One line of one person: two devices wait for each other here, and nowhere else."""
    if not news:
        return
    sheet, _is_new = Ticks.objects.select_for_update().get_or_create(owner=by, page=page)
    held = sheet.ticks
    fresh = {
        key: tick
        for key, tick in news.items()
        if (key in held or key in known) and held.get(key, {"at": ""})["at"] <= tick["at"]
    }
    if not fresh:
        if not held:
            sheet.delete()  # nothing of it was a task
        return
    latest = sorted((held | fresh).items(), key=lambda one: one[1]["at"], reverse=True)
    sheet.ticks = dict(latest[:MOST])
    sheet.save(update_fields=["ticks"])


def _written(seconds: float) -> str:
    """In one form, so that what was later sorts later."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
