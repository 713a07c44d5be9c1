"""What people may do together: questions to answer, pages to bring up to date, newcomers to welcome.

Few of each, and none of them by the clock: the home page carries them in the query that finds it, and a
stranger's copy of it holds until somebody writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, Substr

from accounts.models import User
from wiki.models import Comment, Page, Thread
from wiki.models.page import PageQuerySet, address_of
from wiki.models.thread import Standing
from wiki.queries import alongside, supporting, upkeep

SHOWN = 3
LATEST = 300  # comments among which newcomers are looked for
LONGEST = 160  # characters of what somebody asked
_QUESTIONS, _LATE, _NEWCOMERS = "question", "late", "newcomer"
_OWN_QUESTIONS = 2 * SHOWN  # some may be told of newcomers already


@dataclass(frozen=True, slots=True)
class Question:
    """A thread in which nobody but its author has spoken, or the first words of a newcomer that nobody
    answered."""

    thread: int
    comment: int
    title: str
    author: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Late:
    """A page to bring up to date."""

    title: str
    address: str
    since: date


@dataclass(frozen=True, slots=True)
class Tasks:
    """Some of each."""

    questions: list[Question]
    late: list[Late]
    newcomers: list[Question]

    def __bool__(self) -> bool:
        return bool(self.questions or self.late or self.newcomers)


def with_tasks(pages: PageQuerySet, user: Any) -> PageQuerySet:
    """Pages that carry what `tasks` reads: the home page shows them without a query of its own."""
    pages = alongside.carry(pages, questions(user), _QUESTIONS, _OWN_QUESTIONS)
    pages = alongside.carry(pages, _late(user), _LATE, SHOWN)
    return alongside.carry(pages, _newcomers(user), _NEWCOMERS, SHOWN)


def tasks(page: Page) -> Tasks:
    """Those to do, as told by `with_tasks`; a newcomer's question stands among newcomers alone."""
    newcomers = [_question(**one) for one in alongside.carried(page, _NEWCOMERS, SHOWN)]
    asked = [_question(**one) for one in alongside.carried(page, _QUESTIONS, _OWN_QUESTIONS)]
    told = {one.thread for one in newcomers}
    late = [_of_late(**one) for one in alongside.carried(page, _LATE, SHOWN)]
    return Tasks([one for one in asked if one.thread not in told][:SHOWN], late, newcomers)


def now(user: Any) -> Tasks:
    """The same for a screen of its own, in one query."""
    home = with_tasks(_home(), user).first()
    return tasks(home) if home else Tasks([], [], [])


def now_with_suggestions(user: Any) -> tuple[list[supporting.Open], Tasks]:
    """The same after the suggestions to support, in one query too."""
    home = supporting.with_suggestions(with_tasks(_home(), user), user).first()
    return (supporting.suggestions(home), tasks(home)) if home else ([], Tasks([], [], []))


def _home() -> PageQuerySet:
    return Page.objects.filter(parent=None).only("pk")


def questions(user: Any) -> QuerySet[Any]:
    """Open threads on pages that one finds, in which nobody but their author spoke, the oldest first."""
    said = Comment.objects.shown().filter(thread=OuterRef("pk"))
    own = said.filter(author=OuterRef("author")).order_by("created", "pk")
    found = Thread.objects.filter(state=Standing.OPEN, suggestion=None, page__in=_found(user))
    found = found.filter(Exists(own), ~Exists(said.exclude(author=OuterRef("author"))))
    return found.annotate(
        told=JSONObject(
            thread="pk",
            comment=Subquery(own.values("pk")[:1]),
            title="page__title",
            person="author_id",
            name="author__name",
            said=Subquery(own.annotate(begun=Substr("text", 1, LONGEST)).values("begun")[:1]),
            at="created",
        )
    ).order_by("created", "pk")


def _newcomers(user: Any) -> QuerySet[Any]:
    """The first words of people, where nobody answered them yet, the latest first. That somebody has an
    account is nobody's business until they speak."""
    shown = Comment.objects.shown()
    # The one right before the latest: none where there are fewer.
    latest = shown.order_by("-pk").values("pk")[LATEST : LATEST + 1]
    earlier = shown.filter(author=OuterRef("author"), pk__lt=OuterRef("pk"))
    answers = shown.filter(thread=OuterRef("thread"), pk__gt=OuterRef("pk")).exclude(
        author=OuterRef("author")
    )
    found = shown.filter(~Exists(earlier), ~Exists(answers), author__erased_at=None)
    found = found.filter(thread__page__in=_found(user), thread__state=Standing.OPEN)
    found = found.exclude(author=user.pk or 0).filter(pk__gt=Coalesce(Subquery(latest), 0))
    return found.annotate(
        told=JSONObject(
            thread="thread_id",
            comment="pk",
            title="thread__page__title",
            person="author_id",
            name="author__name",
            said=Substr("text", 1, LONGEST),
            at="created",
        )
    ).order_by("-pk")


def _late(user: Any) -> QuerySet[Any]:
    told = JSONObject(title=F("page__title"), path=F("page__path"), since=F("late_since"))
    return upkeep.late(user).annotate(told=told)


def _found(user: Any) -> PageQuerySet:
    return Page.objects.visible_to(user).filter(listed=True)


def _question(*, person: int, name: str, at: str, said: str | None, **told: Any) -> Question:
    moment = datetime.fromisoformat(at)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # SQLite keeps UTC, and does not say so
    return Question(
        author=str(User(pk=person, name=name)), at=moment, said=" ".join((said or "").split()), **told
    )


def _of_late(*, title: str, path: str, since: str) -> Late:
    return Late(title, address_of(path or ""), date.fromisoformat(since))
