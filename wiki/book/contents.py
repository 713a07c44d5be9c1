"""The contents of a book as its tree is now: entries that were not touched stay as they were spelt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wiki.book import arranging
from wiki.book.tree import Book, Leaf

Safe = Callable[[str], str]
LONGEST = 200  # characters of a title
PAGE, GROUP, LINK = "page", "group", "link"


@dataclass
class Entry:
    """A page, a group or a link as the tree has it; `line` is that of the entry it came from, else 0.

    `heading` is the title that a page's own text says. A link to a page of the book names its file.
    """

    kind: str
    title: str
    nav_title: str = ""
    heading: str = ""
    file: str = ""
    url: str = ""
    anchor: str = ""
    ident: str = ""
    is_told: bool = True  # in the contents; what is not is found by its folder
    line: int = 0
    below: list[Entry] = field(default_factory=list)

    def walk(self) -> Iterator[Entry]:
        """This entry, then all those below it, in the order of the tree."""
        waiting = [self]
        while waiting:
            entry = waiting.pop()
            yield entry
            waiting.extend(reversed(entry.below))


@dataclass(frozen=True)
class Origin:
    """The contents as they came: which entry each node of the tree was made of, and which made none."""

    leaves: tuple[Leaf, ...] = ()  # as they are spelt
    found: Mapping[int, Leaf] = field(default_factory=dict)  # line → the same, with the file it leads to
    lines: Mapping[str, int] = field(default_factory=dict)  # key of a node → line of its entry
    parents: Mapping[str, str | None] = field(default_factory=dict)  # key of a node → that of its parent
    root: int = 0  # the line of the book's first page
    nodeless: frozenset[int] = frozenset()


def origin(book: Book, spelt: tuple[Leaf, ...], safe: Safe) -> Origin:
    """Where the nodes of a book's tree come from; `spelt` are its contents as they were parsed."""
    nodes = arranging.arrange(book).nodes
    found = {leaf.line: leaf for leaf in book.walk() if leaf.line}
    owners: dict[str, int] = {}
    for leaf in book.walk():
        if leaf.kind == "page" and leaf.file and not leaf.anchor:
            owners.setdefault(leaf.file, leaf.line)
    told = {key: owners.get(node.file, 0) if node.file else node.line for key, node in nodes.items()}
    left_out = {node.line for node in nodes.values() if node.kind == LINK and not safe(node.url)}
    root = owners.get(book.readme, 0)
    return Origin(
        leaves=spelt,
        found=found,
        lines={key: line for key, line in told.items() if line},
        parents={key: node.parent for key, node in nodes.items()},
        root=root,
        nodeless=frozenset(found) - (set(told.values()) - left_out) | {root} - {0},
    )


# ---- whether contents tell a tree


def tells(book: Book, root: Entry, safe: Safe) -> bool:
    """Whether an import of this book would make this tree: its pages' paths are those of the site."""
    nodes = arranging.arrange(book).nodes
    listed = {leaf.file for leaf in book.walk() if leaf.kind == "page" and not leaf.anchor}
    below: dict[str, list[arranging.Node]] = {}
    for node in nodes.values():
        if node.parent is not None:
            below.setdefault(node.parent, []).append(node)

    def made(node: arranging.Node) -> Any:
        inside = [child for child in below.get(node.key, ()) if child.kind != LINK or safe(child.url)]
        return _said(
            node.kind,
            node.file,
            " ".join(node.title.split())[:LONGEST] or "…",
            node.nav_title[:LONGEST],
            safe(node.url),
            [made(child) for child in inside if not child.file or child.file in listed],
            {child.file for child in inside if child.file and child.file not in listed},
        )

    first = next(iter(nodes.values()))
    return bool(made(first) == _wanted(root))


def _wanted(entry: Entry) -> Any:
    return _said(
        entry.kind,
        entry.file,
        entry.heading or entry.title,
        entry.nav_title,
        entry.url,
        [_wanted(child) for child in entry.below if child.is_told],
        {child.file for child in entry.below if not child.is_told},
    )


def _said(
    kind: str, file: str, title: str, nav_title: str, url: str, told: list[Any], untold: set[str]
) -> tuple[Any, ...]:
    if kind == PAGE:
        return kind, file, title, nav_title, told, untold
    if kind == LINK:
        return kind, url, title, nav_title
    return kind, title, told


# ---- the contents of a tree


def leaves(root: Entry, came: Origin, moved: Mapping[str, str], *, flat: bool) -> tuple[Leaf, ...]:
    """The contents that tell this tree; `moved` tells the files that have another name.

    What stood below the entry of the first page stays there, unless all is to be `flat`.
    """
    return _Writing(came, moved, flat).run(root)


@dataclass
class _Writing:
    came: Origin
    moved: Mapping[str, str]
    flat: bool

    def __post_init__(self) -> None:
        waiting = list(self.came.leaves)
        self.spelt: dict[int, Leaf] = {leaf.line: leaf for top in waiting for leaf in top.walk()}
        self.kept = self.came.nodeless
        self.first: Entry | None = None

    def run(self, root: Entry) -> tuple[Leaf, ...]:
        self.first = root
        nested: set[int] = set()
        own = self.spelt.get(self.came.root)
        if own is not None and not self.flat:
            nested = {leaf.line for leaf in own.children}
        self.inside = [entry for entry in root.below if entry.line in nested and entry.is_told]
        top = [entry for entry in root.below if entry not in self.inside]
        made = self._woven(top, self.came.leaves, is_top=True)
        if not self.came.leaves and root.file:
            made.insert(0, self._entry(root, Leaf(PAGE, file=root.file)))
        return _apart(made)

    def _woven(
        self, entries: Sequence[Entry], siblings: Sequence[Leaf], *, is_top: bool = False
    ) -> list[Leaf]:
        """The entries in their order; what made no node stays behind the one that it stood behind."""
        made = [(entry.line, self._leaf(entry, is_top=is_top)) for entry in entries if entry.is_told]
        at = 0
        for leaf in siblings:
            place = next((number for number, (line, _leaf) in enumerate(made) if line == leaf.line), None)
            if place is not None:
                at = place + 1
            elif leaf.line in self.kept:
                made.insert(at, (leaf.line, self._keep(leaf)))
                at += 1
        return [leaf for _line, leaf in made]

    def _keep(self, leaf: Leaf) -> Leaf:
        if leaf.line == self.came.root and self.first is not None:
            own = self._entry(self.first, self._at_its_file(leaf))
            return replace(own, children=tuple(self._woven(self.inside, leaf.children)))
        return replace(leaf, children=())

    def _leaf(self, entry: Entry, *, is_top: bool) -> Leaf:
        spelt = self.spelt.get(entry.line)
        children = tuple(self._woven(entry.below, spelt.children if spelt else ()))
        if entry.kind == LINK:
            return self._link(entry, spelt)
        if entry.kind == PAGE:
            own = self._at_its_file(spelt) if spelt else Leaf(PAGE, file=entry.file)
            return replace(self._entry(entry, own), children=children)
        return replace(self._group(entry, spelt, is_top), children=children)

    def _group(self, entry: Entry, spelt: Leaf | None, is_top: bool) -> Leaf:
        shown = entry.nav_title or entry.title
        if spelt is None:
            return Leaf("group", shown, ident=entry.ident) if is_top else Leaf("label", shown)
        if spelt.kind == "group" and not is_top:
            return Leaf("label", shown)
        if spelt.kind == "missing" or not spelt.menu_title or spelt.menu_title == shown:
            return replace(spelt, ident=entry.ident) if spelt.kind == "group" and entry.ident else spelt
        if spelt.nav_title:
            return replace(spelt, nav_title=shown)
        return replace(spelt, title=shown, ident=entry.ident or spelt.ident)

    def _link(self, entry: Entry, spelt: Leaf | None) -> Leaf:
        found = self.came.found.get(entry.line)
        if spelt is not None and found is not None and spelt.kind == PAGE and entry.file:
            own = self._at_its_file(spelt)
            is_elsewhere = self.moved.get(found.file, found.file) != entry.file
            own = replace(own, file=entry.file, anchor=entry.anchor) if is_elsewhere else own
        elif spelt is not None and spelt.kind == LINK:
            own = spelt if _came_with(spelt, entry) else replace(spelt, url=entry.url)
        elif entry.file:
            own = Leaf(PAGE, file=entry.file, anchor=entry.anchor)
        else:
            own = Leaf(LINK, url=entry.url)
        is_unnamed = not own.title and entry.title == own.url
        title = own.title if is_unnamed or own.title[:LONGEST] == entry.title else entry.title
        nav_title = own.nav_title if own.nav_title[:LONGEST] == entry.nav_title else entry.nav_title
        return replace(own, title=title, nav_title=nav_title, children=())

    def _at_its_file(self, leaf: Leaf) -> Leaf:
        found = self.came.found.get(leaf.line)
        new = self.moved.get(found.file) if found else None
        return replace(leaf, file=new) if new else leaf

    def _entry(self, entry: Entry, leaf: Leaf) -> Leaf:
        """The leaf with the titles that the page has: its own text, if that says one, has the first word."""
        if not entry.heading:
            is_same = (leaf.title[:LONGEST], leaf.nav_title[:LONGEST]) == (entry.title, entry.nav_title)
            return leaf if is_same else replace(leaf, title=entry.title, nav_title=entry.nav_title)
        shown = entry.nav_title or entry.heading
        if leaf.menu_title[: LONGEST if entry.nav_title else None] == shown:
            return leaf
        return replace(leaf, nav_title=shown) if leaf.nav_title else replace(leaf, title=shown)


def _came_with(leaf: Leaf, entry: Entry) -> bool:
    """Whether the address is the one that was written, the scheme in whatever case."""
    return entry.url.lower() in (leaf.url.strip().lower(), f"https:{leaf.url.strip().lower()}")


def _apart(made: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """A group goes on until a rule: what comes after it, and is none of it, stands behind one."""
    apart: list[Leaf] = []
    is_open = False
    for leaf in made:
        if is_open and leaf.kind not in ("group", "separator"):
            apart.append(Leaf("separator"))
        is_open = leaf.kind == "group"
        apart.append(leaf)
    return tuple(apart)
