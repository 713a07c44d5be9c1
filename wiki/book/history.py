"""The trail of each page through the commits of a repository: renames, moves and copies followed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

_PREFIX = re.compile(
    r"GITBOOK-(?:\d+|SITE)(?::\s*(?P<now>.*))?|GitBook:\s*(?:\[[^\]]*\]\s*)?(?P<before>.*)", re.S
)
_THINGS = r"(?:one|no|\d+) (?:page|asset|file)s?"
_COUNT = rf"{_THINGS}(?:,? and {_THINGS})? (?:modified|added|created|updated|moved|renamed|deleted|removed)"
_SAYS_NOTHING = re.compile(
    rf"(?:{_COUNT}(?:(?:,| and|, and) {_COUNT})*"
    r"|change request with no subject merged in gitbook|no subject|update content)\.?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who and when, with the offset of the clock that said it."""

    name: str
    email: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; `co_authors` are the (name, e-mail address) of its trailers."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Signature
    committer: Signature
    message: str
    co_authors: tuple[tuple[str, str], ...] = ()

    @property
    def subject(self) -> str:
        return self.message.strip().partition("\n")[0].strip()

    @property
    def summary(self) -> str:
        """What its author said of it: without GitBook's prefix, and nothing when it only counts pages."""
        written = _PREFIX.fullmatch(self.subject)
        said = (written["now"] or written["before"] or "").strip() if written else self.subject
        return "" if _SAYS_NOTHING.fullmatch(said) else said


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to a file: status A, M, D, R or C, its path and content after, its path before."""

    status: str
    file: str
    was: str = ""
    blob: str = ""
    score: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One revision of a page: a commit, and the file and content that the page had there."""

    commit: str
    file: str
    blob: str
    copied_from: str = ""


@dataclass(frozen=True)
class Gone:
    """A page that a commit deleted, and that lives on under no other name."""

    file: str
    removed_by: str
    steps: tuple[Step, ...]
    known: str = ""  # the file that it was at the commit that was asked about


@dataclass(frozen=True)
class History:
    """The steps of each page of the head, newest first; `known` names the file each was at a given commit."""

    trails: Mapping[str, tuple[Step, ...]]
    gone: tuple[Gone, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)


Changes = Mapping[tuple[str | None, str], Sequence[Change]]


def trace(
    commits: Sequence[Commit],
    changes: Changes,
    pages: Collection[str],
    *,
    listed: Collection[str],
    is_page: Callable[[str], bool],
    known: str = "",
) -> History:
    """Follow every page from the head (the first commit) back to where it began.

    `commits` stand children before parents; `changes` are those of Markdown files, by parent (None
    for a commit without one) and commit. `listed` are the files that the contents name today: a copy
    of a file that is listed no more is a move. `is_page` says whether a deleted file was a page.

    A commit is a step of a page when its file differs from every parent's. At a merge that took one
    parent's file as it was, only that parent is followed, as Git does when it simplifies a log.
    """
    return _Tracing(commits, changes, pages, listed, is_page, known).run()


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a changed file comes from: its path in the parent, or nothing; and of what it is a mere copy."""

    was: str | None
    blob: str
    copied_from: str = ""


# A page of the head by its file, or a deleted one by its file and the commit that deleted it.
_Key = str | tuple[str, str]


class _Tracing:
    def __init__(
        self,
        commits: Sequence[Commit],
        changes: Changes,
        pages: Collection[str],
        listed: Collection[str],
        is_page: Callable[[str], bool],
        known: str,
    ) -> None:
        self.commits, self.changes, self.listed, self.is_page = commits, changes, frozenset(listed), is_page
        self.ids = {commit.id for commit in commits}
        self.steps: dict[_Key, list[Step]] = {page: [] for page in pages}
        # What is still to be followed at each commit: the file that each page was there.
        self.waiting: dict[str, dict[_Key, str]] = {}
        if commits:
            self.waiting[commits[0].id] = {page: page for page in pages}
        self.lost: dict[str, list[tuple[str, str]]] = {}  # commit → files deleted after it, and by which
        self.known_commit, self.known = known, dict[_Key, str]()

    def run(self) -> History:
        for commit in self.commits:
            here = self.waiting.pop(commit.id, {})
            self._take_lost(commit.id, here)
            if commit.id == self.known_commit:
                self.known = dict(here)  # which goes on changing
            self._follow(commit, here)
        trails = {key: tuple(steps) for key, steps in self.steps.items() if isinstance(key, str)}
        known = {key: file for key, file in self.known.items() if isinstance(key, str)}
        return History(trails, tuple(self._gone()), known)

    def _take_lost(self, commit: str, here: dict[_Key, str]) -> None:
        """A file deleted later is a page of its own, unless it is what another page was."""
        claimed = set(here.values())
        for file, removed_by in self.lost.pop(commit, ()):
            if file not in claimed:
                here[file, removed_by] = file
                claimed.add(file)

    def _follow(self, commit: Commit, here: dict[_Key, str]) -> None:
        parents = [parent for parent in commit.parents if parent in self.ids]
        sides: list[str | None] = [*parents] or [None]
        origins = [self._origins(parent, commit.id) for parent in sides]
        self._note_deletions(commit.id, parents)
        if not parents:
            for key, file in here.items():
                self._step(key, commit.id, file, origins[0].get(file))
            return
        if len(parents) == 1:
            self._follow_one(commit.id, parents[0], here, origins[0])
            return
        for key, file in here.items():
            same = next((at for at, found in enumerate(origins) if file not in found), None)
            if same is not None:
                self._wait(parents[same], key, file)
                continue
            self._step(key, commit.id, file, origins[0][file])
            for parent, found in zip(parents, origins, strict=True):
                was = found[file].was
                if was is not None:
                    self._wait(parent, key, was)

    def _follow_one(
        self, commit: str, parent: str, here: dict[_Key, str], origins: dict[str, _Origin]
    ) -> None:
        """The pages that a plain commit left alone go on together."""
        touched = [(key, file) for key, file in here.items() if file in origins] if origins else []
        for key, file in touched:
            origin = origins[file]
            self._step(key, commit, file, origin)
            if origin.was is None:
                del here[key]
            else:
                here[key] = origin.was
        # What a younger commit said already of a page at this parent stands.
        self.waiting[parent] = here | self.waiting[parent] if parent in self.waiting else here

    def _wait(self, commit: str, key: _Key, file: str) -> None:
        self.waiting.setdefault(commit, {}).setdefault(key, file)

    def _step(self, key: _Key, commit: str, file: str, origin: _Origin | None) -> None:
        blob, copied = (origin.blob, origin.copied_from) if origin else ("", "")
        self.steps.setdefault(key, []).append(Step(commit, file, blob, copied))

    def _origins(self, parent: str | None, commit: str) -> dict[str, _Origin]:
        """Each file that the commit changed, with where it comes from in this parent."""
        found: dict[str, _Origin] = {}
        changes = self.changes.get((parent, commit), ())
        deleted = {change.file for change in changes if change.status == "D"}
        for change in changes:
            if change.status in "MT":
                found[change.file] = _Origin(change.file, change.blob)
            elif change.status == "R":
                found[change.file] = _Origin(change.was, change.blob)
            elif change.status in "AC":
                found[change.file] = self._origin_of_new(change, deleted)
        return found

    def _origin_of_new(self, change: Change, deleted: set[str]) -> _Origin:
        """A new file may be a page promoted to a folder (or back), or moved by copying it."""
        other = promoted(change.file)
        if other in deleted:
            return _Origin(other, change.blob)
        if change.status == "C":
            if _name(change.was) == _name(change.file) or change.was not in self.listed:
                return _Origin(change.was, change.blob)
            return _Origin(None, change.blob, change.was)
        return _Origin(None, change.blob)

    def _note_deletions(self, commit: str, parents: list[str]) -> None:
        """A page is deleted by a commit that lacks it while every parent has it."""
        lacking: set[str] | None = None
        for parent in parents:
            changes = self.changes.get((parent, commit), ())
            grown = {promoted(change.file) for change in changes if change.status in "AC"}
            here = {change.file for change in changes if change.status == "D"} - grown
            lacking = here if lacking is None else lacking & here
        for file in sorted(lacking or ()):
            if self.is_page(file):
                for parent in parents:
                    self.lost.setdefault(parent, []).append((file, commit))

    def _gone(self) -> Iterator[Gone]:
        """Deleted pages, each once: two branches may both have deleted what was one page.

        What a living page was before it was moved by copying it, or deleted on another branch, is no
        page of its own, unless it has words since then, or stood at the commit that was asked about.
        """
        living = [key for key in self.steps if isinstance(key, str)]
        lives = {(step.commit, step.file) for key in living for step in self.steps[key]}
        stood = {self.known[key] for key in living if key in self.known}
        told: set[tuple[str, str]] = set()
        for key, steps in self.steps.items():
            if not isinstance(key, tuple) or not steps:
                continue
            last = (steps[0].commit, steps[0].file)
            known = "" if self.known.get(key) in stood else self.known.get(key, "")
            if last not in told and (known or last not in lives):
                told.add(last)
                yield Gone(key[0], key[1], tuple(steps), known)


def promoted(file: str) -> str:
    """The other name of a page that gains or loses children: `a.md` and `a/README.md`."""
    if file.endswith("/README.md"):
        return file.removesuffix("/README.md") + ".md"
    return file.removesuffix(".md") + "/README.md"


def _name(file: str) -> str:
    """What a page is called by its file: a README by its folder."""
    folder, name = posixpath.split(file)
    return posixpath.basename(folder) if name == "README.md" and folder else name.removesuffix(".md")
