"""What of an account is meant, from when until when; and the deed that undoes it, as its parts see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from wiki.models import Reversal, ReversalItem
from wiki.models.reversal import Fate, Sort

# Suggestions that others let in are theirs too: they are undone where somebody asks for it.
USUAL = frozenset(Sort) - {Sort.ACCEPTED}


@dataclass(frozen=True)
class Span:
    """What a person did, of these sorts, until a moment that somebody had in view."""

    person: User
    until: datetime
    since: datetime | None = None
    sorts: Collection[str] = USUAL

    def within(self, field: str) -> Q:
        """For a query of what has its moment in this field."""
        ends = Q((f"{field}__lte", self.until))
        return ends & Q((f"{field}__gte", self.since)) if self.since else ends


@dataclass
class Work:
    """One go at a deed, in its transaction: `at` is its moment, by which its doings are known again."""

    reversal: Reversal
    by: Any
    at: datetime
    refreshed: list[str] = field(default_factory=list)  # paths whose readers are drawn anew, all together

    @property
    def signed(self) -> Any:
        """Who it is told of; the site itself signs nothing."""
        return self.by if getattr(self.by, "pk", None) else None


def item(sort: str, target: int, *, page: int | None = None, why: str = "", **before: Any) -> ReversalItem:
    """One thing to undo, not kept yet; with `why`, one that cannot be."""
    fate = Fate.LEFT if why else Fate.WAITING
    return ReversalItem(sort=sort, target=target, page_id=page, why=why, fate=fate, before=before)
