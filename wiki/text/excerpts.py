"""The changes between two texts, each with a few words around it: enough to see what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wiki.text import diff
from wiki.text.diff import Segment

AROUND = 60  # characters on each side
LONGEST = 600  # of one side of a change


class Excerpt(NamedTuple):
    """What stood and what stands, and what both texts say before and after."""

    before: str
    removed: str
    added: str
    after: str

    def segments(self) -> list[Segment]:
        """All of it in one, what stands in the place of a word apart from it."""
        pieces = [
            Segment("same", self.before),
            Segment("removed", self.removed),
            Segment("added", self.added),
            Segment("same", self.after),
        ]
        return spaced([piece for piece in pieces if piece.text.strip()])


class Excerpts(NamedTuple):
    """The first changes, and how many there are in all."""

    shown: tuple[Excerpt, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


def between(old: str, new: str, *, most: int = 12) -> Excerpts:
    """The changes that lead from one text to the other, lines ending alike."""
    old, new = (text.replace("\r\n", "\n") for text in (old, new))
    found = diff.compare(old, new).hunks
    return of(old, found, most=most)


def of(old: str, hunks: Sequence[diff.Hunk], *, most: int) -> Excerpts:
    """The first of these changes of a text."""
    return Excerpts(tuple(_cut(old, hunks[:most])), len(hunks))


def spaced(pieces: Iterable[Segment]) -> list[Segment]:
    """What stands in the place of a word stands apart from it."""
    told: list[Segment] = []
    for piece in pieces:
        last = told[-1] if told else None
        if last and (last.kind, piece.kind) == ("removed", "added") and not last.text[-1:].isspace():
            told.append(Segment("same", " "))
        told.append(piece)
    return told


def _cut(old: str, hunks: Sequence[diff.Hunk]) -> Iterator[Excerpt]:
    for hunk in hunks:
        yield Excerpt(
            _last_words(old[max(0, hunk.start - AROUND) : hunk.start], is_whole=hunk.start <= AROUND),
            _short(hunk.removed),
            _short(hunk.added),
            _first_words(old[hunk.end : hunk.end + AROUND], is_whole=hunk.end + AROUND >= len(old)),
        )


def _last_words(text: str, *, is_whole: bool) -> str:
    """The end of a line, from a word on."""
    line = text.rpartition("\n")[2]
    cut = line == text and not is_whole
    return f"…{line.partition(' ')[2]}" if cut else line


def _first_words(text: str, *, is_whole: bool) -> str:
    line = text.partition("\n")[0]
    cut = line == text and not is_whole
    return f"{line.rpartition(' ')[0]}…" if cut else line


def _short(text: str) -> str:
    text = text.strip("\n") or text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
