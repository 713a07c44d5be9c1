"""The addresses that a book's pages had: those of their former files, and those its configuration names."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wiki.book.arranging import site_path
from wiki.book.gitbook import path_of
from wiki.book.targets import Files
from wiki.book.tree import Remark
from wiki.exchange.planning import KEPT, Draft, Plan
from wiki.models.page import State

_LONGEST = 600
_HOPS = 10


@dataclass(frozen=True)
class _Claim:
    """A path that should lead to a page; the smallest rank has it."""

    path: str
    draft: Draft
    rank: tuple[int, bool, int]


def redirects(plan: Plan, living: Collection[str]) -> dict[str, Draft]:
    """Former path → the page it leads to now; a path where a page stands is never among them."""
    chosen: dict[str, _Claim] = {}
    for claim in (*_named(plan), *_former(plan)):
        path = claim.path
        fits = path and path not in living and len(path) <= _LONGEST and "\x00" not in path
        if fits and (path not in chosen or claim.rank < chosen[path].rank):
            chosen[path] = claim
    return {path: claim.draft for path, claim in sorted(chosen.items())}


def _former(plan: Plan) -> Iterator[_Claim]:
    """The address that a page leaves now, and those of every file that it was in its history."""
    arrival = plan.spot.arrival
    stem = f"{arrival.book.root}/" if arrival.book.root else ""
    for draft in plan.drafts.values():
        if draft.left:
            yield _Claim(draft.left, draft, (1, not draft.node.listed, 0))
        if draft.file is None or plan.history is None or draft.page.state != State.PUBLISHED:
            continue
        trail = plan.history.trails.get(arrival.full(draft.file.file), ())
        for age, step in enumerate(trail):
            path = path_of(step.file.removeprefix(stem), arrival.book.readme)
            if path:
                yield _Claim(site_path(plan.spot.path, path, KEPT), draft, (1, not draft.node.listed, age))


def _named(plan: Plan) -> Iterator[_Claim]:
    """What `.gitbook.yaml` says, followed to a page; what leads to none is told."""
    book = plan.spot.arrival.book
    files = Files(set(book.pages), book.readme)
    by_file = {draft.node.file: draft for draft in plan.drafts.values() if draft.file}
    for key, value in book.redirects.items():
        target = value
        for _hop in range(_HOPS):
            file = files.page(target.partition("#")[0])
            if file is not None or target.strip("/") not in book.redirects:
                break
            target = book.redirects[target.strip("/")]
        name = key.partition("#")[0].strip("/")
        if file is None or file not in by_file:
            line = book.redirect_lines.get(key, 0)
            plan.remarks.append(Remark("redirect-lost", ".gitbook.yaml", f"{key} → {value}", line))
        elif name:
            yield _Claim(site_path(plan.spot.path, name, KEPT), by_file[file], (0, False, 0))
