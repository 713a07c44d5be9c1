"""Where books come down on the site: at its root, at an address, or where they stand already."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wiki.actions.addressing import RESERVED
from wiki.book import arranging
from wiki.errors import BrokenBook
from wiki.exchange.reading import Arrival
from wiki.models import Book, ModerationEntry, Origin, Page, PageRevision, Suggestion, Thread
from wiki.models.page import FORBIDDEN_SEGMENTS, PATH_LENGTH, Kind, State, address_of

STARTER = "communs:guide"  # the source of the guide that every new site begins with


@dataclass(frozen=True)
class Spot:
    """One book's place: the path of its root, the book that stands there already, the page that does."""

    arrival: Arrival
    path: str
    book: Book | None = None
    page: Page | None = None


@dataclass(frozen=True)
class Landing:
    """All that is decided before anything is written."""

    spots: tuple[Spot, ...]
    leaving: Book | None = None  # the untouched starter guide, which makes room
    missing: tuple[str, ...] = ()  # paths above the books where a page is to be made, the highest first


def known(source: str, at: str) -> Book | None:
    """The book that stands at this address, or the first below it, if it came from this source."""
    below = Book.objects.filter(source=source, root__path__startswith=at)
    return below.order_by("root__path", "pk").first()


def find(arrivals: Sequence[Arrival], *, source: str, at: str) -> Landing:
    """Where these books go, or BrokenBook saying why not; `at` is a path, empty for the site's root."""
    paths = [at if len(arrivals) == 1 else _below(at, arrival.book.root) for arrival in arrivals]
    leaving = _untouched_starter(source) if at == "" else None
    if leaving is not None:
        spots = tuple(Spot(arrival, path) for arrival, path in zip(arrivals, paths, strict=True))
        return Landing(spots, leaving, missing=() if paths == [""] else ("",))
    spots = tuple(_spot(arrival, path, source) for arrival, path in zip(arrivals, paths, strict=True))
    if at == "" and Page.objects.exists() and not any(spot.book for spot in spots):
        raise _occupied()
    return Landing(spots, missing=_missing(paths))


def _occupied() -> BrokenBook:
    return BrokenBook(_("This site holds pages already: say where the book goes, as in “guide”."))


def _below(at: str, folder: str) -> str:
    """The path of a space: its folder's name below the address."""
    return arranging.site_path(at, folder, frozenset(RESERVED))


def check_address(at: str) -> None:
    """BrokenBook when no page may stand at this path."""
    segments = at.split("/") if at else []
    bad = any(part in FORBIDDEN_SEGMENTS or not part.isprintable() for part in segments)
    if bad or len(at) > PATH_LENGTH // 2:
        raise BrokenBook(_("“%(at)s” cannot be an address of this site.") % {"at": at})
    if segments and segments[0] in RESERVED:
        raise BrokenBook(_("The site keeps “/%(first)s/” for itself.") % {"first": segments[0]})


def _spot(arrival: Arrival, path: str, source: str) -> Spot:
    page = Page.objects.at(path).first()
    if page is None:
        return Spot(arrival, path)
    book = Book.objects.filter(root=page).first()
    names = {"address": address_of(path)}
    if book is not None and not _is_same(book, arrival, source):
        if path == "":
            raise _occupied()
        raise BrokenBook(_("Another book stands at %(address)s: choose another address.") % names)
    if book is None and (page.book_id or page.kind != Kind.PAGE):
        raise BrokenBook(_("A page of another book, or a group, stands at %(address)s.") % names)
    return Spot(arrival, path, book, page)


def _is_same(book: Book, arrival: Arrival, source: str) -> bool:
    """A newer state of what stands there: the same source, a commit in common, or half of its files."""
    if book.source == source or any(commit.id == book.commit for commit in arrival.commits):
        return True
    kept = set(book.pages.exclude(book_path="").values_list("book_path", flat=True))
    arriving = {arrival.full(file) for file in arrival.book.pages}
    return 2 * len(kept & arriving) >= max(1, len(kept))


def _untouched_starter(source: str) -> Book | None:
    """The starter guide, if it is all that the site holds and nobody has written in it."""
    starter = Book.objects.filter(source=STARTER).first()
    if starter is None or source == STARTER or Book.objects.exclude(pk=starter.pk).exists():
        return None
    others = Page.objects.exclude(book=starter).exists()
    written = PageRevision.objects.exclude(origin=Origin.IMPORT).exists()
    ordered = ModerationEntry.objects.filter(page__book=starter).exists()
    discussed = Thread.objects.exists() or Suggestion.objects.exists()
    return None if others or written or ordered or discussed else starter


def _missing(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths above where no page stands; the books' own roots come with the books."""
    above: set[str] = set()
    for path in paths:
        while path:
            path = posixpath.dirname(path)
            above.add(path)
    above -= set(paths)
    standing = Page.objects.filter(path__in=above).exclude(state=State.ARCHIVED)
    return tuple(
        sorted(above - set(standing.values_list("path", flat=True)), key=lambda path: (len(path), path))
    )
