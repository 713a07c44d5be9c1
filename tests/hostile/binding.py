"""How hostile books are made and what must become of each: folders, archives, repositories by hand."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.yardstick import SECOND

SECRET = "words-of-the-neighbour"  # what stands outside of every book, and must never come in
Files = Mapping[str, str | bytes]
Build = Callable[[Path], Path | str]  # makes a book in an empty folder and says what SOURCE is
Heard = tuple[str, str, int]  # kind of a remark, its file, its line


@dataclass(frozen=True)
class Case:
    """One book. It is refused with a sentence, or comes in and these remarks are made of it, no others.

    A sentence that ends with `…` is a beginning: git's own words follow. `{desk}` in the sentence is the folder in which the book was made. `stands` tells, where it
    matters, the path of every page that has a file.
    """

    name: str
    build: Build
    heard: tuple[Heard, ...] = ()
    refused: str = ""
    at: str = "livre"  # on a site that has a home page; "" for the root of an empty one
    options: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)  # settings, made smaller than shipped
    stands: Mapping[str, str] | None = None
    within: float = 3 * SECOND


def guide(**files: str | bytes) -> dict[str, str | bytes]:
    """A small sound guide, to which a case adds what is wrong; `SUMMARY.md` and others by their names."""
    return {
        "README.md": "# The guide\n\nWords.\n",
        "SUMMARY.md": "# Summary\n\n* [The guide](README.md)\n* [One](one.md)\n",
        "one.md": "# One\n\nText.\n",
    } | files


def raw(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


# ---- folders


def folder(files: Files, links: Mapping[str, str] | None = None) -> Build:
    """A folder with these files; `links` are symbolic, `{desk}` in their target is where all is made."""

    def build(desk: Path) -> Path:
        root = desk / "guide"
        root.mkdir()
        lay(root, files)
        for name, target in (links or {}).items():
            place = root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(target.replace("{desk}", str(desk)))
        return root

    return build


def lay(root: Path, files: Files) -> None:
    for name, content in files.items():
        path = os.path.join(os.fsencode(root), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        Path(os.fsdecode(path)).write_bytes(raw(content))


def source(path: str) -> Build:
    """A source that needs no making; `{desk}` is the empty folder."""
    return lambda desk: path.replace("{desk}", str(desk))


def file(name: str, content: str | bytes) -> Build:
    """One file as the source."""

    def build(desk: Path) -> Path:
        (desk / name).write_bytes(raw(content))
        return desk / name

    return build


# ---- archives


def zipped(
    files: Files | Iterable[tuple[zipfile.ZipInfo | str, str | bytes]], name: str = "guide.zip"
) -> Build:
    """A zip with these members, twice the same if so asked."""

    def build(desk: Path) -> Path:
        (desk / name).write_bytes(zip_of(files))
        return desk / name

    return build


def zip_of(files: Files | Iterable[tuple[zipfile.ZipInfo | str, str | bytes]]) -> bytes:
    out = io.BytesIO()
    members = files.items() if isinstance(files, Mapping) else files
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name may well stand twice
        for member, content in members:
            info = member if isinstance(member, zipfile.ZipInfo) else named(member)
            archive.writestr(info, raw(content))
    return out.getvalue()


def named(name: str, mode: int = stat.S_IFREG | 0o644, **fields: Any) -> zipfile.ZipInfo:
    """A member of a zip by exactly this name."""
    info = zipfile.ZipInfo("x")
    info.filename = info.orig_filename = name
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    for key, value in fields.items():
        setattr(info, key, value)
    return info


Member = tuple[str, str | bytes, Mapping[str, Any]]


def tarred(files: Files, *members: Member, name: str = "guide.tar", form: int = tarfile.GNU_FORMAT) -> Build:
    """A tar, packed as its name says; `members` have fields of their own: a type, the target of a link…"""

    def build(desk: Path) -> Path:
        packing = "gz" if name.endswith("gz") else "bz2" if name.endswith("bz2") else ""
        with tarfile.open(desk / name, f"w:{packing}", format=form) as archive:
            for path, content in files.items():
                add(archive, path, content, {})
            for path, content, fields in members:
                add(archive, path, content, fields)
        return desk / name

    return build


def add(archive: tarfile.TarFile, path: str, content: str | bytes, fields: Mapping[str, Any]) -> None:
    info = tarfile.TarInfo(path)
    info.size = len(raw(content))
    for key, value in fields.items():
        setattr(info, key, value)
    archive.addfile(info, io.BytesIO(raw(content)))


def bent(build: Build, bend: Callable[[bytes], bytes]) -> Build:
    """A source that is one file, its bytes changed once it was made."""

    def bending(desk: Path) -> Path:
        made = Path(build(desk))
        made.write_bytes(bend(made.read_bytes()))
        return made

    return bending


# ---- repositories


class Git:
    """A bare repository written object by object, so that it may hold what no command would write."""

    WHO = b"Ada <ada@example.org> 1700000000 +0100"

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(path.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self("init", "--quiet", "--bare", "--initial-branch=main", *options, str(path), at=None)

    def __call__(self, *arguments: str, given: bytes = b"", at: str | None = "--git-dir") -> bytes:
        where = [f"{at}={self.path}"] if at else []
        done = subprocess.run(
            ["git", *where, *arguments], input=given, env=self._environment, capture_output=True, check=True
        )
        return done.stdout.strip()

    def put(self, kind: str, content: bytes) -> str:
        """The name of a new object, however odd its content."""
        name = self("hash-object", "-t", kind, "-w", "--stdin", "--literally", given=content)
        return name.decode()

    def tree(self, entries: Iterable[tuple[str, str | bytes, str]]) -> str:
        """A tree of (mode, name, object), in the order given."""
        rows = (
            mode.encode() + b" " + raw(name) + b"\0" + bytes.fromhex(told) for mode, name, told in entries
        )
        return self.put("tree", b"".join(rows))

    def files(self, files: Files) -> str:
        """The tree of plain files, folders by `/`."""
        rows = []
        for name, content in files.items():
            blob = self.put("blob", raw(content))
            rows.append(b"100644 blob " + blob.encode() + b"\t" + raw(name))
        folders: dict[bytes, list[bytes]] = {}
        here = []
        for row in rows:
            meta, _tab, name_ = row.partition(b"\t")
            first, slash, rest = name_.partition(b"/")
            if slash:
                folders.setdefault(first, []).append(meta + b"\t" + rest)
            else:
                here.append(row)
        for first, inside in folders.items():
            here.append(b"040000 tree " + self._made(inside) + b"\t" + first)
        return self._made(here).decode()

    def _made(self, rows: list[bytes]) -> bytes:
        deep = [row for row in rows if b"/" in row.partition(b"\t")[2]]
        assert not deep, "one level of folders is enough for a case"
        return self("mktree", "-z", given=b"".join(row + b"\0" for row in rows))

    def commit(
        self,
        tree: str,
        *parents: str,
        author: bytes = WHO,
        committer: bytes = WHO,
        message: bytes = b"Begin\n",
        more: bytes = b"",
    ) -> str:
        lines = [b"tree " + tree.encode(), *(b"parent " + one.encode() for one in parents)]
        lines += [b"author " + author, b"committer " + committer, *([more] if more else [])]
        return self.put("commit", b"\n".join(lines) + b"\n\n" + message)

    def branch(self, name: str, told: str) -> None:
        """Written as a file: names that a command would refuse are wanted too."""
        ref = self.path / "refs" / "heads" / name
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text(f"{told}\n")

    def settings(self, text: str) -> None:
        with (self.path / "config").open("a") as config:
            config.write(text)


def repository(work: Callable[[Git], None], *options: str) -> Build:
    """A bare repository that `work` fills."""

    def build(desk: Path) -> Path:
        git = Git(desk / "guide.git", *options)
        work(git)
        return git.path

    return build


def bundled(work: Callable[[Git], None], *what: str) -> Build:
    """The bundle of a repository that `work` fills."""

    def build(desk: Path) -> Path:
        git = Git(desk / "guide.git")
        work(git)
        git("bundle", "create", "--quiet", str(desk / "guide.bundle"), *(what or ("--all",)))
        return desk / "guide.bundle"

    return build


def sound(git: Git, **files: str | bytes) -> str:
    """The small guide as the one commit of `main`."""
    commit = git.commit(git.files(guide(**files)))
    git.branch("main", commit)
    return commit
