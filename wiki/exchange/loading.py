"""Loads a guide in GitBook's format into pages: the starter guide of an empty site above all.

Small on purpose: pages, menu and links; neither history nor assets, which belong to the importer.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions import pages, rendering
from wiki.book import gitbook
from wiki.book.tree import Book, Leaf, PageFile, Remark
from wiki.errors import BadAddress, BadPage, BrokenBook
from wiki.exchange import folder
from wiki.exchange.remarks import sentence
from wiki.models import Origin, Page
from wiki.models.page import Kind


@dataclass
class Loaded:
    """What a loading did: pages made, pages that stood already and were left as they are, and remarks."""

    made: list[Page] = field(default_factory=list)
    kept: int = 0
    remarks: list[str] = field(default_factory=list)


@transaction.atomic
def load_guide(directory: Path, *, by: Any, if_empty: bool = False) -> Loaded:
    """Make the pages of a guide that are not there yet: all of them, or none if one cannot be kept.

    A page that stands already is never written over: what people changed since is theirs. With
    `if_empty`, a site that has any page is left alone.
    """
    loaded = Loaded()
    if if_empty and Page.objects.exists():
        return loaded
    books = gitbook.read(folder.read(directory))
    if len(books) > 1:
        names = ", ".join(book.name for book in books)
        said = _("%(folder)s holds several guides (%(names)s): load one of them.")
        raise BrokenBook(said % {"folder": directory, "names": names})
    _Loading(books[0], by, loaded).run()
    return loaded


class _Loading:
    """One book on its way in."""

    def __init__(self, book: Book, by: Any, loaded: Loaded) -> None:
        self.book, self.by, self.loaded = book, by, loaded
        self.by_file: dict[str, Page] = {}
        self.paths = {file: self._free(page.path, file) for file, page in book.pages.items()}
        # Every address is known before the first page is rendered, so that links find pages yet to be made.
        self.places = rendering.Places.now()
        for file, page in book.pages.items():
            self.places.files[file] = self.paths[file]
            self.places.titles.setdefault(self.paths[file], page.title)

    def run(self) -> None:
        home = self._home()
        for leaf in self.book.leaves:
            self._entry(leaf, home)
        for page in self.book.pages.values():
            if page.file not in self.by_file:
                self._page(page, self._above(page.file, home))
        # Only now does every page have its headings, which links by fragment look for.
        rendering.rebuild(self.loaded.made, by=self.by)
        self.loaded.remarks += [sentence(note) for note in self.book.remarks]

    def _home(self) -> Page:
        own = self.book.pages.get(self.book.readme)
        if own is not None:
            return self._page(own, None)
        found = Page.objects.at("").first()
        if found is None:
            said = _("%(file)s is absent: a site begins with its home page.")
            raise BrokenBook(said % {"file": self.book.readme})
        return found

    def _entry(self, leaf: Leaf, parent: Page) -> None:
        """One entry of the contents, then those below it."""
        page = self._entry_page(leaf, parent)
        for child in leaf.children:
            self._entry(child, page)

    def _entry_page(self, leaf: Leaf, parent: Page) -> Page:
        """The page of an entry; what makes none leaves its children to the page above."""
        if leaf.kind == "page" and leaf.file in self.by_file:
            return self.by_file[leaf.file]
        if leaf.kind == "page" and leaf.file:
            return self._page(self.book.pages[leaf.file], parent)
        if leaf.kind in ("group", "label"):
            return self._group(leaf, parent)
        if leaf.kind == "link":
            self._link(leaf, parent)
        return parent

    def _page(self, page: PageFile, parent: Page | None) -> Page:
        path = self.paths[page.file]
        made = Page.objects.at(path).first()
        if made is not None:
            self.loaded.kept += 1
        else:
            made = self._make(
                page.file,
                parent,
                path=path,
                slug=posixpath.basename(path),
                title=page.title,
                nav_title=page.nav_title if page.nav_title != page.title else "",
                description=page.description,
                icon=page.icon,
                cover=page.cover,
                header=page.header,
                source=page.source,
                listed=page.listed or parent is None,
                book_path=page.file,
            )
        self.by_file[page.file] = made
        return made

    def _group(self, leaf: Leaf, parent: Page) -> Page:
        same = Page.objects.filter(parent=parent, kind=Kind.GROUP, title=leaf.title).first()
        if same is not None:
            self.loaded.kept += 1
            return same
        return self._make(leaf.title, parent, kind=Kind.GROUP, title=leaf.title)

    def _link(self, leaf: Leaf, parent: Page) -> None:
        if Page.objects.filter(parent=parent, kind=Kind.LINK, url=leaf.url, title=leaf.title).exists():
            self.loaded.kept += 1
        else:
            self._make(leaf.url, parent, kind=Kind.LINK, title=leaf.title, url=leaf.url)

    def _make(self, name: str, parent: Page | None, **fields: Any) -> Page:
        try:
            made = pages.create(parent, by=self.by, origin=Origin.IMPORT, places=self.places, **fields)
        except (BadAddress, BadPage) as refusal:
            raise BrokenBook(f"{name}: {refusal}") from refusal
        self.loaded.made.append(made)
        return made

    def _above(self, file: str, home: Page) -> Page:
        """The page that an unlisted one stands below: that of its folder, or of the nearest folder above."""
        for ancestor in _folders(file):
            found = self.by_file.get(f"{ancestor}/README.md")
            if found is not None:
                return found
        return home

    def _free(self, path: str, file: str) -> str:
        """The page's path, out of the way of those that the site keeps for itself."""
        first, slash, rest = path.partition("/")
        if first not in pages.RESERVED:
            return path
        moved = f"{first}-1{slash}{rest}"
        self.loaded.remarks.append(sentence(Remark("path-reserved", file, moved)))
        return moved


def _folders(file: str) -> Iterable[str]:
    """The folders that hold a file, nearest first; a README's own folder is the page it is."""
    at = posixpath.dirname(file)
    if posixpath.basename(file).lower() == "readme.md":
        at = posixpath.dirname(at)
    while at:
        yield at
        at = posixpath.dirname(at)
