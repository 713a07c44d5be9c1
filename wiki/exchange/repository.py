"""A Git repository read without a work tree: its branches, files, contents, commits and changes."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from wiki.book.history import Change, Commit
from wiki.book.targets import is_markdown
from wiki.errors import BrokenBook
from wiki.exchange import git_output
from wiki.exchange.sources import Branch, File, check_count, check_name, check_size, name_of

# A repository is data: nothing that its own configuration names is ever run.
SAFE = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "credential.helper=",
    "diff.renameLimit=20000",
    "gpg.program=false",
    "http.followRedirects=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.showSignature=false",
    "mailmap.file=/dev/null",
    "protocol.allow=never",
    "safe.directory=*",
    "submodule.recurse=false",
)
AT_ONCE = 64  # contents asked for before one is read: less than a pipe holds
_REMARKS = {"link": "symbolic-link", "submodule": "submodule"}
_KINDS = {"100644": "file", "100664": "file", "100755": "executable", "120000": "link", "160000": "submodule"}
_MAPPED = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*")


class Git:
    """Runs git on one repository."""

    def __init__(self, directory: Path, home: Path) -> None:
        self._directory, self._home = directory, home

    def run(self, *arguments: str, given: bytes = b"", config: Sequence[str] = ()) -> bytes:
        """What a command writes; BrokenBook when it fails or takes too long."""
        command = self._command(arguments, config)
        try:
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                check=True,
                env=environment(self._home),
                timeout=_seconds(),
            )
        except subprocess.CalledProcessError as failure:
            raise _unreadable(failure.stderr) from None
        except subprocess.TimeoutExpired:
            raise BrokenBook(_("Git takes too long to read this repository.")) from None
        return done.stdout

    def open(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command(arguments, ()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(self._home),
        )

    def _command(self, arguments: Sequence[str], config: Sequence[str]) -> list[str]:
        return ["git", *settings_of(config), f"--git-dir={self._directory}", *arguments]


def settings_of(more: Sequence[str] = ()) -> list[str]:
    return [word for setting in (*SAFE, *more) for word in ("-c", setting)]


def environment(home: Path) -> dict[str, str]:
    """Nothing of the operator's own Git: no credentials, no configuration, no questions."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ASKPASS": "false",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
    }


def clone(address: str, to: Path, *, config: Sequence[str], shallow_branch: str = "") -> None:
    """A bare copy of a repository, within the bounds of time and size."""
    depth = ["--depth=1", "--single-branch", f"--branch={shallow_branch}"] if shallow_branch else []
    options = ["clone", "--quiet", "--bare", "--no-tags", "--no-recurse-submodules", *depth]
    home = to.parent
    process = subprocess.Popen(
        ["git", *settings_of(config), *options, "--", address, str(to)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(home),
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


def _unreadable(errors: bytes) -> BrokenBook:
    """The last line that Git said, without what could log in."""
    lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    last = "".join(character for character in lines[-1] if character.isprintable()) if lines else ""
    told = re.sub(r"//[^/\s@]*@", "//", last)[:300]
    return BrokenBook(_("Git cannot read this repository: %(said)s") % {"said": told})


class Repository:
    """One branch of a repository, as a source."""

    def __init__(
        self, directory: Path, *, name: str, address: str, workspace: Path, branch: str, history: bool
    ) -> None:
        self.git = Git(directory, workspace)
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
        words = listed.decode("utf-8", "replace").replace("\n", "").split("\0")
        heads = {
            name.removeprefix("refs/heads/"): head
            for name, head in zip(words[::2], words[1::2], strict=False)
        }
        if not heads:
            raise BrokenBook(_("This repository is empty: it has no branch."))
        return heads

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
        return found or max(self.branches(), key=lambda branch: branch.last_at).name

    def branches(self) -> tuple[Branch, ...]:
        return tuple(self._branch(name, head) for name, head in sorted(self._heads.items()))

    def _branch(self, name: str, head: str) -> Branch:
        config = [f"mailmap.blob={head}:.mailmap"]
        told = self.git.run("log", "-1", "--format=%aI%x1f%aN", head, "--", config=config)
        date, _separator, author = told.decode("utf-8", "replace").strip().partition("\x1f")
        names = self.git.run("ls-tree", "-rz", "--name-only", head).split(b"\0")
        return Branch(
            name, sum(_looks_like_a_page(name_of(file)[0]) for file in names), git_output.moment(date), author
        )

    # ---- files

    def _tree(self) -> tuple[dict[str, File], tuple[tuple[str, str], ...]]:
        files: dict[str, File] = {}
        skipped: list[tuple[str, str]] = []
        entries = [entry for entry in self.git.run("ls-tree", "-rz", self.head).split(b"\0") if entry]
        check_count(len(entries))
        for entry in entries:
            meta, _tab, raw = entry.partition(b"\t")
            mode, _type, blob = meta.decode("ascii").split()
            name, is_utf8 = name_of(raw)
            check_name(name)
            files[name] = File(_KINDS.get(mode, "file"), blob, 0)
            skipped += [("name-not-utf-8", name)] if not is_utf8 else []
        sizes = self._sizes({file.blob for file in files.values() if file.kind != "submodule"})
        check_size(sum(sizes.values()))
        for name, file in files.items():
            files[name] = File(file.kind, file.blob, sizes.get(file.blob, 0))
            check_size(files[name].size, name)
            skipped += [(kind, name) for kind in [_REMARKS.get(file.kind)] if kind]
        return dict(sorted(files.items())), tuple(skipped)

    def _sizes(self, blobs: set[str]) -> dict[str, int]:
        asked = "".join(f"{blob}\n" for blob in sorted(blobs)).encode()
        told = self.git.run("cat-file", "--batch-check=%(objectname) %(objectsize)", given=asked)
        lines = (line.split() for line in told.decode("ascii", "replace").splitlines())
        return {words[0]: int(words[1]) for words in lines if len(words) == 2 and words[1].isdigit()}

    def contents(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        waiting = iter(blobs)
        process = self.git.open("cat-file", "--batch")
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            while asked := list(islice(waiting, AT_ONCE)):
                process.stdin.write("".join(f"{blob}\n" for blob in asked).encode())
                process.stdin.flush()
                for blob in asked:
                    yield blob, git_output.reply(process.stdout)
        finally:
            process.kill()
            process.communicate()

    # ---- history

    def commits(self) -> tuple[Commit, ...]:
        if not self._with_history:
            return ()
        config = [f"mailmap.blob={self.head}:.mailmap"]
        how = ("--topo-order", "-z", f"--format={git_output.FORMAT}", self.head, "--")
        records = self.git.run("log", *how, config=config).split(b"\0")
        whole = (record for record in records if record.count(b"\x1f") >= len(git_output.FIELDS) - 1)
        found = tuple(git_output.commit(record) for record in whole)
        return self._map_co_authors(found)

    def _map_co_authors(self, commits: tuple[Commit, ...]) -> tuple[Commit, ...]:
        """Git maps authors by itself; those that only a trailer names are mapped here."""
        people = list(dict.fromkeys(person for commit in commits for person in commit.co_authors))
        if not people or ".mailmap" not in self.files:
            return commits
        given = "".join(f"{name} <{email}>\n" for name, email in people).encode()
        config = [f"mailmap.blob={self.head}:.mailmap"]
        told = self.git.run("check-mailmap", "--stdin", given=given, config=config).decode("utf-8", "replace")
        mapped = [(found[1], found[2]) for line in told.splitlines() if (found := _MAPPED.fullmatch(line))]
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
        how = ("-r", "--raw", "-z", "-M50%", "-C50%", "--find-copies-harder", "--", "*.md")
        found = git_output.changes(self.git.run("diff-tree", "--stdin", *how, given=asked.encode()))
        return {key: found.get(pair, ()) for key, pair in pairs.items()}


def _looks_like_a_page(name: str) -> bool:
    """Enough to count: Markdown outside hidden folders, contents aside."""
    *folders, file = name.split("/")
    return (
        is_markdown(file) and file != "SUMMARY.md" and not any(folder.startswith(".") for folder in folders)
    )


def _weight(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _seconds() -> float:
    return settings.IMPORT_MINUTES * 60.0
