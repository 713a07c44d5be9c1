"""Somebody's own words: where they stand in the guide today, and what became of each contribution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery

from accounts.models import User
from wiki.models import Credit, Page, PageRevision
from wiki.queries import attribution, authorship, leaves, rewording
from wiki.queries.rewording import Retouch
from wiki.text import credit, words
from wiki.text.anchor import Quote
from wiki.text.anchoring.quoting import CONTEXT

PER_LEAF = 20  # pages
SHOWN = 3  # passages of a page, the longest first
EXCERPT = 300  # characters
ALONE = 120  # characters that can be read without what stands around them


@dataclass(frozen=True, slots=True)
class Saying:
    """A passage of somebody's, since when it stands so, and the words by which its trail is asked."""

    text: str
    revision: Any
    quote: Quote

    @property
    def before(self) -> str:
        """What stands before few words on their line: alone, these would say nothing."""
        line = self.quote.prefix.rpartition("\n")[2] if len(self.text) < ALONE else ""
        return f"… {line.partition(' ')[2]}" if len(line) == CONTEXT else line

    @property
    def after(self) -> str:
        line = self.quote.suffix.partition("\n")[0] if len(self.text) < ALONE else ""
        return f"{line.rpartition(' ')[0]} …" if len(line) == CONTEXT else line


@dataclass(frozen=True, slots=True)
class Brought:
    """A contribution: how many words it brought, and how many of them are read today."""

    revision: Any
    words: int
    standing: int
    former: int | None = None  # the revision before it, and the one that is read today, where both may be
    now: int | None = None  # compared with it
    retouched: Sequence[Retouch] = ()  # by whom, the last first

    @property
    def is_whole(self) -> bool:
        return 0 < self.words <= self.standing


@dataclass(frozen=True, slots=True)
class Own:
    """A page where somebody wrote."""

    page: Page
    words: int
    first_at: datetime
    last_at: datetime
    sayings: Sequence[Saying]
    retouches: Sequence[Retouch]  # the last, with what stood and what stands there
    contributions: Sequence[Brought]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some of the pages, those with most words first; how many words in all, on how many pages."""

    pages: list[Own]
    words: int
    standing_on: int


def of_person(person: User, asked: str) -> Leaf:
    """All that somebody may read of what they wrote, in seven queries."""
    readable = authorship.readable(person)
    own = PageRevision.objects.filter(history_user=person, id__in=readable.order_by().values("pk"))
    former = PageRevision.objects.filter(id=OuterRef("id"), number=OuterRef("number") - 1, text_hidden=False)
    own = own.annotate(former=Subquery(former.order_by().values("pk")[:1]))
    revisions: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    told = own.annotate(text=F("title")).only(
        "id",
        "number",
        "history_date",
        "history_change_reason",
        "origin",
        "suggestion",
        "title",
        "text_hidden",
    )
    for revision in told.order_by("-number"):
        revisions[revision.id][revision.number] = revision
    counted = {
        page: (standing, brought)
        for page, standing, brought in Credit.objects.filter(
            page__in=list(revisions), engine_version=credit.VERSION
        ).values_list("page_id", "words", "brought")
    }
    sums = {pk: _sum(revisions[pk], counted[pk][0]) for pk in revisions if pk in counted}
    order = sorted(sums, key=lambda pk: (-sums[pk], pk))
    count = leaves.count_leaves(len(order), PER_LEAF)
    number = leaves.number_of(asked, count)
    shown = order[(number - 1) * PER_LEAF : number * PER_LEAF]
    pages = _with_credit(readable).in_bulk(shown)
    retouches = rewording.since({pk: _lessened(revisions[pk], *counted[pk]) for pk in shown}, person)
    told_pages = [
        _own(pages[pk], revisions[pk], *counted[pk], retouches.get(pk, [])) for pk in shown if pk in pages
    ]
    return Leaf(
        pages=told_pages,
        number=number,
        count=count,
        total=len(order),
        words=sum(sums.values()),
        standing_on=sum(bool(one) for one in sums.values()),
    )


def _with_credit(pages: Any) -> Any:
    shown = ("title", "path", "kind", "url", "plain", "credit__spans", "credit__digest")
    last = PageRevision.objects.filter(id=OuterRef("pk")).order_by("-number").values("pk")
    return pages.select_related("credit").only(*shown).annotate(now=Subquery(last[:1]))


def _sum(revisions: Mapping[int, Any], standing: Mapping[str, int]) -> int:
    return sum(standing.get(str(number), 0) for number in revisions)


def _lessened(
    revisions: Mapping[int, Any], standing: Mapping[str, int], brought: Mapping[str, int]
) -> list[int]:
    """Those whose words do not all stand: what was put back since is not retouched."""
    return [one for one in revisions if standing.get(str(one), 0) < brought.get(str(one), 0)]


def _own(
    page: Any,
    revisions: Mapping[int, Any],
    standing: Mapping[str, int],
    brought: Mapping[str, int],
    retouches: Sequence[Retouch],
) -> Own:
    dates = [revision.at for revision in revisions.values()]
    contributions = [
        Brought(
            revision,
            brought.get(str(number), 0),
            standing.get(str(number), 0),
            None if revision.text_hidden else revision.former,
            None if revision.text_hidden or revision.pk == page.now else page.now,
            [one for one in retouches if number in one.owners],
        )
        for number, revision in revisions.items()
    ]
    return Own(
        page,
        _sum(revisions, standing),
        min(dates),
        max(dates),
        _sayings(page, revisions),
        [one for one in retouches if one.changes],
        contributions,
    )


def _sayings(page: Page, revisions: Mapping[int, Any]) -> list[Saying]:
    """The longest of somebody's passages, in the order of the page."""
    kept = page.credit
    if kept.digest != credit.fingerprint(page.plain):
        return []
    own = [(start, end, revision) for start, end, revision in kept.spans if revision in revisions]
    longest = sorted(own, key=lambda span: span[0] - span[1])[:SHOWN]
    told = [(page.plain[start:end], start, end, revision) for start, end, revision in sorted(longest)]
    return [
        Saying(text[:EXCERPT] + ("…" if len(text) > EXCERPT else ""), revisions[number], quote)
        for text, start, end, number in told
        if words.count(text) and (quote := attribution.quoted(page, start, end))
    ]
