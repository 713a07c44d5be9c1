"""Whatever happens to the files of a book: all that was written is told, each page once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from tests.book.test_history import commit, is_page
from wiki.book.history import Change, Commit, trace

NAMES = ("a.md", "b.md", "c.md", "a/README.md", "b/README.md", "x/a.md", "x/b.md", "y/a/README.md")


def life(seed: int, length: int) -> tuple[list[Commit], dict[tuple[str | None, str], list[Change]], set[str]]:
    """A line of commits drawn from a seed, the newest first, what each changed, and the files at its end."""
    chance, files = random.Random(seed), set[str]()
    commits, told = list[Commit](), dict[tuple[str | None, str], list[Change]]()
    for number in range(length):
        name, before = f"c{number}", f"c{number - 1}" if number else ""
        changes = list(_drawn(chance, files, name))
        commits.insert(0, commit(name, *filter(None, [before])))
        told[before or None, name] = changes
        for change in changes:
            files -= {change.was if change.status == "R" else "", change.file if change.status == "D" else ""}
            files |= {change.file} if change.status != "D" else set()
    return commits, told, files


def _drawn(chance: random.Random, files: set[str], commit: str) -> Iterator[Change]:
    """Some files change, some go, some come, from nothing or from another, each touched once."""
    free = [name for name in NAMES if name not in files]
    for file in sorted(files):
        drawn = chance.random()
        if drawn < 0.3:
            yield Change("M", file, "", f"{file} {commit}")
        elif drawn < 0.45:
            yield Change("D", file)
        elif drawn < 0.75 and free:
            after = free.pop(chance.randrange(len(free)))
            yield Change("R" if drawn < 0.6 else "C", after, file, f"{after} {commit}", 70)
    for file in free:
        if chance.random() < 0.2:
            yield Change("A", file, "", f"{file} {commit}")


@pytest.mark.parametrize("seed", range(100))
def test_history_tells_all_that_was_written_and_nothing_else(seed: int) -> None:
    commits, told, files = life(seed, 30)
    listed = {file for file in files if seed % 2 or len(file) > 5}
    found = trace(commits, told, files, listed=listed, is_page=is_page)
    lives = [step for steps in found.trails.values() for step in steps]
    ended = [step for one in found.gone for step in one.steps]
    written = {
        (name, change.file, change.blob)
        for (_parent, name), changes in told.items()
        for change in changes
        if change.status != "D"
    }
    assert {(step.commit, step.file, step.blob) for step in lives + ended} == written
    assert set(found.trails) == files


@pytest.mark.parametrize("seed", range(100))
def test_deleted_pages_are_told_once_and_never_what_lives_on(seed: int) -> None:
    commits, told, files = life(seed, 30)
    found = trace(commits, told, files, listed=files, is_page=is_page)
    last = [(one.steps[0].commit, one.steps[0].file) for one in found.gone]
    lives = {(step.commit, step.file) for steps in found.trails.values() for step in steps}
    assert (len(set(last)), set(last) & lives) == (len(last), set())
    for one in found.gone:
        statuses = {
            change.file: change.status for change in told[parent_of(commits, one.removed_by), one.removed_by]
        }
        assert statuses[one.file] == "D"


def parent_of(commits: Sequence[Commit], name: str) -> str | None:
    parents = next(commit.parents for commit in commits if commit.id == name)
    return parents[0] if parents else None
