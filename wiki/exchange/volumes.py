"""What goes out from an address: a book, the spaces of one repository, or pages that are of no book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wiki.actions.addressing import RESERVED
from wiki.book import arranging
from wiki.book.naming import fit
from wiki.errors import BrokenBook
from wiki.models import Book, Page, PageRevision
from wiki.models.page import Kind, State, address_of

_UNREAD = ("html", "plain", "outline")


@dataclass
class Volume:
    """One book to be: its first page, those below it in their order, the folder it has in the repository."""

    root: Page
    book: Book | None = None
    folder: str = ""
    below: dict[int, list[Page]] = field(default_factory=dict)
    left_out: list[Page] = field(default_factory=list)  # drafts: only those who decide may read them
    apart: list[tuple[Book, str]] = field(default_factory=list)  # books below, and their address

    def pages(self) -> Iterator[Page]:
        """Every page, parents first."""
        waiting = [self.root]
        while waiting:
            page = waiting.pop()
            yield page
            waiting.extend(reversed(self.below.get(page.pk, ())))

    def full(self, file: str) -> str:
        """A file of the book, from the repository's root."""
        return f"{self.folder}/{file}" if self.folder else file

    def inside(self, file: str) -> str:
        """A file of the repository, from the book's root."""
        return file.removeprefix(f"{self.folder}/") if self.folder else file


def at(path: str) -> list[Volume]:
    """The volumes of the book that stands at this path, or BrokenBook saying why there is none."""
    names = {"address": address_of(path)}
    site = _Site()
    page = site.at.get(path)
    if page is None or page.state != State.PUBLISHED:
        raise BrokenBook(_("No page stands at %(address)s.") % names)
    book = site.roots.get(page.pk)
    if book is not None:
        return [site.volume(page, book)]
    if page.book_id is not None:
        root = next((book.root for book in site.books if book.pk == page.book_id), None)
        there = address_of(root.path or "") if root else "?"
        said = _("%(address)s is a page of the book that stands at %(there)s: export that one.")
        raise BrokenBook(said % (names | {"there": there}))
    spaces = _spaces(page, site)
    if page.kind != Kind.PAGE and not spaces:
        raise BrokenBook(_("%(address)s is no page that a book could begin with.") % names)
    volumes = [site.volume(space.root, space) for space in spaces if space.root]
    own = site.volume(page, None)
    if not spaces:
        return [own]
    own.apart = [(book, there) for book, there in own.apart if book not in spaces]
    if page.kind == Kind.PAGE and not _is_only_a_door(own):
        own.folder = _free_folder(page, spaces)
        volumes.append(own)
    elif own.apart:
        volumes[0].apart += own.apart
    return volumes


def _spaces(page: Page, site: _Site) -> list[Book]:
    """The spaces of one repository that stand below this page, each at its folder's name."""
    found = [
        book
        for book in site.books
        if book.folder
        and book.root
        and book.root.path == arranging.site_path(page.path or "", book.folder, frozenset(RESERVED))
    ]
    sources = {(book.source, book.branch) for book in found}
    if len(sources) > 1:
        there = ", ".join(address_of(book.root.path or "") for book in found if book.root)
        said = _("Several books stand below %(address)s: export them one by one, at %(there)s.")
        raise BrokenBook(said % {"address": address_of(page.path or ""), "there": there})
    return sorted(found, key=lambda book: book.folder)


def _is_only_a_door(own: Volume) -> bool:
    """Whether nobody wrote what stands above the spaces: an import made it, with their name."""
    if len(list(own.pages())) > 1:
        return False
    written = PageRevision.objects.filter(id=own.root.pk)
    return not written.filter(number__gt=1).exists() and not written.exclude(history_user=None).exists()


def _free_folder(page: Page, spaces: Iterable[Book]) -> str:
    taken = {book.folder.partition("/")[0].lower() for book in spaces}
    name = fit(page.title)
    while name.lower() in taken:
        name += "-1"
    return name


class _Site:
    """Every page that lives, read at once, and the books."""

    def __init__(self) -> None:
        living = Page.objects.exclude(state=State.ARCHIVED).defer(*_UNREAD)
        pages = list(living.order_by("position", "sort_key", "pk"))
        self.known = {page.pk: page for page in pages}
        self.at = {page.path: page for page in pages if page.path is not None}
        self.books = list(Book.objects.order_by("pk"))
        for book in self.books:
            book.root = self.known.get(book.root_id or 0)
        self.roots = {book.root_id: book for book in self.books if book.root}
        self.below: dict[int, list[Page]] = defaultdict(list)
        for page in pages:
            self.below[page.parent_id or 0].append(page)

    def volume(self, root: Page, book: Book | None) -> Volume:
        made = Volume(root, book, book.folder if book else "")
        waiting = [root]
        while waiting:
            page = waiting.pop()
            inside = list(self._inside(page, made))
            made.below[page.pk] = inside
            waiting.extend(inside)
        return made

    def _inside(self, page: Page, made: Volume) -> Iterator[Page]:
        """The published pages below; what stands below a draft hangs from the page above that."""
        for child in self.below.get(page.pk, ()):
            book: Any = self.roots.get(child.pk)
            if book is not None:
                made.apart.append((book, address_of(child.path or "")))
            elif child.state == State.PUBLISHED:
                yield child
            else:
                made.left_out.append(child)
                yield from self._inside(child, made)
