"""What tests of exports say most: send this book out, and what the folder holds, to the byte."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.exchange.bringing import bring
from tests.exchange.guide import PNG
from tests.exchange.repositories import Content, Repository
from wiki.exchange.exporting import Report, export_book

Held = dict[str, tuple[str, bytes]]


def leave(folder: Path, **options: Any) -> Report:
    """Export to a folder what an import would read: who wrote it is tried by itself."""
    return export_book(folder, **{"with_credits": False} | options)


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


def told(made: Repository) -> Held:
    """The files of a repository's last commit."""
    kinds = {"100644": "file", "100755": "executable", "120000": "link"}
    return {name: (kinds[entry.mode], entry.content) for name, entry in made.tree.items()}


def sent(tmp_path: Path, **options: Any) -> Held:
    """What an export writes."""
    leave(tmp_path / "out", **options)
    return held(tmp_path / "out")


def brought(tmp_path: Path, files: dict[str, Content]) -> Held:
    """A guide of these files comes in; what they are."""
    made = Repository(tmp_path / "made.git")
    made.commit(files)
    bring(made.write())
    return told(made)


TREE: dict[str, Content] = {
    "README.md": "# Accueil\n\n[A](a.md) [B](b/README.md#un)\n",
    "SUMMARY.md": (
        "# Table of contents\n\n* [Accueil](README.md)\n* [\\_A\\_](a.md)\n* [B](b/)\n  * [C](b/c.md \"Court\")\n\n"
        "## Annexes\n\n* [D](annexes/d.md)\n* [Dehors](https://exemple.org)\n\n***\n\n* [E](e.md)\n* [Perdue](perdue.md)\n"
    ),
    "a.md": "# A\n\n[B](b/) ![](i.png) `[B](b/)`\n\n```\n[B](b/)\n```\n",
    "b/README.md": "# B\n\n## Un\n",
    "b/c.md": "# C long\n\n[A](../a.md) <a href=\"../a.md\">A</a>\n\n{% content-ref url=\"../e.md\" %}\n[e.md](../e.md)\n{% endcontent-ref %}\n",
    "annexes/d.md": "# D\n\n{% include \"../.gitbook/includes/n.md\" %}\n",
    "e.md": "# E\n\n[ref]\n\n[ref]: <a.md> 'x'\n",
    "i.png": PNG,
    ".gitbook/includes/n.md": "[a](../../a.md)\n",
    "f.md": "# F\n",
}  # fmt: skip
