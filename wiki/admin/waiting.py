"""What waits for somebody: counted on the index, where each count leads to the very list that it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Wait:
    """Some rows of a list, as its filters ask for them; `since` is the field that tells for how long."""

    place: int  # among all that waits, the most pressing first
    words: Callable[[int], str]  # what so many of them are called
    asked: Mapping[str, Any]
    since: str = ""
    is_bad: bool = False  # something went wrong: it is no work as usual


@dataclass(frozen=True)
class Told:
    """How many wait, what they are called, for how long, and where they are listed."""

    place: int
    total: int
    words: str
    longest: str
    address: str
    is_bad: bool


class Waiting(BaseModelAdmin[Any]):
    """A window some of whose rows wait for somebody."""

    waits: Sequence[Wait] = ()

    def waiting(self, request: HttpRequest) -> list[Told]:
        """What waits here, in one query each."""
        return [self._told(wait, request) for wait in self.waits]

    def _told(self, wait: Wait, request: HttpRequest) -> Told:
        oldest = {"oldest": Min(wait.since)} if wait.since else {}
        found = self.get_queryset(request).filter(**wait.asked).aggregate(total=Count("pk"), **oldest)
        longest = ""
        since = found.get("oldest")
        if since and timezone.now() - since >= timedelta(minutes=1):
            longest = _("up to %(time)s of waiting") % {"time": timesince(since, depth=1)}
        total, address = (
            found["total"],
            reverse(f"admin:{self.opts.label_lower.replace('.', '_')}_changelist"),
        )
        is_bad = wait.is_bad and total > 0
        return Told(
            wait.place, total, wait.words(total), longest, f"{address}?{urlencode(wait.asked)}", is_bad
        )
