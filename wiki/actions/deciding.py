"""What a charter asks before something is published: how many must agree to a change, in its very words, or
for how long nobody may object to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions import answering, notices, rebasing, taking
from wiki.errors import SuggestionSettled
from wiki.models import Charter, Page, Review, Stand, Suggestion
from wiki.models.page import State
from wiki.models.stand import Stance
from wiki.models.suggestion import Aim, Stage, Verdict

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
    answering.hear(suggestion, by=by)
    taking.is_over(suggestion, by=by)
    for review in suggestion.reviews.filter(verdict=Verdict.APPROVED, by=by):
        if review.changes == told:
            return review
    review = Review.objects.create(
        suggestion=suggestion,
        verdict=Verdict.APPROVED,
        by=by,
        reason=reason.strip(),
        version=version,
        changes=dict(told),
    )
    notices.decided(review, by=by)
    return review


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


# --- tacit consent ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Consent:
    """What silence makes of a suggestion at `at`: by key, how many supports each change still lacks; those
    that somebody objects to; all others are `ready`."""

    at: datetime
    lacking: Mapping[str, int]
    opposed: frozenset[str]

    @property
    def ready(self) -> frozenset[str]:
        return frozenset(key for key, more in self.lacking.items() if not more) - self.opposed

    @property
    def waiting(self) -> frozenset[str]:
        """Those that supports alone are lacking for."""
        return frozenset(self.lacking) - self.ready - self.opposed


def consent(suggestion: Suggestion, told: Told) -> Consent | None:
    """What silence makes of these changes, the open ones of a suggestion in its own words; None where the
    charter has no such rule, or the suggestion waits for its author or for somebody who decides.

    Only another text is ever adopted so: a page that comes, goes or moves, and one that is locked, waits for
    people.
    """
    page = suggestion.page
    charter = Charter.objects.of(page)
    is_waiting = suggestion.state == Stage.OPEN and suggestion.open_since is not None
    is_waiting = is_waiting and not suggestion.held_for
    is_free = suggestion.aim == Aim.TEXT and page.state == State.PUBLISHED and not page.locked
    if charter.consent_days is None or not (is_waiting and is_free):
        return None
    since = [moment for moment in (suggestion.open_since, charter.consent_since) if moment]
    standing = [one for one in suggestion.stands.all() if one.taken_back is None and one.lapsed is None]
    supports = [one for one in standing if one.stance == Stance.SUPPORT]
    lacking = {
        key: max(
            0,
            charter.consent_supports - len({one.by_id for one in supports if one.changes.get(key) == words}),
        )
        for key, words in told.items()
    }
    return Consent(
        at=max(since) + timedelta(days=charter.consent_days),
        lacking=lacking,
        opposed=_opposed(told, [one for one in standing if one.stance == Stance.OBJECTION]),
    )


def _opposed(told: Told, objections: Sequence[Stand]) -> frozenset[str]:
    """What an objection stops: its own changes; all, where it is to the whole, or its words became others."""
    opposed: set[str] = set()
    for one in objections:
        own = one.changes.keys() & told.keys() if one.change else set()
        opposed |= own or told.keys()
    return frozenset(opposed)


def require_consent(suggestion: Suggestion, keys: Collection[str]) -> None:
    """SuggestionSettled unless silence adopts all of these changes now; within the transaction that holds the
    page, where nobody can object meanwhile."""
    found = consent(suggestion, rebasing.in_words(suggestion, rebasing.keys(suggestion)))
    if found is None or timezone.now() < found.at or not found.ready.issuperset(keys):
        raise SuggestionSettled(_("Tacit consent does not hold any more."))
