"""The HTML that was kept of a page, as the stretches of text that its plain words are made of.

It is read tag by tag, without a tree, and held against the words that `plain` read of the tree: a
stretch is told only while both say the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import unescape

from wiki.text.plain import BLOCKS, OURS
from wiki.text.tree import VOID

# The last gate writes `<`, `>` and `"` as entities within attributes: what looks like a tag is one.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_NOT_SAID = re.compile(rf' (?:data-gb-(?:chrome|notice)="|class="(?:{"|".join(OURS)})")')
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Within these a link would be a link in a link, be read aloud as a part of a heading, be copied as code.
_CLOSED = _HEADINGS | {"a", "summary", "pre", "code"}
_HIDDEN = ' aria-hidden="true"'
_BLANKS = re.compile(r"[ \t\n\r]+")
_SHIFT = re.compile(r"&[^;]*;|[ \t\n\r]{2,}")  # what is longer in HTML than in the plain words


@dataclass(slots=True)
class Stretch:
    """A text between two tags: where it stands in the HTML, and on the plain words."""

    html: int  # its first character that is said
    html_end: int
    start: int
    end: int
    is_code: bool
    room: int = -1  # where a link about it may stand, if not right behind its words
    _shifts: tuple[list[int], list[int]] | None = None

    def places(self, html: str, start: int, end: int) -> tuple[int, int]:
        """Where two places on the plain words stand in the HTML; both within this stretch."""
        if self._shifts is None:
            self._shifts = _shifts(html, self)
        return self._place(start), self.html_end if end == self.end else self._place(end)

    def _place(self, at: int) -> int:
        starts, shifts = self._shifts or ([], [])
        offset = at - self.start
        return self.html + offset + shifts[bisect_right(starts, offset)]


@dataclass(slots=True)
class Stretches:
    """All that is said, in order; of each heading, where its words begin and where its tag ends."""

    said: list[Stretch] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)


def read(html: str, plain: str, until: int) -> Stretches:
    """The stretches up to a place on the plain words."""
    return _Reader(html, plain).read(until)


class _Reader:
    """Goes from tag to tag. What is open stands in a stack: the gate closes each element that it opens."""

    def __init__(self, html: str, plain: str) -> None:
        self._html, self._plain = html, plain
        self._at = 0  # on the plain words
        self._broken = True  # nothing since the last line break
        self._open: list[str] = []
        self._code = self._mute = self._closed = 0  # how deep the outermost such element is open
        self._first_closed = 0  # the first stretch within it
        self._heading = 0
        self._found = Stretches()

    def read(self, until: int) -> Stretches:
        position = 0
        for tag in _TAG.finditer(self._html):
            begin, position = position, tag.end()
            if tag.start() > begin and not self._mute and not self._say(begin, tag.start()):
                return self._found
            if tag[1]:
                self._leave(tag[2], position)
                if self._at > until and not self._closed:
                    return self._found
            else:
                self._enter(tag[2], tag[3])
        if position < len(self._html) and not self._mute:
            self._say(position, len(self._html))
        return self._found

    def _enter(self, name: str, attributes: str) -> None:
        if name in BLOCKS and not self._mute:
            self._break()
        if name in VOID:
            return
        self._open.append(name)
        depth = len(self._open)
        if name == "pre" and not self._code:
            self._code = depth
        if attributes and not self._mute and _NOT_SAID.search(attributes):
            self._mute = depth
        if not self._closed and (name in _CLOSED or _HIDDEN in attributes):
            self._closed, self._first_closed = depth, len(self._found.said)
            self._heading = self._at

    def _leave(self, name: str, position: int) -> None:
        depth = len(self._open)
        if self._open.pop() in _HEADINGS and self._closed == depth:
            self._found.headings.append((self._heading, position))
        if self._closed == depth:
            self._closed = 0
            for stretch in self._found.said[self._first_closed :]:
                stretch.room = position
        if self._mute == depth:
            self._mute = 0
        if self._code == depth:
            self._code = 0
        if name in BLOCKS and not self._mute:
            self._break()

    def _break(self) -> None:
        if not self._broken:
            self._at += 1
            self._broken = True

    def _say(self, begin: int, end: int) -> bool:
        """Note a text, if it says anything; False once the plain words say something else."""
        raw = self._html[begin:end]
        said = unescape(raw) if "&" in raw else raw
        if not self._code:
            if "\n" in said or "  " in said or "\t" in said:
                said = _BLANKS.sub(" ", said)
            if self._broken:
                said = said.lstrip(" ")
                begin += len(raw) - len(raw.lstrip(" \t\n\r"))
        if not said or (self._broken and said == " "):
            return True
        if not self._plain.startswith(said, self._at):
            return self._say_past_blanks(said, begin, end)
        self._note(said, begin, end)
        return True

    def _say_past_blanks(self, said: str, begin: int, end: int) -> bool:
        """The line ends at the head of code are not written; those at the end of all are not told."""
        words = said.lstrip()
        if not words:
            return self._at < len(self._plain)
        at = self._at
        while at < len(self._plain) and self._plain[at].isspace():
            at += 1
        if not self._plain.startswith(words, at):
            return False
        self._at = at
        self._note(words, begin + len(said) - len(words), end)
        return True

    def _note(self, said: str, begin: int, end: int) -> None:
        start, self._at = self._at, self._at + len(said)
        self._broken = False
        self._found.said.append(Stretch(begin, end, start, self._at, bool(self._code)))


def _shifts(html: str, stretch: Stretch) -> tuple[list[int], list[int]]:
    """How many characters HTML has more, from which offset on."""
    starts, shifts, shift = [], [0], 0
    for longer in _SHIFT.finditer(html, stretch.html, stretch.html_end):
        if longer[0][0] != "&" and stretch.is_code:
            continue
        offset = longer.start() - stretch.html - shift
        shift += longer.end() - longer.start() - 1
        starts.append(offset + 1)
        shifts.append(shift)
    return starts, shifts
