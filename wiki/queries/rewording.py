"""Whose words a publish took away, and where, as it is told to each of them, then and later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from wiki.models import Fact, PageRevision, Rewording
from wiki.models.notice import Kind
from wiki.queries import masking
from wiki.text import rewording
from wiki.text.diff import Segment
from wiki.text.rewording import Narrowed

MOST = 3  # passages of one notice, or of one retouch; and retouches of one page, the last ones
# What is told of a revision that took words away, and what may be hidden of it.
_REVISION = [
    f"revision__{name}"
    for name in (
        "id",
        "number",
        "history_date",
        "accepted_by",
        "co_authors",
        "text_hidden",
        "author_hidden",
        "history_user__name",
        "history_user__erased_at",
    )
]
PUBLISHES = (Kind.REVISED, Kind.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Reworded:
    """The numbers of the revisions of each author, and both texts."""

    people: Mapping[int, list[int]] = field(default_factory=dict)
    told: Narrowed | None = None

    def passages_of(self, person: int) -> dict[str, Any]:
        """Where their words stood and what stands there now, as a notice keeps it."""
        if self.told is None or person not in self.people:
            return {}
        found = rewording.passages(self.told, self.people[person], most=MOST)
        return {"shown": [list(one) for one in found.shown], "total": found.total}


@dataclass(slots=True)
class Retouch:
    """A revision that took words of somebody's away: of which of theirs, what stood and what stands there.

    `changes` are told of the last ones alone; `more` is how many others there are.
    """

    revision: Any
    former: int  # the revision before it
    owners: Collection[int]  # the numbers of the revisions that brought the words
    changes: Sequence[Sequence[Segment]] = ()
    more: int = 0


def of(fact: Fact) -> Reworded:
    """What is known of it while it is being told; nothing of what is no publish."""
    if fact.kind not in PUBLISHES or fact.revision_id is None:
        return Reworded()
    row = Rewording.objects.filter(pk=fact.revision_id).first()
    if row is None:
        return Reworded()
    people: defaultdict[int, list[int]] = defaultdict(list)
    authors = PageRevision.objects.filter(id=fact.page_id, number__in=row.lost, history_user__isnull=False)
    for number, person in authors.values_list("number", "history_user"):
        people[person].append(number)
    own = fact.revision.history_user_id if fact.revision else None
    for who in (own, fact.by_id):
        people.pop(who or 0, None)
    return Reworded(dict(people), Narrowed(row.before, row.after, row.spans))


def since(own: Mapping[int, Collection[int]], user: Any) -> dict[int, list[Retouch]]:
    """By page, who retouched the words of these revisions of it, the last first; in two queries. What may not
    be compared, as one of both texts is hidden from this reader, is left out."""
    own = {page: numbers for page, numbers in own.items() if numbers}
    found: defaultdict[int, list[Retouch]] = defaultdict(list)
    for row in _kept(list(own), user) if own else ():
        page = row.revision.id
        owners = {int(number) for number in row.lost} & {*own[page]}
        if owners and row.former:
            found[page].append(Retouch(row.revision, row.former, owners))
    masking.mask([one.revision for retouches in found.values() for one in retouches], user)
    _tell([one for retouches in found.values() for one in retouches[:MOST]])
    return dict(found)


def _kept(pages: Collection[int], user: Any) -> Iterable[Any]:
    """What is kept of these pages, without the texts."""
    readable = masking.readable(PageRevision.objects.order_by(), user)
    former = readable.filter(id=OuterRef("revision__id"), number=OuterRef("revision__number") - 1)
    rows = Rewording.objects.filter(revision__id__in=pages, revision__in=readable.values("pk"))
    rows = rows.annotate(former=Subquery(former.values("pk")[:1])).order_by("-revision__number")
    return rows.select_related("revision__history_user").only("lost", *_REVISION)


def _tell(retouches: Collection[Retouch]) -> None:
    """Bring the words."""
    rows = Rewording.objects.in_bulk([one.revision.pk for one in retouches]) if retouches else {}
    for one in retouches:
        row = rows[one.revision.pk]
        told = rewording.passages(Narrowed(row.before, row.after, row.spans), one.owners, most=MOST)
        one.changes, one.more = [shown.segments() for shown in told.shown], told.more
