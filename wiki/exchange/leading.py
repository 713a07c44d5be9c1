"""The links of exported texts: each leads in the files to what it leads to on the site."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from wiki.actions.places import ASSETS, Places
from wiki.book.targets import Targets, is_markdown
from wiki.models import Attachment, Page
from wiki.models.attachment import media_address
from wiki.models.page import address_of
from wiki.text import destinations
from wiki.text.links import Resolve, Target, is_external

# No bracket, which may close a link, and no colon, which may open a scheme.
_KEPT = "/!$&'*+,-.;=@_~"


@dataclass
class Leading:
    """The files of a book to be, from its root: of each page, and of each attachment that goes with them."""

    places: Places
    site: str  # its address, without a slash
    readme: str
    pages: Mapping[str, Page]  # file → page
    assets: dict[str, Attachment]  # file → what is written there
    added: dict[str, Attachment] = field(default_factory=dict)  # of other shelves, as texts ask for them

    def __post_init__(self) -> None:
        self._file_of = {address_of(page.path or ""): file for file, page in self.pages.items()}
        told = {file: (address_of(page.path or ""), page.title) for file, page in self.pages.items()}
        shelf = {file: (_address(file, asset), asset.size) for file, asset in self.assets.items()}
        self._targets = Targets(told, shelf, readme=self.readme)
        self._asset_of: dict[str, str] = {}
        for file, (address, _size) in shelf.items():
            self._asset_of.setdefault(address, file)
        self._taken = {name.lower() for name in (*told, *shelf)}

    def page(self, page: Page, file: str, *, is_own: bool, since: str | None) -> tuple[str, str]:
        """The text and the cover of a page as the file says them.

        One that is this site's own wrote addresses; in one of a book, only what was written here since, the
        text having been `since`, may name the site.
        """
        old = self.places.resolver(page.path or "", page.book_id, page.book_path)
        told = frozenset(unquote(link["destination"]) for link in page.links)

        def change(says: str) -> str | None:
            if unquote(says) not in told:
                return None
            if is_external(says):
                was_there = not is_own and (since is None or says in since)
                return None if was_there else self._of_the_site(says, file)
            return self._changed(says, old, file, is_own)

        cover = (change(page.cover) if page.cover else None) or page.cover
        return destinations.rewrite(page.source, change), cover

    def included(self, text: str, name: str, book: int) -> str:
        """A reusable text of the book, which stays where it is."""
        old = self.places.targets(book).resolver(name)
        return destinations.rewrite(
            text, lambda says: None if is_external(says) else self._changed(says, old, name, False)
        )

    def page_at(self, url: str) -> tuple[str, str]:
        """The address of the page that an entry of the menu leads to, and its file if it has one."""
        target = self.places.resolver("")(url.partition("#")[0] or "/")
        return (target.url, self._file_of.get(target.url, "")) if target.kind == "page" else ("", "")

    def _of_the_site(self, says: str, file: str) -> str | None:
        """The same for an address of this site, host and all; what is not of the book stays named so."""
        if not says.startswith(f"{self.site}/"):
            return None
        bare, _, fragment = says[len(self.site) :].partition("#")
        target = self.places.resolver("")(bare)
        there = self._file_of.get(target.url) if target.kind == "page" else None
        return _near(there, file, fragment) if there else None

    def _changed(self, says: str, old: Resolve, file: str, is_own: bool) -> str | None:
        bare, _, fragment = says.partition("#")
        if not bare:
            return None
        target = old(bare)
        if target.kind not in ("page", "asset"):
            return None
        now = self._targets.resolver(file)(bare)
        if not is_own and (now.kind, now.url) == (target.kind, target.url):
            return None
        there = self._file_of.get(target.url) if target.kind == "page" else self._asset(target)
        if there:
            new = _near(there, file, fragment)
            return None if new == says else new
        tail = f"#{fragment}" if fragment else ""
        return f"{self.site}{target.url}{tail}" if target.kind == "page" else None

    def _asset(self, target: Target) -> str:
        """Where a file of the book stands; one of another shelf comes to stand with its assets."""
        if target.url in self._asset_of:
            return self._asset_of[target.url]
        found = Attachment.objects.filter(blob=target.url.split("/")[2], held=False)
        row = found.exclude(mode=Attachment.Mode.LINK).order_by("pk").first()
        if row is None:
            return ""
        stem, dot, ending = (target.title or row.name).rpartition(".")
        stem, ending = (stem, f".{ending}") if dot else (ending, "")
        file, number = f"{ASSETS}{stem}{ending}", 0
        while file.lower() in self._taken:
            number += 1
            file = f"{ASSETS}{stem}-{number}{ending}"
        self._taken.add(file.lower())
        self.added[file] = row
        self._asset_of[target.url] = file
        return file


def is_reusable(file: str, pages: Collection[str]) -> bool:
    """Whether a text that is no page may hold links that readers follow."""
    return is_markdown(file) and file.startswith(".gitbook/") and file not in pages


def _address(file: str, asset: Attachment) -> str:
    return media_address(asset.blob, posixpath.basename(file))


def _near(there: str, file: str, fragment: str) -> str:
    near = quote(posixpath.relpath(there, posixpath.dirname(file) or "."), safe=_KEPT)
    return f"{near}#{fragment}" if fragment else near
