"""What a charter asks before something is published: how many must agree to a change, in its very words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiki.models import Charter, Page, Review, Suggestion
from wiki.models.suggestion import Verdict

Told = Mapping[str, Any]  # changes in their own words, by key


def needed(page: Page) -> int:
    """How many people must approve a change of this page."""
    return Charter.objects.of(page).approvals


def is_enough(suggestion: Suggestion, told: Told, *, by: Any) -> bool:
    """Whether these changes may be published now that this person agrees. The site itself asks nobody."""
    most = needed(suggestion.page)
    if most == 1 or getattr(by, "pk", None) is None:
        return True
    return min(len(people | {by.pk}) for people in _approvers(suggestion, told).values()) >= most


def approve(suggestion: Suggestion, told: Told, *, by: Any, version: int, reason: str) -> Review:
    """Note that this person agrees to these changes, once; before others are asked again, within the
    transaction that holds the page."""
    for review in suggestion.reviews.filter(verdict=Verdict.APPROVED, by=by):
        if review.changes == told:
            return review
    return Review.objects.create(
        suggestion=suggestion,
        verdict=Verdict.APPROVED,
        by=by,
        reason=reason.strip(),
        version=version,
        changes=dict(told),
    )


def agreed(suggestion: Suggestion, told: Told) -> int:
    """How many people stand by all of these changes; an approval lapses where the words became others."""
    found = _approvers(suggestion, told)
    return min(map(len, found.values())) if found else 0


def _approvers(suggestion: Suggestion, told: Told) -> dict[str, set[int]]:
    """Who approved each change, as it reads now."""
    reviews = [one for one in suggestion.reviews.all() if one.verdict == Verdict.APPROVED]
    return {
        key: {one.by_id for one in reviews if one.by_id and one.changes.get(key) == words}
        for key, words in told.items()
    }
