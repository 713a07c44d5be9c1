"""The journal as anybody reads it: what was done, where, why, in which role; never by whom, nor about whom.

Everybody reads the same of it, those who moderate included.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q

from wiki.models import ModerationEntry, Thread
from wiki.models.journal import DEEDS, Role
from wiki.models.suggestion import Stage
from wiki.queries import leaves, tree

PER_LEAF = 50
# What these are about is no page: nothing that somebody may not read.
_OF_THE_SITE = ("flag.", "invitation.", "measure.", "person.", "site.", "trust.")


@dataclass(frozen=True, slots=True)
class Line:
    """What anybody is told of one line; of what not everybody may read, the deed alone."""

    deed: str
    at: datetime
    role: str
    page: tree.Entry | None = None
    thread: Thread | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some lines of the journal."""

    lines: list[Line]


def deeds() -> list[tuple[str, str]]:
    """What there is to ask for, by its key, in the order of its words."""
    return sorted(((key, str(words)) for key, words in DEEDS.items()), key=lambda one: one[1].casefold())


def sections(menu: tree.Menu) -> list[tree.Entry]:
    """Those that there is something to read of, in the order of the menu."""
    return [section for section in menu.sections if not section.is_link]


def leaf(menu: tree.Menu, asked: str, *, deed: str = "", section: tree.Entry | None = None) -> Leaf:
    """A leaf of the lines, the latest first, in three queries. Of what is not in this menu, anybody's, there
    is the deed alone; of a section there are the lines on its pages."""
    lines = ModerationEntry.objects.order_by("-pk")
    if deed:
        lines = lines.filter(action=deed)
    if section:
        lines = lines.filter(page__in=sorted(tree.pages_below(section)))
    total = lines.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    start = (number - 1) * PER_LEAF
    rows = lines.only("at", "action", "page", "role", "public_reason", "after")
    return Leaf(lines=_told(menu, rows[start : start + PER_LEAF]), number=number, count=count, total=total)


def _told(menu: tree.Menu, rows: Any) -> list[Line]:
    found = [(row, _thread_of(row)) for row in rows]
    threads = _threads({pk for _row, pk in found if pk is not None})
    return [_line(row, menu.find(row.page_id), pk, threads) for row, pk in found]


def _line(row: ModerationEntry, page: tree.Entry | None, thread: int | None, threads: dict[int, Any]) -> Line:
    told = (row.deed, row.at, str(Role(row.role).label) if row.role else "")
    if row.page_id is None and row.action.startswith(_OF_THE_SITE):
        return Line(*told, reason=row.public_reason)
    known = threads.get(thread) if thread is not None else None
    if page is None or (known is not None and known.is_of_draft):
        return Line(*told)
    seen = known if known and known.is_shown else None
    return Line(*told, page=page, thread=seen, reason=row.public_reason)


def _thread_of(row: ModerationEntry) -> int | None:
    pk = row.after.get("thread") if isinstance(row.after, dict) else None
    return pk if isinstance(pk, int) else None


def _threads(keys: Collection[int]) -> dict[int, Any]:
    """What is known of these threads, by their keys: whether anybody may read them."""
    seen = Thread.objects.visible_to(AnonymousUser()).filter(pk=OuterRef("pk"))
    put_by = Q(suggestion__state=Stage.DRAFT) | Q(suggestion__held_for__gt="")
    drafted = Q(suggestion__isnull=False) & put_by
    found = Thread.objects.annotate(is_shown=Exists(seen), is_of_draft=drafted).only("number", "page")
    return {thread.pk: thread for thread in found.filter(pk__in=keys)}
