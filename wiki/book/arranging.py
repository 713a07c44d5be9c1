"""Where the pages of a book stand on a site: its contents as a tree of nodes, each with its path."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from wiki.book.tree import Book, Leaf, PageFile, Remark
from wiki.text.outline import slug

LONGEST = 590  # characters of a path: what may be added to make it free still fits
_NO_SEGMENT = ("", ".", "..", "-")
ROOT = ""  # the key of the node above the first level


@dataclass(frozen=True)
class Node:
    """A page, a group or a link in the tree; `parent` is another node's key, None for the root.

    `path` is the whole path on the site, None for a link; `file` names the page's file from the
    book's root, empty for what has none.
    """

    key: str
    parent: str | None
    kind: str
    title: str
    path: str | None
    nav_title: str = ""
    listed: bool = True
    url: str = ""
    file: str = ""
    line: int = 0  # of the contents, where it has no file


@dataclass
class Arrangement:
    """The nodes in the order of the tree, parents first, and what was bent to make them fit."""

    nodes: dict[str, Node] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def by_file(self) -> dict[str, Node]:
        return {node.file: node for node in self.nodes.values() if node.file}


def arrange(
    book: Book,
    *,
    at: str = "",
    is_free: Callable[[str], bool] = lambda path: True,
    reserved: frozenset[str] = frozenset(),
) -> Arrangement:
    """The tree of a book whose root stands at the path `at`.

    `is_free` says whether a path of the site is not another page's; what is not steps aside.
    `reserved` are the first segments that the site keeps for itself.
    """
    return _Arranging(book, _Addresses(at, is_free, reserved)).run()


def depth(leaves: tuple[Leaf, ...]) -> int:
    """How many levels the contents have."""
    return max((1 + depth(leaf.children) for leaf in leaves), default=0)


def site_path(at: str, path: str, reserved: frozenset[str]) -> str:
    """A path of the book as one of the site: below `at`, each segment one that an address may have."""
    whole = "/".join(part for part in (at, path) if part)
    if not path or not whole:
        return whole
    first, *rest = whole.split("/")
    first = f"{first}-1" if first in reserved else first
    parts = [f"{part}-1" if part in _NO_SEGMENT else part for part in (first, *rest)]
    cut = "/".join(parts)[:LONGEST].rstrip("/")
    while "/" in cut and cut.rpartition("/")[2] in _NO_SEGMENT:  # it was cut behind a dash
        cut = cut.rpartition("/")[0]
    return cut


class _Addresses:
    """Gives each node a path that nothing else has."""

    def __init__(self, at: str, is_free: Callable[[str], bool], reserved: frozenset[str]) -> None:
        self._at, self._is_free, self._reserved = at, is_free, reserved
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}  # the last that was given to each path that several want

    def give(self, path: str) -> tuple[str, str]:
        """The path on the site of a path of the book, and why it is not simply that: "", reserved, taken."""
        wanted = "/".join(part for part in (self._at, path) if part)
        allowed = found = site_path(self._at, path, self._reserved)
        number = self._numbers.get(allowed, 0)
        while found in self._taken or not (path == "" or self._is_free(found)):
            number += 1
            found = f"{allowed}-{number}"
        self._numbers[allowed] = number
        self._taken.add(found)
        if number:
            return found, "path-taken"
        if allowed == wanted:
            return found, ""
        return found, "path-too-long" if len(wanted) > LONGEST else "path-reserved"


class _Arranging:
    """One book on its way to being a tree."""

    def __init__(self, book: Book, addresses: _Addresses) -> None:
        self.book = book
        self.addresses = addresses
        self.made = Arrangement()
        self.numbers: dict[str, int] = {}  # of nodes that would have one key
        self.root = self._key(book.readme) if book.readme in book.pages else ROOT
        self.paths = self._page_paths()

    def run(self) -> Arrangement:
        self._place_root()
        for leaf in self.book.leaves:
            self._entry(leaf, self.root)
        for page in self.book.pages.values():
            if self._key(page.file) not in self.made.nodes:
                self._page(page, self._above(page.file))
        return self.made

    def _page_paths(self) -> dict[str, str]:
        """Files come first: a group steps aside for a page, never a page for a group."""
        paths = {}
        rank = {file: number for number, file in enumerate(self.book.pages)}
        for page in sorted(
            self.book.pages.values(), key=lambda page: (page.path != "", not page.listed, rank[page.file])
        ):
            paths[page.file] = self._address(page.path, page.file)
        return paths

    def _address(self, path: str, file: str) -> str:
        given, why = self.addresses.give(path)
        if why:
            self.made.remarks.append(Remark(why, file, given))
        return given

    def _place_root(self) -> None:
        if self.root != ROOT:
            self._page(self.book.pages[self.book.readme], None)
        else:
            path, _why = self.addresses.give("")
            title = self.book.name or posixpath.basename(path) or "Communs"
            self.made.nodes[ROOT] = Node(ROOT, None, "page", title, path)

    def _entry(self, leaf: Leaf, parent: str) -> None:
        """One entry of the contents, then those below it."""
        below = self._node_of(leaf, parent)
        for child in leaf.children:
            self._entry(child, below)

    def _node_of(self, leaf: Leaf, parent: str) -> str:
        """The key of the entry's node; what makes none leaves its children to the node above."""
        if leaf.kind == "page" and leaf.file:
            return self._page_entry(leaf, parent)
        if leaf.kind in ("group", "label", "raw") or (leaf.kind == "missing" and leaf.children):
            return self._group(leaf, parent)
        if leaf.kind == "link":
            self._link(leaf, parent, leaf.url)
        return parent

    def _page_entry(self, leaf: Leaf, parent: str) -> str:
        """The page itself for its first entry; a plain link for each further one."""
        key = self._key(leaf.file)
        if key not in self.made.nodes and not leaf.anchor:
            return self._page(self.book.pages[leaf.file], parent)
        if key == self.root and not leaf.anchor:
            return key
        fragment = f"#{leaf.anchor}" if leaf.anchor else ""
        path = quote(self.paths[leaf.file])
        self._link(leaf, parent, f"/{path}/{fragment}" if path else f"/{fragment}")
        return key if key in self.made.nodes else parent

    def _page(self, page: PageFile, parent: str | None) -> str:
        key = self._key(page.file)
        self.made.nodes[key] = Node(
            key=key,
            parent=parent,
            kind="page",
            title=page.title,
            path=self.paths[page.file],
            nav_title=page.nav_title if page.nav_title != page.title else "",
            listed=page.listed or parent is None,
            file=page.file,
        )
        return key

    def _group(self, leaf: Leaf, parent: str) -> str:
        title = leaf.menu_title or posixpath.basename(leaf.file).removesuffix(".md") or "…"
        key = self._free_key(f"group {parent} {title}")
        above = self.made.nodes[parent].path or "" if leaf.kind != "group" else ""
        stem = above.removeprefix(self.made.nodes[self.root].path or "").strip("/")
        name = leaf.ident or slug(title) or "groupe"
        path, _why = self.addresses.give(posixpath.join(stem, name.replace("/", "-")))
        self.made.nodes[key] = Node(key, parent, "group", title, path, line=leaf.line)
        return key

    def _link(self, leaf: Leaf, parent: str, url: str) -> None:
        key = self._free_key(f"link {parent} {url} {leaf.title}")
        self.made.nodes[key] = Node(
            key, parent, "link", leaf.title or url, None, leaf.nav_title, url=url, line=leaf.line
        )

    def _free_key(self, wanted: str) -> str:
        key, number = wanted, self.numbers.get(wanted, 1)
        while key in self.made.nodes:
            number += 1
            key = f"{wanted} {number}"
        self.numbers[wanted] = number
        return key

    def _above(self, file: str) -> str:
        """The page that an unlisted one stands below: that of its folder, or of the nearest folder above."""
        for folder in _folders(file):
            page = self.book.pages.get(f"{folder}/README.md")
            if page is not None and page.file != file:
                key = self._key(page.file)
                return key if key in self.made.nodes else self._page(page, self._above(page.file))
        return self.root

    @staticmethod
    def _key(file: str) -> str:
        return f"page {file}"


def _folders(file: str) -> Iterator[str]:
    """The folders that hold a file, nearest first; a README's own folder is the page it is."""
    at = posixpath.dirname(file)
    if posixpath.basename(file).lower() == "readme.md":
        at = posixpath.dirname(at)
    while at:
        yield at
        at = posixpath.dirname(at)
