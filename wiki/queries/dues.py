"""When a digest is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from wiki.models import NoticeSettings
from wiki.models.watch import Pace


def last_hour(wanted: NoticeSettings, pace: str, now: datetime) -> datetime:
    """When somebody's last digest of this pace was due: what happened before it is in it."""
    local = timezone.localtime(now)
    due = local.replace(hour=wanted.hour, minute=0, second=0, microsecond=0)
    if pace == Pace.WEEKLY:
        due -= timedelta(days=(due.weekday() - wanted.weekday) % 7)
    step = timedelta(days=7 if pace == Pace.WEEKLY else 1)
    return due if due <= local else due - step
