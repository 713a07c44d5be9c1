"""The accounts of the site as those who moderate look for them: by name, and never by address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from wiki.queries import leaves

PER_LEAF = 50
KINDS = ("all", "barred", "watched", "trusted")
LONGEST = 150  # characters of a name that is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some of them."""

    people: list[User]


def leaf(kind: str, name: str, asked: str) -> Leaf:
    """A leaf of those of a kind whose names hold these letters, the newest first; in two queries. Ghosts have
    no account, and those who left have none any more."""
    found = User.objects.filter(ghost=False, erased_at=None).filter(_of(kind))
    found = found.filter(name__icontains=name[:LONGEST]) if name else found
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    fields = ("name", "date_joined", "trusted", "banned", "suspended_until", "watched", "erased_at")
    rows = found.order_by("-date_joined", "-pk").only(*fields)[start : start + PER_LEAF]
    return Leaf(people=list(rows), number=number, count=count, total=total)


def _of(kind: str) -> Q:
    told: dict[str, Any] = {
        "barred": Q(banned=True) | Q(suspended_until__gt=timezone.now()),
        "watched": Q(watched=True),
        "trusted": Q(trusted=True),
    }
    return told.get(kind, Q())
