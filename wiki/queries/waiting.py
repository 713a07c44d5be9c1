"""What a list of the moderators' queue says of each thing that waits, whatever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from wiki.models import Comment, Flag, Measure, Page, Reuse, Suggestion
from wiki.models.measure import Kind
from wiki.models.sieve import is_sieved
from wiki.queries import takings

Key = tuple[str, int]


class Line(NamedTuple):
    """Something that waits, by its kind and its number."""

    pk: int
    is_flagged: bool  # else it is held, or contested
    what: str = "comment"  # suggestion, page, person, reuse; contest: a measure
    since: Any = None

    @property
    def key(self) -> Key:
        return self.what, self.pk


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a list says of something that waits: whose it is, how it begins, since when it waits."""

    what: str
    pk: int
    is_flagged: bool
    flagged: int
    since: datetime
    text: str
    author: str = ""
    place: str = ""
    is_hidden: bool = False
    is_rewritten: bool = False
    is_sieved: bool = False
    taken_by: str = ""

    @property
    def key(self) -> Key:
        return self.what, self.pk

    @property
    def screen(self) -> str:
        return screen_of(self.what)


def screen_of(what: str) -> str:
    """The name of the address where it is looked at."""
    return "wiki:moderation-item" if what == "comment" else f"wiki:moderation-{what}"


def since() -> Coalesce:
    """Since when a comment waits: the first report that nobody judged, or else its own hour."""
    flagged = Flag.objects.to_be_judged().filter(comment=OuterRef("pk")).order_by("at").values("at")[:1]
    return Coalesce(Subquery(flagged), "created")


def counted(found: QuerySet[Any], of: str) -> Coalesce:
    """How many of these are somebody's or something's, told by `of`."""
    counted = found.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(total=Count("pk"))
    return Coalesce(Subquery(counted.values("total")), 0)


def told_of(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With what a list says of each, and without the text of its page."""
    page = [f"thread__page__{name}" for name in ("title", "path", "kind", "url", "state")]
    own = ("text", "created", "held", "held_for", "hidden", "deleted", "thread__suggestion")
    found = comments.select_related("author", "thread__page")
    return found.only(*own, "author__name", "author__erased_at", *page)


# --- row by row ---------------------------------------------------------------------------------------------


def _comments(lines: Sequence[Line]) -> Iterator[Waiting]:
    known = {line.pk: line for line in lines}
    asked = Measure.objects.filter(comment=OuterRef("pk"), kind=Kind.ASK)
    found: Any = told_of(Comment.objects.filter(pk__in=known))
    found = found.annotate(
        flagged=counted(Flag.objects.to_be_judged(), "comment"),
        asked=Exists(asked),
        **takings.who_is_at_comments(),
    )
    for one in found:
        yield Waiting(
            what="comment",
            pk=one.pk,
            is_flagged=known[one.pk].is_flagged,
            flagged=one.flagged,
            since=known[one.pk].since,
            text=one.text,
            author=str(one.author),
            place=one.thread.page.title,
            is_hidden=one.hidden is not None,
            is_rewritten=one.asked,
            is_sieved=one.is_sieved,
            taken_by=takings.named(one),
        )


def _others(name: str, rows: QuerySet[Any], text: Callable[[Any], dict[str, Any]], *, what: str = "") -> Rows:
    """Rows of what was flagged or held and is no comment; `name` is the field of the flag that bears it."""

    def told(lines: Sequence[Line]) -> Iterator[Waiting]:
        times = {line.pk: line.since for line in lines}
        is_flagged = {line.pk: line.is_flagged for line in lines}
        flags = counted(Flag.objects.to_be_judged(), name)
        for one in rows.filter(pk__in=times).annotate(flagged=flags):
            said = text(one) | {"is_flagged": is_flagged[one.pk], "since": times[one.pk]}
            yield Waiting(what=what or name, pk=one.pk, flagged=one.flagged, **said)

    return told


def _contests(lines: Sequence[Line]) -> Iterator[Waiting]:
    found = Measure.objects.filter(pk__in=[line.pk for line in lines]).select_related("person")
    for one in found:
        told: dict[str, Any] = {"text": one.contest, "author": str(one.person), "since": one.contested_at}
        place = str(one.get_kind_display())
        yield Waiting(what="contest", pk=one.pk, is_flagged=False, flagged=0, place=place, **told)


Rows = Callable[[Sequence[Line]], Iterator[Waiting]]


def _suggestion(it: Suggestion) -> dict[str, Any]:
    said = {"text": it.summary, "author": str(it.author), "place": it.page.title}
    return said | {"is_sieved": is_sieved(it.held_for)}


def _reuse(it: Reuse) -> dict[str, Any]:
    said = {"text": it.title, "author": str(it.author), "place": it.organisation}
    return said | {"is_sieved": it.is_sieved, "is_hidden": it.hidden is not None}


def _page(it: Page) -> dict[str, Any]:
    return {"text": it.title}


def _person(it: User) -> dict[str, Any]:
    return {"text": str(it)}


ROWS: dict[str, Rows] = {
    "comment": _comments,
    "suggestion": _others("suggestion", Suggestion.objects.select_related("author", "page"), _suggestion),
    "page": _others("page", Page.objects.only("title"), _page),
    "person": _others("about", User.objects.all(), _person, what="person"),
    "reuse": _others("reuse", Reuse.objects.select_related("author"), _reuse),
    "contest": _contests,
}
