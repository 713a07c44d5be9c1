"""What a book can be read from: the files of one moment by their paths, and where there is one, a history."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha1
from io import BytesIO
from typing import IO, Protocol
from unicodedata import category

from django.conf import settings
from django.utils.translation import gettext as _

from wiki.book.files import decode
from wiki.book.history import Change, Commit
from wiki.errors import BrokenBook

MAX_NAME = 1000  # characters of a path
REGULAR = ("file", "executable")
_MOST_MB: ContextVar[int | None] = ContextVar("most_mb", default=None)  # where less is taken than elsewhere
_DRIVE = re.compile(r"[A-Za-z]:/")
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # from the right, from the left


@dataclass(frozen=True, slots=True)
class File:
    """A file of a source: file, executable, link (whose content is its target) or submodule.

    `blob` is the name that Git gives a content, whatever the source: the same bytes, the same name.
    """

    kind: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a repository, for whoever has to choose."""

    name: str
    pages: int
    last_at: datetime
    last_author: str


class Source(Protocol):
    """An opened source; `contents` streams in the order asked, None for what the copy lacks."""

    name: str
    address: str
    branch: str
    head: str
    files: Mapping[str, File]
    skipped: tuple[tuple[str, str], ...]

    def contents(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes | None]]: ...
    def branches(self) -> tuple[Branch, ...]: ...
    def commits(self) -> tuple[Commit, ...]: ...
    def changes(self) -> Mapping[tuple[str | None, str], tuple[Change, ...]]: ...


class WithoutHistory:
    """What a folder and an archive share: one moment, nobody's."""

    branch = ""
    head = ""

    def branches(self) -> tuple[Branch, ...]:
        return ()

    def commits(self) -> tuple[Commit, ...]:
        return ()

    def changes(self) -> Mapping[tuple[str | None, str], tuple[Change, ...]]:
        return {}


def blob_of(content: bytes) -> str:
    """The name that Git gives these bytes."""
    return blob_in(BytesIO(content), len(content))


def blob_in(file: IO[bytes], size: int) -> str:
    """The same of a file of this size, a piece of which is in memory at a time."""
    digest = sha1(b"blob %d\0" % size, usedforsecurity=False)
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def name_of(path: bytes) -> tuple[str, bool]:
    """A path as text, and whether it was in UTF-8."""
    text, encoding = decode(path)
    return text, encoding == "utf-8"


def check_name(path: str) -> str:
    """The path, or BrokenBook: it must stay inside, say nothing to a terminal and touch no repository."""
    parts = path.split("/")
    has_way_up = "\\" in path and ".." in path.replace("\\", "/").split("/")
    if path.startswith("/") or _DRIVE.match(path) or has_way_up:
        raise BrokenBook(_("%(file)s: the path leads outside of the book.") % {"file": shown(path)})
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in parts):
        said = _("%(file)s: a path may not pass through “.”, “..” or “.git”.")
        raise BrokenBook(said % {"file": shown(path)})
    if any(category(character) == "Cc" for character in path):
        raise BrokenBook(_("%(file)s: a path may not hold control characters.") % {"file": shown(path)})
    if len(path) > MAX_NAME:
        raise BrokenBook(_("%(file)s: the path is too long.") % {"file": shown(path)})
    return path


def is_sound(path: str) -> bool:
    """Whether `check_name` lets it pass."""
    try:
        return bool(check_name(path))
    except BrokenBook:
        return False


def check_count(count: int) -> None:
    if count > settings.IMPORT_MAX_FILES:
        said = _("There are more than %(most)d files: that is too many for an import.")
        raise BrokenBook(said % {"most": settings.IMPORT_MAX_FILES})


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """What is opened meanwhile may weigh no more than this, whatever the command line may bring."""
    token = _MOST_MB.set(megabytes)
    try:
        yield
    finally:
        _MOST_MB.reset(token)


def check_size(size: int, name: str = "") -> None:
    """One file, or all of them when there is no name."""
    most = min(settings.IMPORT_MAX_MB, _MOST_MB.get() or settings.IMPORT_MAX_MB)
    if name and size > settings.IMPORT_MAX_FILE_MB * 2**20:
        said = _("%(file)s is larger than %(most)d MB.")
        raise BrokenBook(said % {"file": shown(name), "most": settings.IMPORT_MAX_FILE_MB})
    if not name and size > most * 2**20:
        said = _("The files are larger together than %(most)d MB.")
        raise BrokenBook(said % {"most": most})


def check_places(names: Collection[str]) -> None:
    """BrokenBook when a path is both a file and a folder: nothing could ever hold both."""
    for name in names:
        above = name
        while above := above.rpartition("/")[0]:
            if above in names:
                raise BrokenBook(_("%(file)s is both a file and a folder.") % {"file": shown(above)})


def shown(text: str, most: int = 200) -> str:
    """A text fit for a terminal and for any database: nothing in it steers either."""
    return "".join("\ufffd" if _steers(character) else character for character in text[:most])


def _steers(character: str) -> bool:
    return category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNS
