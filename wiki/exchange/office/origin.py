"""What an office file is told of where it comes from; without the library that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Picture(NamedTuple):
    """A picture to be put in a text: its bytes, how its file ends, and how large it is drawn, in pixels."""

    content: bytes
    ending: str
    width: int
    height: int


@dataclass(frozen=True)
class Origin:
    """Where a tool comes from: what its file says of itself, and how what it names is found."""

    title: str
    description: str
    lang: str
    site: str
    cited: str  # « “Title”, Site, revision 3, 2 May 2026 »
    address: str  # in full, where that text is found for good
    licence: str
    at: datetime | None
    led: Callable[[str], str] = str  # the full address of what a link names
    picture: Callable[[str], Picture | None] = lambda source: None
