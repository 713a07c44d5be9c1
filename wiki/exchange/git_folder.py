"""Whether a repository on the disk is all in its own folder, so that reading it reads nothing else."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook

_ALTERNATES = "objects/info/alternates"
_FILES = ("HEAD", "config", "packed-refs", "shallow")
_FOLDERS = ("objects", "refs")


def check_whole(directory: Path) -> None:
    """BrokenBook when the repository is made of what lies elsewhere, or of what cannot be read to an end."""
    if (directory / "commondir").exists():
        raise _outside(directory / "commondir")
    for path in _parts(directory):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise _outside(path)
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise BrokenBook(_("%(file)s is a device or a pipe, not a file.") % {"file": path})
    if _lends(directory / _ALTERNATES):
        raise _outside(directory / _ALTERNATES)


def copy_branches(directory: Path, to: Path) -> None:
    """Lay the names of commits of one repository in another: what it has checked out, branches, its edge."""
    for name in ("HEAD", "packed-refs", "shallow"):
        if (directory / name).is_file():
            shutil.copyfile(directory / name, to / name)
    for file in _below(directory / "refs" / "heads"):
        if file.is_file():
            copy = to / file.relative_to(directory)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _parts(directory: Path) -> Iterator[Path]:
    """What git reads of it: settings, branches and objects; hooks and logs are nobody's business."""
    for name in (*_FILES, *_FOLDERS):
        if os.path.lexists(directory / name):
            yield directory / name
    for name in _FOLDERS:
        yield from _below(directory / name)


def _below(folder: Path) -> Iterator[Path]:
    """Everything below a folder, however deep, links not followed."""
    waiting = [folder] if folder.is_dir() and not folder.is_symlink() else []
    while waiting:
        inside = list(waiting.pop().iterdir())
        yield from inside
        waiting += [path for path in inside if path.is_dir() and not path.is_symlink()]


def _lends(file: Path) -> bool:
    """Whether another folder of objects, one that exists, is named as a part of this one."""
    if not file.is_file():
        return False
    lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    named = (line for line in lines if line and not line.startswith("#"))
    return any((file.parents[1] / line.strip('"')).exists() for line in named)


def _outside(file: Path) -> BrokenBook:
    return BrokenBook(_("%(file)s leads outside of the repository: it is not followed.") % {"file": file})
