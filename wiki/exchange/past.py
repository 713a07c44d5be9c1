"""The past of imported pages: each step of a trail as a state of its page, read as it is written."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from wiki.actions.revising import Past
from wiki.book import front_matter
from wiki.book.arranging import site_path
from wiki.book.files import decode, title_in
from wiki.book.gitbook import path_of
from wiki.book.history import Commit, Step
from wiki.book.tree import PageFile, Remark
from wiki.exchange.mending import mended
from wiki.exchange.planning import KEPT, Plan, text_fields
from wiki.exchange.sources import Source
from wiki.models import Page
from wiki.models.page import TITLE_LENGTH, State

MAX_BYTES = 4 * 1024 * 1024  # a state of a page beyond is no text that anybody wrote


@dataclass(frozen=True)
class Walk:
    """A page and the steps to record of it, the oldest first; the last one is the page as it stands."""

    plan: Plan
    page: Page
    steps: tuple[Step, ...]
    first: int = 1  # the number of the first
    removed_by: str | None = None  # the commit that archived it, which is a revision too


@dataclass
class Telling:
    """Turns walks into what `revising` records."""

    source: Source
    people: Mapping[tuple[str, str], User]
    now: datetime
    reason: str  # for what no commit tells
    repaired: bool
    remarks: list[Remark] = field(default_factory=list)

    def pasts(self, walks: Iterable[Walk]) -> Iterator[Past]:
        """Contents are asked for in the order of the steps, so that the source is read once, as a stream."""
        known = list(walks)
        contents = self.source.contents(
            step.blob for walk in known for step in walk.steps[: _read_of(walk)] if step.blob
        )
        for walk in known:
            yield from self._walk(walk, contents)

    def _walk(self, walk: Walk, contents: Iterator[tuple[str, bytes | None]]) -> Iterator[Past]:
        commits = walk.plan.commits
        number = walk.first
        was_living = {"state": State.PUBLISHED} if walk.removed_by is not None else {}
        for place, step in enumerate(walk.steps):
            fields: dict[str, Any] | None = {}
            if place < _read_of(walk) and step.blob:
                fields = self._state(walk, step, next(contents)[1])
            if fields is not None:
                yield self._past(
                    walk.page, number, commits.get(step.commit), step.commit, was_living | fields
                )
                number += 1
        if walk.removed_by is not None:
            yield self._past(walk.page, number, commits.get(walk.removed_by), walk.removed_by, {})

    def _past(self, page: Page, number: int, commit: Commit | None, name: str, fields: Any) -> Past:
        if commit is None:
            return Past(page, number, self.now, fields, reason=self.reason, commit=name)
        return Past(
            page,
            number,
            commit.author.at,
            fields,
            author=self.people[commit.author.name, commit.author.email].pk,
            reason=commit.summary,
            commit=commit.id,
            co_authors=[
                {"name": name, "person": self.people[name, email].pk} for name, email in commit.co_authors
            ],
        )

    def _state(self, walk: Walk, step: Step, content: bytes | None) -> dict[str, Any] | None:
        """The fields of a page as one of its former files says them; None for what is no text."""
        if content is None or len(content) > MAX_BYTES:
            self.remarks.append(Remark("revision-unread", step.file, step.commit[:10]))
            return None
        text, encoding = decode(content)
        if self.repaired and encoding == "utf-8":
            text = mended(text)[0]
        file = page_of(step.file, text.replace("\x00", "\ufffd"), encoding, walk.page.title)
        path = path_of_file(walk.plan, step.file) or walk.page.path or ""
        return text_fields(file) | {
            "title": file.title,
            "book_path": step.file,
            "path": path,
            "slug": posixpath.basename(path)[:255],
            "parent_id": None,  # where it hung then is not told
        }


def path_of_file(plan: Plan, file: str) -> str:
    """The path at which a file of the repository stood, had the book been here."""
    root, readme = plan.spot.arrival.book.root, plan.spot.arrival.book.readme
    own = path_of(file.removeprefix(f"{root}/") if root else file, readme)
    return site_path(plan.spot.path, own, KEPT)


def _read_of(walk: Walk) -> int:
    """How many of its steps are read from the source: not the last, which is the page itself."""
    return len(walk.steps) - 1


def page_of(file: str, text: str, encoding: str, title: str) -> PageFile:
    """A former state of a page's file; without a heading of its own it bears the title of today."""
    front = front_matter.split(text)
    own = " ".join((title_in(front.source) or title).split())[:TITLE_LENGTH]
    return PageFile(file, front.header, front.source, own, "", encoding=encoding, meta=front.meta)
