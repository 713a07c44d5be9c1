"""The revisions that brought words of a page, as they are told beside these.

There may be hundreds on one screen, so they are read as plain values, which cost less than rows of the model
and answer by the same names.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from wiki.models import Page, PageRevision, Suggestion, Thread
from wiki.models.prepared import Given, Prepared

_READ = (
    "history_id",
    "number",
    "history_date",
    "history_user_id",
    "history_change_reason",
    "accepted_by_id",
    "co_authors",
    "text_hidden",
    "author_hidden",
)
# For strangers all revisions from the first to the last are read, by a query that is built once; unless so
# few of them are told that building one costs less.
SPARSE = 3
_BEHIND = ("suggestion", "suggestion__summary", "suggestion__created", "suggestion__answers")


class Proposed(NamedTuple):
    """The suggestion that a revision came from, and the discussion that it answers if one may read it."""

    pk: int
    summary: str
    created: datetime
    thread: int | None


@dataclass
class Told:
    """A revision without its text; who wrote and accepted it is signed, and what is hidden masked, where the
    names are asked for."""

    history_id: int
    number: int
    at: datetime
    history_user_id: int | None
    history_change_reason: str | None
    accepted_by_id: int | None
    co_authors: list[dict[str, Any]]
    text_hidden: bool
    author_hidden: bool
    suggestion: Proposed | None
    history_user: User | None = None
    accepted_by: User | None = None
    masked_text: bool = False
    masked_author: bool = False

    @property
    def author(self) -> User | None:
        return self.history_user

    @property
    def reason(self) -> str:
        return self.history_change_reason or ""


def revisions(page: Page, numbers: Set[int], user: Any) -> list[Told]:
    """Revisions of this very page, each with its suggestion if its reader may read that; in one query."""
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    if user.is_anonymous and last - first < SPARSE * len(numbers):
        rows = _TOLD_TO_ANYBODY(page=page.pk, first=first, last=last)
    else:
        rows = list(_told(user).filter(id=page.pk, number__in=numbers))
    told = (Told(*(*row[: len(_READ)], _proposed(*row[len(_READ) :]))) for row in rows)
    return [one for one in told if one.number in numbers]


def _told(user: Any) -> QuerySet[Any, Any]:
    suggestions = Suggestion.objects.visible_to(user).filter(pk=OuterRef("suggestion"))
    threads = Thread.objects.visible_to(user).filter(pk=OuterRef("suggestion__answers"))
    behind = PageRevision.objects.order_by().annotate(shows=Exists(suggestions), discusses=Exists(threads))
    found: QuerySet[Any, Any] = behind.values_list(*_READ, *_BEHIND, "shows", "discusses")
    return found


_TOLD_TO_ANYBODY = Prepared(
    lambda: _told(AnonymousUser()).filter(
        id=Given("page"), number__gte=Given("first"), number__lte=Given("last")
    )
)


def _proposed(
    pk: int | None, summary: str, created: datetime, answers: int | None, shows: bool, discusses: bool
) -> Proposed | None:
    if pk is None or not shows:
        return None
    return Proposed(pk, summary, created, answers if discusses else None)
