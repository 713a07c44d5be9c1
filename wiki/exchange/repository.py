"""A Git repository read without a work tree: its branches, files, contents, commits and changes."""

from __future__ import annotations

import os
import re
import resource
import selectors
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

from django.conf import settings
from django.utils.translation import gettext as _

from wiki.book.gitbook import is_page
from wiki.book.history import Change, Commit
from wiki.errors import BrokenBook
from wiki.exchange import git_folder, git_output
from wiki.exchange.git_settings import environment, settings_of
from wiki.exchange.sources import (
    Branch,
    File,
    check_count,
    check_name,
    check_places,
    check_size,
    name_of,
    shown,
)

DETACHED = "HEAD"  # the branch of a repository that has none
MOST_BRANCHES = 200
MOST_TOLD = 256 * 2**20  # bytes that a command may write: what thousands of commits are told in
AT_ONCE = 64  # contents asked for before one is read: less than a pipe holds
_REMARKS = {"link": "symbolic-link", "submodule": "submodule"}


Watch = Callable[[bytes], None]


def _silent(part: bytes) -> None:
    """Nothing is too much yet."""


class Unreadable(BrokenBook):
    """Git says that it cannot."""


class Git:
    """Runs git on one repository, with its own objects or those of another one."""

    def __init__(self, directory: Path, home: Path, objects: Path | None = None) -> None:
        self._directory, self._home, self._objects = directory, home, objects or directory / "objects"

    def run(
        self, *arguments: str, given: bytes = b"", config: Sequence[str] = (), watch: Watch = _silent
    ) -> bytes:
        """What a command writes, a piece at a time to `watch`; BrokenBook when it fails or goes too far."""
        command = self._command(arguments, config)
        with TemporaryFile(dir=self._home) as asked, TemporaryFile(dir=self._home) as errors:
            asked.write(given)
            asked.seek(0)
            process = subprocess.Popen(
                command,
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment(self._home, objects=self._objects),
                cwd=self._home,
            )
            bounded(process)
            try:
                told = _told(process, watch)
                code = process.wait(timeout=_seconds())
            finally:
                process.kill()
                process.communicate()
            errors.seek(0)
            if code:
                raise _unreadable(errors.read())
        return told

    def open(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            self._command(arguments, ()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(self._home, objects=self._objects),
            cwd=self._home,
        )
        bounded(process)
        return process

    def has_loose(self, blob: str) -> bool:
        """Whether a file of its own holds this object; what git calls missing all the same is damaged."""
        return (self._objects / blob[:2] / blob[2:]).exists()

    def _command(self, arguments: Sequence[str], config: Sequence[str]) -> list[str]:
        return ["git", *settings_of(config), f"--git-dir={self._directory}", *arguments]


def bounded(process: subprocess.Popen[bytes]) -> None:
    """A small repository can hold a tree of thousands of millions of files: its reader may not grow so."""
    most = settings.IMPORT_GIT_MB * 2**20  # packs that lie on the disk do not count
    with suppress(ProcessLookupError):
        resource.prlimit(process.pid, resource.RLIMIT_DATA, (most, most))


def _told(process: subprocess.Popen[bytes], watch: Watch) -> bytes:
    """All that a process writes, within the bounds of time and size."""
    assert process.stdout is not None
    parts, size, ends = list[bytes](), 0, time.monotonic() + _seconds()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        while waiting.select(max(0.0, ends - time.monotonic())):
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                return b"".join(parts)
            watch(part)
            parts.append(part)
            size += len(part)
            if size > MOST_TOLD:
                raise BrokenBook(_("There is too much to tell of this repository: it is not read."))
    raise BrokenBook(_("Git takes too long to read this repository."))


def of_our_own(directory: Path, workspace: Path) -> Git:
    """The branches and objects of a repository, read by the settings of an empty one.

    So nothing that its own settings name is ever known to git, and what a partial copy left to be
    fetched later is missing, instead of asked for.
    """
    kind = Git(directory, workspace).run("rev-parse", "--show-object-format").decode("ascii").strip()
    ours = Path(mkdtemp(prefix="view-", dir=workspace))
    Git(ours, workspace).run("init", "--quiet", "--bare", "--template=", f"--object-format={kind}")
    git_folder.copy_branches(directory, ours)
    return Git(ours, workspace, directory / "objects")


def clone(
    address: str, to: Path, *, protocol: str, config: Sequence[str] = (), shallow_branch: str = ""
) -> None:
    """A bare copy of a repository, within the bounds of time and size."""
    depth = ["--depth=1", "--single-branch", f"--branch={shallow_branch}"] if shallow_branch else []
    options = ["clone", "--quiet", "--bare", "--no-tags", "--no-recurse-submodules", *depth]
    allowed = [f"protocol.{protocol}.allow=always", *config]
    process = subprocess.Popen(
        ["git", *settings_of(allowed), *options, "--", address, str(to.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(to.parent, protocol),
        cwd=to.parent,
    )
    try:
        errors = _watched(process, to)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode:
        raise _unreadable(errors)
    check_size(_weight(to))


def _watched(process: subprocess.Popen[bytes], copy: Path) -> bytes:
    """What a copying git says of errors, once it has ended within the bounds."""
    ends = time.monotonic() + _seconds()
    while time.monotonic() < ends:
        try:
            return process.communicate(timeout=1)[1]
        except subprocess.TimeoutExpired:
            check_size(_weight(copy))
    raise BrokenBook(_("Git takes too long to copy this repository."))


def _damaged(name: str) -> BrokenBook:
    said = _("%(file)s cannot be read: its content is damaged in this repository.")
    return BrokenBook(said % {"file": name})


def _unreadable(errors: bytes) -> BrokenBook:
    """The last reason that Git gave, without what could log in."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines()]
    reasons = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines or [""]
    if any("out of memory" in line.lower() for line in reasons):
        return BrokenBook(_("Git needs too much memory to read this repository."))
    both = "; ".join(dict.fromkeys((reasons[0], reasons[-1])))  # what went wrong, and what came of it
    told = re.sub(r"//[^/\s]*@", "//", shown(both, 400))
    return Unreadable(_("Git cannot read this repository: %(said)s") % {"said": told})


class Repository:
    """One branch of a repository, as a source."""

    def __init__(
        self, directory: Path, *, name: str, address: str, workspace: Path, branch: str, history: bool
    ) -> None:
        self.git = of_our_own(directory, workspace)
        self.name, self.address = name, address
        self._with_history = history
        self._heads = self._read_heads()
        self.branch = self._chosen(branch)
        self.head = self._heads[self.branch]
        self.files: Mapping[str, File]
        self.files, self.skipped = self._tree()

    # ---- branches

    def _read_heads(self) -> dict[str, str]:
        listed = self.git.run("for-each-ref", "--format=%(refname)%00%(objectname)%00", "refs/heads")
        heads = git_output.heads(listed)
        if not heads:
            heads = {name: head for name, head in [(DETACHED, self._detached())] if head}
        if not heads:
            raise BrokenBook(_("This repository is empty: it has no branch."))
        return heads

    def _detached(self) -> str:
        """The commit that is looked at by no branch's name, as build machines do."""
        try:
            return self.git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode("ascii").strip()
        except BrokenBook:
            return ""

    def _chosen(self, asked: str) -> str:
        if asked:
            if asked not in self._heads:
                names = ", ".join(sorted(self._heads)[:20])
                said = _("There is no branch “%(branch)s”; there are: %(names)s.")
                raise BrokenBook(said % {"branch": asked, "names": names})
            return asked
        try:
            own = self.git.run("symbolic-ref", "HEAD").decode("utf-8", "replace").strip()
        except BrokenBook:  # a detached head names no branch
            own = ""
        candidates = (own.removeprefix("refs/heads/"), "main", "master")
        found = next((name for name in candidates if name in self._heads), None)
        latest = max(self.branches(), key=lambda branch: branch.last_at, default=None)
        return found or (latest.name if latest else next(iter(self._heads)))

    def branches(self) -> tuple[Branch, ...]:
        """Those that can be read, the first hundreds of them."""
        found = []
        for name, head in sorted(self._heads.items())[:MOST_BRANCHES]:
            with suppress(BrokenBook):  # a branch that nobody asked for may be broken
                found.append(self._branch(name, head))
        return tuple(found)

    def _branch(self, name: str, head: str) -> Branch:
        config = [f"mailmap.blob={head}:.mailmap"]
        told = self.git.run("log", "-1", "--date=raw", "--format=%ad%x1f%aN", head, "--", config=config)
        date, _separator, author = told.decode("utf-8", "replace").strip().partition("\x1f")
        told = self.git.run("ls-tree", "-rz", "--name-only", head, watch=_counting())
        names = [name_of(raw)[0] for raw in told.split(b"\0")]
        pages = [file for file in names if is_page(file, "") and file.rpartition("/")[2] != "SUMMARY.md"]
        return Branch(name, len(pages), git_output.moment(date), author)

    # ---- files

    def _tree(self) -> tuple[dict[str, File], tuple[tuple[str, str], ...]]:
        files: dict[str, File] = {}
        skipped: list[tuple[str, str]] = []
        told = self.git.run("ls-tree", "-rz", self.head, watch=_counting())
        for kind, blob, raw in git_output.entries(told):
            name, is_utf8 = name_of(raw)
            if check_name(name) in files:
                raise BrokenBook(_("%(file)s stands twice in the repository.") % {"file": name})
            files[name] = File(kind, blob, 0)
            skipped += [("name-not-utf-8", name)] if not is_utf8 else []
        check_places(files)
        sizes = self._sizes({file.blob for file in files.values() if file.kind != "submodule"})
        check_size(sum(sizes.values()))
        for name, file in files.items():
            is_lost = file.kind != "submodule" and file.blob not in sizes
            if is_lost and self.git.has_loose(file.blob):
                raise _damaged(name)
            files[name] = File(file.kind, file.blob, sizes.get(file.blob, 0))
            check_size(files[name].size, name)
            skipped += [(kind, name) for kind in [_REMARKS.get(file.kind)] if kind]
        return dict(sorted(files.items())), tuple(skipped)

    def _sizes(self, blobs: set[str]) -> dict[str, int]:
        asked = "".join(f"{blob}\n" for blob in sorted(blobs)).encode()
        return git_output.sizes(
            self.git.run("cat-file", "--batch-check=%(objectname) %(objectsize)", given=asked)
        )

    def contents(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        waiting = iter(blobs)
        process = self.git.open("cat-file", "--batch")
        try:
            while asked := list(islice(waiting, AT_ONCE)):
                yield from self._answers(process, asked)
        finally:
            process.kill()
            process.communicate()

    def _answers(
        self, process: subprocess.Popen[bytes], asked: list[str]
    ) -> Iterator[tuple[str, bytes | None]]:
        assert process.stdin is not None
        assert process.stdout is not None
        blob = asked[0]
        try:
            process.stdin.write("".join(f"{blob}\n" for blob in asked).encode())
            process.stdin.flush()
            for blob in asked:
                yield blob, git_output.reply(process.stdout, settings.IMPORT_MAX_FILE_MB * 2**20)
        except (EOFError, BrokenPipeError):  # git ends at what it cannot unpack
            name = next((name for name, file in self.files.items() if file.blob == blob), blob)
            raise _damaged(name) from None

    # ---- history

    def commits(self) -> tuple[Commit, ...]:
        if not self._with_history:
            return ()
        config = [f"mailmap.blob={self.head}:.mailmap"]
        how = ("--topo-order", "-z", "--date=raw", f"--format={git_output.FORMAT}", self.head, "--")
        found = git_output.commits(self.git.run("log", *how, config=config))
        return self._map_co_authors(found)

    def _map_co_authors(self, commits: tuple[Commit, ...]) -> tuple[Commit, ...]:
        """Git maps authors by itself; those that only a trailer names are mapped here."""
        people = list(dict.fromkeys(person for commit in commits for person in commit.co_authors))
        if not people or ".mailmap" not in self.files:
            return commits
        given = "".join(f"{name} <{email}>\n" for name, email in people).encode()
        config = [f"mailmap.blob={self.head}:.mailmap"]
        mapped = git_output.people(self.git.run("check-mailmap", "--stdin", given=given, config=config))
        if len(mapped) != len(people):
            return commits
        names = dict(zip(people, mapped, strict=True))
        return tuple(
            replace(commit, co_authors=tuple(names[one] for one in commit.co_authors)) for commit in commits
        )

    def changes(self) -> Mapping[tuple[str | None, str], tuple[Change, ...]]:
        told = (
            self.git.run("log", "--topo-order", "--format=%H %T %P", self.head, "--")
            .decode("ascii")
            .splitlines()
        )
        rows = [line.split() for line in told]
        trees = {row[0]: row[1] for row in rows}
        nothing = self.git.run("hash-object", "-t", "tree", "--stdin").decode("ascii").strip()
        pairs: dict[tuple[str | None, str], tuple[str, str]] = {}
        for commit, tree, *parents in rows:
            known = [parent for parent in parents if parent in trees]
            for parent in known:
                if trees[parent] != tree:
                    pairs[parent, commit] = trees[parent], tree
            if not known:
                pairs[None, commit] = nothing, tree
        asked = "".join(f"{before} {after}\n" for before, after in dict.fromkeys(pairs.values()))
        found = git_output.changes(self._differences(asked.encode()))
        return {key: found.get(pair, ()) for key, pair in pairs.items()}

    def _differences(self, pairs: bytes) -> bytes:
        """What became of each Markdown file; a copy that lacks contents knows what moved unchanged."""
        try:
            return self._compared(pairs, "50%")
        except Unreadable:
            return self._compared(pairs, "100%")

    def _compared(self, pairs: bytes, alike: str) -> bytes:
        how = ("-r", "--raw", "-z", f"-M{alike}", f"-C{alike}", "--find-copies-harder", "--", "*.md")
        return self.git.run("diff-tree", "--stdin", *how, given=pairs)


def _counting() -> Watch:
    """Counts what ends with NUL, so that too many files are refused before they are all told."""
    count = 0

    def watch(part: bytes) -> None:
        nonlocal count
        count += part.count(b"\0")
        check_count(count)

    return watch


def _weight(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _seconds() -> float:
    return settings.IMPORT_MINUTES * 60.0
