"""Who is told of what, once: a fact is written with the deed it tells of, and the queue gives the notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from accounts import letters
from accounts.models import Letter
from wiki import rules
from wiki.actions import watching
from wiki.models import Fact, Measure, Notice, NoticeSettings, Page, Review
from wiki.models.notice import OF_MEASURES, Kind, Why
from wiki.models.page import State
from wiki.models.suggestion import Verdict
from wiki.models.watch import Level, Pace
from wiki.queries import rewording, sieves, telling
from wiki.queries.rewording import Reworded
from wiki.queries.telling import Deed, Place, Told

BATCH = 100
KEPT = timedelta(days=365)  # notices, and the facts that they tell of
CLEARED_AT_ONCE = 2_000
NEWS = timedelta(days=2)  # for how long something is news, should the queue have failed of it
# What silence or a day may do, what readers say, who are nobody, and what it is not told who decided.
BY_ITSELF = (Kind.ACCEPTED, Kind.REMINDED, Kind.OUTDATED, Kind.FEEDBACK, *OF_MEASURES)
DECIDED = {
    Verdict.ACCEPTED: Kind.ACCEPTED,
    Verdict.CONSENT: Kind.ACCEPTED,
    Verdict.CHANGES_ASKED: Kind.ASKED,
    Verdict.APPROVED: Kind.APPROVED,
    Verdict.DECLINED: Kind.DECLINED,
}
_AT_HAND = (
    "by",
    "page",
    "thread",
    "comment",
    "suggestion__author",
    "suggestion__reuse",
    "reuse",
    "measure",
    "revision",
    "reminder",
)


def note(kind: Kind, page: Page, *, by: Any, **about: Any) -> None:
    """Write down that this was done, within the transaction that does it; what the site itself writes is no
    news, but for what silence or a day does."""
    who = by if getattr(by, "pk", None) else None
    if who is None and kind not in BY_ITSELF:
        return
    thread = about.get("thread")
    if thread is not None and thread.suggestion_id is not None:
        about["suggestion_id"] = thread.suggestion_id
    if thread is not None and thread.reuse_id is not None:
        about["reuse_id"] = thread.reuse_id
    fact = Fact.objects.create(kind=kind, page_id=page.pk, by=who, **about)
    tell.enqueue(fact.pk)


def decided(review: Review, *, by: Any) -> None:
    """The same of a verdict; what was published meanwhile anyway was decided by nobody."""
    kind = DECIDED.get(Verdict(review.verdict))
    if kind is not None:
        suggestion = review.suggestion
        note(
            kind, suggestion.page, by=by, suggestion=suggestion, review=review, revision_id=review.revision_id
        )


def measured(measure: Measure) -> None:
    """The same of what was decided of somebody, as it stands: on the page of their words, or of all the site.
    Who decided is not told."""
    kind = Kind.LIFTED if measure.lifted_at else Kind.UPHELD if measure.upheld else Kind.MEASURED
    words = measure.comment.thread.page if measure.is_on_words and measure.comment else None
    page = words if words is not None and words.state == State.PUBLISHED else sieves.home()
    if page is not None:
        note(kind, page, by=None, measure=measure)


@transaction.atomic
def read(person: Any, *, by: Any, keys: Collection[int] | None = None, is_read: bool = True) -> int:
    """These notices of one's own were read, or were not; all of them without keys."""
    rules.require(by, "notice.read", person)
    found = Notice.objects.filter(person=person)
    found = found if keys is None else found.filter(pk__in=keys)
    if is_read:
        return found.filter(read_at=None).update(read_at=timezone.now())
    return found.update(read_at=None)


# --- telling ------------------------------------------------------------------------------------------------


@task(priority=-10)
def tell(pk: int) -> int:
    """Give the notices of a fact, a hundred people at a time; how many. Whoever takes over from one that was
    killed goes on where it was."""
    fact = Fact.objects.select_related(*_AT_HAND).filter(pk=pk, told_at=None).first()
    if fact is None:
        return 0
    _follow_by_taking_part(fact)
    deed, place, reworded = telling.deed_of(fact), telling.place_of(fact), rewording.of(fact)
    given = 0
    while (more := _tell_some(pk, deed, place, reworded)) is not None:
        given += more
    return given


def _follow_by_taking_part(fact: Fact) -> None:
    """Whoever did it follows what it was done to, and so do those whose words went into a page."""
    kind, suggestion = Kind(fact.kind), fact.suggestion
    if kind in (Kind.OPENED, Kind.REPLIED):
        watching.join(fact.thread, by=fact.by)
    elif suggestion is not None and fact.thread is None:
        watching.join(suggestion, by=fact.by)
        if kind == Kind.ACCEPTED:
            watching.join(fact.page, by=suggestion.author, level=Level.CHANGES)
    elif fact.thread is None and kind != Kind.REUSED:
        watching.join(fact.page, by=fact.by, level=Level.CHANGES)


def left_behind() -> int:
    """Have facts of late told that no task tells any more; how many they were."""
    tasks = DBTaskResult.objects.filter(
        task_path=tell.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    known = {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}
    late = Fact.objects.filter(told_at=None, at__gt=timezone.now() - NEWS)
    lost = [pk for pk in late.values_list("pk", flat=True) if pk not in known]
    for pk in lost:
        tell.enqueue(pk)
    return len(lost)


def clear(now: datetime) -> int:
    """Take away what is old, some at a time: facts with their notices; how many facts."""
    old = list(Fact.objects.filter(at__lt=now - KEPT).values_list("pk", flat=True)[:CLEARED_AT_ONCE])
    Fact.objects.filter(pk__in=old).delete()
    return len(old)


@transaction.atomic
def _tell_some(pk: int, deed: Deed, place: Place, reworded: Reworded) -> int | None:
    """The next hundred people; how many of them were told, None if that was all."""
    fact = Fact.objects.select_for_update(of=("self",)).filter(pk=pk, told_at=None).first()
    if fact is None:
        return None
    found = telling.candidates(place, deed).filter(pk__gt=fact.told_to).order_by("pk")
    people = list(telling.with_address(found)[:BATCH])
    if not people:
        Fact.objects.filter(pk=pk).update(told_at=timezone.now())
        return None
    known = set(Notice.objects.filter(fact=fact, person__in=people).values_list("person", flat=True))
    readers = telling.readers([one for one in people if one.pk not in known], place)
    told = {reader.pk: said for reader in readers if (said := telling.why(deed, reader))}
    given = [_notice(fact, person, told[person.pk]) for person in people if person.pk in told]
    for one in given:
        one.passages = reworded.passages_of(one.person_id) if one.why == Why.WORDS else {}
    _give(given)
    Fact.objects.filter(pk=pk).update(told_to=people[-1].pk)
    return len(given)


def _notice(fact: Fact, person: Any, told: Told) -> Notice:
    wanted = telling.settings_of(person)
    pace = Pace.NEVER if wanted.refused_at else _pace(fact, wanted, told)
    said = {"why": told.why, "topic": told.topic, "above_id": told.above, "pace": pace}
    mailed = timezone.now() if pace == Pace.ONCE else None
    return Notice(person_id=person.pk, fact=fact, mailed_at=mailed, **said)


def _pace(fact: Fact, wanted: NoticeSettings, told: Told) -> Pace:
    if told.why == Why.CONCERNED:  # nobody is to learn too late what they may contest
        return Pace.ONCE
    pace = Pace(getattr(wanted, told.topic))
    is_paused = wanted.paused_until and wanted.paused_until >= timezone.localdate()
    if pace == Pace.ONCE and (is_paused or fact.kind == Kind.TAKEN):  # nobody waits for that by the minute
        return Pace.DAILY
    return pace


def _give(notices: list[Notice]) -> None:
    """Keep them, and the letters of those who hear at once, in one go."""
    made = Notice.objects.bulk_create(notices)
    letters.post_all(
        [
            Letter(
                person_id=one.person_id,
                about={"notices": [one.pk]},
                reference=f"notice-{one.pk}-{one.fact_id}",
            )
            for one in made
            if one.pace == Pace.ONCE
        ]
    )
