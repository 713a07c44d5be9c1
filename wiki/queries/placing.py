"""Where pages stand and may stand: the outline of the guide, what is right below a page, and all below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wiki.models import Page
from wiki.models.page import Kind, State


@dataclass(frozen=True, slots=True)
class Spot:
    """A page in the outline of the guide, home first at depth 0."""

    pk: int
    title: str
    depth: int
    path: str


def outline(*, without: int | None = None, found_by: Any = None) -> list[Spot]:
    """The living pages below which others may stand, in reading order; `without` is left out with its own.

    All of them, for those who arrange pages; or those that somebody finds in the menu.
    """
    below: dict[int | None, list[tuple[int, str, str]]] = {}
    living = Page.objects.exclude(state=State.ARCHIVED).exclude(kind=Kind.LINK)
    if found_by is not None:
        living = living.visible_to(found_by).filter(listed=True)
    rows = living.order_by("position", "sort_key", "pk").values_list("pk", "parent_id", "title", "path")
    for pk, parent, title, path in rows:
        if pk != without:
            below.setdefault(parent, []).append((pk, title, path or ""))
    return list(_walk(below))


def _walk(below: dict[int | None, list[tuple[int, str, str]]]) -> Iterator[Spot]:
    stack = [(row, 0) for row in reversed(below.get(None, []))]
    while stack:
        (pk, title, path), depth = stack.pop()
        yield Spot(pk, title, depth, path)
        stack.extend((row, depth + 1) for row in reversed(below.get(pk, [])))


def children(page: Page) -> list[Page]:
    """The living pages right below this one, in their order."""
    found = Page.objects.filter(parent=page).exclude(state=State.ARCHIVED)
    words = ("title", "nav_title", "path", "kind", "state", "listed", "url")
    return list(found.only(*words).order_by("position", "sort_key", "pk"))


def subtree(page: Page) -> list[Spot]:
    """The living pages below this one, at any depth, links of the menu too, in reading order."""
    below: dict[int | None, list[tuple[int, str, str]]] = {}
    living = Page.objects.exclude(state=State.ARCHIVED).order_by("position", "sort_key", "pk")
    for pk, parent, title, path in living.values_list("pk", "parent_id", "title", "path"):
        below.setdefault(parent, []).append((pk, title, path or ""))
    return list(_walk({**below, None: below.get(page.pk, [])}))
