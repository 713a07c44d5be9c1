"""The heading that opens a text, given other words with the smallest change."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

_ANCHOR = r"(?:<a\s[^>]*>\s*</a>|\{#[^}\n]*\})"
# `# Words #`, or words over a line of `=`; empty anchors beside the words are none of them.
_OPENING = re.compile(
    rf"\A(?P<before>\s*(?:\#[ \t]+|(?=[^\s#].*\r?\n[ ]{{0,3}}=+[ \t]*(?:\r?\n|\Z))))"
    rf"(?P<anchors>(?:{_ANCHOR}\s*)*)"
    rf"(?P<words>[^\r\n]*?)"
    rf"(?P<after>(?:[ \t]*{_ANCHOR})*(?:[ \t]+\#+)?[ \t]*(?:\r|\n|\Z))"
)
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#~|!$&:^=+-])")


def retitled(source: str, old: str, new: str) -> Iterator[str]:
    """The source with other words in the heading that opens it, as it should do, then as it must.

    The first that the engine reads as `new` is the one to keep: marks of the author (emphasis, code)
    stay where their words stay; what would be a mark in the new words is escaped at last.
    """
    found = _OPENING.match(source.removeprefix("\ufeff"))
    if not found:
        return
    begin, end = found.span("words")
    begin, end = (place + len(source) - len(source.removeprefix("\ufeff")) for place in (begin, end))
    words = source[begin:end]
    for written in dict.fromkeys((*_touched(words, old, new), new, _SIGNS.sub(r"\\\1", new))):
        yield source[:begin] + written + source[end:]


def _touched(words: str, old: str, new: str) -> Iterator[str]:
    """The words with only what differs changed, where that is found once."""
    if old and words.count(old) == 1:
        yield words.replace(old, new)
    same = posixpath.commonprefix([old, new])
    tail = posixpath.commonprefix([old[len(same) :][::-1], new[len(same) :][::-1]])[::-1]
    gone, come = old[len(same) : len(old) - len(tail)], new[len(same) : len(new) - len(tail)]
    if gone and words.count(gone) == 1:
        yield words.replace(gone, come)
