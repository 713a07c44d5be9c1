"""The notices of one person, as they may read them now: counted, listed by page, and told word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, Value, When

from wiki.models import Notice, Page, PageRevision
from wiki.models.notice import OF_MEASURES, Kind, NoticeQuerySet, Why
from wiki.models.watch import Topic
from wiki.queries import leaves, masking, measured, saying
from wiki.queries.saying import MOST_CHANGES, Line
from wiki.text import excerpts
from wiki.text.excerpts import Excerpts

PER_LEAF = 50
MOST_COMPARED = 10  # pages whose changes are told word by word, of one list
FILTERS = ("unread", "all", "mine", "decisions")
_OF_SUGGESTIONS = (Kind.ASKED, Kind.APPROVED, Kind.ACCEPTED, Kind.DECLINED, Kind.REMINDED, Kind.OUTDATED)
DECISIONS = (*_OF_SUGGESTIONS, *OF_MEASURES)
_HEAVY = (
    "fact__page__source",
    "fact__page__html",
    "fact__page__plain",
    "fact__page__outline",
    "fact__page__links",
    "fact__page__header",
    "fact__suggestion__proposal",
    "fact__suggestion__marks",
    "fact__revision__source",
    "fact__revision__header",
    "fact__comment__html",
    "fact__measure__comment__html",
    "above__source",
    "above__html",
    "above__plain",
)


@dataclass(frozen=True, slots=True)
class Group:
    """What happened on one page, the latest first."""

    page: Page
    lines: list[Line]

    @property
    def unread(self) -> list[int]:
        return [key for line in self.lines if line.is_unread for key in line.keys]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some notices, by page."""

    groups: list[Group]


def count_unread(person: Any) -> int:
    """How many wait to be read; in one query, and none of strangers."""
    if not person.is_authenticated:
        return 0
    return Notice.objects.of(person).unread().count()


def leaf(person: Any, wanted: str, asked: str) -> Leaf:
    """A leaf of somebody's notices; those that nobody has read stand first."""
    found = _filtered(Notice.objects.of(person), wanted)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    order = (is_read.asc(), "-fact__at", "-pk")
    shown = list(with_facts(found).order_by(*order)[start : start + PER_LEAF])
    return Leaf(groups=groups(shown), number=number, count=count, total=total)


def groups(found: Sequence[Notice]) -> list[Group]:
    """Notices by page, in the order in which pages come first."""
    shown = _shown(found)
    compared = _compared(found, shown)
    by_page: dict[int, list[Notice]] = {}
    for notice in found:
        by_page.setdefault(notice.fact.page_id, []).append(notice)
    return [
        Group(
            notices[0].fact.page,
            saying.joined([_line(one, compared, shown) for one in notices]),
        )
        for notices in by_page.values()
    ]


def with_facts(found: NoticeQuerySet) -> NoticeQuerySet:
    """Notices with all that is told of them, and without long texts."""
    facts = [f"fact__{name}" for name in ("by", "page", "thread", "comment", "suggestion", "review")]
    facts += [f"fact__{name}" for name in ("stand", "revision", "reminder")]
    facts += [f"fact__measure__{name}" for name in ("comment__thread", "reuse")]
    return found.select_related("above", *facts).defer(*_HEAVY)


def _filtered(found: NoticeQuerySet, wanted: str) -> NoticeQuerySet:
    if wanted == "unread":
        return found.unread()
    if wanted == "mine":
        return found.filter(topic__in=[Topic.ANSWERS, Topic.MINE])
    if wanted == "decisions":
        return found.filter(fact__kind__in=DECISIONS)
    return found


def _line(notice: Notice, compared: dict[int, Excerpts], shown: set[int]) -> Line:
    if notice.fact.measure is not None:
        return measured.line(notice)
    key = notice.fact.revision_id
    return saying.line(notice, compared.get(key or 0), is_shown=key is None or key in shown)


def _shown(found: Iterable[Notice]) -> set[int]:
    """The keys of revisions whose changes may be told: where it, or the one before it, is hidden, the other
    would tell it. In one query."""
    asked: dict[int | None, Any] = {one.fact.revision_id: one.fact.revision for one in found}
    asked.pop(None, None)
    if not asked:
        return set()
    there = _rows(asked.values()).values_list("id", "number", "text_hidden")
    hidden = {(page, number) for page, number, is_hidden in there if is_hidden}
    return {
        key
        for key, one in asked.items()
        if key is not None and not {(one.id, one.number - 1), (one.id, one.number)} & hidden
    }


def _rows(revisions: Iterable[Any]) -> Any:
    """These revisions, and those that stood before them."""
    wanted = {(one.id, number) for one in revisions for number in (one.number, one.number - 1)}
    pages, numbers = {page for page, _number in wanted}, {number for _page, number in wanted}
    return PageRevision.objects.filter(id__in=pages, number__in=numbers)


def _compared(found: Iterable[Notice], shown: set[int]) -> dict[int, Excerpts]:
    """What revisions changed, by their keys: each beside the one before it; in one query."""
    asked: dict[int | None, Any] = {
        one.fact.revision_id: one.fact.revision
        for one in found
        if one.fact.kind == Kind.REVISED and one.why != Why.WORDS and one.fact.revision_id in shown
    }
    asked = dict(list(asked.items())[:MOST_COMPARED])
    if not asked:
        return {}
    rows = masking.readable(_rows(asked.values())).values_list("id", "number", "source")
    texts = {(page, number): source for page, number, source in rows}
    return {
        key: _between(texts[one.id, one.number - 1], texts[one.id, one.number])
        for key, one in asked.items()
        if key is not None and {(one.id, one.number - 1), (one.id, one.number)} <= texts.keys()
    }


@lru_cache(maxsize=64)
def _between(old: str, new: str) -> Excerpts:
    """Asked of the same texts for each who follows a page."""
    return excerpts.between(old, new, most=MOST_CHANGES)
