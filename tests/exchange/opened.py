"""Real repositories on their way to being read: the door that opens it, some words."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.repositories import Person
from wiki.exchange import opening
from wiki.exchange.repository import Repository

BLAISE = Person("Blaise", "blaise@example.org")
TEXT = "".join(f"A line of words, number {number}.\n" for number in range(20))


def read(place: Path, branch: str = "", *, history: bool = True) -> Repository:
    workspace = place.parent / "workspace"
    workspace.mkdir(exist_ok=True)
    with opening.opened(str(place), workspace=workspace, branch=branch, history=history) as source:
        assert isinstance(source, Repository)
        return source
