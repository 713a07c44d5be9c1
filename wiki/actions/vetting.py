"""What moderators do to reuses: let through, kept, hidden for a reason, shown again; and reports of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User, not_barred
from wiki import rules
from wiki.actions import flagging, journal, measures, reuses, trusting
from wiki.errors import BadComment, CommentChanged, CommentSettled
from wiki.models import Flag, Reuse, Use
from wiki.models.measure import Kind
from wiki.queries import queue
from wiki.rules import SYSTEM

# What is told of one that stays, or comes back.
KEPT, RELEASED, RESTORED = "reuse.keep", "reuse.release", "reuse.restore"


@transaction.atomic
def flag(reuse: Reuse, *, by: Any, rule: str, reason: str = "", proof: str | None = None) -> Flag:
    """Say that it breaks a rule, once; enough trusted people hide it until it is looked at."""
    said = flagging.flag(reuse, by=by, rule=rule, reason=reason, proof=proof)
    counting = User.objects.filter(not_barred(), trusted=True, is_active=True)
    trusted = reuse.flags.filter(upheld=None, by__in=counting).count()
    if trusted >= settings.FLAGS_THAT_HIDE and rules.may(SYSTEM, "reuse.hide", reuse):
        hide(reuse, by=SYSTEM, reason=_("Flagged by several trusted contributors."), judges=False)
    return said


@transaction.atomic
def hide(reuse: Reuse, *, by: Any, reason: str, judges: bool = True) -> Reuse:
    """Take it out of sight of all but its author and those who decide; its flags are upheld, where somebody
    has judged."""
    reuse = reuses.claim(reuse, "reuse.hide", by)
    _require_reason(reason)
    return _put_away(reuse, by, reason, judges)


@transaction.atomic
def restore(reuse: Reuse, *, by: Any, reason: str) -> Reuse:
    """Bring a hidden one back; flags nobody had judged were in error."""
    reuse = reuses.claim(reuse, "reuse.restore", by)
    _require_reason(reason)
    return _let_back(reuse, by, RESTORED, reason)


@transaction.atomic
def release(reuse: Reuse, *, by: Any) -> Reuse:
    """Let a first one through."""
    reuse = reuses.claim(reuse, "reuse.release", by)
    return _let_back(reuse, by, RELEASED, "")


@transaction.atomic
def keep(reuse: Reuse, *, by: Any, seen: str) -> Reuse:
    """Nothing is wrong with what waited: its flags are dismissed, and everybody reads it. `seen` is what was
    looked at, as `looked_at` tells it."""
    reuse = _claim_waiting(reuse, by, seen)
    return _let_back(reuse, by, RESTORED if reuse.hidden else RELEASED if reuse.held else KEPT, "")


@transaction.atomic
def withhold(reuse: Reuse, *, by: Any, seen: str, reason: str) -> Reuse:
    """What waited is hidden, or stays so; its flags are upheld. `seen` as for `keep`."""
    _require_reason(reason)
    return _put_away(_claim_waiting(reuse, by, seen), by, reason, judges=True)


def waits(reuse: Reuse, flags: Sequence[Flag]) -> bool:
    """Whether anybody has to decide on it, which has these flags that nobody judged."""
    is_held = reuse.held and reuse.hidden is None
    return reuse.withdrawn is None and (is_held or bool(flags))


def looked_at(reuse: Reuse, flags: Sequence[Flag]) -> str:
    """The words and the flags on which somebody decides: they hold for no others."""
    written = reuse.edited or reuse.created
    return f"{written.timestamp():.6f}-{flagging.looked_at(list(flags))}"


def _claim_waiting(reuse: Reuse, by: Any, seen: str) -> Reuse:
    reuse = reuses.claim(reuse, "reuse.inspect", by)
    flags = list(queue.flags_on(reuse))
    if not waits(reuse, flags):
        raise CommentSettled(_("Somebody else has decided on this meanwhile."))
    if seen != looked_at(reuse, flags):
        raise CommentChanged(
            _("Its words, or what is said against it, changed while you were reading. Look at it once more.")
        )
    return reuse


def _let_back(reuse: Reuse, by: Any, action: str, reason: str) -> Reuse:
    was_held = reuse.held and reuse.hidden is None
    reuse.held, reuse.held_for = False, ""
    reuse.hidden, reuse.hidden_by, reuse.hidden_reason = None, None, ""
    reuse.save(update_fields=["held", "held_for", "hidden", "hidden_by", "hidden_reason"])
    reuse.flags.filter(upheld=None).update(upheld=False)
    if was_held and reuse.withdrawn is None:
        reuses.heard(reuse)
    _tell(action, reuse, by, reason)
    measures.shown_again(reuse, by, reason.strip())
    trusting.gain(reuse.author)
    return reuse


def _put_away(reuse: Reuse, by: Any, reason: str, judges: bool) -> Reuse:
    who = by if getattr(by, "pk", None) else None
    reuse.hidden, reuse.hidden_by, reuse.hidden_reason = timezone.now(), who, reason.strip()
    reuse.save(update_fields=["hidden", "hidden_by", "hidden_reason"])
    if judges:
        upheld = reuse.flags.filter(upheld=None).update(upheld=True)
        if upheld:
            trusting.lose(reuse.author)
    _tell("reuse.hide", reuse, by, reason)
    measures.put_away(reuse, Kind.REUSE, by, reason.strip())
    return reuse


def _tell(action: str, reuse: Reuse, by: Any, reason: str) -> None:
    use = Use.objects.filter(reuse=reuse).select_related("page").first()
    if use is not None:
        journal.note(action, use.page, by=by, reason=reason, after={"reuse": reuse.pk})


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise BadComment(_("Say why: the journal keeps the reason."))
