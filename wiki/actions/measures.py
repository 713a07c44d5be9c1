"""What is decided of somebody: warned, suspended, banned; taken back, contested, answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import actions as accounts
from accounts.models import User
from wiki import powers, rules
from wiki.actions import journal, notices, trusting
from wiki.errors import BadMeasure, MeasureSettled
from wiki.models import Comment, Flag, Measure, Notice, Reuse, Reversal, Use
from wiki.models.measure import ON_WORDS, Kind, about, standing_against

# What is taken about a person, and how the journal calls it.
TAKEN: dict[str, str] = {
    Kind.WARN: "measure.warn",
    Kind.SUSPEND: "measure.suspend",
    Kind.BAN: "measure.ban",
}

# And what is taken back: of somebody's words by what it does, of the rest by what it is.
TAKEN_BACK = "measure.lift"
LIFTED: dict[str, str] = {
    Kind.HIDE: "comment.restore",
    Kind.ASK: "comment.restore",
    Kind.REUSE: "reuse.restore",
}


@transaction.atomic
def take(
    person: User,
    *,
    by: Any,
    kind: str,
    reason: str,
    until: datetime | None = None,
    comment: Comment | None = None,
) -> Measure:
    """Warn somebody, suspend them until a day, or ban them; flags on them are upheld. A ban ends their
    sessions, and what somebody may do changes with their next request."""
    rules.require(by, "measure.take", person)
    reason = _required(reason)
    by, person = _hold(by, person)
    rules.require(by, "measure.take", person)
    now = timezone.now()
    if (kind == Kind.SUSPEND) != (until is not None) or (until is not None and until <= now):
        raise BadMeasure(_("Say until which day: one that is still to come."))
    if kind == Kind.BAN and person.banned:
        raise MeasureSettled(_("Somebody else has banned this account meanwhile."))
    measure = Measure.objects.create(
        kind=kind, person=person, comment=comment, decided_by=by, reason=reason, until=until, at=now
    )
    _put_under(person)
    Flag.objects.filter(about=person, upheld=None).update(upheld=True)
    told: dict[str, Any] = {"until": until.isoformat()} if until else {}
    journal.note(TAKEN[kind], person, by=by, reason=reason, after={"person": person.pk} | told)
    notices.measured(measure)
    trusting.lose(person)
    return measure


@transaction.atomic
def lift(measure: Measure, *, by: Any, reason: str) -> Measure:
    """It stands no more; words that it put away are in sight again. Whoever contested it was right."""
    rules.require(by, "measure.lift", measure)
    reason = _required(reason)
    measure = _claim(measure, "measure.lift", by, _("Somebody else has taken it back meanwhile."))
    _tell(LIFTED.get(measure.kind, TAKEN_BACK), measure, by, reason)
    return _take_back(measure, by, reason)


@transaction.atomic
def contest(measure: Measure, *, by: Any, words: str) -> Measure:
    """Say why it is unjust; somebody else than who decided answers, where there is one."""
    rules.require(by, "measure.contest", measure)
    words = words.strip()
    if not words:
        raise BadMeasure(_("Say why: whoever answers has not decided it."))
    measure = _claim(measure, "measure.contest", by, _("This decision is contested already, or was changed."))
    measure.contested_at, measure.contest = timezone.now(), words
    measure.save(update_fields=["contested_at", "contest"])
    return measure


@transaction.atomic
def answer(measure: Measure, *, by: Any, upheld: bool, reason: str) -> Measure:
    """Uphold what is contested, or reverse it; whoever contested it reads the answer."""
    rules.require(by, "measure.answer", measure)
    reason = _required(reason)
    measure = _claim(measure, "measure.answer", by, _("Somebody else has answered meanwhile."))
    measure.answered_at, measure.answered_by = timezone.now(), by
    measure.answer, measure.upheld = reason, upheld
    if not upheld:
        _tell("measure.overturn", measure, by, reason)
        return _take_back(measure, by, reason)
    _tell("measure.uphold", measure, by, reason)
    measure.read_at = None
    measure.save(update_fields=["answered_at", "answered_by", "answer", "upheld", "read_at"])
    notices.measured(measure)
    _put_under(trusting.hold(measure.person_id))
    return measure


@transaction.atomic
def read(measure: Measure, *, by: Any) -> Measure:
    """Its person says to have read it, as it stands."""
    rules.require(by, "measure.read", measure)
    now = timezone.now()
    Measure.objects.filter(pk=measure.pk, read_at=None).update(read_at=now)
    Notice.objects.filter(fact__measure=measure, read_at=None).update(read_at=now)
    _put_under(trusting.hold(measure.person_id))
    return measure


# --- of words, as `moderation` and `threads` do it ----------------------------------------------------------


def put_away(said: Comment | Reuse, kind: Kind, by: Any, reason: str) -> None:
    """Somebody's words were hidden, or they are asked for others: nothing of one's own, nor of what the site
    did by itself, which waits to be looked at."""
    if not isinstance(by, User) or by.pk == said.author_id:
        return
    now = timezone.now()
    Measure.objects.filter(**about(said), kind__in=ON_WORDS, lifted_at=None).update(
        lifted_at=now, lifted_by=by, read_at=now
    )
    measure = Measure.objects.create(
        kind=kind, person_id=said.author_id, decided_by=by, reason=reason, at=now, **about(said)
    )
    notices.measured(measure)
    _put_under(trusting.hold(said.author_id))


def shown_again(said: Comment | Reuse, by: Any, reason: str) -> None:
    """Somebody's words are in sight again: what was decided of them stands no more."""
    again = _("The reuse is in sight again.")
    if isinstance(said, Comment):
        again = _("The comment is in sight again.")
    for measure in Measure.objects.of_words(said).filter(kind__in=ON_WORDS):
        _close(measure, by, reason or again)
        _put_under(trusting.hold(measure.person_id))


def reworded(comment: Comment, by: Any) -> None:
    """Whoever was asked for other words has written them."""
    now = timezone.now()
    asked = Measure.objects.of_words(comment).filter(kind=Kind.ASK)
    asked.update(lifted_at=now, lifted_by=by, lifted_reason=_("Written anew by its author."), read_at=now)
    _put_under(trusting.hold(comment.author_id))


# --- of all that somebody did, as `reversing` does it -------------------------------------------------------


def undone(deed: Reversal, *, by: Any) -> None:
    """What an account did was undone: its owner is warned, once, in their language, and may contest that.
    Nobody is told of what the site does by itself, nor is who left."""
    person = deed.person
    if not rules.may(by, "measure.take", person):
        return
    known = person.language if person.language in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(known):
        reason = _("What your account did was undone. %(reason)s") % {"reason": deed.reason}
    measure = Measure.objects.create(kind=Kind.WARN, person=person, decided_by=by, reason=reason, at=deed.at)
    notices.measured(measure)
    _put_under(trusting.hold(person.pk))


def brought_back(deed: Reversal, *, by: Any, reason: str) -> None:
    """It is as it was: they were warned for nothing."""
    person = trusting.hold(deed.person_id)
    for measure in Measure.objects.standing().filter(kind=Kind.WARN, person=person, at=deed.at):
        _close(measure, by if isinstance(by, User) else None, reason)
        _put_under(person)
        trusting.gain(person)


# --- what they share ----------------------------------------------------------------------------------------


def _take_back(measure: Measure, by: Any, reason: str) -> Measure:
    _close(measure, by, reason)
    said = measure.words
    if said is not None and not powers.is_gone(said):
        said.hidden, said.hidden_by, said.hidden_reason = None, None, ""
        said.save(update_fields=["hidden", "hidden_by", "hidden_reason"])
        said.flags.exclude(upheld=False).update(upheld=False)
    else:  # the flags that it had upheld were in error
        Flag.objects.filter(about=measure.person_id, at__lte=measure.at, upheld=True).update(upheld=False)
    _put_under(trusting.hold(measure.person_id))
    trusting.gain(measure.person)
    return measure


def _close(measure: Measure, by: Any, reason: str) -> None:
    measure.lifted_at, measure.lifted_by, measure.lifted_reason = timezone.now(), by, reason
    if measure.contested_at is not None and measure.answered_at is None:
        measure.answered_at, measure.answered_by = measure.lifted_at, by
        measure.answer, measure.upheld = reason, False
    measure.read_at = None
    measure.save()
    notices.measured(measure)


def _put_under(person: User) -> None:
    """What stands against somebody, as their account bears it; the caller holds the account."""
    banned, until, unread = standing_against(person)
    accounts.put_under(person, banned=banned, suspended_until=until, to_read=unread)


def _hold(by: Any, person: User) -> tuple[User, User]:
    """Both as they are until the transaction ends, always in one order: two who act on one another wait."""
    found = {pk: trusting.hold(pk) for pk in sorted({by.pk, person.pk})}
    return found[by.pk], found[person.pk]


def _claim(measure: Measure, action: str, by: Any, late: str) -> Measure:
    """The measure as it is until the transaction ends, for those who may do this to it; held in the order of
    whoever hides words: these, their person, then what is decided."""
    for model, pk in ((Comment, measure.comment_id), (Reuse, measure.reuse_id)):
        if pk is not None:
            model._base_manager.select_for_update(of=("self",)).values_list("pk").get(pk=pk)
    trusting.hold(measure.person_id)
    found = Measure.objects.select_for_update(of=("self",))
    now = found.select_related("person", "comment__thread__page", "reuse").get(pk=measure.pk)
    if not rules.may(by, action, now):
        raise MeasureSettled(late)
    return now


def _tell(action: str, measure: Measure, by: Any, reason: str) -> None:
    said = measure.words
    if isinstance(said, Comment):
        told = {"comment": said.pk, "thread": said.thread_id}
        journal.note(action, said.thread.page, by=by, reason=reason, after=told)
    elif isinstance(said, Reuse):
        use = Use.objects.filter(reuse=said).select_related("page").first()
        journal.note(action, use.page if use else said.author, by=by, reason=reason, after={"reuse": said.pk})
    else:
        journal.note(action, measure.person, by=by, reason=reason, after={"person": measure.person_id})


def _required(reason: str) -> str:
    if not reason.strip():
        raise BadMeasure(_("Say why: whoever it is about reads it, and the journal keeps it."))
    return reason.strip()
