"""Cases of repositories: those that come in, and those that are refused."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.binding import Build, Case, Git, repository


def comes_in(
    name: str, build: Build | Callable[[Git], None], *heard: tuple[str, str, int], **more: object
) -> Case:
    made = build if more.pop("built", False) else repository(build)
    return Case(f"git {name}", made, heard, **more)


def is_refused(name: str, work: Callable[[Git], None], sentence: str, **more: object) -> Case:
    return Case(f"git {name}", repository(work), refused=sentence, **more)
