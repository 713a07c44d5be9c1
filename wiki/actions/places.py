"""Where everything stands that a text may point to: pages, headings, files of books, reusable texts."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.db.models import Max, Min

from wiki.actions import attachments
from wiki.book import bounded_yaml
from wiki.book.bounded_yaml import BadYaml, RefusedYaml
from wiki.book.drawing import Setting
from wiki.book.files import decode
from wiki.book.targets import Targets, is_markdown
from wiki.models import Attachment, Book, Page, PageRevision, Redirect
from wiki.models.attachment import measures, media_address
from wiki.models.page import Kind, State, address_of
from wiki.models.prepared import Prepared
from wiki.text.labels import Labels
from wiki.text.links import Include, Picture, Resolve, Target, is_external, no_include
from wiki.text.outline import Anchors, Heading

VARIABLES = ".gitbook/vars.yaml"
ASSETS = ".gitbook/assets/"
ReadText = Callable[[str], "bytes | None"]  # blob → content
Outline = Callable[[str], Iterable[Heading]]  # path of a page → its headings


class Asset(NamedTuple):
    """A file that is no page: the name of its content, its size, its measures if it is a checked picture."""

    blob: str
    size: int
    picture: Picture | None = None


@dataclass
class Shelf:
    """The files of one book, named from its root: where its pages stand, its assets, its reusable texts."""

    folder: str = ""
    readme: str = "README.md"
    pages: dict[str, str] = field(default_factory=dict)  # file → path
    assets: Mapping[str, Asset] = field(default_factory=dict)
    read: ReadText = attachments.read

    def name_of(self, book_path: str) -> str:
        """A file of the repository, from the book's root."""
        return book_path.removeprefix(f"{self.folder}/") if self.folder else book_path

    def text(self, file: str) -> str | None:
        """The text of a file that is not a page."""
        if file not in self.assets:
            return None
        content = self.read(self.assets[file].blob)
        return None if content is None else decode(content)[0]

    @cached_property
    def variables(self) -> dict[str, str]:
        """What `space.vars.x` stands for."""
        try:
            told = bounded_yaml.load(self.text(VARIABLES) or "")
        except (BadYaml, RefusedYaml):
            return {}
        named = told if isinstance(told, dict) else {}
        return {
            str(name): str(value) for name, value in named.items() if isinstance(value, str | int | float)
        }


_BOOKS = Prepared(lambda: Book.objects.values_list("pk", "folder", "readme"))
_LIVING = Prepared(
    lambda: (
        Page.objects.filter(state=State.PUBLISHED)
        .exclude(kind=Kind.LINK)
        .values_list("path", "title", "book_id", "book_path")
    )
)
_FORMER = Prepared(lambda: Redirect.objects.values_list("path", "page__path"))


@dataclass
class Places:
    """Every published page by its path, and the shelf of each book; shared by texts rendered together.

    A draft is no target: its title must not show through a published page.
    """

    titles: dict[str, str] = field(default_factory=dict)  # path → title
    shelves: dict[int | None, Shelf] = field(default_factory=dict)  # book → its files
    former: dict[str, list[str]] = field(default_factory=dict)  # path → the paths it had before
    outline: Outline = field(default=lambda path: _kept_outline(path))
    _anchors: dict[str, Anchors] = field(default_factory=dict)
    _targets: dict[int | None, Targets] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Places:
        """As the site stands: three queries, and one more for each book whose files are asked for."""
        places = cls()
        places.shelves[None] = Shelf(assets=_Assets(None, ""))  # what was uploaded for pages of no book
        for pk, folder, readme in _BOOKS():
            places.shelves[pk] = Shelf(folder, readme, assets=_Assets(pk, folder))
        for path, title, book, book_path in _LIVING():
            places.add(path or "", title, book, book_path)
        for former, path in _FORMER():
            places.former.setdefault(path or "", []).append(former)
        return places

    def add(self, path: str, title: str, book: int | None = None, book_path: str = "") -> None:
        """A page that stands, or is about to."""
        self.titles[path] = title
        if book_path:
            shelf = self.shelves.setdefault(book, Shelf())
            shelf.pages[shelf.name_of(book_path)] = path
            self._targets.pop(book, None)

    def expect(self, book: int | None, path: str, asset: Asset) -> None:
        """A file that is about to stand there."""
        shelf = self.shelf(book)
        shelf.assets = {**shelf.assets, shelf.name_of(path): asset}
        self._targets.pop(book, None)

    def forget(self, books: Collection[int | None]) -> None:
        """Leave out the pages of these books, which are about to be told anew."""
        for book in books:
            shelf = self.shelves.pop(book, None) if book is not None else None
            for path in shelf.pages.values() if shelf else ():
                self.titles.pop(path, None)
            self._targets.pop(book, None)

    def settle(self) -> None:
        """Titles and headings are known now: what was resolved before is resolved anew."""
        self._targets.clear()
        self._anchors.clear()

    def resolver(self, path: str, book: int | None = None, book_path: str = "") -> Resolve:
        """How destinations resolve from a page: as files in a book, as addresses elsewhere."""
        if not book_path:
            return lambda destination: self._with_heading(self._from_address(destination, path))
        from_file = self.targets(book).resolver(self.shelf(book).name_of(book_path))
        return lambda destination: self._with_heading(from_file(destination))

    def includer(self, book: int | None, book_path: str) -> Include:
        """How a page of a book takes in its reusable texts."""
        if not book_path:
            return no_include
        shelf = self.shelf(book)
        return self.targets(book).includer(shelf.name_of(book_path), shelf.text)

    def setting(self, book: int | None, words: Labels) -> Setting:
        """All that drawing the pages of a book needs, as plain values."""
        shelf = self.shelf(book)
        texts = {file: shelf.text(file) or "" for file in shelf.assets if is_markdown(file)}
        return Setting(self.targets(book), texts, self.variables(book), words)

    def variables(self, book: int | None) -> dict[str, str]:
        return self.shelf(book).variables if book is not None else {}

    def shelf(self, book: int | None) -> Shelf:
        return self.shelves.setdefault(book, Shelf())

    def targets(self, book: int | None) -> Targets:
        if book not in self._targets:
            shelf = self.shelf(book)
            pages = {
                file: (address_of(path), self.titles[path])
                for file, path in shelf.pages.items()
                if path in self.titles
            }
            assets = {
                file: (media_address(asset.blob, posixpath.basename(file)), asset.size)
                for file, asset in shelf.assets.items()
            }
            pictures = {file: asset.picture for file, asset in shelf.assets.items() if asset.picture}
            self._targets[book] = Targets(pages, assets, pictures=pictures, readme=shelf.readme)
        return self._targets[book]

    def _from_address(self, destination: str, path: str) -> Target:
        """`../x/`, `/a/b`, `/a/b.md`: what a browser standing at the page's address would make of it.

        A page that moved may have been written at one of its former addresses: those are tried next.
        """
        if is_external(destination):
            return Target("external", url=destination)
        address, _, fragment = destination.partition("#")
        tail = f"#{fragment}" if fragment else ""
        if not address:
            return Target("page", url=tail, title=self.titles.get(path, "")) if tail else Target("broken")
        asked = unquote(address.partition("?")[0])
        for stand in (path, *self.former.get(path, ())):
            found = self._standing(posixpath.normpath(posixpath.join(f"/{stand}/", asked)).strip("/"))
            if found is not None:
                return Target("page", url=address_of(found) + tail, title=self.titles[found])
        if ASSETS in asked:
            return self.targets(None).resolver("")(destination)
        return Target("broken")

    def _standing(self, bare: str) -> str | None:
        """The path of the page that an address leads to, by whatever of its names, now or once."""
        tried = (bare, bare.removesuffix(".md"), bare.removesuffix("README.md").rstrip("/"))
        for candidate in tried:
            if candidate in self.titles:
                return candidate
        return next((self._moved[name] for name in tried if name in self._moved), None)

    @cached_property
    def _moved(self) -> dict[str, str]:
        """Former path → the published page that has left it."""
        return {old: path for path, olds in self.former.items() for old in olds if path in self.titles}

    def _with_heading(self, target: Target) -> Target:
        """The fragment that the target page really emits, and the words of the heading it names."""
        address, _, fragment = target.url.partition("#")
        if target.kind != "page" or not fragment or not address:
            return target
        heading = self._headings(unquote(address).strip("/")).heading(fragment)
        if heading is None:
            return target
        return Target("page", url=f"{address}#{heading.id}", title=target.title, heading=heading.text)

    def _headings(self, path: str) -> Anchors:
        if path not in self._anchors:
            self._anchors[path] = Anchors(self.outline(path))
        return self._anchors[path]


def as_of(book: int, at: datetime) -> Places:
    """The site as it stands, with the files of a book named as they were at a date, else as they were since.

    An old revision calls its neighbours by the names of its time; each leads to the page that bore it.
    """
    places = Places.now()
    shelf = places.shelf(book)
    living = Page.objects.filter(book=book, state=State.PUBLISHED).exclude(kind=Kind.LINK)
    paths = {pk: path or "" for pk, path in living.values_list("pk", "path")}
    named = PageRevision.objects.filter(book=book).exclude(book_path="").order_by()
    spans = named.values_list("book_path", "id").annotate(first=Min("history_date"), last=Max("history_date"))
    bearers: dict[str, list[tuple[bool, float, str]]] = {}
    for file, pk, first, last in spans:
        if pk in paths:
            away = max((first - at).total_seconds(), (at - last).total_seconds(), 0.0)
            bearers.setdefault(file, []).append((first > at, away, paths[pk]))
    for file, found in bearers.items():
        shelf.pages[shelf.name_of(file)] = min(found)[2]
    return places


def pictures_of(blobs: Collection[str]) -> dict[str, Picture]:
    """The measures of those contents that were checked here already, whatever books hold them."""
    checked = Attachment.objects.filter(width__isnull=False).order_by()
    rows = checked.values_list("blob", "width", "height", "variants").iterator() if blobs else ()
    found = {blob: measures(blob, *told) for blob, *told in rows if blob in blobs}
    return {blob: picture for blob, picture in found.items() if picture is not None}


class _Assets(Mapping[str, Asset]):
    """The attachments of a book, or of none, by name from its root, read when first asked for."""

    def __init__(self, book: int | None, folder: str) -> None:
        self._book, self._folder = book, folder

    @cached_property
    def _rows(self) -> dict[str, Asset]:
        stem = f"{self._folder}/" if self._folder else ""
        kept = Attachment.objects.on_shelf(self._book).filter(path__startswith=stem).order_by("path")
        rows = kept.values_list("path", "blob", "size", "width", "height", "variants")
        return {
            path.removeprefix(stem): Asset(blob, size, measures(blob, width, height, variants))
            for path, blob, size, width, height, variants in rows
        }

    def __getitem__(self, file: str) -> Asset:
        return self._rows[file]

    def __iter__(self) -> Any:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _kept_outline(path: str) -> list[Heading]:
    kept = Page.objects.at(path).values_list("outline", flat=True).first() or []
    return [Heading(**heading) for heading in kept]
