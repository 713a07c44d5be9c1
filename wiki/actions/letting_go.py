"""Pictures held for nothing: those of a suggestion that was settled without them, and those that were never
sent, go once nobody can be expected to come back to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from wiki import rules
from wiki.actions import journal, looking
from wiki.actions.drafts import KEPT_FOR
from wiki.actions.uploading import REMOVED, said_of
from wiki.models import Attachment

EVERY = timedelta(days=1)


@task(priority=-20)
def look() -> int:
    """How many pictures went. The next look is planned first: one that fails is not the last."""
    plan()
    return let_go(by=rules.SYSTEM)


def plan() -> None:
    """Have the queue look again tomorrow; one look waits at a time."""
    looking.again(look, every=EVERY)


def let_go(*, by: Any) -> int:
    """Take away each picture whose time is over, as long after as drafts are kept; how many."""
    rules.require(by, "page.rebuild")
    before = timezone.now() - KEPT_FOR
    found = list(_over(before).order_by("pk").values_list("pk", flat=True))
    return sum(_take_away(pk, before, by) for pk in found)


@transaction.atomic
def _take_away(pk: int, before: datetime, by: Any) -> bool:
    """Whoever sends it again, or reopens its suggestion meanwhile, keeps it."""
    picture = _over(before).select_for_update(of=("self",)).filter(pk=pk).first()
    if picture is None:
        return False
    if picture.suggestion is not None:  # what nobody but its author ever saw leaves no line
        journal.note(REMOVED, picture.suggestion.page, by=by, before=said_of(picture))
    picture.delete()
    return True


def _over(before: datetime) -> Any:
    """Held pictures whose suggestion was settled before this date, or that no suggestion took by then, nor a
    reuse."""
    never_sent = Q(suggestion=None, reuses=None, uploaded_at__lt=before)
    held = Attachment.objects.filter(held=True).select_related("suggestion__page")
    return held.filter(Q(suggestion__settled_at__lt=before) | never_sent)
