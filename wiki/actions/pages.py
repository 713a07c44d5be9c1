"""What is done to a page: created, edited, restored, published; moved and archived by its neighbours."""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import addressing, limiting, notices, rendering, revising, titling
from wiki.actions.addressing import RESERVED, joined
from wiki.actions.archiving import archive, unarchive
from wiki.actions.moving import move, rename, reorder
from wiki.actions.places import Places
from wiki.errors import BadPage, EditConflict
from wiki.models import Origin, Page, Suggestion
from wiki.models.notice import Kind as News
from wiki.models.page import Kind, State
from wiki.text.outline import slug as slug_of

__all__ = [
    "RESERVED",
    "archive",
    "create",
    "edit",
    "move",
    "publish",
    "rename",
    "reorder",
    "restore",
    "unarchive",
    "unpublish",
]

EDITABLE = {"title", "nav_title", "description", "icon", "cover", "lang", "listed", "book_path", "url"}
# What an old revision says of the text; where the page stands and in which menu is none of it.
RESTORED = ("header", "source", "title", "description", "icon", "cover", "lang", "encoding")


def create(
    parent: Page | None,
    *,
    by: Any,
    title: str = "",
    slug: str = "",
    source: str = "",
    header: str = "",
    path: str | None = None,
    author: Any = None,
    reason: str = "",
    origin: str = Origin.EDIT,
    places: Places | None = None,
    suggestion: Suggestion | None = None,
    **fields: Any,
) -> Page:
    """A new page below `parent`, or the home page when there is none, last among its siblings.

    Its title is the H1 that opens the text, else `title`. Its path is its parent's and its slug,
    unless an imported file says otherwise; without a slug one is made of the title. `fields` are
    the page's own: nav_title, description, icon, cover, kind, url, lang, state, listed, book_path.
    """
    rules.require(by, "page.create", parent)
    limiting.gesture(by, "edit")
    page = Page(parent=parent, slug=slug, title=title, **({"state": State.PUBLISHED} | fields))
    page.title = page.title or _title_in(source)
    if page.kind == Kind.LINK:
        page.slug, page.path, page.url = "", None, addressing.safe_url(page.url)
    else:
        page.path = path_for(page, path)
    ready = rendering.prepare(
        source,
        header=header,
        path=page.path or "",
        book=page.book_id,
        book_path=page.book_path,
        cover=page.cover,
        lang=page.lang,
        places=places,
    )
    page.title = ready.title or page.title
    proposed = {"title": title, "slug": slug, "source": source, "header": header, "reason": reason} | fields
    with addressing.claiming(page.path):
        _require_parent(parent, proposed)
        page.position = _next_position(parent)
        told = {"author": author or by, "by": by, "reason": reason, "origin": origin}
        revision = revising.record(page, ready, **told, suggestion=suggestion)
        _settle(page)
        if suggestion is None:  # else its acceptance is the news
            notices.note(News.CREATED, page, by=by, revision=revision)
    return page


def edit(
    page: Page,
    *,
    by: Any,
    base: int,
    source: str | None = None,
    header: str | None = None,
    reason: str = "",
    origin: str = Origin.EDIT,
    places: Places | None = None,
    publish: bool = False,
    **fields: Any,
) -> Any:
    """Write a page anew and return its revision; `base` is the version that the writer had in view.

    A new title is said by the heading that opens the text too. `publish` makes a draft everybody's.
    """
    rules.require(by, "page.edit", page)
    if publish:
        rules.require(by, "page.publish", page)
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"edit() does not change {', '.join(sorted(unknown))}")
    limiting.gesture(by, "edit")
    proposed = {"source": source, "header": header, "reason": reason} | fields
    with revising.proposing(page, base, **proposed):
        _check_fields(page, fields)
        heard = page.title, page.outline, page.state
        for name, value in fields.items():
            setattr(page, name, value)
        page.source = page.source if source is None else source
        page.header = page.header if header is None else header
        page.state = State.PUBLISHED if publish else page.state
        ready = titling.agreed(page, heard[0], places or Places.now())
        with transaction.atomic():
            revision = revising.record(page, ready, author=by, by=by, reason=reason, origin=origin)
            if (page.title, page.outline, page.state) != heard:  # which others quote when they lead here
                rendering.refresh([page.path or ""], [page.pk] if page.state != heard[2] else [])
            news = News.CREATED if page.state != heard[2] else News.REVISED
            notices.note(news, page, by=by, revision=revision)
    return revision


def restore(page: Page, *, by: Any, base: int, revision: Any, reason: str = "") -> Any:
    """The text of an old revision of this page, as a new revision."""
    rules.require(by, "page.restore", page)
    if revision.id != page.pk:
        raise BadPage(_("This revision is of another page."))
    if revision.text_hidden:
        raise BadPage(_("The text of this revision is hidden: show it again before you restore it."))
    limiting.gesture(by, "edit")
    with revising.proposing(page, base, revision=revision, reason=reason):
        for name in RESTORED:
            setattr(page, name, getattr(revision, name))
        ready = rendering.of_page(page, Places.now())
        page.title = ready.title or page.title
        with transaction.atomic():
            made = revising.record(page, ready, author=by, by=by, reason=reason, origin=Origin.RESTORE)
            rendering.refresh([page.path or ""])
            notices.note(News.REVISED, page, by=by, revision=made)
    return made


def publish(page: Page, *, by: Any, base: int, reason: str = "") -> Any:
    """A draft becomes everybody's."""
    return _turn(page, State.DRAFT, State.PUBLISHED, by=by, base=base, reason=reason)


def unpublish(page: Page, *, by: Any, base: int, reason: str = "") -> Any:
    """A published page becomes a draft again, which only those who decide may read."""
    if page.parent_id is None:
        raise BadPage(_("The home page is always published."))
    return _turn(page, State.PUBLISHED, State.DRAFT, by=by, base=base, reason=reason)


def _turn(page: Page, before: str, after: str, *, by: Any, base: int, reason: str) -> Any:
    rules.require(by, "page.publish", page)
    with revising.proposing(page, base, state=after, reason=reason):
        if page.state != before:
            raise BadPage(_("“%(page)s” is in that state already.") % {"page": page})
        page.state = after
        with transaction.atomic():
            ready = revising.as_it_stands(page)
            revision = revising.record(page, ready, author=by, by=by, reason=reason)
            rendering.refresh([page.path or ""], [page.pk])
            if after == State.PUBLISHED:
                notices.note(News.CREATED, page, by=by, revision=revision)
    return revision


def preview(page: Page, *, by: Any, source: str, title: str) -> rendering.Ready:
    """What a page would become, drawn and not kept; a page that is not there yet has a parent and no key."""
    rules.require(by, *(("page.edit", page) if page.pk else ("page.create", page.parent)))
    page.source, page.title = source, title
    return rendering.of_page(page, Places.now())


def _check_fields(page: Page, fields: dict[str, Any]) -> None:
    """What a page of this kind cannot be given."""
    if page.parent_id is None and fields.get("listed") is False:
        raise BadPage(_("The home page is always listed."))
    if "url" in fields:
        if page.kind != Kind.LINK:
            raise BadPage(_("Only an outside link has an outside address."))
        addressing.safe_url(fields["url"])


def _settle(page: Page) -> None:
    """A page has come to stand at its path."""
    if page.path:
        addressing.drop_redirects([page.path])
    rendering.refresh([page.path or ""], [page.pk])


def _require_parent(parent: Page | None, proposed: dict[str, Any]) -> None:
    """Whoever archives or moves the parent holds the tree, as we do now: it stands where it was seen."""
    if parent is None:
        return
    above = addressing.Tree.held().find(parent.pk)
    if above is None or not above.is_living:
        raise BadPage(_("“%(page)s” is archived: nothing can stand below it.") % {"page": parent})
    if above.path != parent.path:
        raise EditConflict(parent, proposed)


def path_for(page: Page, given: str | None) -> str:
    """The path of a new page; a slug made of its title steps aside for a namesake, a chosen one not."""
    if page.parent is None:
        return _free(given or "")
    if given is not None:
        page.slug = page.slug or given.rpartition("/")[2]
        return _free(given)
    if page.parent.path is None:
        raise BadPage(_("Nothing stands below an outside link."))
    if page.slug:
        return _free(joined(page.parent.path, page.slug), segment=page.slug)
    wanted = slug_of(page.title) or "page"
    for slug in chain([wanted], (f"{wanted}-{number}" for number in count(1))):
        path = joined(page.parent.path, slug)
        if not addressing.is_kept(path) and not Page.objects.at(path).exists():
            page.slug = slug
            return addressing.checked(path)
    raise AssertionError("count() has no end")


def _free(path: str, segment: str = "") -> str:
    addressing.checked(path, segment)
    addressing.require_free([path])
    return path


def _next_position(parent: Page | None) -> int:
    last = Page.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _title_in(source: str) -> str:
    """A first guess at the title, for the slug: the engine has the last word once the text is rendered."""
    first = next(iter(source.lstrip("\ufeff").lstrip().splitlines()), "")
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""
