"""What somebody may want to mend before sending a text: remarks on what it brings, none on what was there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from typing import Literal, NamedTuple

from wiki.text import words
from wiki.text.drawing import PICTURE

Kind = Literal["link", "picture", "level", "sentence"]

LONG = 45  # words: beyond, most readers begin again
MOST = 12  # remarks; nobody mends more at a time
_END = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f»”)]+|\n+")


class Heading(NamedTuple):
    """A heading by its level and its words."""

    level: int
    text: str


class Text(NamedTuple):
    """What the engine made of a text, as far as advice needs it; `broken` are its destinations that lead
    nowhere."""

    html: str = ""
    plain: str = ""
    headings: Sequence[Heading] = ()
    broken: Sequence[str] = ()


class Remark(NamedTuple):
    """Something that may be mended: what it is about, and how much or what of it there is."""

    kind: Kind
    about: str
    detail: int = 0


def advise(old: Text, new: Text) -> list[Remark]:
    """What the new text brings that the old one had not; nothing, if all was there before."""
    found: list[Remark] = []
    for read in (_links, _pictures, _levels, _sentences):
        known = Counter(read(old))
        for remark in read(new):
            known[remark] -= 1
            if known[remark] < 0 and remark not in found:
                found.append(remark)
    return found[:MOST]


def _links(text: Text) -> Iterator[Remark]:
    for destination in text.broken:
        yield Remark("link", destination)


def _pictures(text: Text) -> Iterator[Remark]:
    reader = _Pictures()
    reader.feed(text.html)
    reader.close()
    for source in reader.silent:
        yield Remark("picture", source.rpartition("/")[2] or source)


def _levels(text: Text) -> Iterator[Remark]:
    """Headings more than one level below the one before; above the first stands the title, of level 1."""
    before = 1
    for level, said in text.headings:
        if level > before + 1:
            yield Remark("level", said, level)
        before = level


def _sentences(text: Text) -> Iterator[Remark]:
    for sentence in _cut(text.plain):
        count = words.count(sentence)
        if count > LONG:
            yield Remark("sentence", sentence, count)


def _cut(plain: str) -> Iterable[str]:
    return filter(None, (sentence.strip() for sentence in _END.split(plain)))


class _Pictures(HTMLParser):
    """The pictures of a drawn text that say nothing to whoever does not see them; those that decorate a card
    say it in its words. One of another site is known by the way to it, which is drawn beside its place."""

    def __init__(self) -> None:
        super().__init__()
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "gb-remote" in told.get("class", "").split() and self.silent[-1:] == [PICTURE]:
            self.silent[-1] = told.get("href", PICTURE)
        if tag == "img" and "gb-card__cover" not in told.get("class", "") and not told.get("alt", "").strip():
            self.silent.append(told.get("src", ""))
