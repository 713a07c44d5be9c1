"""What is done to a page: created, edited."""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wiki import rules
from wiki.actions import rendering, revising
from wiki.actions.places import Places
from wiki.errors import BadAddress, BadPage, EditConflict
from wiki.models import Origin, Page
from wiki.models.page import FORBIDDEN_SEGMENTS, LINK_SCHEMES, PATH_LENGTH, Kind, State, address_of
from wiki.text.lines import readable
from wiki.text.outline import slug as slug_of

# First segments that the site keeps for itself.
RESERVED = ("-", "accounts", "admin", "api", "static", "media")


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
    **fields: Any,
) -> Page:
    """A new page below `parent`, or the home page when there is none, last among its siblings.

    Its title is the H1 that opens the text, else `title`. Its path is its parent's and its slug,
    unless an imported file says otherwise; without a slug one is made of the title. `fields` are
    the page's own: nav_title, description, icon, cover, kind, url, lang, state, listed, book_path.
    """
    rules.require(by, "page.create", parent)
    page = Page(parent=parent, slug=slug, title=title, **({"state": State.PUBLISHED} | fields))
    page.title = page.title or _title_in(source)
    if page.kind == Kind.LINK:
        page.slug, page.path, page.url = "", None, _safe(page.url)
    else:
        page.path = _path_for(page, path)
    ready = rendering.prepare(
        source,
        header=header,
        path=page.path or "",
        book=page.book_id,
        book_path=page.book_path,
        lang=page.lang,
        places=places,
    )
    page.title = ready.title or page.title
    with transaction.atomic():
        page.position = _next_position(parent)
        _write(page, ready, author=author or by, by=by, reason=reason, origin=origin)
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
    **fields: Any,
) -> Any:
    """Write a page anew and return its revision; `base` is the version that the writer had in view."""
    rules.require(by, "page.edit", page)
    if page.version != base:
        raise EditConflict(page, source)
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"edit() does not change {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(page, name, value)
    ready = rendering.prepare(
        page.source if source is None else source,
        header=page.header if header is None else header,
        path=page.path or "",
        book=page.book_id,
        book_path=page.book_path,
        lang=page.lang,
        places=places,
    )
    page.title = ready.title or page.title
    return revising.record(page, ready, author=by, by=by, reason=reason, origin=origin)


EDITABLE = {"title", "nav_title", "description", "icon", "cover", "lang", "listed", "book_path"}


def _write(page: Page, ready: rendering.Ready, **change: Any) -> None:
    try:
        with transaction.atomic():
            revising.record(page, ready, **change)
    except IntegrityError as clash:
        if page.path is not None and Page.objects.at(page.path).exists():
            raise _taken(page.path) from clash
        raise


def _path_for(page: Page, given: str | None) -> str:
    """The path of a new page; a slug made of its title steps aside for a namesake, a chosen one not."""
    if page.parent is None:
        return _checked(given or "")
    if given is not None:
        page.slug = page.slug or given.rpartition("/")[2]
        return _checked(given)
    if page.parent.path is None:
        raise BadPage(_("Nothing stands below an outside link."))
    stem = f"{page.parent.path}/" if page.parent.path else ""
    if page.slug:
        return _checked(f"{stem}{page.slug}", segment=page.slug)
    wanted = slug_of(page.title) or "page"
    for slug in chain([wanted], (f"{wanted}-{number}" for number in count(1))):
        if not _is_kept(f"{stem}{slug}") and not Page.objects.at(f"{stem}{slug}").exists():
            page.slug = slug
            return _checked(f"{stem}{slug}")
    raise AssertionError("count() has no end")


def _checked(path: str, segment: str = "") -> str:
    if "/" in segment:
        raise BadAddress(_("“%(slug)s” holds a slash: it is one segment of an address.") % {"slug": segment})
    if len(path) > PATH_LENGTH:
        raise BadAddress(_("An address holds at most %(most)d characters.") % {"most": PATH_LENGTH})
    if path and any(part in FORBIDDEN_SEGMENTS for part in path.split("/")):
        raise BadAddress(_("“%(path)s” has an empty segment, or a dot or dash alone.") % {"path": path})
    if readable(path) != path or any(blank in path for blank in "\t\n\r"):
        raise BadAddress(_("An address holds no control character."))
    if _is_kept(path):
        first = path.partition("/")[0]
        raise BadAddress(_("The site keeps “/%(first)s/” for itself.") % {"first": first})
    if Page.objects.at(path).exists():
        raise _taken(path)
    return path


def _safe(url: str) -> str:
    """The address of an outside link, fit to stand in every menu."""
    if not url.startswith((*LINK_SCHEMES, "/")) or url.startswith("//"):
        raise BadAddress(
            _("“%(url)s” is no address of the web, of a mailbox or of this site.") % {"url": url}
        )
    return url


def _taken(path: str) -> BadAddress:
    return BadAddress(_("Another page already stands at %(address)s") % {"address": address_of(path)})


def _is_kept(path: str) -> bool:
    return path.partition("/")[0] in RESERVED


def _next_position(parent: Page | None) -> int:
    last = Page.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _title_in(source: str) -> str:
    """A first guess at the title, for the slug: the engine has the last word once the text is rendered."""
    first = next(iter(source.lstrip("\ufeff").lstrip().splitlines()), "")
    return first.removeprefix("# ").strip() if first.startswith("# ") else ""
