"""Where pieces of two hands meet within what must stay whole: a word, an address, a destination."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiki.text import lexemes
from wiki.text.merging.edits import Stretch
from wiki.text.merging.pieces import Piece

# More than one lexeme, yet read by a machine as one: parts of two hands would lead nowhere.
_ADDRESSES = (
    re.compile(r"\]\((?:[^\n()]|\([^\n()]*\))*\)"),
    re.compile(r"\b(?:src|href|url)=\"[^\"\n]*\""),
    re.compile(r"[^\s<>\"|]+"),  # of which those that have a slash or an @
)
_OF_ADDRESSES = re.compile("[/@]")


def torn(pieces: list[Piece]) -> list[Stretch]:
    """The stretches of the base whose pieces, put together, would make a word or an address of two hands."""
    return [stretch for line in _lines(pieces) if line.has_two_hands for stretch in line.torn()]


class _Line:
    """Some text on one line, and the changed pieces that end in it, with where they and their base stand."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.length = 0
        self.parts: list[tuple[int, int, str, Stretch]] = []  # start and end here, by whom, of the base

    @property
    def has_two_hands(self) -> bool:
        return {"ours", "theirs"} <= {by for _, _, by, _ in self.parts}

    def add(self, text: str) -> tuple[int, int]:
        """Where a text stands that is put at the end."""
        self.texts.append(text)
        self.length += len(text)
        return self.length - len(text), self.length

    def torn(self) -> Iterator[Stretch]:
        text = "".join(self.texts)
        for wholes in (_spans_of_lexemes(text), *_spans_of_addresses(text)):
            yield from self._torn(wholes)

    def _torn(self, wholes: Iterator[tuple[int, int]]) -> Iterator[Stretch]:
        first = 0
        for start, end in wholes:
            while first < len(self.parts) and self.parts[first][1] <= start:
                first += 1
            hands: set[str] = set()
            low, high = 0, 0
            at = first
            while at < len(self.parts) and self.parts[at][0] < end:
                _, _, by, base = self.parts[at]
                low, high = (min(low, base.start), max(high, base.end)) if hands else base
                hands.add(by)
                at += 1
            if len(hands) > 1:
                yield Stretch(low, high)


def _spans_of_lexemes(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for part in lexemes.cut(text):
        yield place, place + len(part)
        place += len(part)


def _spans_of_addresses(text: str) -> Iterator[Iterator[tuple[int, int]]]:
    for kind in _ADDRESSES[:2]:
        yield (found.span() for found in kind.finditer(text))
    yield (found.span() for found in _ADDRESSES[2].finditer(text) if _OF_ADDRESSES.search(found.group()))


def _lines(pieces: list[Piece]) -> Iterator[_Line]:
    """The merged text line by line; a conflict ends a line, for nobody knows yet what it will say."""
    line = _Line()
    place = 0
    for piece in pieces:
        base = Stretch(place, place + len(piece.base))
        place = base.end
        if piece.by == "conflict":
            yield line
            line = _Line()
            continue
        for count, text in enumerate(piece.merged.split("\n")):
            if count:
                yield line
                line = _Line()
            start, end = line.add(text)
            if piece.by in ("ours", "theirs"):
                line.parts.append((start, end, piece.by, base))
    yield line
