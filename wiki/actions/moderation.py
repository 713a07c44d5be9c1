"""What keeps discussions safe: comments hidden and shown again, first ones released, flags."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions import journal, limiting, threads, trusting
from wiki.errors import BadComment
from wiki.models import Comment, Flag
from wiki.rules import SYSTEM


@transaction.atomic
def hide(comment: Comment, *, by: Any, reason: str) -> Comment:
    """Take a comment out of sight of all but its author and moderators; its flags are upheld, and cost its
    author a trust that grew by itself."""
    comment = threads.claim_comment(comment, "comment.hide", by)
    _require_reason(reason)
    comment.hidden, comment.hidden_reason = timezone.now(), reason.strip()
    comment.hidden_by = by if getattr(by, "pk", None) else None
    comment.save(update_fields=["hidden", "hidden_by", "hidden_reason"])
    if by is not SYSTEM:
        comment.flags.filter(upheld=None).update(upheld=True)
    _tell("comment.hide", comment, by, reason)
    trusting.lose(comment.author)
    return comment


@transaction.atomic
def restore(comment: Comment, *, by: Any, reason: str) -> Comment:
    """Bring a hidden comment back; flags nobody had judged were in error, and cost its author nothing."""
    comment = threads.claim_comment(comment, "comment.restore", by)
    _require_reason(reason)
    comment.hidden, comment.hidden_by, comment.hidden_reason = None, None, ""
    comment.save(update_fields=["hidden", "hidden_by", "hidden_reason"])
    comment.flags.filter(upheld=None).update(upheld=False)
    _tell("comment.restore", comment, by, reason)
    trusting.gain(comment.author)
    return comment


@transaction.atomic
def release(comment: Comment, *, by: Any) -> Comment:
    """Let a first comment through."""
    comment = threads.claim_comment(comment, "comment.release", by)
    comment.held = False
    comment.save(update_fields=["held"])
    _tell("comment.release", comment, by, "")
    return comment


@transaction.atomic
def flag(comment: Comment, *, by: Any, reason: str) -> Flag:
    """Say that a comment breaks the rules, once; enough trusted people hide it until it is looked at."""
    comment = threads.claim_comment(comment, "comment.flag", by)
    _require_reason(reason)
    said = Flag.objects.filter(comment=comment, by=by).first()
    if said is not None:
        return said
    limiting.flag(by)
    said = Flag.objects.create(comment=comment, by=by, reason=reason.strip())
    trusted = comment.flags.filter(upheld=None, by__trusted=True, by__is_active=True).count()
    if trusted >= settings.FLAGS_THAT_HIDE:
        hide(comment, by=SYSTEM, reason=_("Flagged by several trusted contributors."))
    return said


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadComment(_("Say why: the journal keeps the reason."))


def _tell(action: str, comment: Comment, by: Any, reason: str) -> None:
    told = {"comment": comment.pk, "thread": comment.thread_id}
    journal.note(action, comment.thread.page, by=by, reason=reason, after=told)
