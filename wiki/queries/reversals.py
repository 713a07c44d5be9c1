"""What was undone of accounts: each deed with its things in words, by kind and by what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from wiki.models import (
    Comment,
    Flag,
    Page,
    PageRevision,
    Reuse,
    Reversal,
    ReversalItem,
    Review,
    Stand,
    Suggestion,
)
from wiki.models.flag import ABOUT
from wiki.models.reversal import Fate, Sort, Why
from wiki.queries.waiting import screen_of

SHOWN = 50  # things of one kind that are named one by one

Items = Sequence[ReversalItem]


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind with one fate, for one reason: how many, and the first of them in words."""

    sort: Sort
    fate: Fate
    why: str
    total: int
    items: list[ReversalItem]

    @property
    def others(self) -> int:
        return self.total - len(self.items)

    @property
    def because(self) -> str:
        return str(Why(self.why).label) if self.why else ""


def of_person(person: User) -> list[Reversal]:
    """The deeds about somebody, the latest first; in one query."""
    return list(Reversal.objects.filter(person=person).select_related("by", "undone_by"))


def find(pk: int) -> Reversal | None:
    return Reversal.objects.select_related("person", "by", "undone_by").filter(pk=pk).first()


def counts(reversal: Reversal) -> Mapping[str, int]:
    """How many things have which fate; in one query."""
    told = Counter[str](dict.fromkeys(Fate, 0))
    told.update(reversal.items.order_by().values_list("fate", flat=True))
    return told


def groups(items: Iterable[ReversalItem]) -> list[Group]:
    """By kind, by fate and by reason, in this order; in one query for each kind of thing."""
    sorts, fates, whys = list(Sort), list(Fate), ["", *Why]
    found: dict[tuple[int, int, int], list[ReversalItem]] = {}
    for one in items:
        key = sorts.index(Sort(one.sort)), fates.index(Fate(one.fate)), whys.index(one.why)
        found.setdefault(key, []).append(one)
    told = [
        Group(sorts[sort], fates[fate], whys[why], len(them), them[:SHOWN])
        for (sort, fate, why), them in sorted(found.items())
    ]
    _tell([one for group in told for one in group.items])
    return told


def verdicts(person: User, within: Q) -> int:
    """How many decisions on what others proposed somebody took in that time, which stay; in one query."""
    return Review.objects.filter(within, by=person).exclude(suggestion__author=person).count()


def taken_back(revision: Any) -> QuerySet[ReversalItem]:
    """Where what this revision published of a suggestion was taken back with all that its author did."""
    undone = ReversalItem.objects.filter(fate=Fate.DONE, made__isnull=False)
    return undone.filter(sort=Sort.ACCEPTED, target=revision)


# --- in words -----------------------------------------------------------------------------------------------


def _tell(items: Items) -> None:
    """Put on each what it is, in words, and where it is read."""
    ways = {
        Sort.COMMENT: _comments,
        Sort.SUGGESTION: _suggestions,
        Sort.STAND: _stands,
        Sort.FLAG: _flags,
        Sort.TEXT: _revisions,
        Sort.ACCEPTED: _revisions,
        Sort.PAGE: _pages,
        Sort.REUSE: _reuses,
    }
    pages = Page.objects.only("title", "path", "kind", "url").in_bulk({one.page_id for one in items} - {None})
    for one in items:
        one.words, one.address = one.before.get("path", ""), ""
        one.page = pages.get(one.page_id or 0)
    for sort, way in ways.items():
        meant = [one for one in items if one.sort == sort]
        found = way([one.target for one in meant]) if meant else {}
        for one in meant:
            one.words, one.address = found.get(one.target, ("", ""))


def _comments(keys: list[int]) -> dict[int, tuple[str, str]]:
    rows = Comment.objects.filter(pk__in=keys).values_list("pk", "text", "thread")
    return {pk: (text, f"{reverse('wiki:thread', args=[at])}#ui-comment-{pk}") for pk, text, at in rows}


def _suggestions(keys: list[int]) -> dict[int, tuple[str, str]]:
    rows = Suggestion.objects.filter(pk__in=keys).values_list("pk", "summary")
    return {pk: (summary, reverse("wiki:suggestion", args=[pk])) for pk, summary in rows}


def _stands(keys: list[int]) -> dict[int, tuple[str, str]]:
    found = Stand.objects.filter(pk__in=keys).select_related("suggestion")
    rows = found.only("stance", "suggestion__summary")
    return {
        one.pk: (
            f"{one.get_stance_display()} – {one.suggestion.summary}",
            reverse("wiki:suggestion", args=[one.suggestion_id]),
        )
        for one in rows
    }


def _flags(keys: list[int]) -> dict[int, tuple[str, str]]:
    rows = Flag.objects.filter(pk__in=keys).values_list("pk", "reason", *(f"{name}_id" for name in ABOUT))
    return {pk: (reason, _looked_at(about)) for pk, reason, *about in rows}


def _looked_at(about: Sequence[int | None]) -> str:
    """Where whoever moderates looks at what a flag is about."""
    what, pk = next((name, pk) for name, pk in zip(ABOUT, about, strict=True) if pk is not None)
    return reverse(screen_of("person" if what == "about" else what), args=[pk])


def _revisions(keys: list[int]) -> dict[int, tuple[str, str]]:
    rows = PageRevision.objects.filter(pk__in=keys).values_list("pk", "number", "history_change_reason")
    return {
        pk: (f"{number} – {reason}" if reason else str(number), reverse("wiki:permanent-revision", args=[pk]))
        for pk, number, reason in rows
    }


def _pages(keys: list[int]) -> dict[int, tuple[str, str]]:
    found = Page.objects.only("title", "path", "kind", "url").in_bulk(keys)
    return {pk: (page.title, page.history_address) for pk, page in found.items()}


def _reuses(keys: list[int]) -> dict[int, tuple[str, str]]:
    found = Reuse.objects.filter(pk__in=keys).only("title")
    return {one.pk: (str(one), one.address) for one in found}
