"""A folder of the disk as {path: bytes}, without ever leaving it."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext as _

from wiki.errors import BrokenBook

SKIPPED = {".git"}


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
