"""A source as clean lines, each knowing where it stands in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from wiki.text.places import Placed, Run

# The engine's own private characters. Controls are blanked in the source first, so nobody forges one.
MARKER = "\x10"  # followed by the number of a block tag: a line of ours that stands for it
NOTHING = "\x11"  # stands where the author wrote something that shows nothing

_NOT_WRITTEN = "".join(map(chr, range(33))) + "\x7f\ufeff"
_LINE_END = re.compile(r"\r\n|\r|\n")
# One blank for one character, so that what follows keeps its place. Form feeds and vertical tabs
# come from word processors; lone surrogates cannot be encoded.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Lines:
    """Lines of text for the Markdown parser, with their origin in the source.

    `texts[i]` was written on source line `numbers[i]` (1-based; None for a line of ours) and its
    first column stands at `origins[i]` in the source (None when it has no place).
    """

    texts: list[str]
    origins: list[int | None]
    numbers: list[int | None]
    starts: list[int] = field(default_factory=list)

    def number_at(self, offset: int) -> int:
        """The source line, counted from 1, that holds a source offset."""
        return bisect_right(self.starts, offset)

    def source_line(self, index: int) -> int | None:
        """The source line of a line here; a line of ours answers for the one before it."""
        index = min(index, len(self.numbers) - 1)
        if self.numbers[index] is not None:
            return self.numbers[index]
        # Between two lines of the author there are at most two blank ones of ours.
        for candidate in range(index, max(index - 3, -1), -1):
            if self.numbers[candidate] is not None:
                return self.numbers[candidate]
        return None

    def place(self, content: str, first: int) -> str:
        """`content` with its places, its lines being ends of the lines from number `first` on.

        Markdown takes quote marks and indentation from the head of a line, never from its end, so
        each line of a paragraph, of a block of code or of raw HTML is found from its right.
        """
        if "\n" not in content and first < len(self.texts) and self.texts[first].endswith(content):
            origin = self.origins[first]
            column = len(self.texts[first]) - len(content)
            return content if origin is None else Placed.at(content, origin + column)
        runs: list[Run] = []
        offset = 0
        for index, line in enumerate(content.split("\n"), first):
            if line and index < len(self.texts):
                origin = self.origins[index]
                text = self.texts[index]
                column = len(text) - len(line)
                if column < 0 or not text.endswith(line):
                    column = text.rfind(line)
                if origin is not None and column >= 0:
                    runs.append(Run(offset, origin + column, len(line)))
            offset += len(line) + 1
        return Placed(content, runs)


def readable(text: str) -> str:
    """A text without controls and lone surrogates: a blank for each."""
    return _UNREADABLE.sub(" ", text)


def first_written(source: str) -> int:
    """The number, counted from 1, of the first line that is not blank."""
    blank = len(source) - len(source.lstrip(_NOT_WRITTEN))
    return len(_LINE_END.findall(source[:blank])) + 1


def read(source: str, *, placed: bool = True) -> Lines:
    """The lines of a source: any line end, no byte order mark, controls blanked.

    With `placed` false (the text comes from another file) no line has an origin.
    """
    begin = 1 if source.startswith("\ufeff") else 0
    clean = readable(source)
    texts: list[str] = []
    starts: list[int] = []
    for end in _LINE_END.finditer(clean, begin):
        starts.append(begin)
        texts.append(clean[begin : end.start()])
        begin = end.end()
    starts.append(begin)
    texts.append(clean[begin:])
    numbers: list[int | None] = list(range(1, len(texts) + 1)) if placed else [None] * len(texts)
    origins: list[int | None] = list(starts) if placed else [None] * len(starts)
    return Lines(texts, origins, numbers, starts)
