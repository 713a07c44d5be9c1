"""Text that remembers where in the source each of its characters was written."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache, partial
from html import entities
from typing import NamedTuple


class Run(NamedTuple):
    """`length` characters from `offset` in a text were written from `start` in the source.

    Character for character, unless `written` tells that they took so many characters there:
    `&eacute;` or `\\_` is one character of text.
    """

    offset: int
    start: int
    length: int
    written: int = 0

    @property
    def end(self) -> int:
        """Where the run ends in the source."""
        return self.start + (self.written or self.length)


# Texts are cut and joined thousands of times a page: a run is made of its tuple, without its names.
_run = partial(tuple.__new__, Run)
_NOWHERE = Run(-1, -1, 0)


class Placed(str):
    """A string and the runs of it that stand in the source.

    What the runs leave out (an emoji spelled by its name, a title taken from another page)
    has no place. Methods inherited from `str` answer plain strings: use `piece` and `join`.
    """

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, text: str, runs: Iterable[Run] = ()) -> Placed:
        placed = str.__new__(cls, text)
        placed.runs = tuple(runs)
        return placed

    @classmethod
    def at(cls, text: str, start: int) -> Placed:
        """The whole of `text` as it stands in the source from `start`."""
        placed = str.__new__(cls, text)
        placed.runs = (_run((0, start, len(text), 0)),)
        return placed

    @classmethod
    def read_from(cls, text: str, start: int, written: int) -> Placed:
        """`text` as it was read from `written` characters of the source from `start`."""
        return cls(text, (Run(0, start, len(text), written),))


def piece(text: str, start: int, end: int) -> str:
    """`text[start:end]`, places kept."""
    part = text[start:end]
    if not isinstance(text, Placed):
        return part
    runs = text.runs
    if len(runs) == 1:
        _, origin, length, written = runs[0]
        if length == len(text) and not written:
            placed = str.__new__(Placed, part)
            placed.runs = (_run((0, origin + start, len(part), 0)),)
            return placed
    kept = []
    for index in range(max(0, bisect_right(runs, (start,)) - 1), len(runs)):
        offset, origin, length, written = runs[index]
        if offset >= end:
            break
        first, last = max(start, offset), min(end, offset + length)
        if first < last and not written:
            kept.append(Run(first - start, origin + first - offset, last - first))
        elif first < last == offset + length and first == offset:
            kept.append(Run(first - start, origin, length, written))
    return Placed(part, kept)


def join(parts: Iterable[str]) -> str:
    """The parts one after the other, places kept; runs that continue each other become one."""
    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    runs: list[Run] = []
    position = 0
    for part in parts:
        if isinstance(part, Placed):
            _append(runs, part.runs, position)
        position += len(part)
    return Placed("".join(parts), runs)


def _append(runs: list[Run], more: tuple[Run, ...], position: int) -> None:
    """Add the runs of a text that stands at `position`."""
    for offset, start, length, written in more:
        begin = position + offset
        last = runs[-1] if runs else _NOWHERE
        # Character for character, the end of one being the beginning of the other.
        if last[0] + last[2] == begin and last[1] + last[2] == start and not (last[3] or written):
            runs[-1] = _run((last[0], last[1], last[2] + length, 0))
        else:
            runs.append(_run((begin, start, length, written)))


def strip(text: str) -> str:
    """`text.strip()`, places kept."""
    bare = text.strip()
    if len(bare) == len(text):
        return text
    start = len(text) - len(text.lstrip())
    return piece(text, start, start + len(bare))


def start_of(text: str, position: int = 0) -> int | None:
    """Where in the source the character of `text` at a position stands, if it has a place."""
    runs = text.runs if isinstance(text, Placed) else ()
    index = bisect_right(runs, (position + 1,)) - 1
    if index < 0:
        return None
    run = runs[index]
    if position >= run.offset + run.length:
        return None
    return run.start if run.written else run.start + position - run.offset


_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENTITY_OR_ESCAPE = re.compile(rf"{_ENTITY.pattern}|\\[!-/:-@\[-`{{-~]")


def decode(text: str, *, escapes: bool = False) -> str:
    """Character references read, and with `escapes` backslash escapes too."""
    if "&" not in text and not (escapes and "\\" in text):
        return text
    parts: list[str] = []
    position = 0
    for found in (_ENTITY_OR_ESCAPE if escapes else _ENTITY).finditer(text):
        parts.append(piece(text, position, found.start()))
        written = found.group()
        read = written[1:] if written[0] == "\\" else _read_reference(written)
        origin = start_of(text, found.start())
        if read == written:  # looks like a reference and is none
            parts.append(piece(text, found.start(), found.end()))
        else:
            parts.append(read if origin is None else Placed.read_from(read, origin, len(written)))
        position = found.end()
    parts.append(piece(text, position, len(text)))
    return join(parts)


@lru_cache(maxsize=1_024)
def _read_reference(written: str) -> str:
    """A character reference read; a name that is not whole (`&gt1;`) is text."""
    if written[1] != "#" and written[1:] not in entities.html5:
        return written
    return html.unescape(written)


class Finder:
    """Answers, for spans asked in rising order, where in the source they stand."""

    def __init__(self, text: str) -> None:
        self._runs = text.runs if isinstance(text, Placed) else ()
        self._next = 0

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """The one stretch of source that the text's span was read from, or None where there is none."""
        runs = self._runs
        while self._next < len(runs) and runs[self._next].offset + runs[self._next].length <= start:
            self._next += 1
        first = last = self._next
        if first == len(runs) or runs[first].offset > start:
            return None
        while runs[last].offset + runs[last].length < end:
            last += 1
            if last == len(runs) or not _touches(runs[last - 1], runs[last]):
                return None
        return _inside(runs[first], start)[0], _inside(runs[last], end - 1)[1]


def _touches(before: Run, after: Run) -> bool:
    return before.offset + before.length == after.offset and before.end == after.start


def _inside(run: Run, position: int) -> tuple[int, int]:
    """The source span of one character of a run."""
    if run.written:
        return run.start, run.end
    return run.start + position - run.offset, run.start + position - run.offset + 1
