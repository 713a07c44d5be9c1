"""The names of a book's files: those that came stay; what was made or moved since gets one as in GitBook."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count

from wiki.book.targets import composed, is_markdown
from wiki.text.outline import slug

LONGEST = 180  # characters of one segment: with an ending, any disk takes it
_PLAIN = re.compile(r"[A-Za-z0-9_+~][A-Za-z0-9._+~-]*")
_KEPT = frozenset({"readme", "index", "summary"})  # what a name of its own would say something else by


@dataclass
class Place:
    """A page or a group in the tree, whose file is to be named; `segment` is the last part of its address.

    `file` is the one it has, from the book's root: empty for what was made here. One that was moved
    takes another; one that was a leaf, and has its first page below it, becomes a folder's README.
    """

    segment: str
    is_page: bool = True
    file: str = ""
    was_moved: bool = False
    was_leaf: bool = False
    keeps_name: bool = False  # moved with the page above it: its own name stays
    below: list[Place] = field(default_factory=list)
    named: str = ""  # what is given

    @property
    def has_pages(self) -> bool:
        return any(place.is_page or place.has_pages for place in self.below)

    @property
    def is_readme(self) -> bool:
        return posixpath.basename(self.file).lower() == "readme.md"

    @property
    def stays(self) -> bool:
        return bool(self.file) and not self.was_moved

    def walk(self) -> Iterator[Place]:
        """This place, then all those below it, parents first."""
        waiting = [self]
        while waiting:
            place = waiting.pop()
            yield place
            waiting.extend(reversed(place.below))


def give(root: Place, others: Iterable[str], *, readme: str = "README.md") -> None:
    """Name the file of each page below `root`, which is the book's first; `others` are no pages."""
    names = _Names(others)
    places = list(root.walk())
    root.named = root.file or readme
    names.take(root.named)
    for place in places[1:]:
        if place.is_page and place.stays:
            place.named = place.file
            names.take(place.file)
    for place in places[1:]:
        if place.named and place.was_leaf and place.has_pages and not place.is_readme:
            _promote(place, names)
    _name_below(root, posixpath.dirname(root.named), names)


def _promote(place: Place, names: _Names) -> None:
    wanted = f"{place.file[:-3]}/README.md"
    if is_markdown(place.file) and names.is_free(wanted):
        names.take(wanted)
        place.named = wanted


def _name_below(parent: Place, folder: str, names: _Names) -> None:
    for place in parent.below:
        if place.is_page and not place.named:
            place.named = names.free(*_wanted(place, folder))
            names.take(place.named)
        inside = _folder_of(place.named) if place.is_page else posixpath.join(folder, fit(place.segment))
        _name_below(place, inside, names)


def _wanted(place: Place, folder: str) -> tuple[str, str]:
    """The stem of the file, and what makes a page's file of it."""
    stem = fit(place.segment)
    if place.file and place.keeps_name:
        own = posixpath.dirname(place.file) if place.is_readme else place.file[:-3]
        stem = posixpath.basename(own) or stem
    is_folder = place.has_pages or place.is_readme
    return posixpath.join(folder, stem), "/README.md" if is_folder else ".md"


def _folder_of(file: str) -> str:
    """The folder of the pages below the page of this file."""
    is_readme = posixpath.basename(file).lower() == "readme.md"
    return posixpath.dirname(file) if is_readme else file[:-3]


def fit(segment: str) -> str:
    """A segment of an address as the name of a file: of ASCII letters, and none that means something else."""
    name = segment if _PLAIN.fullmatch(segment) else slug(segment).lstrip(".$-").replace("$", "-")
    name = name[:LONGEST].rstrip(".-") or "page"
    return f"{name}-1" if name.lower() in _KEPT else name


class _Names:
    """The names that are taken, whatever their case: two that differ by it alone are one on many disks."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for file in files:
            self.take(file)

    def take(self, file: str) -> None:
        name = composed(file).lower()
        self._files.add(name)
        while name := posixpath.dirname(name):
            if name in self._folders:
                break
            self._folders.add(name)

    def is_free(self, file: str) -> bool:
        name = composed(file).lower()
        above, is_inside_file = posixpath.dirname(name), False
        while above and not is_inside_file:
            is_inside_file = above in self._files
            above = posixpath.dirname(above)
        return name not in self._files and name not in self._folders and not is_inside_file

    def free(self, stem: str, ending: str) -> str:
        """The file of this stem, or of `stem-1`, `stem-2`… so that no page has its address."""
        stems = chain([stem], (f"{stem}-{number}" for number in count(1)))
        return next(one for one in stems if self._claims_none(one) and self.is_free(one + ending)) + ending

    def _claims_none(self, stem: str) -> bool:
        """Whether neither `x.md` nor `x/README.md` is there: both are read at one address."""
        taken: Collection[str] = self._files
        return not any(f"{composed(stem).lower()}{ending}" in taken for ending in (".md", "/readme.md"))
