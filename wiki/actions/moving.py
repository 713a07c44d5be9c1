"""Where a page stands is changed: moved, renamed, put in another order; its old addresses lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import addressing, journal, limiting, rendering, revising, titling
from wiki.actions.addressing import Place, Tree, joined
from wiki.actions.places import Places
from wiki.actions.rendering import Ready
from wiki.errors import BadAddress, BadPage, EditConflict
from wiki.models import ModerationEntry, Origin, Page, Redirect, Suggestion
from wiki.models.page import Kind, State, address_of


@dataclass(frozen=True)
class _Route:
    """Where a page is to stand, and the paths that change with its own."""

    old: str | None
    new: str | None
    followers: tuple[Place, ...]

    @property
    def changes(self) -> bool:
        return self.old != self.new

    @property
    def olds(self) -> list[str]:
        return [self.old or "", *(place.path or "" for place in self.followers)] if self.changes else []

    @property
    def news(self) -> list[str]:
        stem, begin = self.new or "", len(self.old or "")
        return (
            [stem, *(stem + (place.path or "")[begin:] for place in self.followers)] if self.changes else []
        )


def move(
    page: Page,
    *,
    by: Any,
    base: int,
    parent: Page,
    position: int | None = None,
    slug: str | None = None,
    reason: str = "",
    author: Any = None,
    origin: str = Origin.MOVE,
    suggestion: Suggestion | None = None,
) -> Any:
    """Hang a page with all below it under `parent`, last or at this place among its pages.

    Paths that followed that of the page above follow it still; the others stay. One revision, that of
    the page moved; a move that changes the order alone is a line of the journal. It is credited to `author`,
    where somebody else asked for it.
    """
    rules.require(by, "page.move", page)
    rules.require(by, "page.move", parent)
    limiting.gesture(by, "move")
    with revising.proposing(page, base, parent=parent, position=position, slug=slug, reason=reason):
        route = _route(Tree.now(), page, parent, slug)
        if parent.pk == page.parent_id and not route.changes:
            return _put_in_order(parent, _with(parent, page, position), by=by, reason=reason)
        page.parent = parent
        ready = _ready_at(page, route)
        told = {"by": by, "author": author or by, "reason": reason, "origin": origin}
        with transaction.atomic():
            revision = _go(page, route, ready, slug, **told, suggestion=suggestion)
            _number(_with(parent, page, position))
    return revision


def rename(
    page: Page,
    *,
    by: Any,
    base: int,
    title: str | None = None,
    nav_title: str | None = None,
    slug: str | None = None,
    reason: str = "",
) -> Any:
    """Another title, another title in the menu, another last segment of the path.

    The heading that opens the text says the new title too, by the smallest change that does.
    """
    rules.require(by, "page.move", page)
    limiting.gesture(by, "move")
    proposed = {"title": title, "nav_title": nav_title, "slug": slug, "reason": reason}
    with revising.proposing(page, base, **proposed):
        route = _route(Tree.now(), page, page.parent, slug)
        page.nav_title = page.nav_title if nav_title is None else " ".join(nav_title.split())
        ready = _ready_at(page, route) if title is None else _retitled(page, route, title)
        told = {"by": by, "author": by, "reason": reason}
        told["origin"] = Origin.MOVE if route.changes else Origin.EDIT
        with transaction.atomic():
            revision = _go(page, route, ready, slug, **told)
    return revision


def reorder(
    parent: Page, *, by: Any, order: Sequence[int], seen: Sequence[int] | None = None, reason: str = ""
) -> ModerationEntry:
    """These pages below `parent` first, in this order; then the others, as they were.

    `seen` is the order that whoever asks had in view; if it is another by now, nothing is done.
    """
    rules.require(by, "page.reorder", parent)
    return _put_in_order(parent, order, by=by, reason=reason, seen=seen)


@dataclass(frozen=True)
class Foreseen:
    """What a move or another slug would change: the paths before and after, the page's own first."""

    olds: tuple[str, ...]
    news: tuple[str, ...]


def foresee(page: Page, *, by: Any, parent: Page | None = None, slug: str | None = None) -> Foreseen:
    """What would change, without changing it; refused as the act would be."""
    rules.require(by, "page.move", page)
    route = _route(Tree.now(), page, parent or page.parent, slug)
    return Foreseen(tuple(route.olds), tuple(route.news))


def address_below(page: Page, parent: Page) -> str:
    """Where the page would be read if it stood below `parent`, or the refusal that the move would meet; for
    whoever may propose it, who may not know of all that stands below."""
    route = _route(Tree.now(), page, parent, None)
    return address_of(route.new or "")


# --- the way there ------------------------------------------------------------------------------------------


def _route(tree: Tree, page: Page, parent: Page | None, slug: str | None) -> _Route:
    """The way to below `parent`, or the sentence that says why there is none."""
    here = tree.find(page.pk)
    if here is None or not here.is_living:
        raise EditConflict(page)
    if parent is None or here.parent_pk is None:
        return _stay_home(page, parent, slug)
    there = _landing(tree, page, parent)
    if here.path is None:
        if slug:
            raise BadAddress(_("An outside link has no address on this site."))
        return _Route(None, None, ())
    above = tree[here.parent_pk].path
    stem = there.path if here.follows(above) else here.path.rpartition("/")[0]
    segment = slug or here.path.rpartition("/")[2]
    new = joined(stem or "", segment)
    if new == here.path and not slug:
        return _Route(here.path, new, ())
    addressing.checked(new, segment)
    route = _Route(here.path, new, () if new == here.path else tuple(tree.followers(page.pk)))
    for path in route.news:
        addressing.require_short(path)
    addressing.require_free(route.news, besides=[page.pk, *(place.pk for place in route.followers)])
    return route


def _stay_home(page: Page, parent: Page | None, slug: str | None) -> _Route:
    if parent is not None or slug:
        raise BadPage(_("The home page stands at the root of the site."))
    return _Route(page.path, page.path, ())


def _landing(tree: Tree, page: Page, parent: Page) -> Place:
    """The page that is to stand above, as it stands now."""
    there = tree.find(parent.pk)
    if there is None or not there.is_living:
        raise BadPage(_("“%(page)s” is archived: nothing can stand below it.") % {"page": parent})
    if there.kind == Kind.LINK:
        raise BadPage(_("Nothing stands below an outside link."))
    if any(place.pk == page.pk for place in tree.above(there.pk)):
        raise BadPage(_("“%(page)s” cannot stand below itself.") % {"page": page})
    return there


def _ready_at(page: Page, route: _Route) -> Ready:
    """What the engine makes of the page at its new path, where links that it wrote at the old one lead on."""
    page.path, places = route.new, Places.now()
    if route.changes and route.old is not None and route.new is not None:
        places.former[route.new] = [route.old, *places.former.get(route.old, ())]
        places.add(route.new, page.title, page.book_id, page.book_path)
    return rendering.of_page(page, places)


def _retitled(page: Page, route: _Route, title: str) -> Ready:
    """The page with another title, in its text too if its text says it."""
    if not titling.plain(title):
        raise BadPage(_("A page needs a title."))
    old, page.title = page.title, titling.plain(title)
    return titling.say(page, _ready_at(page, route), lambda: _ready_at(page, route), old=old, new=title)


def _go(page: Page, route: _Route, ready: Ready, slug: str | None, **told: Any) -> Any:
    """Once the tree is held, if the way is still the same: the page, then all that follows it."""
    tree = Tree.held()
    if _route(tree, page, page.parent, slug) != route:
        raise EditConflict(page)
    if not route.changes:
        revision = revising.record(page, ready, **told)
        rendering.refresh([page.path or ""], [page.pk])
        return revision
    page.path, page.slug = route.new, (route.new or "").rpartition("/")[2]
    followers = [place.pk for place in route.followers]
    addressing.leave_redirects([page.pk, *followers])
    with addressing.claiming(page.path):
        revision = revising.record(page, ready, **told)
        addressing.carry(followers, old=route.old or "", new=route.new or "")
    addressing.drop_redirects(route.news)
    rendering.refresh([*route.olds, *route.news], [page.pk, *followers])
    return revision


@transaction.atomic
def forget_address(former: Redirect, *, by: Any, reason: str) -> None:
    """A former address of a page leads nowhere any more, and pages that point to it say so."""
    rules.require(by, "redirect.drop", former)
    gone, _kinds = Redirect.objects.filter(pk=former.pk).delete()
    if not gone:
        raise BadAddress(_("Nothing leads from this address any more."))
    journal.note("redirect.drop", former.page, by=by, reason=reason, before={"path": former.path})
    rendering.refresh([former.path, former.page.path or ""])


# --- order --------------------------------------------------------------------------------------------------


def _siblings(parent: Page) -> list[int]:
    below = Page.objects.filter(parent=parent).exclude(state=State.ARCHIVED)
    return list(below.order_by("position", "sort_key", "pk").values_list("pk", flat=True))


def _with(parent: Page, page: Page, position: int | None) -> list[int]:
    """The pages below `parent` in their order, this one last or at its place."""
    others = [pk for pk in _siblings(parent) if pk != page.pk]
    place = len(others) if position is None else max(0, position)
    return [*others[:place], page.pk, *others[place:]]


def _put_in_order(
    parent: Page, order: Sequence[int], *, by: Any, reason: str, seen: Sequence[int] | None = None
) -> ModerationEntry:
    with transaction.atomic():
        Tree.held()
        before = _siblings(parent)
        if seen is not None and list(seen) != before:
            raise EditConflict(parent, {"order": list(order), "reason": reason})
        if len(set(order)) != len(order) or not set(order) <= set(before):
            raise BadPage(_("An order names each of the pages below “%(page)s” once.") % {"page": parent})
        after = [*order, *(pk for pk in before if pk not in set(order))]
        _number(after)
        return journal.note(
            "page.reorder", parent, by=by, reason=reason, before={"order": before}, after={"order": after}
        )


def _number(order: Sequence[int]) -> None:
    numbered = (When(pk=pk, then=Value(number)) for number, pk in enumerate(order))
    Page.objects.filter(pk__in=order).update(position=Case(*numbered, output_field=IntegerField()))
