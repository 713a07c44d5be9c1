"""What tests of exports say most: send this book out, and what the folder holds, to the byte."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from wiki.exchange.exporting import Report, export_book

Held = dict[str, tuple[str, bytes]]


def leave(folder: Path, **options: Any) -> Report:
    """Export to a folder."""
    return export_book(folder, **options)


def held(folder: Path) -> Held:
    """Every file below a folder: its kind and its bytes, a link's being its target."""
    found: Held = {}
    start = os.fsencode(folder)
    for at, folders, files in os.walk(start):
        links = [name for name in folders if os.path.islink(os.path.join(at, name))]
        folders[:] = [name for name in folders if name not in links and name != b".git"]
        for name in [*files, *links]:
            path = os.path.join(at, name)
            found[os.path.relpath(path, start).decode("utf-8", "replace")] = _file(path)
    return found


def _file(path: bytes) -> tuple[str, bytes]:
    if os.path.islink(path):
        return "link", os.readlink(path)
    kind = "executable" if os.access(path, os.X_OK) and os.stat(path).st_mode & 0o100 else "file"
    return kind, Path(os.fsdecode(path)).read_bytes()


def texts(folder: Path) -> dict[str, str]:
    """What the files say, read as UTF-8."""
    return {name: content.decode("utf-8", "replace") for name, (_kind, content) in held(folder).items()}
