"""A suggestion retouched by whoever decides, and accepted so: both are credited."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions import deciding, limiting, rebasing, suggesting, suggestions
from wiki.actions.rendering import Ready
from wiki.errors import BadSuggestion, EditConflict
from wiki.models import Page, Review, Suggestion
from wiki.models.suggestion import Aim


def is_offered(suggestion: Suggestion) -> bool:
    """Of a text, where one approval is enough: others would not have read the words of the retouch."""
    return suggestion.aim == Aim.TEXT and deciding.needed(suggestion.page) == 1


def accept(
    suggestion: Suggestion,
    *,
    by: Any,
    seen: int,
    base: int,
    source: str,
    fields: Mapping[str, str],
    reason: str,
) -> Review:
    """Publish this text, made of what is proposed, for the whole of the suggestion; `base` is the revision of
    the page, and `seen` the version of the suggestion, that were in view.

    EditConflict where the page has another text by now; exactly once, as every acceptance.
    """
    suggesting.require(suggestion, "suggestion.accept", by, seen)
    if not is_offered(suggestion):
        raise BadSuggestion(_("Several people decide here: ask its author for changes instead."))
    limiting.gesture(by, "edit")
    page = copy(suggestion.page)
    ready = suggestions.written(page, source, fields)  # slow: before any lock
    if rebasing.latest(page).pk != base:
        raise EditConflict(page, {"source": source, "reason": reason} | dict(fields))
    return _publish(suggestion, page, ready, by=by, seen=seen, reason=reason)


@transaction.atomic
def _publish(suggestion: Suggestion, page: Page, ready: Ready, *, by: Any, seen: int, reason: str) -> Review:
    suggestion = suggesting.claim(suggestion, "suggestion.accept", by, seen)
    told = rebasing.in_words(suggestion, rebasing.keys(suggestion))
    told_both = [rebasing.named(by)]
    return suggestions.go_in(
        suggestion, page, ready, told, whole=True, by=by, reason=reason, co_authors=told_both
    )
