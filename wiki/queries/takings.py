"""Who is at what just now, for those who are signed in: it lapses by the clock, and so is on no kept page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.models import User
from wiki.models import Comment, Suggestion, Taking
from wiki.models.suggestion import Stage
from wiki.models.taking import Taken


def of_suggestion(suggestion: Suggestion, user: Any) -> Taking | None:
    """Who has taken it to decide; in one query, for as long as it waits for that."""
    if suggestion.state != Stage.OPEN or not user.is_authenticated:
        return None
    return _standing(Taken.SUGGESTION, [suggestion.pk]).get(suggestion.pk)


def of_comment(comment: Comment) -> Taking | None:
    """Who is at it in the moderators' queue; in one query."""
    return _standing(Taken.COMMENT, [comment.pk]).get(comment.pk)


def tell_suggestions(suggestions: Collection[Any], user: Any) -> None:
    """Tell each suggestion of a list who has taken it, if anybody; in one query."""
    waiting = [one.pk for one in suggestions if one.state == Stage.OPEN] if user.is_authenticated else []
    found = _standing(Taken.SUGGESTION, waiting)
    for one in suggestions:
        one.taken = found.get(one.pk)


def who_is_at_comments() -> dict[str, Subquery]:
    """Who is at a comment that waits for the moderators, within the query that reads it; see `named`."""
    found = Taking.objects.standing().filter(kind=Taken.COMMENT, key=OuterRef("pk")).order_by()
    return {
        "taken_key": Subquery(found.values("by")[:1]),
        "taken_name": Subquery(found.values("by__name")[:1]),
    }


def named(comment: Any) -> str:
    """That person, as all screens name them."""
    return str(User(pk=comment.taken_key, name=comment.taken_name)) if comment.taken_key else ""


def _standing(kind: str, keys: Collection[int]) -> dict[int, Taking]:
    if not keys:
        return {}
    found = Taking.objects.standing().filter(kind=kind, key__in=keys).select_related("by")
    return {taking.key: taking for taking in found}
