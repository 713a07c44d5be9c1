"""Whose words a publish took away, and where, as it is told to each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wiki.models import Fact, PageRevision, Rewording
from wiki.models.notice import Kind
from wiki.text import rewording
from wiki.text.rewording import Narrowed

MOST = 3  # passages of one notice
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
