"""Pages that are looked at anew: the day is set, a page is found right, and the queue recalls what is due.

Answers of readers are cleared by the same look, once they have been kept for long.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from wiki import rules
from wiki.actions import feedback, journal, looking, notices, rebasing
from wiki.errors import BadDate, EditConflict
from wiki.models import Page, Upkeep
from wiki.models.notice import Kind
from wiki.models.upkeep import MOST_MONTHS, NOTE_LENGTH
from wiki.queries import upkeep

EVERY = timedelta(hours=1)


@transaction.atomic
def check(page: Page, *, by: Any, seen: int, months: int, note: str = "") -> Upkeep:
    """Somebody looked at the page and found it right as it stands: it is looked at anew in so many months."""
    kept = _held(page, by, seen)
    if not 1 <= months <= MOST_MONTHS:
        raise BadDate(_("Say in how many months it is looked at anew."))
    before = _said(kept)
    kept.due, kept.months = later(timezone.localdate(), months), months
    kept.checked_at, kept.checked_by = timezone.now(), by if getattr(by, "pk", None) else None
    kept.note = " ".join(note.split())[:NOTE_LENGTH]
    _write(kept)
    journal.note("page.check", page, by=by, reason=kept.note, before=before, after=_said(kept))
    return kept


@transaction.atomic
def set_day(page: Page, *, by: Any, seen: int, due: date, reason: str = "") -> Upkeep:
    """Say when somebody looks at the page anew, today at the earliest; not whether it is right."""
    kept = _held(page, by, seen)
    today = timezone.localdate()
    if not today <= due <= later(today, MOST_MONTHS):
        raise BadDate(_("Choose a day from today on, within five years."))
    before = _said(kept)
    kept.due = due
    _write(kept)
    journal.note("page.date", page, by=by, reason=reason, before=before, after=_said(kept))
    return kept


@transaction.atomic
def drop(page: Page, *, by: Any, seen: int, reason: str = "") -> None:
    """The page has no such day any more."""
    kept = _held(page, by, seen)
    if kept.version:
        Upkeep.objects.filter(pk=page.pk).delete()
        journal.note("page.date", page, by=by, reason=reason, before=_said(kept), after={"due": ""})


def later(day: date, months: int) -> date:
    """The same day of a month to come, or the last day of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _held(page: Page, by: Any, seen: int) -> Upkeep:
    """What is kept of the page, while nobody else writes it; EditConflict where it is not what was seen."""
    rules.require(by, "page.upkeep", page)
    rebasing.hold(page.pk)
    kept = Upkeep.objects.filter(pk=page.pk).first() or Upkeep(page=page, version=0)
    if kept.version != seen:
        raise EditConflict(page)
    return kept


def _said(kept: Upkeep) -> dict[str, Any]:
    return {"due": kept.due.isoformat()} if kept.due else {}


def _write(kept: Upkeep) -> None:
    """What is due today is due since now: nobody waits for the queue to say so."""
    is_new, kept.version = kept.version == 0, kept.version + 1
    kept.late_since = kept.due if kept.is_late else None
    kept.reminded_at = timezone.now() if kept.is_late else None
    kept.save(force_insert=is_new, force_update=not is_new)


# --- by themselves ------------------------------------------------------------------------------------------


@task(priority=-20)
def look() -> int:
    """How many pages were recalled. The next look is planned first: one that fails is not the last."""
    plan()
    feedback.clear(by=rules.SYSTEM)
    return remind(by=rules.SYSTEM)


def plan() -> None:
    """Have the queue look again before long; one look waits at a time."""
    looking.again(look, every=EVERY)


def remind(*, by: Any) -> int:
    """Recall each page whose day has come to those who decide there, and now and then once more; how many."""
    rules.require(by, "page.remind")
    found = list(upkeep.to_recall(timezone.now()).values_list("pk", flat=True))
    return sum(_remind_of(pk, by=by) for pk in found)


@transaction.atomic
def _remind_of(pk: int, *, by: Any) -> bool:
    """Twice at once is once: whoever comes second finds nothing to do."""
    rebasing.hold(pk)
    kept = upkeep.to_recall(timezone.now()).filter(pk=pk).select_related("page").first()
    if kept is None:
        return False
    Upkeep.objects.filter(pk=pk).update(late_since=kept.due, reminded_at=timezone.now())
    notices.note(Kind.OUTDATED, kept.page, by=by)
    return True
