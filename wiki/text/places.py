"""Text that remembers where in the source each of its characters was written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import NamedTuple


class Run(NamedTuple):
    """`length` characters from `offset` in a text were written from `start` in the source."""

    offset: int
    start: int
    length: int


class Placed(str):
    """A string and the runs of it that stand in the source, character for character.

    What the runs leave out (an emoji spelled by its name, a title taken from another page)
    has no place. Methods inherited from `str` answer plain strings: use `piece` and `join`.
    """

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, text: str, runs: Iterable[Run] = ()) -> Placed:
        placed = super().__new__(cls, text)
        placed.runs = tuple(runs)
        return placed

    @classmethod
    def at(cls, text: str, start: int) -> Placed:
        """The whole of `text` as it stands in the source from `start`."""
        return cls(text, (Run(0, start, len(text)),))


def piece(text: str, start: int, end: int) -> str:
    """`text[start:end]`, places kept."""
    if not isinstance(text, Placed):
        return text[start:end]
    runs = text.runs
    if len(runs) == 1 and runs[0].offset == 0 and runs[0].length == len(text):
        return Placed.at(str.__getitem__(text, slice(start, end)), runs[0].start + start)
    kept = []
    for offset, origin, length in runs:
        first, last = max(start, offset), min(end, offset + length)
        if first < last:
            kept.append(Run(first - start, origin + first - offset, last - first))
    return Placed(str.__getitem__(text, slice(start, end)), kept)


def join(parts: Iterable[str]) -> str:
    """The parts one after the other, places kept; runs that continue each other become one."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    runs: list[Run] = []
    position = 0
    for part in parts:
        if isinstance(part, Placed):
            for offset, start, length in part.runs:
                last = runs[-1] if runs else None
                if (
                    last
                    and last.offset + last.length == position + offset
                    and last.start + last.length == start
                ):
                    runs[-1] = Run(last.offset, last.start, last.length + length)
                else:
                    runs.append(Run(position + offset, start, length))
        position += len(part)
    return Placed("".join(parts), runs)


def strip(text: str) -> str:
    """`text.strip()`, places kept."""
    bare = text.strip()
    if len(bare) == len(text):
        return text
    start = len(text) - len(text.lstrip())
    return piece(text, start, start + len(bare))


def start_of(text: str) -> int | None:
    """Where in the source the first character of `text` stands that has a place."""
    runs = text.runs if isinstance(text, Placed) else ()
    return runs[0].start if runs else None


_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENTITY_OR_ESCAPE = re.compile(rf"{_ENTITY.pattern}|\\[!-/:-@\[-`{{-~]")


def decode(text: str, *, escapes: bool = False) -> str:
    """Character references read, and with `escapes` backslash escapes too; what was read has no place."""
    if "&" not in text and not (escapes and "\\" in text):
        return text
    parts: list[str] = []
    position = 0
    for found in (_ENTITY_OR_ESCAPE if escapes else _ENTITY).finditer(text):
        parts.append(piece(text, position, found.start()))
        written = found.group()
        if written[0] == "\\":
            parts.append(piece(text, found.start() + 1, found.end()))
        else:
            parts.append(html.unescape(written))
        position = found.end()
    parts.append(piece(text, position, len(text)))
    return join(parts)


class Finder:
    """Answers, for spans asked in rising order, where in the source they stand."""

    def __init__(self, text: str) -> None:
        self._runs = text.runs if isinstance(text, Placed) else ()
        self._next = 0

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """The source span that reads exactly like the text's span, or None where there is none."""
        runs = self._runs
        while self._next < len(runs) and runs[self._next].offset + runs[self._next].length <= start:
            self._next += 1
        if self._next == len(runs):
            return None
        run = runs[self._next]
        if run.offset <= start and end <= run.offset + run.length:
            origin = run.start + start - run.offset
            return origin, origin + end - start
        return None
