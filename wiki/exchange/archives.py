"""A zip or tar archive as a source: its contents are laid aside by their own names, never by its paths."""

from __future__ import annotations

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook
from wiki.exchange.sources import File, WithoutHistory, check_count, check_name, check_size, name_of

MAX_RATIO = 200  # a text packs ten times, a bomb a thousand times
RATIO_FROM = 50 * 2**20  # bytes: below, nobody is harmed
CHUNK = 2**20
_FAULTS = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError,
    EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
Member = tuple[str, str, IO[bytes]]  # path, kind, content


class Archive(WithoutHistory):
    """The files of an archive, from its top folder if all stand in one, as forges pack them."""

    def __init__(self, path: Path, workspace: Path) -> None:
        self.path, self._aside, self._weight = path, workspace / "contents", 0
        self.name, self.address = _stem(path.name), str(path)
        self._aside.mkdir()
        found: dict[str, File] = {}
        try:
            self._read(found)
        except _FAULTS as fault:
            said = _("%(file)s cannot be read as an archive: %(fault)s")
            raise BrokenBook(said % {"file": path.name, "fault": fault or type(fault).__name__}) from None
        top = _top(found)
        self.files: Mapping[str, File] = {name[len(top) :]: file for name, file in sorted(found.items())}
        links = (name for name, file in self.files.items() if file.kind == "link")
        self.skipped = tuple(("symbolic-link", name) for name in links)

    def contents(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for blob in blobs:
            path = self._aside / blob
            yield blob, path.read_bytes() if path.is_file() else None

    def _read(self, found: dict[str, File]) -> None:
        members = _zip_members(self.path) if zipfile.is_zipfile(self.path) else _tar_members(self.path)
        for name, kind, content in members:
            if name in found:
                raise BrokenBook(_("%(file)s stands twice in the archive.") % {"file": name})
            check_count(len(found) + 1)
            found[name] = self._lay_aside(name, kind, content)

    def _lay_aside(self, name: str, kind: str, content: IO[bytes]) -> File:
        """Write a content under its own name, watching what it really weighs."""
        draft, size = self._aside / "draft", 0
        with draft.open("wb") as out:
            while chunk := content.read(CHUNK):
                size += len(chunk)
                self._weight += len(chunk)
                check_size(size, name)
                check_size(self._weight)
                self._check_ratio()
                out.write(chunk)
        digest = sha1(b"blob %d\0" % size, usedforsecurity=False)
        with draft.open("rb") as written:
            while chunk := written.read(CHUNK):
                digest.update(chunk)
        draft.replace(self._aside / digest.hexdigest())
        return File(kind, digest.hexdigest(), size)

    def _check_ratio(self) -> None:
        if self._weight > max(RATIO_FROM, MAX_RATIO * self.path.stat().st_size):
            raise BrokenBook(
                _("%(file)s swells beyond reason: it is not unpacked.") % {"file": self.path.name}
            )


def is_archive(path: Path) -> bool:
    """Whether the file is a zip or a tar, by its bytes."""
    try:
        return zipfile.is_zipfile(path) or tarfile.is_tarfile(path)
    except _FAULTS:
        return False


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = _clean(_zip_name(info))
            if info.flag_bits & 0x1:
                raise BrokenBook(_("%(file)s is locked by a password.") % {"file": name})
            mode = info.external_attr >> 16
            kind = "link" if stat.S_ISLNK(mode) else "executable" if mode & 0o100 else "file"
            check_size(info.file_size, name)
            with archive.open(info) as content:
                yield name, kind, content


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: without the flag it is said to be of 1981, but rarely is."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    try:
        return name_of(info.orig_filename.encode("cp437"))[0]
    except UnicodeEncodeError:
        return info.orig_filename


def _tar_members(path: Path) -> Iterator[Member]:
    kept: dict[str, tarfile.TarInfo] = {}
    with tarfile.open(path, errors="surrogateescape") as archive:
        for info in archive:
            if not info.isdir():
                yield _tar_member(archive, info, kept)


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, kept: dict[str, tarfile.TarInfo]) -> Member:
    """A file, a symbolic link as the text it is, or a hard link as the file it names."""
    name = _clean(_tar_name(info.name))
    if info.issym():
        return name, "link", BytesIO(info.linkname.encode("utf-8", "surrogateescape"))
    target = kept.get(_clean(_tar_name(info.linkname))) if info.islnk() else info
    if target is None:
        raise BrokenBook(_("%(file)s is a link to what the archive lacks.") % {"file": name})
    content = archive.extractfile(target) if target.isreg() else None
    if content is None:
        raise BrokenBook(_("%(file)s is a device or a pipe, not a file.") % {"file": name})
    check_size(target.size, name)
    kept[name] = target
    return name, "executable" if target.mode & 0o100 else "file", content


def _tar_name(name: str) -> str:
    return name_of(name.encode("utf-8", "surrogateescape"))[0]


def _clean(name: str) -> str:
    while name.startswith("./"):
        name = name[2:]
    return check_name(name)


def _top(names: Iterable[str]) -> str:
    """The one folder that holds everything, with its slash; nothing when there are several."""
    firsts = {name.partition("/")[0] if "/" in name else "" for name in names}
    only = firsts.pop() if len(firsts) == 1 else ""
    return f"{only}/" if only and not only.startswith(".") else ""


def _stem(name: str) -> str:
    for ending in (".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".txz", ".tar"):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name
