"""What happened in the guide, line by line, the latest first, on pages that one finds by walking its menu.

What a moderator hid, what waits to be read by one, and what the site itself did is no news to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from wiki.models import Comment, ModerationEntry, Page, PageRevision, Reuse, Review, Suggestion, Thread, Use
from wiki.models.page import State
from wiki.models.revision import Origin
from wiki.models.suggestion import Stage, Verdict
from wiki.models.thread import Standing
from wiki.queries import masking, people, tree

PER_LEAF = 50
KINDS = ("revisions", "suggestions", "discussions", "pages", "people", "reuses")
LONGEST_SAID = 300  # characters of what somebody said, in a line
_LET_IN = (Origin.SUGGESTION, Origin.CONSENT)
_FORMAT = "%Y%m%dT%H%M%S%f"
_BY_ORIGIN = {
    Origin.SUGGESTION: "accepted",
    Origin.CONSENT: "adopted",
    Origin.RESTORE: "restored",
    Origin.MOVE: "moved",
    Origin.IMPORT: "imported",
}


class Mark(NamedTuple):
    """Where a line stands among all: its moment, and what tells it from others of the same one."""

    at: datetime
    rank: int
    pk: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):{_FORMAT}}-{self.rank}-{self.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that somebody did, and where it is seen; `other` is whose work it was done to."""

    what: str
    mark: Mark
    page: tree.Entry | None = None
    address: str = ""
    person: User | None = None
    other: User | None = None
    said: str = ""
    number: int = 0
    revision: int | None = None  # what it made, and the state before: what a feed compares
    former: int | None = None
    hides_author: bool = False
    hides_text: bool = False
    is_first: bool = False  # of what this person ever said
    is_unanswered: bool = False

    @property
    def at(self) -> datetime:
        return self.mark.at

    @property
    def name(self) -> str:
        return _("Hidden author") if self.hides_author and self.person is None else str(self.person or "")

    @property
    def other_name(self) -> str:
        return _("Hidden author") if self.hides_author and self.other is None else str(self.other or "")

    @property
    def key(self) -> str:
        """What tells it from all other lines, for good."""
        return f"{_SOURCES[self.mark.rank].key}/{self.mark.pk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """Some lines; `older` is where the next ones begin."""

    lines: list[Line]
    older: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose menu it is, and which lines: of these pages, of one kind, of these people, older than a mark."""

    user: Any
    menu: tree.Menu
    within: Collection[int] | None = None
    kind: str = ""
    persons: Collection[int] | None = None
    before: Mark | None = None
    most: int = PER_LEAF


def leaf(asked: Asked) -> Leaf:
    """The lines that are asked for, in one query for each source of them; fewer than a leaf holds, where some
    are of a page below one that is in no menu."""
    found: list[Line] = []
    for rank, source in enumerate(_SOURCES):
        if not asked.kind or asked.kind in source.kinds:
            found += source.read(asked, rank)
    found.sort(key=lambda line: (line.at, -line.mark.rank, line.mark.pk), reverse=True)
    shown = found[: asked.most]
    older = shown[-1].mark if len(found) > asked.most else None
    return Leaf(lines=[line for line in shown if line.page or line.what == "archived"], older=older)


def mark_of(told: str) -> Mark | None:
    """The mark that an address tells; nothing where it tells none."""
    parts = told.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts[1:]):
        return None
    try:
        return Mark(datetime.strptime(parts[0], _FORMAT).replace(tzinfo=UTC), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def called(name: str) -> list[int]:
    """The people of this name, or the one of this end of the address of a profile."""
    name = name.strip()
    found = User.objects.filter(name__iexact=name, erased_at__isnull=True)
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    known = None if keys else people.find(name)
    return [known.pk] if known is not None and people.name_of(known) == name else keys


# --- where lines come from ----------------------------------------------------------------------------------


def _revisions(asked: Asked, rank: int) -> list[Line]:
    former = PageRevision.objects.filter(id=OuterRef("id"), number=OuterRef("number") - 1)
    rows = PageRevision.objects.filter(_reads(asked, "id"), history_user__isnull=False).annotate(
        former_pk=Subquery(former.values("pk")[:1]),
        former_state=Subquery(former.values("state")[:1]),
        former_hidden=Subquery(former.values("text_hidden")[:1]),
    )
    if asked.kind == "suggestions":
        rows = rows.filter(origin__in=_LET_IN)
    elif asked.kind == "pages":
        rows = rows.filter(Q(number=1) | Q(origin=Origin.MOVE) | ~Q(state=F("former_state")))
    if asked.persons is not None:
        own = Q(history_user__in=asked.persons, author_hidden=False)
        rows = rows.filter(own | Q(accepted_by__in=asked.persons))
    rows = rows.select_related("history_user", "accepted_by").defer("header", "source", "description")
    found = _first(asked, rank, rows, "history_date")
    masking.mask(found, asked.user)
    return [_revision(one, asked, rank) for one in found]


def _revision(one: Any, asked: Asked, rank: int) -> Line:
    page, what = asked.menu.find(one.id), _what(one)
    veiled = one.masked_text or one.former_hidden and not masking.sees_all(asked.user)
    former = None if veiled else one.former_pk
    end = (
        "history/" if one.masked_text else f"compare/{former}/{one.pk}/" if former else f"revisions/{one.pk}/"
    )
    by_decision = what == "accepted" and one.accepted_by is not None
    return Line(
        what=what,
        mark=Mark(one.history_date, rank, one.pk),
        page=page,
        address=_behind(page) + end,
        person=one.accepted_by if by_decision else one.author,
        other=one.author if by_decision else None,
        said=one.reason[:LONGEST_SAID],
        number=one.number,
        revision=None if one.masked_text else one.pk,
        former=former,
        hides_author=one.masked_author,
        hides_text=one.masked_text,
    )


def _what(one: Any) -> str:
    """What became of the page, before what became of its text."""
    if one.number == 1:
        return "imported" if one.origin == Origin.IMPORT else "made"
    if one.former_state is not None and one.state != one.former_state:
        if one.state == State.ARCHIVED or one.former_state == State.ARCHIVED:
            return "put_away" if one.state == State.ARCHIVED else "brought_back"
        return "published" if one.state == State.PUBLISHED else "unpublished"
    return _BY_ORIGIN.get(one.origin, "edited")


def _suggestions(asked: Asked, rank: int) -> list[Line]:
    rows = _shown_suggestions(asked).filter(_reads(asked, "page"))
    rows = rows if asked.persons is None else rows.filter(author__in=asked.persons)
    rows = rows.select_related("author").defer("proposal", "marks", "fields")
    return [
        Line(
            what="proposed",
            mark=Mark(one.created, rank, one.pk),
            page=asked.menu.find(one.page_id),
            address=reverse("wiki:suggestion", args=[one.pk]),
            person=one.author,
            said=one.summary[:LONGEST_SAID],
            number=one.pk,
        )
        for one in _first(asked, rank, rows, "created")
    ]


def _verdicts(asked: Asked, rank: int) -> list[Line]:
    """Those that let nothing in: what goes in is a revision."""
    told = {Verdict.DECLINED: "declined", Verdict.CHANGES_ASKED: "asked"}
    rows = Review.objects.filter(
        _reads(asked, "suggestion__page"),
        verdict__in=told,
        by__isnull=False,
        taken_back__isnull=True,
        suggestion__in=_shown_suggestions(asked),
    )
    rows = rows if asked.persons is None else rows.filter(by__in=asked.persons)
    rows = rows.select_related("by", "suggestion__author")
    rows = rows.defer("changes", *(f"suggestion__{name}" for name in ("proposal", "marks", "fields")))
    return [
        Line(
            what=told[Verdict(one.verdict)],
            mark=Mark(one.at, rank, one.pk),
            page=asked.menu.find(one.suggestion.page_id),
            address=reverse("wiki:suggestion", args=[one.suggestion_id]),
            person=one.by,
            other=one.suggestion.author,
            said=one.suggestion.summary[:LONGEST_SAID],
            number=one.suggestion_id,
        )
        for one in _first(asked, rank, rows, "at")
    ]


def _threads(asked: Asked, rank: int) -> list[Line]:
    said = Comment.objects.shown().filter(author=OuterRef("author"))
    answers = Comment.objects.shown().filter(thread=OuterRef("pk")).exclude(author=OuterRef("author"))
    first = said.filter(thread=OuterRef("pk")).order_by("created", "pk")
    rows = _shown_threads(asked).annotate(
        said_first=Subquery(first.values("text")[:1]),
        is_first=~Exists(said.filter(created__lt=OuterRef("created"))),
        is_answered=Exists(answers),
    )
    rows = rows if asked.persons is None else rows.filter(author__in=asked.persons)
    return [
        Line(
            what="opened",
            mark=Mark(one.created, rank, one.pk),
            page=asked.menu.find(one.page_id),
            address=reverse("wiki:thread", args=[one.pk]),
            person=one.author,
            said=(one.said_first or "")[:LONGEST_SAID],
            number=one.number,
            is_first=one.is_first,
            is_unanswered=not one.is_answered and one.is_open,
        )
        for one in _first(asked, rank, rows.select_related("author"), "created")
    ]


def _resolved(asked: Asked, rank: int) -> list[Line]:
    rows = _shown_threads(asked).filter(
        state=Standing.RESOLVED, settled_at__isnull=False, settled_by__isnull=False
    )
    rows = rows if asked.persons is None else rows.filter(settled_by__in=asked.persons)
    return [
        Line(
            what="resolved",
            mark=Mark(one.settled_at, rank, one.pk),
            page=asked.menu.find(one.page_id),
            address=reverse("wiki:thread", args=[one.pk]),
            person=one.settled_by,
            number=one.number,
        )
        for one in _first(asked, rank, rows.select_related("settled_by"), "settled_at")
    ]


def _arrivals(asked: Asked, rank: int) -> list[Line]:
    """The first words of people that anybody may read, where they answer somebody: with a thread that is
    opened by theirs they are told. That somebody has an account is nobody's business until they speak."""
    earlier = Comment.objects.shown().filter(author=OuterRef("author"), pk__lt=OuterRef("pk"))
    rows = Comment.objects.shown().filter(_reads(asked, "thread__page"), ~Exists(earlier))
    rows = rows.exclude(thread__author=F("author")).filter(author__erased_at__isnull=True)
    rows = rows if asked.persons is None else rows.filter(author__in=asked.persons)
    return [
        Line(
            what="arrived",
            mark=Mark(one.created, rank, one.pk),
            page=asked.menu.find(one.thread.page_id),
            address=f"{reverse('wiki:thread', args=[one.thread_id])}#ui-comment-{one.pk}",
            person=one.author,
            said=one.text[:LONGEST_SAID],
            is_first=True,
        )
        for one in _first(asked, rank, rows.select_related("author", "thread"), "created")
    ]


def _archived(asked: Asked, rank: int) -> list[Line]:
    """Pages that everybody read, and nobody reads now: that it was done, as the journal tells it; neither
    which one nor by whom."""
    if asked.within is not None or asked.persons is not None:
        return []
    was_read = PageRevision.objects.filter(id=OuterRef("page"), state=State.PUBLISHED, listed=True)
    gone = ModerationEntry.objects.filter(action="page.archive", page__state=State.ARCHIVED)
    rows = gone.filter(Exists(was_read)).only("at")
    address = f"{reverse('wiki:journal')}?deed=page.archive"
    return [
        Line(what="archived", mark=Mark(one.at, rank, one.pk), address=address)
        for one in _first(asked, rank, rows, "at")
    ]


def _reuses(asked: Asked, rank: int) -> list[Line]:
    used = Use.objects.filter(_reads(asked, "page"), reuse=OuterRef("pk")).order_by("position", "pk")
    rows = Reuse.objects.shown().annotate(of_page=Subquery(used.values("page")[:1]))
    rows = rows.filter(of_page__isnull=False).select_related("author")
    rows = rows if asked.persons is None else rows.filter(author__in=asked.persons)
    return [
        Line(
            what="reused",
            mark=Mark(one.created, rank, one.pk),
            page=asked.menu.find(one.of_page),
            address=one.address,
            person=one.author,
            said=one.title,
        )
        for one in _first(asked, rank, rows, "created")
    ]


class _Source(NamedTuple):
    """Some lines, the kinds that they count among, and their part of the name of each for good."""

    read: Callable[[Asked, int], list[Line]]
    kinds: tuple[str, ...]
    key: str


_SOURCES = (
    _Source(_revisions, ("revisions", "suggestions", "pages"), "revision"),
    _Source(_verdicts, ("suggestions",), "review"),
    _Source(_suggestions, ("suggestions",), "suggestion"),
    _Source(_resolved, ("discussions",), "thread/resolved"),
    _Source(_threads, ("discussions",), "thread"),
    _Source(_arrivals, ("people",), "comment"),
    _Source(_archived, ("pages",), "archiving"),
    _Source(_reuses, ("reuses",), "reuse"),
)


# --- what they have in common -------------------------------------------------------------------------------


def _reads(asked: Asked, page: str) -> Q:
    """What is of a page that this person reads and finds, and that is asked for."""
    found = Page.objects.visible_to(asked.user).filter(pk=OuterRef(page), listed=True)
    read = Q(Exists(found))
    return read if asked.within is None else read & Q(**{f"{page}__in": sorted(asked.within)})


def _shown_suggestions(asked: Asked) -> Any:
    return Suggestion.objects.visible_to(asked.user).shown().exclude(state=Stage.DRAFT)


def _shown_threads(asked: Asked) -> QuerySet[Thread]:
    shown = Comment.objects.shown().filter(thread=OuterRef("pk"))
    return Thread.objects.filter(_reads(asked, "page"), Exists(shown)).defer("exact", "after")


def _first(asked: Asked, rank: int, rows: QuerySet[Any], at: str) -> list[Any]:
    """The latest of these rows that come after the mark, and one more: it tells that there are older ones."""
    mark = asked.before
    if mark is not None:
        same = Q(**{f"{at}__lte": mark.at}) if rank > mark.rank else Q(**{f"{at}__lt": mark.at})
        if rank == mark.rank:
            same |= Q(**{at: mark.at, "pk__lt": mark.pk})
        rows = rows.filter(same)
    return list(rows.order_by(f"-{at}", "-pk")[: asked.most + 1])


def _behind(page: tree.Entry | None) -> str:
    """Where what is done to a page stands."""
    if page is None or page.address == "/":
        return "/-/home/"
    return f"{page.address}-/"
