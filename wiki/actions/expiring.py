"""What the journal keeps for audits alone goes in its time; what anybody reads of it stays for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django_tasks import task

from wiki import rules
from wiki.actions import looking
from wiki.actions.uploading import REPLACED, UPLOADED
from wiki.models import ModerationEntry

EVERY = timedelta(days=1)
# Who sent a file is told with the file as well: it is whose work it is, and no decision on somebody.
_OF_AUTHORS = (UPLOADED, REPLACED)


@task(priority=-20)
def look() -> int:
    """How many lines lost something. The next look is planned first: one that fails is not the last."""
    plan()
    return expire(by=rules.SYSTEM)


def plan() -> None:
    """Have the queue look again tomorrow; one look waits at a time."""
    looking.again(look, every=EVERY)


@transaction.atomic
def expire(*, by: Any) -> int:
    """Take away networks, and later who it was, the reason as it was written and the seals; how many lines
    lost something. The deed, its role and its reason for anybody are let be."""
    rules.require(by, "journal.expire")
    now = timezone.now()
    lines = ModerationEntry.objects.order_by()
    far = lines.filter(at__lt=now - timedelta(days=settings.AUDIT_DAYS["network"]))
    count = far.filter(network__gt="").update(network="")
    old = lines.filter(at__lt=now - timedelta(days=settings.AUDIT_DAYS["rest"]))
    named = Q(by__isnull=False) & ~Q(action__in=_OF_AUTHORS)
    sealed = Q(before_hash__gt="") | Q(after_hash__gt="")
    reasoned = Q(public_reason__gt="") & ~Q(reason=F("public_reason"))
    # A line that is older than reasons for anybody has none: what those who decide read of it stays theirs.
    said = Case(When(public_reason__gt="", then=F("public_reason")), default=F("reason"))
    over, less = old.filter(named | sealed | reasoned), {"reason": said, "before_hash": "", "after_hash": ""}
    signed = over.filter(action__in=_OF_AUTHORS).update(**less)
    return count + signed + over.exclude(action__in=_OF_AUTHORS).update(**less, by=None)
