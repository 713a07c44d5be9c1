"""A book comes in: from wherever it is, with its past, all of it or nothing."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from wiki import rules
from wiki.book.targets import is_markdown
from wiki.book.tree import Remark
from wiki.errors import BrokenBook
from wiki.exchange import drafting, landing, opening, planning, publishing, reading, storing
from wiki.exchange.folder import Folder
from wiki.exchange.landing import STARTER, Landing
from wiki.exchange.planning import Plan
from wiki.exchange.publishing import Imported
from wiki.exchange.sources import Branch, Source
from wiki.exchange.workers import Workers
from wiki.models import Page
from wiki.models.page import State

Progress = Callable[[str, int, int], None]
HELD_WITHIN = 3  # seconds
CLEARED_WITHIN = 5.0  # seconds


@dataclass(frozen=True)
class Report:
    """What an import did, or with `check` would do."""

    name: str
    branch: str
    branches: tuple[Branch, ...]
    books: tuple[Imported, ...]
    remarks: tuple[Remark, ...]
    commit: str = ""  # its last one, where it has a history
    addresses: Mapping[str, str] = field(default_factory=dict)  # file, from the repository's root → address


def import_book(
    address: str,
    *,
    by: Any,
    branch: str = "",
    space: str = "",
    at: str = "",
    with_history: bool = True,
    check: bool = False,
    repair: bool = False,
    known_as: str = "",
    seen: str = "",
    progress: Progress = lambda stage, done, total: None,
) -> Report:
    """Bring the book at an address in, or up to date; BrokenBook or another refusal leaves all as it was.

    `known_as` is what its record says of where it came from, if not the address; `seen` is the commit that
    was looked at, if any was: nothing else is brought in.
    """
    rules.require(by, "book.import")
    at = at.strip("/")
    landing.check_address(at)
    name = known_as or (STARTER if Path(address).absolute() == settings.STARTER_GUIDE else "")
    with _alone() as workspace:
        known = landing.known(name or address, at)
        branch = branch or (known.branch if known else "")
        repair = repair or bool(known and known.repaired)
        with opening.opened(address, workspace=workspace, branch=branch, history=with_history) as source:
            if seen and source.head != seen:
                raise BrokenBook(_("The repository has changed since it was read: read it again."))
            told = _Import(source, name or source.address, at, space, with_history, repair, progress, by)
            return told.run(check)


@dataclass(frozen=True)
class _Import:
    """One import, from an open source to its report."""

    source: Source
    address: str  # of the source, as the record names it
    at: str
    space: str
    with_history: bool
    repair: bool
    progress: Progress
    by: Any

    def run(self, check: bool) -> Report:
        with Workers() as workers:
            return self._run(check, workers)

    def _run(self, check: bool, workers: Workers) -> Report:
        self.progress("reading", 0, 1)
        expected = sum(is_markdown(name) for name in self.source.files)
        if not check and expected <= reading.MAX_PAGES:  # more may well be refused
            workers.expect(expected)
        arrivals = reading.read(self.source, space=self.space, repair=self.repair)
        branches = self.source.branches()
        self.progress("reading", 1, 1)
        if not check:
            workers.expect(expected)
        if self.at and not check and not Page.objects.exists():
            self._begin(workers)
        found = landing.find(arrivals, source=self.address, at=self.at)
        plans = planning.plan(found, self.source, with_history=self.with_history)
        if check or all(_is_idle(plan, self.source) for plan in plans):
            done = tuple(publishing.foreseen(plan) for plan in plans) if check else ()
            return self._report(plans, branches, done)
        return self._report(plans, branches, tuple(self._publish(found, plans, workers)))

    def _begin(self, workers: Workers) -> None:
        """A site begins with its home page: the starter guide's, once the book is known to be sound."""
        guide = Folder(settings.STARTER_GUIDE)
        replace(self, source=guide, address=STARTER, at="", space="", repair=False)._run(False, workers)

    def _publish(self, found: Landing, plans: list[Plan], workers: Workers) -> list[Imported]:
        stored = storing.keep(plans, self.source, lambda done, total: self.progress("files", done, total))
        leaving = found.leaving.pk if found.leaving else None
        drawn = drafting.draw(
            plans,
            leaving=leaving,
            workers=workers,
            advance=lambda done, total: self.progress("pages", done, total),
        )
        self.progress("history", 0, 1)
        done = publishing.publish(
            found,
            plans,
            drawn,
            stored,
            self.source,
            by=self.by,
            repaired=self.repair,
            address=self.address,
        )
        self.progress("history", 1, 1)
        return done

    def _report(self, plans: list[Plan], branches: tuple[Branch, ...], done: tuple[Imported, ...]) -> Report:
        return Report(
            name=self.source.name,
            branch=self.source.branch,
            branches=branches,
            commit=self.source.head,
            books=done,
            remarks=tuple(dict.fromkeys(remark for plan in plans for remark in plan.remarks)),
            addresses={
                draft.page.book_path: draft.page.address
                for plan in plans
                for draft in plan.drafts.values()
                if draft.file is not None and draft.page.state != State.ARCHIVED
            },
        )


def _is_idle(plan: Plan, source: Source) -> bool:
    """Whether the site holds all of it already."""
    files = {name: (file.kind, file.blob) for name, file in plan.spot.arrival.files.items()}
    return not (
        plan.is_first
        or plan.written
        or plan.archived
        or plan.gone
        or plan.book.commit != source.head
        or plan.standing.blobs != files
    )


@contextmanager
def _alone() -> Iterator[Path]:
    """A folder to work in, emptied before and after; one import at a time on a site."""
    folder = Path(settings.DATA, "imports")
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        _hold(lock)
        _clear(folder)
        with tempfile.TemporaryDirectory(prefix="work-", dir=folder) as workspace:
            yield Path(workspace)


def _hold(lock: IO[str]) -> None:
    """Take the lock; what an import that was killed was just starting may hold it a moment longer."""
    ends = time.monotonic() + HELD_WITHIN
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                raise BrokenBook(_("Another import is running: try again when it has ended.")) from None
            time.sleep(0.05)
        else:
            return


def _clear(folder: Path) -> None:
    """Take away what an import that was killed left; its Git may go on writing until it misses a folder."""
    ends = time.monotonic() + CLEARED_WITHIN
    while left := list(folder.glob("work-*")):
        for workspace in left:
            shutil.rmtree(workspace, ignore_errors=True)
        if time.monotonic() > ends:
            return
        time.sleep(0.05)
