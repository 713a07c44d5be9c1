"""A folder is written whole or not at all: beside its place, under another name, and renamed at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from wiki.book.files import OLD
from wiki.errors import BrokenBook
from wiki.exchange.sources import check_name, check_places, shown

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write: its kind (file, executable, or link, whose content is its target) and its bytes."""

    kind: str
    content: Callable[[], Iterable[bytes]]


def check_folder(folder: Path) -> Path:
    """Where the folder really is, or BrokenBook saying why nothing can be written there."""
    names = {"folder": shown(str(folder))}
    try:
        where = folder.resolve()
        if os.path.lexists(where) and not where.is_dir():
            raise BrokenBook(_("%(folder)s is a file: name a folder.") % names)
        if where.is_dir() and any(where.iterdir()):
            raise BrokenBook(_("%(folder)s is not empty: name another folder, or empty it first.") % names)
        if not where.parent.is_dir():
            said = _("%(folder)s: the folder above it does not exist.")
            raise BrokenBook(said % names)
        if not os.access(where.parent, os.W_OK | os.X_OK) or where == where.parent:
            raise BrokenBook(_("%(folder)s: nothing can be written beside it.") % names)
    except (OSError, ValueError, RuntimeError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise BrokenBook(
            _("%(file)s cannot be written: %(why)s.") % {"file": names["folder"], "why": why}
        ) from problem
    return where


def write(folder: Path, files: Mapping[str, Output], advance: Advance, *, old: Iterable[str] = ()) -> None:
    """Write these files as the whole of a folder; `old` are those whose name is not in UTF-8.

    Links come last, so that nothing is written through one.
    """
    check_places(files)
    where = check_folder(folder)
    draft = Path(tempfile.mkdtemp(prefix=f".{where.name[:100]}.", suffix=".communs", dir=where.parent))
    try:
        order = sorted(files, key=lambda name: (files[name].kind == "link", name))
        for number, name in enumerate(order, 1):
            _write(os.fsencode(draft), _on_disk(check_name(name), old), files[name])
            advance(number, len(order))
        draft.chmod(0o777 & ~_mask())
        draft.replace(where)
    except OSError as problem:
        named = os.fsdecode(problem.filename or where).replace(str(draft), str(where))
        names = {"file": shown(named, 1000), "why": problem.strerror or problem}
        raise BrokenBook(_("%(file)s cannot be written: %(why)s.") % names) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _on_disk(name: str, old: Iterable[str]) -> bytes:
    return name.encode(OLD, "surrogateescape") if name in old else name.encode("utf-8", "surrogatepass")


def _write(root: bytes, name: bytes, file: Output) -> None:
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if file.kind == "link":
        os.symlink(b"".join(file.content()), path)
        return
    with open(path, "xb") as out:
        for piece in file.content():
            out.write(piece)
    if file.kind == "executable":
        os.chmod(path, 0o777 & ~_mask())


def _mask() -> int:
    """What this process takes away from the modes of its files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
