"""Broken and hostile books, as data: how each is made, and what must become of it."""

from __future__ import annotations

from tests.hostile.binding import Case
from tests.hostile.shelves import (
    addresses,
    archives,
    branches,
    commits,
    configurations,
    contents,
    folders,
    headers,
    names,
    pages,
    repositories,
)

SHELVES = (
    contents,
    pages,
    headers,
    configurations,
    names,
    folders,
    archives,
    repositories,
    branches,
    commits,
    addresses,
)
CASES: tuple[Case, ...] = tuple(case for shelf in SHELVES for case in shelf.CASES)
