"""Taking a stand on a suggestion: a support, or an objection that says why and how else; taking it back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import limiting, notices, rebasing, suggesting
from wiki.errors import BadSuggestion
from wiki.models import Stand, Suggestion
from wiki.models.notice import Kind
from wiki.models.stand import Stance

MOST = 2_000  # characters of a reason


def support(suggestion: Suggestion, *, by: Any, seen: int, chosen: Collection[str] = ()) -> Stand:
    """Be for it, or for the change of these keys; `seen` is the version that was in view. Twice is once."""
    return _take(suggestion, Stance.SUPPORT, by, seen, chosen, {})


def object_to(
    suggestion: Suggestion, *, by: Any, seen: int, reason: str, other_way: str, chosen: Collection[str] = ()
) -> Stand:
    """Be against it, or against the change of these keys: what would go wrong, and what to do instead."""
    said = {"reason": reason.strip(), "other_way": other_way.strip()}
    if not all(said.values()):
        raise BadSuggestion(_("An objection says what would go wrong, and proposes another way."))
    if max(map(len, said.values())) > MOST:
        raise BadSuggestion(_("Say it in %(most)d characters at most.") % {"most": MOST})
    return _take(suggestion, Stance.OBJECTION, by, seen, chosen, said)


@transaction.atomic
def take_back(stand: Stand, *, by: Any) -> Stand:
    """It counts no more; twice is once."""
    rebasing.hold(stand.suggestion.page_id)
    stand = Stand.objects.select_related("suggestion__page").get(pk=stand.pk)
    rules.require(by, "stand.take_back", stand)
    if stand.taken_back is None:
        stand.taken_back = timezone.now()
        stand.save(update_fields=["taken_back"])
    return stand


@transaction.atomic
def _take(
    suggestion: Suggestion, stance: str, by: Any, seen: int, chosen: Collection[str], said: dict[str, str]
) -> Stand:
    suggesting.require(suggestion, "stand.take", by, seen)
    limiting.gesture(by, "stand")
    rebasing.hold(suggestion.page_id)
    suggestion = suggesting.found().get(pk=suggestion.pk)
    suggesting.require(suggestion, "stand.take", by, seen)
    known = rebasing.keys(suggestion)
    if not set(chosen) <= known:
        raise BadSuggestion(_("These changes are not of this suggestion, or were decided already."))
    told = {
        "change": rebasing.first(chosen),
        "changes": rebasing.in_words(suggestion, frozenset(chosen) or known),
    }
    others = Stand.objects.standing().filter(suggestion=suggestion, by=by, change=told["change"])
    for other in others:
        if other.stance == stance and not said:
            return other
    others.update(taken_back=timezone.now())
    stand = Stand.objects.create(suggestion=suggestion, by=by, stance=stance, **told, **said)
    kind = Kind.SUPPORTED if stance == Stance.SUPPORT else Kind.OBJECTED
    notices.note(kind, suggestion.page, by=by, suggestion=suggestion, stand=stand)
    return stand
