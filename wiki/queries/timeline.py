"""The history of a page: its revisions leaf by leaf, the latest first, and what stands around one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.db.models import Count

from accounts.models import User
from wiki.models import Page, PageRevision
from wiki.models.page import State
from wiki.queries import leaves, masking

PER_LEAF = 50
# Too heavy for a list, where nobody reads them.
TEXTS = ("header", "source", "description")


@dataclass(frozen=True, slots=True)
class Moment:
    """A revision, and the names of those who wrote it with its author."""

    revision: Any
    co_authors: tuple[str, ...]
    former: int | None = None  # the revision before it, where it is asked for and both may be read

    @property
    def is_archived(self) -> bool:
        return self.revision.state == State.ARCHIVED

    @property
    def is_draft(self) -> bool:
        return self.revision.state == State.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some revisions of a history."""

    moments: list[Moment]

    @property
    def is_comparable(self) -> bool:
        return len(self.moments) > 1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The revisions before and after one, nothing at an end of the history; and the last of all."""

    before: Any
    after: Any
    last: Any


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many revisions lead from one to another, and how many people wrote them."""

    revisions: int
    people: int


def history(page: Page, asked: str, user: Any) -> Leaf:
    """A leaf of the history as this person reads it, in three queries at most; what is the number of no leaf
    is the first."""
    found = _with_people().filter(id=page.pk).order_by("-number").defer(*TEXTS)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    # One more than is shown: the last one is compared with it.
    shown = list(found[start : start + PER_LEAF + 1])
    masking.mask(shown, user)
    formers = [_former(*two) for two in pairwise([*shown, None])]
    moments = zip(_moments(shown[:PER_LEAF]), formers, strict=False)
    told = [replace(moment, former=former) for moment, former in moments]
    return Leaf(moments=told, number=number, count=count, total=total)


def find(page: Page, pk: int, user: Any) -> Moment | None:
    """The revision of this very page, if this person may read its text."""
    return next(iter(_readable(_with_people().filter(id=page.pk, pk=pk), user)), None)


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


def _former(revision: Any, before: Any) -> int | None:
    """The revision that this one is compared with, where neither text is hidden from its reader."""
    hidden = before is None or revision.masked_text or before.masked_text
    return None if hidden else before.history_id


def _moments(revisions: Sequence[Any]) -> list[Moment]:
    """Co-authors stand under the names that they bear now, asked for in one query."""
    asked = {co.get("person") for revision in revisions for co in revision.co_authors} - {None}
    people = {person.pk: str(person) for person in User.objects.filter(pk__in=asked)} if asked else {}
    return [Moment(revision, tuple(_names(revision.co_authors, people))) for revision in revisions]


def _names(co_authors: Sequence[Mapping[str, Any]], people: Mapping[int, str]) -> Iterator[str]:
    """Whoever has no row is called as the commit called them."""
    for co_author in co_authors:
        name = people.get(co_author.get("person") or 0) or co_author.get("name")
        if name:
            yield name
