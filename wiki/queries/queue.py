"""The moderators' queue: comments that were flagged, or are held, the one that waits longest first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from wiki.models import Comment, Flag, ModerationEntry, Suggestion, Thread
from wiki.models.suggestion import Stage
from wiki.models.thread import CommentQuerySet
from wiki.queries import leaves, takings, threads

PER_LEAF = 50
KINDS = ("all", "flagged", "held")
AROUND = 2  # comments of its thread that are shown on either side of one
DECISIONS = (
    "comment.hide",
    "comment.keep",
    "comment.release",
    "comment.restore",
    "person.bring_back",
    "person.revert",
)


class Line(NamedTuple):
    """A comment that waits."""

    pk: int
    is_flagged: bool  # else it is held


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some comments of the queue, each with how many flags it has and since when it waits."""

    comments: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(leaves.Leaf):
    """Lines of the journal on comments, each with its comment as it is now, if it is there to be read."""

    entries: list[Any]


@dataclass(frozen=True)
class Queue:
    """All that waits, in order; `lines` are those of one kind."""

    every: list[Line]
    kind: str

    @cached_property
    def lines(self) -> list[Line]:
        return [line for line in self.every if _is_of(line, self.kind)]

    @cached_property
    def places(self) -> dict[int, int]:
        return {line.pk: place for place, line in enumerate(self.lines)}

    @property
    def counts(self) -> dict[str, int]:
        return {kind: sum(_is_of(line, kind) for line in self.every) for kind in KINDS}

    def after(self, pk: int) -> int | None:
        """The one to look at once this one is done: that which follows it, else the first of the others."""
        place = self.places.get(pk, -1)
        others = self.lines[place + 1 :] + self.lines[: max(place, 0)]
        return next((line.pk for line in others if line.pk != pk), None)

    def leaf_of(self, pk: int) -> str:
        """The number of the leaf on which this one stands; of one that waits no more, none."""
        return str(self.places[pk] // PER_LEAF + 1) if pk in self.places else ""


def read(user: Any, kind: str, within: Collection[int] | None = None) -> Queue:
    """The queue of the site, or of these pages; in one query."""
    found = _waiting(user) if within is None else _waiting(user).filter(thread__page__in=within)
    rows = found.order_by(_since(), "pk").values_list("pk", "held")
    return Queue([Line(pk, not is_held) for pk, is_held in rows], kind)


def count(user: Any) -> int:
    """How many wait; in one query."""
    return _waiting(user).count()


def leaf(queue: Queue, asked: str) -> Leaf:
    """What is read of one leaf of the queue, and who is at it; in one query."""
    count = leaves.count_leaves(len(queue.lines), PER_LEAF)
    number = leaves.number_of(asked, count)
    lines = queue.lines[(number - 1) * PER_LEAF : number * PER_LEAF]
    found = _rows([line.pk for line in lines]) if lines else {}
    comments = []
    for line in lines:
        if (comment := found.get(line.pk)) is not None:  # it may be gone since the first query
            comment.is_flagged = line.is_flagged
            comment.taken_by = takings.named(comment)
            comments.append(comment)
    return Leaf(comments=comments, number=number, count=count, total=len(queue.lines))


def waits(comment: Comment, flags: Sequence[Flag]) -> bool:
    """Whether anybody has to decide on a comment, which has these flags that nobody judged."""
    is_held = comment.held and comment.hidden is None
    return comment.deleted is None and (is_held or bool(flags))


def flags_of(comment: Comment) -> list[Flag]:
    """What was said against a comment and nobody judged, the oldest first; in one query."""
    return list(_open().filter(comment=comment).select_related("by").order_by("at", "pk"))


@dataclass(frozen=True)
class Context:
    """A comment in its thread, and what was said just before and after it."""

    thread: Thread
    comment: Comment
    before: list[Comment]
    after: list[Comment]

    @property
    def others(self) -> int:
        """How many more there are in the thread."""
        return len(self.thread.comments) - len(self.before) - len(self.after) - 1


def context(comment: Comment, user: Any) -> Context | None:
    """What surrounds a comment, for somebody who may read it; in as many queries as reading its thread."""
    thread = threads.find(comment.thread_id, user)
    said = thread.comments if thread else []
    place = next((at for at, one in enumerate(said) if one.pk == comment.pk), None)
    if thread is None or place is None:
        return None
    before, after = said[max(place - AROUND, 0) : place], said[place + 1 : place + 1 + AROUND]
    return Context(thread, said[place], before, after)


class Record(NamedTuple):
    """What somebody did so far that tells how to read what they say now."""

    comments: int
    hidden: int
    accepted: int
    upheld: int


def record(person: User) -> Record:
    """Comments that stand, comments that were hidden, suggestions that were accepted, flags that were upheld;
    in one query."""
    accepted = Suggestion.objects.filter(state__in=(Stage.ACCEPTED, Stage.PARTLY_ACCEPTED))
    told = {
        "in_sight": _counted(Comment.objects.shown(), "author"),
        "put_away": _counted(Comment.objects.filter(hidden__isnull=False), "author"),
        "accepted": _counted(accepted, "author"),
        "upheld": _counted(Flag.objects.filter(upheld=True), "comment__author"),
    }
    return Record(*User.objects.filter(pk=person.pk).annotate(**told).values_list(*told).get())


def decided(user: Any, asked: str, within: Collection[int] | None = None) -> Decided:
    """What was decided on comments, and undone of whole accounts, the latest first; in three queries."""
    found = ModerationEntry.objects.filter(action__in=DECISIONS)
    found = found if within is None else found.filter(page__in=within)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    entries: list[Any] = list(found.select_related("by")[start : start + PER_LEAF])
    about = {entry.after.get("comment") for entry in entries} - {None}
    readable = Comment.objects.visible_to(user).filter(pk__in=about)
    comments = {comment.pk: comment for comment in _told(readable)}
    for entry in entries:
        entry.comment = comments.get(entry.after.get("comment"))
    return Decided(entries=entries, number=number, count=count, total=total)


def _open() -> QuerySet[Flag]:
    return Flag.objects.filter(upheld=None)


def _waiting(user: Any) -> CommentQuerySet:
    """Found by the two short lists of what may wait, and not by going through all comments."""
    flagged = _open().order_by().values("comment")
    held = Comment.objects.filter(held=True, hidden__isnull=True).order_by().values("pk")
    return Comment.objects.visible_to(user).filter(pk__in=flagged.union(held))


def _is_of(line: Line, kind: str) -> bool:
    return kind == "all" or line.is_flagged == (kind == "flagged")


def _since() -> Coalesce:
    """Since when a comment waits: the first report that nobody judged, or else its own hour."""
    flagged = _open().filter(comment=OuterRef("pk")).order_by("at").values("at")[:1]
    return Coalesce(Subquery(flagged), "created")


def _rows(keys: Collection[int]) -> dict[int, Any]:
    found = _told(Comment.objects.filter(pk__in=keys))
    told = found.annotate(
        flagged=_counted(_open(), "comment"), since=_since(), **takings.who_is_at_comments()
    )
    return {comment.pk: comment for comment in told}


def _told(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """With what a list says of each, and without the text of its page."""
    page = [f"thread__page__{name}" for name in ("title", "path", "kind", "url", "state")]
    own = ("text", "created", "held", "held_for", "hidden", "deleted", "thread__suggestion")
    found = comments.select_related("author", "thread__page")
    return found.only(*own, "author__name", "author__erased_at", *page)


def _counted(found: QuerySet[Any], of: str) -> Coalesce:
    """How many of these are somebody's or something's, told by `of`."""
    counted = found.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(total=Count("pk"))
    return Coalesce(Subquery(counted.values("total")), 0)
