"""Real git repositories for tests, each made by one stream of `git fast-import`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

REGULAR, EXECUTABLE, LINK, SUBMODULE = "100644", "100755", "120000", "160000"
HOUR = 3600
START = 1_600_000_000  # seconds: the first commit, unless it says otherwise


@dataclass(frozen=True)
class Person:
    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """What stands at a path: its mode and bytes; of a submodule, the commit that it names."""

    content: bytes
    mode: str = REGULAR


Tree = dict[str, Entry]
Content = str | bytes | Entry | None
ADA = Person("Ada", "ada@example.org")
BOT = Person("gitbook-bot", "bot@example.org")


@dataclass(frozen=True)
class Made:
    """One commit as it is going to be written."""

    tree: Tree
    parents: tuple[int, ...]
    author: Person
    committer: Person
    at: int
    offset: str
    message: bytes


def link(target: str) -> Entry:
    return Entry(target.encode(), LINK)


def submodule(commit: str = "1" * 40) -> Entry:
    return Entry(commit.encode(), SUBMODULE)


def executable(text: str) -> Entry:
    return Entry(text.encode(), EXECUTABLE)


def entry_of(content: str | bytes | Entry) -> Entry:
    if isinstance(content, Entry):
        return content
    return Entry(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)


@dataclass
class Repository:
    """A repository being told commit by commit, then written; commits are named by their number."""

    folder: Path
    commits: list[Made] = field(default_factory=list)

    def commit(
        self,
        changes: Mapping[str, Content],
        *,
        parents: Sequence[int] | None = None,
        author: Person = ADA,
        committer: Person = BOT,
        at: int | None = None,
        offset: str = "+0200",
        message: str | bytes | None = None,
        whole: bool = False,
    ) -> int:
        """Add a commit to its first parent's files, or (`whole`) with these files only; None deletes one."""
        number = len(self.commits)
        known = [number - 1] if number else []
        parents = tuple(known if parents is None else parents)
        tree = {} if whole or not parents else dict(self.commits[parents[0]].tree)
        for path, content in changes.items():
            if content is None:
                tree.pop(path, None)
            else:
                tree[path] = entry_of(content)
        said = f"Commit {number}" if message is None else message
        said = said.encode() if isinstance(said, str) else said
        when = START + number * HOUR if at is None else at
        self.commits.append(Made(tree, parents, author, committer, when, offset, said))
        return number

    @property
    def tree(self) -> Tree:
        """The files of the last commit."""
        return self.commits[-1].tree

    def write(self, *, encoding: str = "", **heads: int) -> Path:
        """Make the repository, bare, with these branches (else `main` at the last commit); where it is."""
        heads = heads or {"main": len(self.commits) - 1}
        first = next(iter(heads))
        if not (self.folder / "HEAD").exists():
            run(["git", "init", "--quiet", "--bare", f"--initial-branch={first}", str(self.folder)])
        stream = b"".join(self._stream(heads, encoding))
        git(self.folder, "fast-import", "--force", "--quiet", given=stream)
        return self.folder

    def ids(self, branch: str = "main") -> list[str]:
        """The names of the branch's commits, the oldest first."""
        return git(self.folder, "rev-list", "--reverse", "--topo-order", branch).decode().split()

    def _stream(self, heads: Mapping[str, int], encoding: str) -> Iterator[bytes]:
        for number, made in enumerate(self.commits):
            yield b"commit refs/heads/told\nmark :%d\n" % (number + 1)
            yield b"author %s\n" % _signature(made.author, made.at, made.offset)
            yield b"committer %s\n" % _signature(made.committer, made.at + 60, "+0000")
            yield b"encoding %s\n" % encoding.encode() if encoding else b""
            yield b"data %d\n%s\n" % (len(made.message), made.message)
            for place, parent in enumerate(made.parents):
                yield b"%s :%d\n" % (b"merge" if place else b"from", parent + 1)
            if not made.parents:
                yield b"deleteall\n"
            before = self.commits[made.parents[0]].tree if made.parents else {}
            yield from _differences(before, made.tree)
            # A commit without parents begins a branch anew, which needs the name to be free.
            yield b"reset refs/heads/told\n\n"
        for branch, number in heads.items():
            yield b"reset refs/heads/%s\nfrom :%d\n\n" % (branch.encode(), number + 1)
        yield b"reset refs/heads/told\nfrom " + b"0" * 40 + b"\n\n"


def _signature(person: Person, at: int, offset: str) -> bytes:
    name = person.name.encode("utf-8", "surrogateescape")
    return b"%s <%s> %d %s" % (name, person.email.encode(), at, offset.encode())


def _differences(before: Tree, after: Tree) -> Iterator[bytes]:
    for path in before.keys() - after.keys():
        yield b"D %s\n" % _quoted(path)
    for path, entry in after.items():
        if before.get(path) == entry:
            continue
        if entry.mode == SUBMODULE:
            yield b"M 160000 %s %s\n" % (entry.content, _quoted(path))
        else:
            yield b"M %s inline %s\n" % (entry.mode.encode(), _quoted(path))
            yield b"data %d\n%s\n" % (len(entry.content), entry.content)


def _quoted(path: str) -> bytes:
    """A path as fast-import reads it, whatever it holds."""
    plain = path.encode("utf-8", "surrogateescape")
    shown = (
        b"\\%03o" % byte if byte < 32 or byte > 126 or byte in b'"\\' else bytes([byte]) for byte in plain
    )
    return b'"%s"' % b"".join(shown)


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    return run(["git", f"--git-dir={folder}", "-c", "core.quotePath=false", *arguments], given)


def run(command: list[str], given: bytes = b"") -> bytes:
    """Run a git of nobody's configuration."""
    alone = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(command, input=given, check=True, capture_output=True, env=alone).stdout
