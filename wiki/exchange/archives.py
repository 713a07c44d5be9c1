"""A zip or tar archive as a source: its contents are laid aside by their own names, never by its paths."""

from __future__ import annotations

import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook
from wiki.exchange.sources import (
    File,
    WithoutHistory,
    blob_in,
    check_count,
    check_name,
    check_places,
    check_size,
    name_of,
    shown,
)

MAX_HEADER = 2**20  # bytes of the names and times that a tar puts before a file
_BEFORE_A_FILE = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
MAX_PADDING = 64  # pieces of nothing behind a tar
MAX_RATIO = 200  # a text packs ten times, a bomb a thousand times
RATIO_FROM = 50 * 2**20  # bytes: below, nobody is harmed
CHUNK = 2**20
_FAULTS = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError,
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
            raise _fault(path, shown(str(fault)) or type(fault).__name__) from None
        top = _top(found)
        inside = ((name, file) for name, file in sorted(found.items()) if name.startswith(top))
        self.files: Mapping[str, File] = {name[len(top) :]: file for name, file in inside}
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
            found[name] = (
                self._linked(name, content, found) if kind == "same" else self._lay_aside(name, kind, content)
            )
        check_places(found)

    def _linked(self, name: str, target: IO[bytes], found: dict[str, File]) -> File:
        """What a hard link names, which the archive told before."""
        file = found.get(_clean(target.read().decode()))
        if file is None:
            raise BrokenBook(_("%(file)s is a link to what the archive lacks.") % {"file": name})
        return file

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
        with draft.open("rb") as written:
            blob = blob_in(written, size)
        draft.replace(self._aside / blob)
        return File(kind, blob, size)

    def _check_ratio(self) -> None:
        if self._weight > max(RATIO_FROM, MAX_RATIO * self.path.stat().st_size):
            raise BrokenBook(
                _("%(file)s swells beyond reason: it is not unpacked.") % {"file": self.path.name}
            )


def is_archive(path: Path) -> bool:
    """Whether the file is a zip or a tar, by its bytes."""
    try:
        if zipfile.is_zipfile(path):
            return True
        with tarfile.open(path, tarinfo=_Header):
            return True
    except _FAULTS:
        return False


def _zip_members(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.filename.endswith("/"):
                continue
            name = _clean(_zip_name(info))
            if _is_junk(name):
                continue
            if info.flag_bits & 0x1:
                raise BrokenBook(_("%(file)s is locked by a password.") % {"file": name})
            mode = info.external_attr >> 16
            kind = "link" if stat.S_ISLNK(mode) else "executable" if mode & 0o100 else "file"
            check_size(info.file_size, name)
            with archive.open(info) as content:
                yield name, kind, content


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: without the flag it is said to be of 1981, but rarely is."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeEncodeError):
            name = name_of(name.encode("cp437"))[0]
    # Old tools of Windows wrote its own slashes; a name that has both kinds means what it says.
    return name if "/" in name else name.replace("\\", "/")


def _tar_members(path: Path) -> Iterator[Member]:
    with tarfile.open(path, errors="surrogateescape", tarinfo=_Header) as archive:
        for info in archive:
            name = _clean(_tar_name(info.name)) if not info.isdir() else ""
            if info.isdir() or _is_junk(name):
                continue
            if info.issym() or info.islnk():
                target = _tar_name(info.linkname).encode()
                yield name, "link" if info.issym() else "same", BytesIO(target)
                continue
            content = archive.extractfile(info) if info.isreg() else None
            if content is None:
                raise BrokenBook(_("%(file)s is a device or a pipe, not a file.") % {"file": name})
            check_size(info.size, name)
            yield name, "executable" if info.mode & 0o100 else "file", content
        _check_end(archive)


def _tar_name(name: str) -> str:
    return name_of(name.encode("utf-8", "surrogateescape"))[0]


def _check_end(archive: tarfile.TarFile) -> None:
    """A tar ends with a block of nothing; the library takes damage between two files for an end too."""
    assert archive.fileobj is not None
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
        raise tarfile.ReadError(_("it is cut short or damaged."))
    for _part in range(MAX_PADDING):  # behind it stands the sum of what was packed
        if not archive.fileobj.read(CHUNK):
            return


def _unread(archive: tarfile.TarFile, fault: str) -> BrokenBook:
    """Raised while the library tries one packing after the other, and passed by none of them."""
    return _fault(Path(os.fsdecode(archive.name or "")), fault)


def _fault(path: Path, fault: object) -> BrokenBook:
    said = _("%(file)s cannot be read as an archive: %(fault)s")
    return BrokenBook(said % {"file": path.name, "fault": fault})


class _Header(tarfile.TarInfo):
    """The header of one file; what the library would read whole into memory is bounded."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _BEFORE_A_FILE and self.size > MAX_HEADER:
            raise _unread(archive, _("it has a header that is too long."))
        if self.type == tarfile.GNUTYPE_SPARSE:
            raise _unread(archive, _("it has a file with holes."))
        return super()._proc_member(archive)  # type: ignore[misc]


def _clean(name: str) -> str:
    """The name without what says nothing: `./a//b` is `a/b`."""
    said = [part for part in name.split("/") if part not in ("", ".")]
    return check_name(("/" if name.startswith("/") else "") + "/".join(said))


def _is_junk(name: str) -> bool:
    """What a Mac puts beside the files that it packs."""
    return name.startswith("__MACOSX/") or name == ".DS_Store"


def _top(names: Iterable[str]) -> str:
    """The one folder that holds everything, with its slash; nothing when there are several."""
    real = [name for name in names if not name.rpartition("/")[2].startswith("._")]
    firsts = {name.partition("/")[0] if "/" in name else "" for name in real}
    only = firsts.pop() if len(firsts) == 1 else ""
    return f"{only}/" if only and not only.startswith(".") else ""


def _stem(name: str) -> str:
    for ending in (".zip", ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".txz", ".tar"):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name
