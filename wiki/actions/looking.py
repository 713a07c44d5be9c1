"""What the queue looks at again and again: one look of each kind waits at a time, and plans the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

REMEMBERED = timedelta(days=1)  # rows of looks that are over


def again(look: Any, *, every: timedelta) -> None:
    """Have the queue look again before long. One that waits for longer than that was planned by a clock which
    has gone back since: it would come too late, and is planned anew."""
    now = timezone.now()
    looks = DBTaskResult.objects.filter(task_path=look.module_path)
    waiting = looks.filter(status=TaskResultStatus.READY)
    waiting.filter(run_after__gt=now + every).delete()
    if not waiting.exists():
        look.using(run_after=now + every).enqueue()
    looks.filter(finished_at__lt=now - REMEMBERED).delete()
