"""A folder of the disk as a source: every file below it, without ever leaving it or following a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook
from wiki.exchange.sources import (
    File,
    WithoutHistory,
    blob_in,
    blob_of,
    check_count,
    check_name,
    check_size,
    name_of,
)

SKIPPED = {".git"}


class Folder(WithoutHistory):
    """The files of a folder; a symbolic link is kept as the text it is, as Git does."""

    def __init__(self, root: Path) -> None:
        self.name, self.address = root.resolve().name or "/", str(root)
        self._where: dict[str, Path] = {}
        files: dict[str, File] = {}
        skipped: list[tuple[str, str]] = []
        weight = 0
        for name, path, is_utf8 in _walked(root):
            check_count(len(files) + 1)
            file = _file(path, name)
            weight += file.size
            check_size(weight)
            files[name] = file
            self._where.setdefault(file.blob, path)
            skipped += [("name-not-utf-8", name)] if not is_utf8 else []
            skipped += [("symbolic-link", name)] if file.kind == "link" else []
        self.files: Mapping[str, File] = dict(sorted(files.items()))
        self.skipped = tuple(skipped)
        if not self.files:
            raise BrokenBook(_("%(folder)s is empty.") % {"folder": root})

    def contents(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for blob in blobs:
            path = self._where.get(blob)
            yield blob, _content(path) if path else None


def read(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path with `/`; a link that leads outside is left alone."""
    return {name: path.read_bytes() for name, path in paths(folder).items()}


def paths(folder: Path) -> dict[str, Path]:
    """Where every file below a folder is found, by its path with `/`."""
    if not folder.is_dir():
        raise BrokenBook(_("%(folder)s is not a folder.") % {"folder": folder})
    root = folder.resolve()
    found: dict[str, Path] = {}
    for at, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(files):
            path = Path(at, name)
            if path.resolve().is_relative_to(root) and path.is_file():
                found[path.relative_to(root).as_posix()] = path
    return found


def _walked(root: Path) -> Iterator[tuple[str, Path, bool]]:
    """Name from the root, place on the disk, and whether the name is in UTF-8."""
    start = os.fsencode(root)
    for at, folders, files in os.walk(start, onerror=_unreadable):
        links = [name for name in folders if os.path.islink(os.path.join(at, name))]
        folders[:] = sorted(
            name for name in folders if os.fsdecode(name) not in SKIPPED and name not in links
        )
        if at != start:
            check_name(name_of(os.path.relpath(at, start))[0])  # before it is too deep to walk
        for raw in sorted([*files, *links]):
            if os.fsdecode(raw) in SKIPPED:
                continue
            whole = os.path.join(at, raw)
            name, is_utf8 = name_of(os.path.relpath(whole, start))
            yield check_name(name), Path(os.fsdecode(whole)), is_utf8


def _unreadable(problem: OSError) -> None:
    name = os.fsdecode(problem.filename)
    raise BrokenBook(_("%(file)s cannot be read: %(why)s.") % {"file": name, "why": problem.strerror})


def _file(path: Path, name: str) -> File:
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        target = _content(path)
        return File("link", blob_of(target), len(target))
    if not stat.S_ISREG(found.st_mode):
        raise BrokenBook(_("%(file)s is a device or a pipe, not a file.") % {"file": name})
    check_size(found.st_size, name)
    try:
        with path.open("rb") as file:
            blob = blob_in(file, found.st_size)
    except OSError as problem:
        _unreadable(problem)
        raise
    return File("executable" if found.st_mode & 0o100 else "file", blob, found.st_size)


def _content(path: Path) -> bytes:
    try:
        return os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
    except OSError as problem:
        _unreadable(problem)
        raise
