"""The heading that opens a text, given other words with the smallest change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from wiki.text.lines import first_written

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_UNDER = re.compile(r" {0,3}=+[ \t]*\Z")
_BEFORE = re.compile(r" {0,3}#[ \t]+")
# Empty anchors beside the words are none of them, nor are the signs that close a heading.
_ANCHORS = re.compile(r"""(?:(?:<a\s[^<>]{0,300}>\s*</a>|\{\#[^{}]{0,300}\})[ \t]*)+""")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*\Z")
_LONGEST = 2000  # characters of a line that could be a title
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#~|!$&:^=+-])")


def retitled(source: str, old: str, new: str) -> Iterator[str]:
    """The source with other words in the heading that opens it, as it should do, then as it must.

    The first that the engine reads as `new` is the one to keep: marks of the author (emphasis, code)
    stay where their words stay; what would be a mark in the new words is escaped at last.
    """
    found = _words_of_opening(source)
    if found is None:
        return
    begin, end = found
    words = source[begin:end]
    for written in dict.fromkeys((*_touched(words, old, new), new, _SIGNS.sub(r"\\\1", new))):
        yield source[:begin] + written + source[end:]


def _words_of_opening(source: str) -> tuple[int, int] | None:
    """Where the words stand in the first line written, if it is a heading: `# Words #`, or over `=`."""
    begin = 1 if source.startswith("\ufeff") else 0
    for _blank in range(first_written(source) - 1):
        begin = _LINE.match(source, begin).end()  # type: ignore[union-attr]  # it matches anything
    line = source[begin : begin + _LONGEST].splitlines()[0] if source[begin:] else ""
    marked = _BEFORE.match(line)
    if marked is None and not _is_underlined(source, begin):
        return None
    start, end = marked.end() if marked else len(line) - len(line.lstrip()), len(line.rstrip())
    closed = _CLOSING.search(line, start) if marked else None
    end = closed.start() if closed else end
    leading = _ANCHORS.match(line, start, end)
    start = leading.end() if leading else start
    trailing = next((found for found in _ANCHORS.finditer(line, start, end) if found.end() == end), None)
    return begin + start, begin + len(line[: trailing.start() if trailing else end].rstrip())


def _is_underlined(source: str, begin: int) -> bool:
    """Whether the line from here is a heading by the line of `=` below it."""
    line = _LINE.match(source, begin)
    below = _LINE.match(source, line.end()) if line else None
    return bool(line and below and line[0].strip() and _UNDER.match(below[0].rstrip("\r\n")))


def _touched(words: str, old: str, new: str) -> Iterator[str]:
    """The words with only what differs changed, where that is found once."""
    if old and words.count(old) == 1:
        yield words.replace(old, new)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    if gone and words.count(gone) == 1:
        yield words.replace(gone, come)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
