"""Tacit consent comes by itself: the queue looks every few minutes for what silence has adopted."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from wiki import rules
from wiki.actions import deciding, looking, rebasing, suggesting, suggestions
from wiki.errors import EditConflict, Refusal, SuggestionSettled
from wiki.models import Charter, Review, Suggestion
from wiki.models.page import below
from wiki.models.suggestion import Aim, Footing, Stage

EVERY = timedelta(minutes=10)

log = logging.getLogger(__name__)


@task(priority=-20)
def look() -> int:
    """How many suggestions it adopted. The next look is planned first: one that fails is not the last."""
    plan()
    return adopt_due(by=rules.SYSTEM)


def plan() -> None:
    """Have the queue look again before long, while some charter asks for it; one look waits at a time."""
    if not Charter.objects.filter(consent_days__isnull=False).exists():
        return
    looking.again(look, every=EVERY)


def adopt_due(*, by: Any) -> int:
    """Adopt what silence has decided on by now, each by itself; how many suggestions."""
    rules.require(by, "suggestion.adopt")
    asked = dict(Charter.objects.filter(consent_days__isnull=False).values_list("pk", "consent_days"))
    if not asked:
        return 0
    long_ago = timezone.now() - timedelta(days=min(days or 0 for days in asked.values()))
    texts = Suggestion.objects.filter(state=Stage.OPEN, aim=Aim.TEXT, open_since__lte=long_ago)
    due = texts.filter(page__in=below(frozenset(asked))).order_by("pk").values_list("pk", flat=True)
    return sum(adopt(pk, by=by) is not None for pk in list(due))


def adopt(pk: int, *, by: Any) -> Review | None:
    """Publish those changes of a suggestion that silence has adopted, on the text of today; None where none
    has. Twice is once, and whoever objects first is heard."""
    rules.require(by, "suggestion.adopt")
    suggestion = _brought(pk)
    told = rebasing.in_words(suggestion, rebasing.keys(suggestion))
    found = deciding.consent(suggestion, told)
    if found is None or timezone.now() < found.at:
        return None
    ready = found.ready & rebasing.meet(suggestion, suggestion.page).keys
    if not ready:
        return None
    try:
        return suggestions.accept(suggestion, by=by, seen=suggestion.version, chosen=ready, silently=True)
    except (SuggestionSettled, EditConflict):  # decided, amended or objected to meanwhile, or written over
        return None
    except Refusal:
        log.exception("Suggestion %s cannot be adopted.", pk)
        return None


def _brought(pk: int) -> Suggestion:
    """The suggestion on the newest text of its page: the queue may not have brought it there yet."""
    suggestion = suggesting.found().get(pk=pk)
    is_behind = suggestion.on_id != rebasing.latest(suggestion.page).pk
    if suggestion.is_living and is_behind and suggestion.footing != Footing.CONFLICT:
        with transaction.atomic():
            rebasing.hold(suggestion.page_id)
            rebasing.bring(pk)
        suggestion = suggesting.found().get(pk=pk)
    return suggestion
