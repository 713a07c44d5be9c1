"""The answer that a charter promises: whoever decides has said something, be it yes, no, or not yet."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from wiki import rules
from wiki.models import Suggestion


def hear(suggestion: Suggestion, *, by: Any) -> None:
    """Its author has an answer to the words of today; within the transaction that keeps the answer. Nobody
    answers themselves."""
    if getattr(by, "pk", None) not in (None, suggestion.author_id):
        unanswered = Suggestion.objects.filter(pk=suggestion.pk, answered_at=None)
        unanswered.update(answered_at=timezone.now())


def hear_comment(suggestion: Suggestion | None, *, by: Any) -> None:
    """The same of a comment on it, if it comes from somebody who decides."""
    if suggestion is not None and rules.may(by, "suggestion.decide", suggestion):
        hear(suggestion, by=by)
