"""What keeps discussions safe: comments hidden and shown again, first ones released, flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, not_barred
from wiki import rules
from wiki.actions import flagging, journal, limiting, measures, proving, taking, threads, trusting
from wiki.errors import BadComment, CommentChanged, CommentSettled
from wiki.models import Comment, Flag
from wiki.models.flag import Rule
from wiki.models.measure import Kind
from wiki.queries import queue
from wiki.rules import SYSTEM


@transaction.atomic
def hide(comment: Comment, *, by: Any, reason: str) -> Comment:
    """Take a comment out of sight of all but its author and moderators; its flags are upheld, and cost its
    author a trust that grew by itself."""
    comment = threads.claim_comment(comment, "comment.hide", by)
    _require_reason(reason)
    return _put_away(comment, by, reason)


@transaction.atomic
def restore(comment: Comment, *, by: Any, reason: str) -> Comment:
    """Bring a hidden comment back; flags nobody had judged were in error, and cost its author nothing."""
    comment = threads.claim_comment(comment, "comment.restore", by)
    _require_reason(reason)
    comment.hidden, comment.hidden_by, comment.hidden_reason = None, None, ""
    comment.save(update_fields=["hidden", "hidden_by", "hidden_reason"])
    comment.flags.filter(upheld=None).update(upheld=False)
    _tell("comment.restore", comment, by, reason)
    measures.shown_again(comment, by, reason.strip())
    trusting.gain(comment.author)
    return comment


@transaction.atomic
def release(comment: Comment, *, by: Any) -> Comment:
    """Let a first comment through."""
    comment = threads.claim_comment(comment, "comment.release", by)
    comment.held = False
    comment.save(update_fields=["held"])
    threads.heard(comment)
    _tell("comment.release", comment, by, "")
    return comment


@transaction.atomic
def keep(comment: Comment, *, by: Any, seen: str) -> Comment:
    """Nothing is wrong with what waited: its flags are dismissed; held, it is let through; hidden by flags
    alone, it is shown again. `seen` is what was looked at, as `looked_at` tells it."""
    comment = _claim_waiting(comment, by, seen)
    if comment.hidden is not None:
        _tell("comment.restore", comment, by, "")
    elif comment.held:
        _tell("comment.release", comment, by, "")
    else:
        _tell("comment.keep", comment, by, "")
    if comment.held and comment.hidden is None:
        threads.heard(comment)
    comment.held = False
    comment.hidden, comment.hidden_by, comment.hidden_reason = None, None, ""
    comment.save(update_fields=["held", "hidden", "hidden_by", "hidden_reason"])
    comment.flags.filter(upheld=None).update(upheld=False)
    measures.shown_again(comment, by, "")
    trusting.gain(comment.author)
    return comment


@transaction.atomic
def withhold(comment: Comment, *, by: Any, seen: str, reason: str) -> Comment:
    """What waited is hidden, or stays so; its flags are upheld. `seen` as for `keep`."""
    _require_reason(reason)
    return _put_away(_claim_waiting(comment, by, seen), by, reason)


@transaction.atomic
def ask(comment: Comment, *, by: Any, seen: str, reason: str) -> Comment:
    """What waited is put away until its author says it otherwise, and waits again from then on; its flags are
    upheld, and cost no trust that stands. `seen` as for `keep`."""
    _require_reason(reason)
    rules.require(by, "comment.ask", comment)
    comment = _claim_waiting(comment, by, seen)
    rules.require(by, "comment.ask", comment)
    _hidden(comment, by, reason)
    _tell("comment.ask", comment, by, reason)
    measures.put_away(comment, Kind.ASK, by, reason.strip())
    return comment


def looked_at(comment: Comment, flags: Sequence[Flag]) -> str:
    """The words and the flags on which somebody decides: they hold for no others."""
    written = comment.edited or comment.created
    return f"{written.timestamp():.6f}-{max((flag.pk for flag in flags), default=0)}"


@transaction.atomic
def flag(comment: Comment, *, by: Any, reason: str, rule: str = Rule.OTHER, proof: str | None = None) -> Flag:
    """Say that a comment breaks the rules, once; enough trusted people hide it until it is looked at."""
    comment = threads.claim_comment(comment, "comment.flag", by)
    flagging.require_words(rule, reason)
    said = Flag.objects.filter(comment=comment, by=by).first()
    if said is not None:
        return said
    limiting.flag(by)
    told = {"rule": rule, "reason": reason.strip(), "unproved": proving.is_missing(proof)}
    said = Flag.objects.create(comment=comment, by=by, **told)
    counting = User.objects.filter(not_barred(), trusted=True, is_active=True)
    trusted = comment.flags.filter(upheld=None, by__in=counting).count()
    if trusted >= settings.FLAGS_THAT_HIDE:
        hide(comment, by=SYSTEM, reason=_("Flagged by several trusted contributors."))
    return said


def _claim_waiting(comment: Comment, by: Any, seen: str) -> Comment:
    """The comment as it is now, for whoever decides on it, if it still waits and is what they looked at."""
    comment = threads.claim_comment(comment, "comment.judge", by)
    flags = queue.flags_of(comment)
    if not queue.waits(comment, flags):
        raise CommentSettled(_became(comment))
    if seen != looked_at(comment, flags):
        raise CommentChanged(
            _("Its words, or what is said against it, changed while you were reading. Look at it once more.")
        )
    taking.is_over(comment, by=by)
    return comment


def _became(comment: Comment) -> str:
    if comment.deleted is not None:
        return _("This comment was deleted meanwhile: there is nothing to decide any more.")
    if comment.hidden is not None:
        return _("Somebody else has decided on this comment meanwhile: it is hidden.")
    return _("Somebody else has decided on this comment meanwhile: everybody reads it.")


def _put_away(comment: Comment, by: Any, reason: str) -> Comment:
    """Out of sight, for a reason."""
    _hidden(comment, by, reason)
    _tell("comment.hide", comment, by, reason)
    measures.put_away(comment, Kind.HIDE, by, reason.strip())
    trusting.lose(comment.author)
    return comment


def _hidden(comment: Comment, by: Any, reason: str) -> None:
    """Whoever moderates has read it: it is held no more."""
    comment.hidden, comment.hidden_reason = timezone.now(), reason.strip()
    comment.hidden_by = by if getattr(by, "pk", None) else None
    if by is not SYSTEM:
        comment.held = False
        comment.flags.filter(upheld=None).update(upheld=True)
    comment.save(update_fields=["held", "hidden", "hidden_by", "hidden_reason"])


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadComment(_("Say why: the journal keeps the reason."))


def _tell(action: str, comment: Comment, by: Any, reason: str) -> None:
    told = {"comment": comment.pk, "thread": comment.thread_id}
    journal.note(action, comment.thread.page, by=by, reason=reason, after=told)
