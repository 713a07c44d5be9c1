"""All that one account did, undone as one deed; and that deed undone, which brings everything back.

What is little is done in one transaction. The rest goes to the queue, some things at a time: each is told in
the transaction that undoes it, so whoever is killed in between has lost nothing, and nothing is done twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from accounts.models import User
from wiki import rules
from wiki.actions import journal, measures, rendering, silencing, trusting, unsaying, unshelving, unwriting
from wiki.actions.spans import Span, Work
from wiki.actions.unwriting import Rewritten
from wiki.errors import BadReversal
from wiki.models import Reversal, ReversalItem
from wiki.models.reversal import Fate, Sort, Stride, Why

DONE, BROUGHT_BACK = "person.revert", "person.bring_back"
AT_ONCE = 600  # things undone while whoever asked waits
PAGES_AT_ONCE = 60
BATCH, PAGES = 200, 20  # things, and pages, of one transaction of the queue
FORESEEN = 120  # pages whose texts are merged to tell what would become of them
ATTEMPTS = 3  # at pages that others write meanwhile
STUCK = timedelta(minutes=1)  # without a step, somebody may have it go on

Items = list[ReversalItem]
Ready = dict[int, Rewritten]
Doing = Callable[[Work, Items], None]

log = logging.getLogger(__name__)

TEXTS = (Sort.TEXT, Sort.ACCEPTED)
FORWARD: dict[str, Doing] = {
    Sort.COMMENT: silencing.hide_comments,
    Sort.SUGGESTION: unsaying.decline,
    Sort.STAND: unsaying.set_aside,
    Sort.FLAG: unsaying.dismiss,
    Sort.PAGE: unwriting.archive,
    Sort.FILE: unshelving.take_away,
    Sort.REUSE: silencing.hide_reuses,
}
BACKWARD: dict[str, Doing] = {
    Sort.FILE: unshelving.put_back,
    Sort.PAGE: unwriting.unarchive,
    Sort.SUGGESTION: unsaying.reopen,
    Sort.COMMENT: silencing.show_comments,
    Sort.STAND: unsaying.count_again,
    Sort.FLAG: unsaying.take_up,
    Sort.REUSE: silencing.show_reuses,
}
# Comments before whatever locks their author, texts once nothing of theirs waits on them, files that no text
# shows any more at the end; and the other way round.
ORDER = (
    Sort.COMMENT,
    Sort.REUSE,
    Sort.SUGGESTION,
    Sort.STAND,
    Sort.FLAG,
    Sort.TEXT,
    Sort.PAGE,
    Sort.FILE,
)
ORDER_BACK = (
    Sort.COMMENT,
    Sort.REUSE,
    Sort.FILE,
    Sort.PAGE,
    Sort.TEXT,
    Sort.SUGGESTION,
    Sort.STAND,
    Sort.FLAG,
)


def plan(span: Span, *, by: Any) -> Items:
    """All that would be undone, in order, and what cannot be; nothing is kept."""
    rules.require(by, "person.revert", span.person)
    return [*silencing.find(span), *unsaying.find(span), *unwriting.find(span), *unshelving.find(span)]


def foresee(items: Items) -> None:
    """Put on each thing of a plan what would become of it, on the texts of now. Slow."""
    waiting = [one for one in items if one.fate == Fate.WAITING]
    texts = unwriting.foresee(_of(waiting, *TEXTS))
    for rewritten in texts.values():
        rewritten.settle()
    sources = {pk: one.page.source for pk, one in texts.items() if one.is_changed}
    archived = {one.target for one in _of(waiting, Sort.PAGE)}
    unshelving.foresee(_of(waiting, Sort.FILE), sources, archived)
    for one in waiting:
        if one.fate == Fate.WAITING:
            one.turn(Fate.DONE)


def revert(span: Span, *, by: Any, uuid: UUID, reason: str) -> Reversal:
    """Undo what is of this span; the same `uuid` twice is the same deed. BadReversal where there is nothing,
    or where somebody else is at it."""
    rules.require(by, "person.revert", span.person)
    reason = _said(reason)
    if (kept := _kept(uuid, span.person)) is not None:
        return kept
    began, items = timezone.now(), plan(span, by=by)
    if not any(one.fate == Fate.WAITING for one in items):
        raise BadReversal(_("There is nothing to undo: this account did nothing of the kind."))
    is_little = _is_little(items)
    ready = unwriting.prepare(_of(items, *TEXTS)) if is_little else {}  # slow: before any lock
    with transaction.atomic():
        reversal = _begun(span, by=by, uuid=uuid, reason=reason)
        if reversal is None:
            return _others(uuid, span.person)
        _require_first(reversal, began)
        told = {"person": span.person.pk, "reversal": reversal.pk, "items": len(items)}
        line = journal.note(DONE, span.person, by=by, reason=reason, after=told)
        reversal.public_reason = line.public_reason
        for one in items:
            one.reversal = reversal
        if is_little:
            _go(Work(reversal, by, reversal.at), items, ready)
        measures.undone(reversal, by=by)
        _close(reversal, Fate.WAITING if any(one.fate == Fate.WAITING for one in items) else "")
        ReversalItem.objects.bulk_create(items, batch_size=500)
    return reversal


def bring_back(reversal: Reversal, *, by: Any, reason: str) -> Reversal:
    """Undo the deed: all that it undid is as it was, where nobody decided otherwise since."""
    rules.require(by, "person.revert", reversal.person)
    reason, now = _said(reason), timezone.now()
    items = list(reversal.items.filter(fate=Fate.DONE).select_related("made"))
    is_little = _is_little(items)
    ready = _prepared_back(items) if is_little else {}
    with transaction.atomic():
        told = {"stride": Stride.UNDOING, "moved_at": now, "undone_at": now, "undone_reason": reason}
        _claim(reversal, undone_by=by if getattr(by, "pk", None) else None, **told)
        reversal.refresh_from_db()
        after = {"person": reversal.person_id, "reversal": reversal.pk, "items": len(items)}
        journal.note(BROUGHT_BACK, reversal.person, by=by, reason=reason, after=after)
        if is_little:
            _go(Work(reversal, by, now), items, ready)
            _save(items)
        measures.brought_back(reversal, by=by, reason=reason)
        _close(reversal, Fate.DONE if any(one.fate == Fate.DONE for one in items) else "")
    return reversal


def is_foreseeable(items: Items) -> bool:
    """Whether it takes no long time to tell what would become of these."""
    return len({one.page_id for one in _of(items, *TEXTS)}) <= FORESEEN


def is_stuck(reversal: Reversal) -> bool:
    """Whether whoever was at it seems to be gone."""
    return reversal.is_under_way and reversal.moved_at < timezone.now() - STUCK


def resume(reversal: Reversal, *, by: Any) -> None:
    """Have one go on that has stood still: whoever was at it was killed too often."""
    rules.require(by, "person.revert", reversal.person)
    long_ago = timezone.now() - STUCK
    still = Reversal.objects.filter(pk=reversal.pk, moved_at__lt=long_ago)
    if still.filter(stride__in=[Stride.RUNNING, Stride.UNDOING]).update(moved_at=timezone.now()):
        go_on.enqueue(reversal.pk)


# --- the queue ----------------------------------------------------------------------------------------------


@task()
def go_on(pk: int) -> int:
    """Do what is left of a deed, in small transactions; how many of them. Two at once do it once."""
    steps = idle = 0
    while (moved := _step(pk, is_last=idle == ATTEMPTS)) is not None:
        steps, idle = steps + 1, 0 if moved else idle + 1
    return steps


def _step(pk: int, *, is_last: bool) -> bool | None:
    """One step: whether anything came out of it; None where nothing is left. On the last attempt, whoever
    others keep from it is left alone."""
    reversal = Reversal.objects.select_related("person", "by", "undone_by").filter(pk=pk).first()
    if reversal is None or not reversal.is_under_way:
        return None
    waits = Fate.DONE if reversal.is_backwards else Fate.WAITING
    items = _next(reversal, waits)
    ready = _prepared_back(items) if reversal.is_backwards else unwriting.prepare(_of(items, *TEXTS))
    with transaction.atomic():
        held = Reversal.objects.select_for_update(of=("self",)).get(pk=pk)
        if held.stride != reversal.stride:
            return None
        if not items:
            _close(reversal, "")
            return None
        still_waiting = held.items.filter(fate=waits, pk__in=[one.pk for one in items])
        fresh = set(still_waiting.values_list("pk", flat=True))
        items = [one for one in items if one.pk in fresh]
        _go(_work(reversal), items, ready)
        still = [one for one in items if one.fate == waits]
        for one in still if is_last else ():
            one.turn(Fate.KEPT if reversal.is_backwards else Fate.LEFT, Why.BUSY)
        _save(items)
        Reversal.objects.filter(pk=pk).update(moved_at=timezone.now())
    return is_last or len(still) < len(fresh) or not fresh


def _work(reversal: Reversal) -> Work:
    """Whoever asked for it does it, whenever it is done."""
    if reversal.is_backwards:
        return Work(reversal, reversal.undone_by or rules.SYSTEM, reversal.undone_at or timezone.now())
    return Work(reversal, reversal.by or rules.SYSTEM, reversal.at)


def _next(reversal: Reversal, waits: str) -> Items:
    """What comes next: some things of one kind, or all of some pages."""
    waiting = reversal.items.filter(fate=waits).select_related("made").order_by("pk")
    left = set(waiting.order_by().values_list("sort", flat=True).distinct())
    for sort in ORDER_BACK if reversal.is_backwards else ORDER:
        if sort == Sort.TEXT and left & set(TEXTS):
            texts = waiting.filter(sort__in=TEXTS)
            pages = texts.order_by("page").values_list("page", flat=True).distinct()[:PAGES]
            return list(texts.filter(page__in=list(pages)))
        if sort in left:
            return list(waiting.filter(sort=sort)[: PAGES if sort == Sort.PAGE else BATCH])
    return []


def _go(work: Work, items: Items, ready: Ready) -> None:
    """Do it, in order, in the caller's transaction."""
    is_back = work.reversal.is_backwards
    for sort in ORDER_BACK if is_back else ORDER:
        meant = _of(items, *(TEXTS if sort == Sort.TEXT else (sort,)))
        if not meant:
            continue
        if sort not in (Sort.COMMENT, Sort.REUSE):
            trusting.hold(work.reversal.person_id)  # comments are held before their author, pages after
        if sort == Sort.TEXT:
            (unwriting.write_back if is_back else unwriting.write)(work, meant, ready)
        else:
            todo = [one for one in meant if one.fate == (Fate.DONE if is_back else Fate.WAITING)]
            (BACKWARD if is_back else FORWARD)[sort](work, todo)
    if work.refreshed:
        rendering.refresh(work.refreshed)


# --- what they share ----------------------------------------------------------------------------------------


def _of(items: Sequence[ReversalItem], *sorts: str) -> Items:
    return [one for one in items if one.sort in sorts]


def _prepared_back(items: Items) -> Ready:
    texts = _of(items, *TEXTS)
    return unwriting.prepare_back(texts, unshelving.places_with(_of(items, Sort.FILE))) if texts else {}


def _is_little(items: Items) -> bool:
    pages = {one.page_id for one in _of(items, *TEXTS, Sort.PAGE)}
    return len(items) <= AT_ONCE and len(pages) <= PAGES_AT_ONCE


def _said(reason: str) -> str:
    if not reason.strip():
        raise BadReversal(_("Say why: the journal keeps the reason."))
    return reason.replace("\x00", "").strip()


def _begun(span: Span, *, by: Any, uuid: UUID, reason: str) -> Reversal | None:
    """The deed under way; None where another one of this account is."""
    told: dict[str, Any] = {"sorts": sorted(span.sorts), "since": span.since, "until": span.until}
    signed = by if getattr(by, "pk", None) else None
    try:
        with transaction.atomic():
            return Reversal.objects.create(uuid=uuid, person=span.person, by=signed, reason=reason, **told)
    except IntegrityError:
        return None


def _kept(uuid: UUID, person: User) -> Reversal | None:
    kept = Reversal.objects.filter(uuid=uuid).first()
    if kept is not None and kept.person_id != person.pk:
        raise BadReversal(_("This form was sent already, about another account: open it again."))
    return kept


def _others(uuid: UUID, person: User) -> Reversal:
    """The deed of a second click that came while the first was at it; of somebody else, a refusal."""
    kept = _kept(uuid, person)
    if kept is None:
        raise BadReversal(_("Somebody else is undoing what this account did: wait until it is done."))
    return kept


def _require_first(reversal: Reversal, began: datetime) -> None:
    """Whoever planned while somebody else was at it would do once more what is done."""
    others = Reversal.objects.filter(person=reversal.person_id, moved_at__gte=began).exclude(pk=reversal.pk)
    if others.exists():
        raise BadReversal(_("Somebody else has just undone what this account did: see what is left."))


def _claim(reversal: Reversal, **told: Any) -> None:
    """Take a deed that is done for oneself, or BadReversal."""
    try:
        with transaction.atomic():
            mine = Reversal.objects.filter(pk=reversal.pk, stride=Stride.DONE).update(**told)
    except IntegrityError as busy:
        raise BadReversal(
            _("Something else that this account did is being undone: wait until it is done.")
        ) from busy
    if not mine:
        raise BadReversal(_("Somebody has taken this back already, or it is still under way."))


def _close(reversal: Reversal, left: str) -> None:
    """It is over, or the queue goes on with what is left."""
    reversal.moved_at = timezone.now()
    if left:
        transaction.on_commit(partial(go_on.enqueue, reversal.pk))
    else:
        reversal.stride = Stride.UNDONE if reversal.is_backwards else Stride.DONE
    reversal.save(update_fields=["stride", "moved_at", "public_reason"])


def _save(items: Items) -> None:
    ReversalItem.objects.bulk_update(items, ["fate", "why", "before", "made"], batch_size=200)
