"""The pages that whoever comes from outside may find, each with the day it last changed."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Subquery

from wiki.models import Page, PageRevision
from wiki.models.page import address_of

MOST = 50_000  # addresses of one map, by its protocol


class Listed(NamedTuple):
    """A page of the menu: its address, and when its latest revision was made."""

    address: str
    changed: datetime | None


def listed() -> list[Listed]:
    """What one finds by walking down from the home page, in one query.

    A page below one that is in no menu is in no menu either: its address would give the other away.
    """
    revisions = PageRevision.objects.filter(id=OuterRef("pk")).order_by("-number")
    found = Page.objects.visible_to(AnonymousUser()).in_menu()
    found = found.annotate(changed=Subquery(revisions.values("history_date")[:1]))
    below: dict[int | None, list[tuple[int, str | None, datetime | None]]] = {}
    for pk, parent, path, changed in found.values_list("pk", "parent_id", "path", "changed"):
        below.setdefault(parent, []).append((pk, path, changed))
    pages: list[Listed] = []
    stack = below.get(None, [])[::-1]
    while stack:
        pk, path, changed = stack.pop()
        if path is not None:  # a link of the menu leads out of the guide
            pages.append(Listed(address_of(path), changed))
        stack += below.get(pk, [])[::-1]
    return pages[:MOST]
