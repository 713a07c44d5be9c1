"""Which pages lead to others: what a page that goes away leaves behind."""

from __future__ import annotations

from collections.abc import Collection

from wiki.models import Link, Page
from wiki.models.page import State


def leading_to(paths: Collection[str], *, besides: Collection[int]) -> list[Page]:
    """The living pages, other than these, whose text leads to one of the paths; in one query."""
    links = Link.objects.filter(kind="page", target__in=paths).exclude(page__in=besides)
    found = Page.objects.exclude(state=State.ARCHIVED).filter(pk__in=links.values("page"))
    return list(found.only("title", "path", "kind", "state").order_by("sort_key", "pk"))
