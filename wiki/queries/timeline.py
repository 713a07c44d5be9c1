"""The history of a page: its revisions leaf by leaf, the latest first, and what stands around one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count

from accounts.models import User
from wiki.models import Page, PageRevision
from wiki.models.page import State
from wiki.models.revision import Origin
from wiki.queries import leaves, masking, sizes
from wiki.queries.sizes import Sizes
from wiki.text.words import fold

PER_LEAF = 50
# Too heavy for a list, where nobody reads them.
TEXTS = ("header", "source", "description")
# What a revision says beside its text: where one of these is another, it is never minor.
BESIDE = ("title", "nav_title", "description", "path", "state", "listed", "lang", "url")
_READ = (
    "pk",
    "number",
    "history_date",
    "history_user_id",
    "accepted_by_id",
    "co_authors",
    "origin",
    "words",
    "slight",
    "text_hidden",
    "author_hidden",
)
ORDINARY = frozenset({Origin.EDIT, Origin.SUGGESTION, Origin.CONSENT, Origin.IMPORT})


@dataclass(frozen=True, slots=True)
class Moment:
    """A revision, and the names of those who wrote it with its author."""

    revision: Any
    co_authors: tuple[str, ...]
    former: int | None = None  # the revision before it, where it is asked for and both may be read
    is_minor: bool = False

    @property
    def is_archived(self) -> bool:
        return self.revision.state == State.ARCHIVED

    @property
    def is_draft(self) -> bool:
        return self.revision.state == State.DRAFT


@dataclass(frozen=True, slots=True)
class Group:
    """Moments that follow each other: one that is told, or some minor ones that are folded."""

    moments: tuple[Moment, ...]
    is_folded: bool

    @property
    def last(self) -> int:
        return int(self.moments[0].revision.number)

    @property
    def first(self) -> int:
        return int(self.moments[-1].revision.number)


@dataclass(frozen=True, slots=True)
class Sifting:
    """Which revisions are asked for: of somebody, from somewhere; minor ones folded unless they are not."""

    person: int | None = None
    origin: str = ""
    unfolds: bool = False

    @property
    def is_narrow(self) -> bool:
        return self.person is not None or self.origin != ""


EVERYTHING = Sifting()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some revisions of a history; of the whole of it, who wrote, from where, and how long it was when."""

    moments: list[Moment]
    groups: list[Group]
    people: list[tuple[int, str]]
    origins: list[str]
    sizes: Sizes | None
    whole: int  # revisions, those that were not asked for included
    current: int | None  # the one that is read now

    @property
    def is_comparable(self) -> bool:
        return len(self.moments) > 1

    @property
    def has_folded(self) -> bool:
        return any(group.is_folded for group in self.groups)

    @property
    def latter(self) -> int | None:
        """The revision that the last one is compared with unless one chooses: the last that is told."""
        told = [group.moments[0] for group in self.groups if not group.is_folded]
        others = [moment for moment in (*told, *self.moments) if moment is not self.moments[0]]
        return others[0].revision.history_id if others else None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The revisions before and after one, nothing at an end of the history; and the last of all."""

    before: Any
    after: Any
    last: Any


@dataclass(frozen=True, slots=True)
class Steps:
    """The revision before a change, and the one after it; nothing at an end of the history."""

    former: int | None
    latter: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many revisions lead from one to another, and how many people wrote them."""

    revisions: int
    people: int


def history(page: Page, asked: str, user: Any, sifting: Sifting = EVERYTHING) -> Leaf:
    """A leaf of the history as this person reads it, in three queries at most; what is the number of no leaf
    is the first."""
    rows = _rows(page, user)
    found = [row for row in rows if _fits(row, sifting)]
    count = leaves.count_leaves(len(found), PER_LEAF)
    number = leaves.number_of(asked, count)
    shown = [row.pk for row in found[(number - 1) * PER_LEAF : number * PER_LEAF]]
    formers = {row.pk: (row, former) for row, former in zip(rows, [*rows[1:], None], strict=True)}
    minor = {row.pk for row, former in formers.values() if _is_minor(row, former)}
    revisions = (
        list(PageRevision.objects.filter(pk__in=shown).order_by("-number").defer(*TEXTS)) if shown else []
    )
    masking.mask(revisions, user)
    known = _people({pk for row in rows for pk in (*row.people, row.accepted_by) if pk is not None})
    people = {pk: str(known[pk]) for row in rows for pk in row.people if pk in known}
    moments = [
        Moment(
            revision,
            tuple(_names(revision.co_authors, people)),
            _compared(revision.pk, formers),
            revision.pk in minor,
        )
        for revision in _signed(revisions, known)
    ]
    return Leaf(
        moments=moments,
        groups=list(_groups(moments, sifting)),
        people=sorted(people.items(), key=lambda one: fold(one[1])),
        origins=[origin for origin in Origin.values if any(row.origin == origin for row in rows)],
        sizes=sizes.over([(row.number, row.at, row.words) for row in reversed(rows)]),
        number=number,
        count=count,
        total=len(found),
        whole=len(rows),
        current=rows[0].pk if rows else None,
    )


class _Row(NamedTuple):
    """What is read of every revision of a page, in one query: enough to sift them and to draw them."""

    pk: int
    number: int
    at: Any
    author: int | None
    accepted_by: int | None
    co_authors: list[dict[str, Any]]
    origin: str
    words: int | None
    slight: bool
    text_hidden: bool  # from its reader
    author_hidden: bool
    told: tuple[Any, ...]  # beside the text

    @property
    def people(self) -> set[int]:
        return masking.writers(self.author, self.co_authors)


def _rows(page: Page, user: Any) -> list[_Row]:
    """All revisions of a page, the latest first, as this person may know them."""
    found = PageRevision.objects.filter(id=page.pk).order_by("-number").values_list(*_READ, *BESIDE)
    rows = [_Row._make((*row[: len(_READ)], row[len(_READ) :])) for row in found]
    return [_masked(row, masking.sees_all(user)) for row in rows]


def _masked(row: _Row, sees_all: bool) -> _Row:
    if sees_all:
        return row._replace(text_hidden=False, author_hidden=False)
    if row.text_hidden:
        row = row._replace(words=None, slight=False)
    if not row.author_hidden:
        return row
    accepted_by = None if row.accepted_by in row.people else row.accepted_by
    return row._replace(author=None, co_authors=[], accepted_by=accepted_by)


def _compared(pk: int, formers: Mapping[int, tuple[_Row, _Row | None]]) -> int | None:
    """The revision that one is compared with, where neither text is hidden from its reader."""
    row, former = formers[pk]
    return None if former is None or row.text_hidden or former.text_hidden else former.pk


def _signed(revisions: Any, known: Mapping[int, User]) -> Iterator[Any]:
    """Revisions with those who wrote and accepted them: at hand, while a join would read them all again."""
    for revision in revisions:
        for field in ("history_user", "accepted_by"):
            if (person := known.get(getattr(revision, f"{field}_id"))) is not None:
                setattr(revision, field, person)
        yield revision


def _fits(row: _Row, sifting: Sifting) -> bool:
    by_them = sifting.person is None or sifting.person in row.people
    return by_them and sifting.origin in ("", row.origin)


def _is_minor(row: _Row, former: _Row | None) -> bool:
    """Spelling and signs alone, and nothing else: the rule that the screen tells."""
    return row.slight and former is not None and row.origin in ORDINARY and row.told == former.told


def _groups(moments: list[Moment], sifting: Sifting) -> Iterator[Group]:
    for is_minor, run in groupby(moments, key=lambda moment: moment.is_minor and not sifting.unfolds):
        if is_minor:
            yield Group(tuple(run), is_folded=True)
        else:
            yield from (Group((moment,), is_folded=False) for moment in run)


def find(page: Page, pk: int, user: Any) -> Moment | None:
    """The revision of this very page, if this person may read its text."""
    return next(iter(_readable(_with_people().filter(id=page.pk, pk=pk), user)), None)


def moment(revision: Any) -> Moment:
    """A revision that is at hand, in one query for the names of its co-authors."""
    return _moments([revision])[0]


def numbered(asked: Sequence[Any], user: Any) -> dict[int, Moment]:
    """Revisions that are at hand by their number, as this person may know them; in one query for all the
    names."""
    masking.mask(asked, user)
    together = {co.get("person") for revision in asked for co in revision.co_authors}
    signed = {key for one in asked for key in (one.history_user_id, one.accepted_by_id)}
    known = _people((together | signed) - {None})
    people = {key: str(person) for key, person in known.items()}
    return {one.number: Moment(one, tuple(_names(one.co_authors, people))) for one in _signed(asked, known)}


def anywhere(pk: int, user: Any) -> Any:
    """The revision of this number, if this person may read its text and its page as it stands."""
    pages = Page.objects.visible_to(user).filter(path__isnull=False)
    found = masking.readable(_with_people().filter(pk=pk, id__in=pages.order_by().values("pk")), user)
    revision = found.first()
    if revision is not None:
        masking.mask([revision], user)
    return revision


def pair(page: Page, one: int, other: int, user: Any) -> tuple[Moment, Moment] | None:
    """Two revisions of this very page, if this person may read both; in one query, and one for the names of
    their co-authors."""
    found = _readable(_with_people().filter(id=page.pk, pk__in=(one, other)), user)
    by_pk = {moment.revision.history_id: moment for moment in found}
    return (by_pk[one], by_pk[other]) if by_pk.keys() == {one, other} else None


def stretch(one: Any, other: Any) -> Stretch:
    """What leads from the earlier of two revisions of a page to the later."""
    first, last = sorted((one.number, other.number))
    of_page = PageRevision.objects.filter(id=one.id, number__gt=first, number__lte=last)
    return Stretch(**of_page.aggregate(revisions=Count("pk"), people=Count("history_user", distinct=True)))


def steps(before: Any, after: Any, user: Any) -> Steps | None:
    """The way on from a change to those next to it, where it is one: from one revision to the next."""
    if after.number != before.number + 1:
        return None
    around = PageRevision.objects.filter(id=after.id, number__in=(before.number - 1, after.number + 1))
    known = dict(masking.readable(around, user).order_by().values_list("number", "pk"))
    return Steps(known.get(before.number - 1), known.get(after.number + 1))


def around(revision: Any, user: Any) -> Neighbours:
    """Those beside it that this person may read."""
    of_page = masking.readable(PageRevision.objects.filter(id=revision.id), user).only("number")
    return Neighbours(
        before=of_page.filter(number__lt=revision.number).order_by("-number").first(),
        after=of_page.filter(number__gt=revision.number).order_by("number").first(),
        last=of_page.order_by("-number").first(),
    )


def _with_people() -> Any:
    return PageRevision.objects.select_related("history_user", "accepted_by")


def _readable(found: Any, user: Any) -> list[Moment]:
    revisions = list(masking.readable(found, user))
    masking.mask(revisions, user)
    return _moments(revisions)


def _moments(revisions: Sequence[Any]) -> list[Moment]:
    """Co-authors stand under the names that they bear now, asked for in one query."""
    asked = {co.get("person") for revision in revisions for co in revision.co_authors} - {None}
    people = _named(asked)
    return [Moment(revision, tuple(_names(revision.co_authors, people))) for revision in revisions]


def _named(people: Set[int]) -> dict[int, str]:
    """What these people are called now."""
    return {pk: str(person) for pk, person in _people(people).items()}


def _people(keys: Set[int]) -> dict[int, User]:
    """These people, by what they are called now; nobody is asked of nobody."""
    return User.objects.only("name", "erased_at").in_bulk(keys) if keys else {}


def _names(co_authors: Sequence[Mapping[str, Any]], people: Mapping[int, str]) -> Iterator[str]:
    """Whoever has no row is called as the commit called them."""
    for co_author in co_authors:
        name = people.get(co_author.get("person") or 0) or co_author.get("name")
        if name:
            yield name
