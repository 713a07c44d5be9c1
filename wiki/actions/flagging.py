"""Flags on suggestions, pages and people, dismissed or upheld, and suggestions that a filter held back.

Comments and reuses have verbs of their own.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import journal, limiting, proving, suggestions, trusting
from wiki.errors import BadComment, CommentChanged, CommentSettled
from wiki.models import Flag, Page, Reuse, Review, Suggestion
from wiki.models.flag import Rule
from wiki.queries import queue

Judged = Suggestion | Page | User
Flagged = Judged | Reuse


@transaction.atomic
def flag(it: Flagged, *, by: Any, rule: str, reason: str = "", proof: str | None = None) -> Flag:
    """Say that it breaks a rule, once; without the `proof` that was asked for, the queue says so."""
    rules.require(by, f"{_word(it)}.flag", it)
    require_words(rule, reason)
    trusting.hold(by.pk)  # one flag of a person after the other
    kept = Flag.objects.filter(by=by, **queue.about(it)).first()
    if kept is not None:
        return kept
    limiting.flag(by)
    told = {"rule": rule, "reason": reason.strip(), "unproved": proving.is_missing(proof)}
    return Flag.objects.create(by=by, **told, **queue.about(it))


@transaction.atomic
def dismiss(it: Judged, *, by: Any, seen: str) -> int:
    """Nothing is wrong with it; how many flags said otherwise. `seen` is what was looked at."""
    return _judge(it, by, seen, False, "")


@transaction.atomic
def uphold(it: Judged, *, by: Any, seen: str, reason: str) -> int:
    """It was in the wrong; what was done about it is told in the reason."""
    if not reason.strip():
        raise BadComment(_("Say why: the journal keeps the reason."))
    count = _judge(it, by, seen, True, reason)
    author = _author(it)
    if author is not None:
        trusting.lose(author)
    return count


@transaction.atomic
def keep(suggestion: Suggestion, *, by: Any, seen: str, version: int) -> None:
    """Nothing is wrong with it: flags are dismissed, and everybody reads it, if a filter held it back."""
    held = _require_waiting(suggestion, by)
    if held:
        suggestions.release(suggestion, by=by, seen=version)
    if not held or queue.flags_on(suggestion).exists():
        dismiss(suggestion, by=by, seen=seen)


@transaction.atomic
def decline(suggestion: Suggestion, *, by: Any, seen: str, version: int, reason: str) -> Review:
    """It was in the wrong, and is declined as a whole; its author reads the reason. What a filter held back
    stays theirs and that of those who decide."""
    held = _require_waiting(suggestion, by)
    told = suggestions.decline(suggestion, by=by, seen=version, reason=reason)
    if not held or queue.flags_on(suggestion).exists():
        uphold(suggestion, by=by, seen=seen, reason=reason)
    else:
        lined = {"suggestion": suggestion.pk}
        journal.note("suggestion.withhold", suggestion.page, by=by, reason=reason, after=lined)
    return told


def looked_at(flags: list[Flag]) -> str:
    """The flags on which somebody decides: what they decide holds for no others."""
    return str(max((flag.pk for flag in flags), default=0))


def require_words(rule: str, reason: str) -> None:
    """A rule says enough by itself, but for the one that is none."""
    if rule == Rule.OTHER and not reason.strip():
        raise BadComment(_("Say what is wrong: the rule alone does not tell."))


def _require_waiting(suggestion: Suggestion, by: Any) -> bool:
    """Whether a filter holds it back now; CommentSettled where nothing waits for anybody any more."""
    rules.require(by, "flag.judge", suggestion)
    held = Suggestion.objects.held_back().filter(pk=suggestion.pk).exists()
    if not held and not queue.flags_on(suggestion).exists():
        raise CommentSettled(_("Somebody else has decided on this meanwhile."))
    return held


def _judge(it: Judged, by: Any, seen: str, upheld: bool, reason: str) -> int:
    rules.require(by, "flag.judge", it)
    flags = list(queue.flags_on(it).select_for_update(of=("self",)))
    if not flags:
        raise CommentSettled(_("Somebody else has decided on this meanwhile."))
    if seen != looked_at(flags):
        raise CommentChanged(_("Somebody reported it once more while you were reading. Look at it again."))
    Flag.objects.filter(pk__in=[one.pk for one in flags]).update(upheld=upheld)
    told = {_word(it): it.pk}
    about = it.page if isinstance(it, Suggestion) else it
    lined = {} if isinstance(it, Page) else told
    if upheld:
        journal.note("flag.uphold", about, by=by, reason=reason, after=lined)
    else:
        journal.note("flag.dismiss", about, by=by, after=lined)
    return len(flags)


def _word(it: Flagged) -> str:
    return "person" if isinstance(it, User) else type(it).__name__.lower()


def _author(it: Judged) -> User | None:
    if isinstance(it, Page):
        return None
    return it if isinstance(it, User) else it.author
