"""A page is put away with all below it, and brought back: nothing is ever taken out of history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import addressing, journal, rendering, revising
from wiki.actions.addressing import Place, Tree, aside, joined
from wiki.actions.places import Places
from wiki.errors import BadPage, EditConflict
from wiki.models import ModerationEntry, Origin, Page, PageRevision, Redirect, Suggestion
from wiki.models.page import State, address_of

ARCHIVED, UNARCHIVED = "page.archive", "page.unarchive"


def archive(
    page: Page,
    *,
    by: Any,
    base: int,
    reason: str,
    author: Any = None,
    origin: str = Origin.EDIT,
    suggestion: Suggestion | None = None,
) -> Any:
    """Put a page away with the living pages below it; their addresses are free from now on.

    The page has the revision; the pages that go with it are told in the journal, by what they were.
    """
    rules.require(by, "page.archive", page)
    with revising.proposing(page, base, reason=reason):
        if page.parent_id is None:
            raise BadPage(_("The home page cannot be archived."))
        was, page.state = page.state, State.ARCHIVED
        with transaction.atomic():
            below = Tree.held().below(page.pk)
            ready = revising.as_it_stands(page)
            told = {"author": author or by, "by": by, "reason": reason, "origin": origin}
            revision = revising.record(page, ready, **told, suggestion=suggestion)
            gone = [place.pk for place in below]
            Page.objects.filter(pk__in=gone).update(state=State.ARCHIVED, version=F("version") + 1)
            states = {page.pk: was} | {place.pk: place.state for place in below}
            journal.note(ARCHIVED, page, by=by, reason=reason, before={"states": states})
            rendering.refresh([page.path or "", *(place.path or "" for place in below)])
    return revision


def unarchive(
    page: Page,
    *,
    by: Any,
    base: int,
    reason: str = "",
    origin: str = Origin.EDIT,
    suggestion: Suggestion | None = None,
) -> Any:
    """Bring a page back, with the pages that went with it and have not been anywhere since.

    It stands below its parent, or below the nearest page above that lives; at its address, or aside of
    it (`-1`) if another page has come to stand there, which the revision then says.
    """
    rules.require(by, "page.unarchive", page)
    with revising.proposing(page, base, reason=reason):
        back = _Return.of(page)
        page.parent_id, page.state, page.path = back.parent, back.state, back.path
        page.slug = (back.path or "").rpartition("/")[2]
        ready = rendering.of_page(page, Places.now())
        page.title = ready.title or page.title
        with transaction.atomic():
            Tree.held()
            if _Return.of(page) != back:
                raise EditConflict(page)
            told = {"by": by, "origin": origin, "suggestion": suggestion}
            return _bring(page, back, ready, reason=reason, **told)


@dataclass(frozen=True)
class _Return:
    """How an archived page comes back: where to, and who comes with it, in which state, at which path."""

    parent: int
    is_elsewhere: bool  # its own parent does not live
    path: str | None
    wanted: str | None  # the path that it would have, were it free
    state: str
    states: Mapping[int, str]  # of those that come with it
    paths: Mapping[int, str]  # where each will stand, the page included
    moved: tuple[int, ...]  # those whose path is another than before
    left: tuple[int, ...]  # those of them whose former path no page has taken

    @classmethod
    def of(cls, page: Page) -> _Return:
        tree = Tree.now()
        here = tree[page.pk]
        if here.is_living:
            raise EditConflict(page)
        above = next(place for place in tree.above(here.parent_pk) if place.is_living)
        living = tree.living_paths()
        wanted = _wanted(here, above)
        was = _states(page)
        with_it = tree.among(page.pk, {pk for pk in was if pk in tree and not tree[pk].is_living})
        paths = _paths(here, wanted, with_it, living)
        moved = tuple(place.pk for place in (here, *with_it) if paths.get(place.pk) != place.path)
        return cls(
            parent=above.pk,
            is_elsewhere=above.pk != here.parent_pk,
            path=paths.get(page.pk),
            wanted=wanted,
            state=_last_state(page),
            states={place.pk: was[place.pk] for place in with_it},
            paths=paths,
            moved=moved,
            left=tuple(pk for pk in moved if tree[pk].path not in living),
        )


def _wanted(here: Place, above: Place) -> str | None:
    """Its own path, or one below its parent's, if it followed that and the parent has moved since."""
    if here.path is None or here.parent_pk != above.pk or not above.path:
        return here.path
    stem, _slash, segment = here.path.rpartition("/")
    followed = Redirect.objects.filter(path=stem, page=above.pk).exists()
    return joined(above.path, segment) if followed else here.path


def _states(page: Page) -> dict[int, str]:
    """What the pages that went with this one were, as its last line in the journal tells."""
    lines = ModerationEntry.objects.filter(page=page, action=ARCHIVED)
    told = lines.order_by("-pk").values_list("before", flat=True).first() or {}
    was = {int(pk): state for pk, state in told.get("states", {}).items() if int(pk) != page.pk}
    if was:
        for pk in Page.objects.filter(pk__in=was, purged_at__isnull=False).values_list("pk", flat=True):
            del was[pk]
    return was


def _last_state(page: Page) -> str:
    """What the page was when it last lived; one that never did comes as a draft."""
    lived = PageRevision.objects.filter(id=page.pk).exclude(state=State.ARCHIVED)
    return lived.order_by("-number").values_list("state", flat=True).first() or State.DRAFT


def _paths(
    here: Place, wanted: str | None, with_it: Sequence[Place], living: Collection[str]
) -> dict[int, str]:
    """Where each will stand: those that follow a page keep following it, and all step aside of the living."""
    taken, paths, was = set(living), dict[int, str](), {here.pk: here.path}
    for place in (here, *with_it):
        was[place.pk] = place.path
        if place.path is None:
            continue
        asked = wanted if place is here else place.path
        above = paths.get(place.parent_pk or 0)
        if place is not here and above is not None and place.follows(was[place.parent_pk or 0]):
            asked = joined(above, place.path.rpartition("/")[2])
        paths[place.pk] = aside(asked or place.path, taken)
        addressing.require_short(paths[place.pk])
        taken.add(paths[place.pk])
    return paths


def _bring(page: Page, back: _Return, ready: rendering.Ready, *, by: Any, reason: str, **told: Any) -> Any:
    if back.path != back.wanted:
        said = _("Another page stands at %(address)s: this one came back beside it.")
        reason = f"{reason} {said % {'address': address_of(back.wanted or '')}}".strip()
    addressing.leave_redirects(back.left)
    with addressing.claiming(back.path):
        revision = revising.record(page, ready, author=by, by=by, reason=reason, **told)
        addressing.put({pk: back.paths[pk] for pk in back.moved if pk != page.pk})
        for state in sorted(set(back.states.values())):
            coming = [pk for pk, was in back.states.items() if was == state]
            Page.objects.filter(pk__in=coming).update(state=state, version=F("version") + 1)
    if back.is_elsewhere:
        last = Page.objects.filter(parent=back.parent).aggregate(last=Max("position"))["last"]
        Page.objects.filter(pk=page.pk).update(position=last + 1)
    addressing.drop_redirects(list(back.paths.values()))
    after = {"paths": back.paths, "states": {page.pk: back.state, **back.states}}
    journal.note(UNARCHIVED, page, by=by, reason=reason, after=after)
    rendering.refresh(list(back.paths.values()), [page.pk, *back.states])
    return revision
