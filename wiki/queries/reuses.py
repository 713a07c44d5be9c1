"""Reuses as one person reads them: a gallery with filters, one of them, and who reused a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from wiki import rules
from wiki.models import Page, Retelling, Reuse, Suggestion, Use
from wiki.models.reuse import ReuseQuerySet
from wiki.models.suggestion import Stage
from wiki.queries import leaves
from wiki.text import words

PER_LEAF = 12
MOST_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some reuses of a list."""

    reuses: list[Reuse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which reuses are asked for: of these pages, of one page, of one kind of organisation, with these words,
    with what did not work; one's own."""

    user: Any
    within: Collection[int] | None = None
    page: int | None = None
    structure: str = ""
    said: str = ""
    failed: bool = False
    own: bool = False


def with_reuses(pages: Any) -> Any:
    """Pages with how many reuses everybody reads of each, and where the latest was made; in the query that
    finds them."""
    told = Use.objects.filter(page=OuterRef("pk"), reuse__in=Reuse.objects.shown()).order_by()
    count = told.values("page").annotate(total=Count("pk")).values("total")
    latest = told.order_by("-reuse__created", "-reuse").values("reuse__organisation")[:1]
    return pages.annotate(reuses=Subquery(count), reused_by=Subquery(latest))


def leaf(asked: Asked, number: str) -> Leaf:
    """A leaf of the gallery, the latest first; in three queries."""
    found = _found(asked)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    place = leaves.number_of(number, count)
    start = (place - 1) * PER_LEAF
    return Leaf(
        reuses=_told(found[start : start + PER_LEAF], asked.user), number=place, count=count, total=total
    )


def latest(asked: Asked, most: int) -> list[Reuse]:
    """The latest that are asked for, for a feed; in two queries."""
    return _told(_found(asked)[:most], asked.user)


def find(pk: int, user: Any) -> Reuse | None:
    """One reuse, if this person may read it; in two queries."""
    found = Reuse.objects.visible_to(user).filter(pk=pk)
    return next(iter(_told(found, user)), None)


def used_pages(user: Any) -> list[tuple[int, str]]:
    """The pages that reuses are about, by their titles, for a filter; in one query."""
    used = Use.objects.filter(reuse__in=Reuse.objects.shown()).order_by().values("page")
    pages = Page.objects.visible_to(user).filter(pk__in=used, listed=True).order_by("sort_key", "pk")
    return list(pages.values_list("pk", "title"))


def examples(reuse: Reuse, user: Any) -> list[Suggestion]:
    """What was made of it for the pages of the guide, and is read; in one query."""
    found = Suggestion.objects.visible_to(user).filter(reuse=reuse).exclude(state=Stage.DRAFT)
    return list(found.select_related("page").defer("proposal", "marks").order_by("pk"))


def former(reuse: Reuse, user: Any) -> list[Retelling]:
    """What it said before it was told otherwise, the oldest first; what was held is its author's, and read by
    those who moderate. In one query, and none where it was never edited."""
    if reuse.edited is None:
        return []
    is_told = reuse.author_id == user.pk or rules.may(user, "reuse.inspect", reuse)
    return list(reuse.retellings.all() if is_told else reuse.retellings.filter(hidden=False))


def _found(asked: Asked) -> ReuseQuerySet:
    readable = Reuse.objects.visible_to(asked.user)
    if asked.own:
        found = readable.filter(author=asked.user.pk, title__gt="")
    else:  # what waits, or is hidden, is looked at elsewhere
        found = readable.shown()
    if asked.within is not None:
        found = found.filter(pk__in=_using(Q(page__in=sorted(asked.within))))
    if asked.page is not None:
        found = found.filter(pk__in=_using(Q(page=asked.page)))
    if asked.structure:
        found = found.filter(structure=asked.structure)
    if asked.failed:
        found = found.filter(failed__gt="")
    for word in words.fold(asked.said).split()[:MOST_WORDS]:
        found = found.filter(folded__contains=word)
    return found.order_by("-created", "-pk")


def _using(which: Q) -> Any:
    return Use.objects.filter(which).order_by().values("reuse")


def _told(found: QuerySet[Reuse], user: Any) -> list[Reuse]:
    """With those of their pages that this person may read."""
    uses = Use.objects.filter(page__in=Page.objects.visible_to(user)).select_related("page")
    light = ("title", "path", "kind", "url", "state", "parent", "lang", "listed")
    uses = uses.only("reuse", "position", *(f"page__{name}" for name in light))
    rows = found.select_related("author", "picture").prefetch_related(
        Prefetch("uses", queryset=uses, to_attr="readable_uses")
    )
    return list(_with_pages(rows))


def _with_pages(rows: Iterable[Any]) -> Iterable[Reuse]:
    for reuse in rows:
        reuse.told_pages = [use.page for use in reuse.readable_uses]
        yield reuse
