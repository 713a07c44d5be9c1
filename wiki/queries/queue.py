"""The moderators' queue: what was flagged, held or contested, the one that waits longest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from wiki import rules
from wiki.models import Comment, Flag, Measure, ModerationEntry, Reuse, Suggestion, Thread, Use
from wiki.models.flag import ABOUT, FlagQuerySet
from wiki.models.reuse import ReuseQuerySet
from wiki.models.suggestion import Stage, SuggestionQuerySet
from wiki.models.thread import CommentQuerySet
from wiki.queries import leaves, threads, waiting
from wiki.queries.waiting import Key, Line, counted, since, told_of

PER_LEAF = 50
KINDS = ("all", "flagged", "held", "contested")
OTHERS = ("suggestion", "page", "person", "reuse", "contest")
AROUND = 2  # comments of its thread that are shown on either side of one
DECISIONS = (
    "comment.ask",
    "comment.hide",
    "comment.keep",
    "comment.release",
    "comment.restore",
    "person.bring_back",
    "person.revert",
    "reuse.hide",
    "reuse.keep",
    "reuse.release",
    "reuse.restore",
    "suggestion.release",
    "suggestion.withhold",
)
OF_PEOPLE = ("flag.", "measure.")  # the rest of what is decided here, by how its deeds begin


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some of what waits."""

    rows: list[waiting.Waiting]


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
    def places(self) -> dict[Key, int]:
        return {line.key: place for place, line in enumerate(self.lines)}

    @property
    def counts(self) -> dict[str, int]:
        return {kind: sum(_is_of(line, kind) for line in self.every) for kind in KINDS}

    def after(self, key: Key) -> Key | None:
        """The one to look at once this one is done: that which follows it, else the first of the others."""
        place = self.places.get(key, -1)
        others = self.lines[place + 1 :] + self.lines[: max(place, 0)]
        return next((line.key for line in others if line.key != key), None)

    def leaf_of(self, key: Key) -> str:
        """The number of the leaf on which this one stands; of one that waits no more, none."""
        return str(self.places[key] // PER_LEAF + 1) if key in self.places else ""


def read(user: Any, kind: str, within: Collection[int] | None = None) -> Queue:
    """The queue of the site, or of these pages; in one query, and one more where something is contested."""
    return Queue(sorted(_lines(user, within), key=lambda line: (line.since, line.what, line.pk)), kind)


def count(user: Any) -> int:
    """How many wait; in one query, and more where somebody contests what was decided."""
    on_more = [(_on_more().filter(**{f"{name}__isnull": False}), name) for name in ABOUT if name != "comment"]
    told = User.objects.filter(pk=user.pk).values_list(
        _total(_contested()),
        _total(_waiting(user)),
        _total(_held_back(user)),
        _total(_held_reuses()),
        *(_total(found, name) for found, name in on_more),
    )
    contests, *numbers = next(iter(told), [0])
    return sum(numbers) + (len(_answerable(user)) if contests else 0)


def leaf(queue: Queue, asked: str) -> Leaf:
    """What is read of one leaf of the queue; in a query for each kind of what stands there."""
    count = leaves.count_leaves(len(queue.lines), PER_LEAF)
    number = leaves.number_of(asked, count)
    lines = queue.lines[(number - 1) * PER_LEAF : number * PER_LEAF]
    found: dict[Key, waiting.Waiting] = {}
    for what in {line.what for line in lines}:
        told = [line for line in lines if line.what == what]
        found |= {(what, row.pk): row for row in waiting.ROWS[what](told)}
    # It may be gone since the first query.
    rows = [found[line.key] for line in lines if line.key in found]
    return Leaf(rows=rows, number=number, count=count, total=len(queue.lines))


def waits(comment: Comment, flags: Sequence[Flag]) -> bool:
    """Whether anybody has to decide on a comment, which has these flags that nobody judged."""
    is_held = comment.held and comment.hidden is None
    return comment.deleted is None and (is_held or bool(flags))


def about(it: Any) -> dict[str, Any]:
    """How flags on something are found."""
    name = "about" if isinstance(it, User) else type(it)._meta.model_name or ""
    return {f"{name}_id": it.pk}


def flags_on(it: Any) -> FlagQuerySet:
    """What was said against something and nobody judged, the oldest first."""
    return _open().filter(**about(it)).select_related("by").order_by("at", "pk")


def flags_of(comment: Comment) -> list[Flag]:
    """What was said against a comment and nobody judged, the oldest first; in one query."""
    return list(flags_on(comment))


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
    upheld = Flag.objects.filter(upheld=True)
    told = {
        "in_sight": counted(Comment.objects.shown(), "author"),
        "put_away": counted(Comment.objects.filter(hidden__isnull=False), "author"),
        "accepted": counted(accepted, "author"),
        "upheld": counted(upheld, "comment__author")
        + counted(upheld, "suggestion__author")
        + counted(upheld, "reuse__author")
        + counted(upheld, "about"),
    }
    return Record(*User.objects.filter(pk=person.pk).annotate(**told).values_list(*told).get())


def measures(person: User) -> list[Measure]:
    """What was decided of somebody, the latest first; in one query."""
    return list(
        Measure.objects.filter(person=person).select_related("decided_by", "comment__thread__page", "reuse")
    )


def decided(user: Any, asked: str, within: Collection[int] | None = None) -> Decided:
    """What was decided, the latest first; in three queries, and one more where people are concerned."""
    begins = [Q(action__startswith=word) for word in OF_PEOPLE]
    found = ModerationEntry.objects.filter(Q(Q(action__in=DECISIONS), *begins, _connector=Q.OR))
    found = found if within is None else found.filter(page__in=within)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    entries: list[Any] = list(found.select_related("by")[start : start + PER_LEAF])
    about = {entry.after.get("comment") for entry in entries} - {None}
    readable = Comment.objects.visible_to(user).filter(pk__in=about)
    comments = {comment.pk: comment for comment in told_of(readable)}
    concerned = {entry.after.get("person") for entry in entries} - {None}
    there = User.objects.filter(pk__in=concerned, erased_at=None).values_list("pk", flat=True)
    known = set(there) if concerned else set()
    for entry in entries:
        entry.comment = comments.get(entry.after.get("comment"))
        entry.about = entry.after.get("person") if entry.after.get("person") in known else None
    return Decided(entries=entries, number=number, count=count, total=total)


def _open() -> FlagQuerySet:
    return Flag.objects.to_be_judged()


def _on_more() -> FlagQuerySet:
    return _open().on_more_than_words()


def _contested() -> QuerySet[Measure]:
    return Measure.objects.contested()


def _everything(user: Any, within: Collection[int] | None) -> Iterator[tuple[Any, ...]]:
    """Of each thing that waits, its key in the place of its kind, whether it is held, and since when; in one
    query. Of people, none is in a section."""
    comments, flags, contests, proposed = _waiting(user), _on_more(), _contested(), _held_back(user)
    reuses = _held_reuses()
    if within is not None:
        comments = comments.filter(thread__page__in=within)
        proposed = proposed.filter(page__in=within)
        told = Use.objects.filter(page__in=within).order_by().values("reuse")
        flags = flags.filter(Q(page__in=within) | Q(suggestion__page__in=within) | Q(reuse__in=told))
        reuses = reuses.filter(pk__in=told)
        contests = contests.filter(Q(comment__thread__page__in=within) | Q(reuse__in=told))
    none = {f"no_{kind}": Value(0, output_field=BigIntegerField()) for kind in OTHERS}
    never = {"no": Value(False, output_field=BooleanField())}
    always = {"yes": Value(True, output_field=BooleanField())}
    own = comments.order_by().annotate(since=since(), **none).values_list("pk", *none, "held", "since")
    said = (Coalesce(name, Value(0), output_field=BigIntegerField()) for name in ABOUT[1:])
    named = dict(zip(("one", "other", "third", "fourth"), said, strict=True))
    zero = {"none": none["no_page"], "last": none["no_page"]} | never
    flagged = flags.order_by().annotate(**named, **zero).values_list("none", *named, "last", "no")
    unjust = contests.order_by().annotate(**none, **never)
    contested = unjust.values_list("no_page", *list(none)[:4], "pk", "no", "contested_at")
    columns = "no_page", "pk", *list(none)[1:], "yes", "began"
    began = Coalesce("open_since", "created")
    held = proposed.order_by().annotate(**none, **always, began=began).values_list(*columns)
    waiting_ones = reuses.order_by().annotate(**none, **always)
    places = [name if name != "no_reuse" else "pk" for name in none]
    first = waiting_ones.values_list("no_page", *places, "yes", "created")
    yield from own.union(flagged.annotate(since=Min("at")), contested, held, first, all=True)


def _lines(user: Any, within: Collection[int] | None) -> Iterator[Line]:
    contested = []
    for comment, *others, is_held, began in _everything(user, within):
        if comment:
            yield Line(comment, not is_held, "comment", began)
        elif others[-1]:
            contested.append(others[-1])
        else:
            place, pk = next((place, pk) for place, pk in enumerate(others) if pk)
            yield Line(pk, not is_held, OTHERS[place], began)
    if contested:
        yield from _answerable(user, contested)


def _answerable(user: Any, measures: Collection[int] | None = None) -> list[Line]:
    """What is contested and this person may answer: what they decided themselves is somebody else's."""
    found = _contested().select_related("person")
    found = found if measures is None else found.filter(pk__in=measures)
    told = [one for one in found if rules.may(user, "measure.answer", one)]
    return [Line(one.pk, False, "contest", one.contested_at) for one in told]


def _total(found: QuerySet[Any], of: str = "pk") -> Coalesce:
    """How many there are, as a part of another query."""
    one = Value(1, output_field=IntegerField())
    counted = found.order_by().annotate(one=one).values("one").annotate(total=Count(of, distinct=of != "pk"))
    return Coalesce(Subquery(counted.values("total")), 0)


def _waiting(user: Any) -> CommentQuerySet:
    """Found by the two short lists of what may wait, and not by going through all comments."""
    flagged = _open().order_by().values("comment")
    held = Comment.objects.filter(held=True, hidden__isnull=True).order_by().values("pk")
    return Comment.objects.visible_to(user).filter(pk__in=flagged.union(held))


def _held_back(user: Any) -> SuggestionQuerySet:
    """Suggestions that wait for somebody else than their author to let them through; those that were flagged
    too wait already."""
    # By their short list, and not by going through all pages.
    held = Suggestion.objects.held_back().order_by().values("pk")
    found = Suggestion.objects.visible_to(user).filter(pk__in=held).exclude(author=user)
    return found.exclude(pk__in=_on_more().filter(suggestion__isnull=False).order_by().values("suggestion"))


def _held_reuses() -> ReuseQuerySet:
    """Reuses that wait to be let through; those that were flagged too wait already."""
    flagged = _on_more().filter(reuse__isnull=False).order_by().values("reuse")
    return Reuse.objects.held_back().exclude(pk__in=flagged)


def _is_of(line: Line, kind: str) -> bool:
    if kind == "contested" or line.what == "contest":
        return line.what == "contest" and kind in ("all", "contested")
    return kind == "all" or line.is_flagged == (kind == "flagged")
