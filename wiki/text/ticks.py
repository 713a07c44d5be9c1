"""The tasks of a page as readers tick them: each has a key that edits elsewhere do not change.

`ticks.js` makes the same keys in the browser: the number of a key action; else the words of the task, the
heading that they stand under, and which of its twins it is.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

from wiki.text.plain import BLOCKS

MARK = "gb-task"  # the class of a task: no page without it has any
_ACTION = re.compile(r"[A-Z]\.\d{1,2}\Z", re.ASCII)
_HEADING = re.compile(r"h[1-6]\Z")
_VOID = frozenset({"br", "img", "input", "wbr", "source", "col"})
# What stands below the words of a task rather than among them; `br` is a blank in a line.
_BELOW = BLOCKS - {"br"}


class Task(NamedTuple):
    """A box of a page: its key, the words beside it, and whether the page itself ticks it."""

    key: str
    words: str
    is_done: bool


def is_action(key: str) -> bool:
    """Whether this is the number of a key action, ticked on one page for all."""
    return bool(_ACTION.match(key))


def bare(key: str) -> str:
    """A key without its blanks, which typography and forms write each in their way."""
    return "".join(key.split())


def listed(html: str) -> list[Task]:
    """The tasks of a page in order, from the HTML that the engine made of it."""
    if MARK not in html:
        return []
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.tasks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tasks: list[Task] = []
        self._repeats: dict[str, int] = {}
        self._heading = ""
        self._done: bool | None = None  # of the task whose words are being read
        self._said: list[str] = []
        self._named: list[str] | None = None  # what the first element beside the box says, if it is bold
        self._is_naming = False
        self._open: list[
            tuple[str, bool]
        ] = []  # elements within the words, and whether they are the engine's

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if _HEADING.match(tag):
            self._heading = told.get("id") or ""
        if tag == "input":
            self.end()
            self._done, self._said, self._open = "checked" in told, [], []
            self._named, self._is_naming = None, False
        elif self._done is not None:
            self._within(tag, told)

    def _within(self, tag: str, told: dict[str, str | None]) -> None:
        if not self._open and tag in _BELOW:
            self.end()
            return
        if self._named is None:
            self._named, self._is_naming = [], tag == "strong"
        if tag not in _VOID:
            self._open.append((tag, "data-gb-chrome" in told))

    def handle_endtag(self, tag: str) -> None:
        if self._done is None or tag in _VOID:
            return
        if not self._open:
            self.end()
            return
        self._open.pop()
        if not self._open:
            self._is_naming = False

    def handle_data(self, data: str) -> None:
        if self._done is None or any(is_ours for _tag, is_ours in self._open):
            return
        self._said.append(data)
        if self._named is not None and self._is_naming:
            self._named.append(data)

    def end(self) -> None:
        """The words of the task that was being read are all there."""
        if self._done is None:
            return
        words = " ".join("".join(self._said).split())
        named = "".join(self._named or []).strip()
        self.tasks.append(Task(named if is_action(named) else self._place(words), words, self._done))
        self._done = None

    def _place(self, words: str) -> str:
        place = f"{words}\n{self._heading}"
        self._repeats[place] = self._repeats.get(place, 0) + 1
        return f"{place}\n{self._repeats[place]}"
