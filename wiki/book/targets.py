"""Where the destinations of a book's pages lead, as tolerantly as GitBook reads them."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from wiki.book import front_matter
from wiki.text.links import Include, Included, Picture, Resolve, Target, is_external

Fragment = Callable[[str, str], "str | None"]
Read = Callable[[str], "str | None"]

MAX_INCLUDES = 5
# GitBook's own addresses, which mean nothing outside of it.
_ELSEWHERE = ("/spaces/", "/o/", "/s/", "/files/", "/broken")
_BROKEN = re.compile(r"(?:\.\./)*broken-reference")
_ASSET_TAIL = re.compile(r"\.gitbook/assets/.*\Z", re.S)
_OWN = ".gitbook/"


def composed(path: str) -> str:
    """The one form in which names are compared: accents joined to their letter."""
    return unicodedata.normalize("NFC", path)


def is_markdown(file: str) -> bool:
    return file.lower().endswith(".md")


class Files:
    """The file names of a book, found tolerantly: by folder, without ending, in another case or form."""

    def __init__(self, names: Mapping[str, object] | set[str], readme: str = "README.md") -> None:
        self.readme = composed(readme)
        self.exact = {composed(name): name for name in names}
        self.lower: dict[str, str] = {}
        self.folders = {""}
        for name in self.exact:
            self.lower.setdefault(name.lower(), name)
            while name := posixpath.dirname(name):
                self.folders.add(name)

    def page(self, path: str) -> str | None:
        """The Markdown file that a path names: itself, a folder's README, a name without its `.md`."""
        path = composed(path).strip("/")
        if path in (".", ""):
            return self.exact.get(self.readme)
        tried = [path] if is_markdown(path) else []
        tried += [f"{path}/README.md", f"{path}/readme.md", f"{path}.md", f"{path}/index.md"]
        if path.lower().endswith("/readme.md"):
            tried.append(f"{path[:-10]}.md")
        for name in tried:
            if name in self.exact:
                return self.exact[name]
        for name in tried:
            found = self.lower.get(name.lower(), "")
            if is_markdown(found):
                return self.exact[found]
        return None

    def file(self, path: str) -> str | None:
        """The file of exactly this name, accents in whatever form."""
        return self.exact.get(composed(path))

    def asset(self, path: str) -> str | None:
        """A file that is no page: in another case, or reached through the wrong number of `../`."""
        found = self.lower.get(composed(path).lower())
        if found is None and (tail := _ASSET_TAIL.search(composed(path))):
            found = tail.group() if tail.group() in self.exact else self.lower.get(tail.group().lower())
        return self.exact[found] if found is not None else None


class Targets:
    """The pages and assets of a book, with the address of each; resolves what its texts point to.

    `pictures` tells the measures of those assets that are pictures and were checked.
    `fragment(file, asked)` names the heading id that a page really emits; without it a fragment
    stands as the author wrote it.
    """

    def __init__(
        self,
        pages: Mapping[str, tuple[str, str]],
        assets: Mapping[str, tuple[str, int | None]],
        *,
        pictures: Mapping[str, Picture] | None = None,
        readme: str = "README.md",
        fragment: Fragment | None = None,
    ) -> None:
        self._pages = dict(pages)
        self._assets = dict(assets)
        self._pictures = dict(pictures or {})
        self._files = Files({*pages, *assets}, readme)
        self._fragment = fragment

    def resolver(self, path: str, *, inside: str = "") -> Resolve:
        """How destinations resolve in the file at `path`; `inside` is the page that shows it, if another."""
        return lambda destination: self._resolve(destination.strip(), path, inside or path)

    def includer(self, path: str, read: Read, *, inside: str = "", above: tuple[str, ...] = ()) -> Include:
        """How a file at `path` includes others; five deep at most, and never one inside itself."""
        page = inside or path

        def include(name: str) -> Included | None:
            file = self._files.file(_joined(path, unquote(name)))
            if file is None or file in above or len(above) == MAX_INCLUDES:
                return None
            text = read(file)
            if text is None:
                return None
            return Included(
                front_matter.split(text).source,
                self.resolver(file, inside=page),
                self.includer(file, read, inside=page, above=(*above, file)),
            )

        return include

    def _resolve(self, destination: str, path: str, page: str) -> Target:
        if not destination or _BROKEN.match(destination):
            return Target("broken")
        if is_external(destination):
            return Target("external", destination)
        address, _, fragment = destination.partition("#")
        address = unquote(address.partition("?")[0])
        if not address:
            return self._to_page(page, fragment, page) if fragment else Target("broken")
        joined = _joined(path, address)
        return (
            self._exact_asset(joined, address)
            or self._known_page(joined, fragment, page)
            or self._tolerant_asset(joined, destination)
            or Target("broken")
        )

    def _exact_asset(self, joined: str, address: str) -> Target | None:
        """A file of that very name, unless it is Markdown and so a page; under `.gitbook/` nothing is one."""
        file = self._files.file(joined)
        if file is None or file not in self._assets:
            return None
        if is_markdown(address.rstrip("/")) and not joined.startswith(_OWN):
            return None
        return self._to_asset(file)

    def _known_page(self, joined: str, fragment: str, page: str) -> Target | None:
        file = self._files.page(joined)
        return self._to_page(file, fragment, page) if file in self._pages else None

    def _tolerant_asset(self, joined: str, destination: str) -> Target | None:
        if destination.startswith(_ELSEWHERE):
            return None
        file = self._files.asset(joined)
        return self._to_asset(file) if file in self._assets else None

    def _to_page(self, file: str | None, fragment: str, page: str) -> Target:
        url, title = self._pages.get(file or "", ("", ""))
        if fragment and file and self._fragment:
            fragment = self._fragment(file, unquote(fragment)) or fragment
        tail = f"#{quote(fragment, safe='%' + _KEPT)}" if fragment else ""
        return Target("page", tail if file == page and tail else url + tail, title)

    def _to_asset(self, file: str | None) -> Target:
        url, size = self._assets[file or ""]
        picture = self._pictures.get(file or "")
        return Target("asset", url, posixpath.basename(file or ""), size, picture=picture)


_KEPT = "!$&'()*+,-./:;=?@_~"


def _joined(path: str, address: str) -> str:
    """An address read from the folder of the file at `path`; from the book's root if it starts with `/`."""
    folder = "" if address.startswith("/") else posixpath.dirname(path)
    return composed(posixpath.normpath(posixpath.join(folder, address.lstrip("/"))))
