"""The history of a page: its revisions leaf by leaf, the latest first, and what stands around one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from wiki.models import Page, PageRevision
from wiki.models.page import State

PER_LEAF = 50
# Too heavy for a list, where nobody reads them.
TEXTS = ("header", "source", "description")


@dataclass(frozen=True, slots=True)
class Moment:
    """A revision, and the names of those who wrote it with its author."""

    revision: Any
    co_authors: tuple[str, ...]

    @property
    def is_archived(self) -> bool:
        return self.revision.state == State.ARCHIVED

    @property
    def is_draft(self) -> bool:
        return self.revision.state == State.DRAFT


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some revisions of a history: the leaf of this number, out of `count`, which hold `total` in all."""

    moments: list[Moment]
    number: int
    count: int
    total: int

    @property
    def newer(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        return self.number + 1 if self.number < self.count else None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The revisions before and after one; nothing at an end of the history."""

    before: Any
    after: Any


def history(page: Page, asked: str) -> Leaf:
    """A leaf of the history, in three queries at most; what is the number of no leaf is the first."""
    found = _with_people().filter(id=page.pk).order_by("-number").defer(*TEXTS)
    total = found.count()
    count = max(1, -(-total // PER_LEAF))
    number = _number(asked, count)
    shown = found[(number - 1) * PER_LEAF : number * PER_LEAF]
    return Leaf(_moments(list(shown)), number, count, total)


def find(page: Page, pk: int) -> Moment | None:
    """The revision of this very page."""
    return next(iter(_moments(list(_with_people().filter(id=page.pk, pk=pk)))), None)


def around(revision: Any) -> Neighbours:
    of_page = PageRevision.objects.filter(id=revision.id).only("number")
    return Neighbours(
        before=of_page.filter(number__lt=revision.number).order_by("-number").first(),
        after=of_page.filter(number__gt=revision.number).order_by("number").first(),
    )


def _number(asked: str, count: int) -> int:
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
    return int(asked) if is_number and 1 <= int(asked) <= count else 1


def _with_people() -> Any:
    return PageRevision.objects.select_related("history_user", "accepted_by")


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
