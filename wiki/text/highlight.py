"""Safe HTML and passages of its plain words → the same HTML with those words marked, and their numbers.

The marks are ours and come after the last gate: they are put around words and between tags, and no
text is read again. Where the HTML and the plain words do not say the same, nothing is marked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice, pairwise
from typing import NamedTuple

from wiki.text import stretches
from wiki.text.stretches import Stretch, Stretches

NAMED = 8  # passages that one mark tells: thousands on the same words must not weigh thousands times


class Passage(NamedTuple):
    """Words that something is said of. A lost one has only the place where its words were."""

    key: int
    number: int
    start: int
    end: int
    name: str  # what its number says aloud
    is_moved: bool = False
    is_lost: bool = False


class _Insertion(NamedTuple):
    """What is put into the HTML; at one place, ends come before numbers, and these before beginnings."""

    place: int
    turn: int
    text: str


def add(html: str, plain: str, passages: Iterable[Passage]) -> str:
    """The HTML with a mark around the words of each passage, and a link to what is said of it behind them.

    The number of a lost passage stands beside the heading that its words were under, if there was one.
    """
    wanted = [passage for passage in passages if 0 <= passage.start <= passage.end <= len(plain)]
    if not wanted:
        return html
    found = stretches.read(html, plain, until=max(passage.end for passage in wanted))
    kept = [passage for passage in wanted if passage.start < passage.end and not passage.is_lost]
    inserted = [*_marks(html, found.said, kept), *_numbers(html, found.said, kept)]
    inserted += _lost(found, [passage for passage in wanted if passage.is_lost])
    return _put(html, inserted)


def _put(html: str, inserted: list[_Insertion]) -> str:
    parts, position = [], 0
    for place, _turn, text in sorted(inserted, key=lambda one: (one.place, one.turn)):
        parts += [html[position:place], text]
        position = place
    return "".join([*parts, html[position:]])


def _marks(html: str, said: Sequence[Stretch], passages: Sequence[Passage]) -> Iterator[_Insertion]:
    """A mark around each piece of text that the same passages hold, broken at each tag."""
    for start, end, opening in _intervals(passages):
        index = bisect_right(said, start, key=lambda stretch: stretch.end)
        while index < len(said) and said[index].start < end:
            stretch = said[index]
            first, last = stretch.places(html, max(start, stretch.start), min(end, stretch.end))
            yield _Insertion(first, 2, opening)
            yield _Insertion(last, 0, "</mark>")
            index += 1


def _intervals(passages: Sequence[Passage]) -> Iterator[tuple[int, int, str]]:
    """The stretches of plain words between the ends of passages, each with the mark that tells of them."""
    ends: dict[int, list[Passage]] = {}
    for passage in passages:
        ends.setdefault(passage.start, []).append(passage)
        ends.setdefault(passage.end, []).append(passage)
    present: dict[int, Passage] = {}
    for place, following in pairwise(sorted(ends)):
        for passage in ends[place]:
            if passage.end == place:
                present.pop(passage.key, None)
            else:
                present[passage.key] = passage
        if present:
            yield place, following, _opening(list(islice(present.values(), NAMED)))


def _opening(passages: Sequence[Passage]) -> str:
    moved = " moved" if all(passage.is_moved for passage in passages) else ""
    keys = " ".join(str(passage.key) for passage in passages)
    return f'<mark class="ui-quote{moved}" data-thread="{keys}">'


def _numbers(html: str, said: Sequence[Stretch], passages: Iterable[Passage]) -> Iterator[_Insertion]:
    """The number of each passage behind its last word, or behind the element that can hold no link."""
    for passage in sorted(passages, key=lambda one: (one.end, one.number)):
        index = bisect_left(said, passage.end, key=lambda stretch: stretch.start) - 1
        if index < 0 or said[index].end <= passage.start:
            continue  # its words are not said here
        stretch = said[index]
        if stretch.room >= 0:
            yield _Insertion(stretch.room, 1, _number(passage))
        else:
            _start, place = stretch.places(html, stretch.start, min(passage.end, stretch.end))
            yield _Insertion(place, 1, _number(passage))


def _lost(found: Stretches, passages: Iterable[Passage]) -> Iterator[_Insertion]:
    starts = [start for start, _place in found.headings]
    for passage in sorted(passages, key=lambda one: (one.start, one.number)):
        index = bisect_right(starts, passage.start) - 1
        if index >= 0:
            yield _Insertion(found.headings[index][1], 1, _number(passage))


def _number(passage: Passage) -> str:
    kind = "mk lost" if passage.is_lost else "mk"
    return (
        f'<a class="{kind}" id="ui-mk-{passage.key}" data-gb-chrome="" href="#ui-thread-{passage.key}"'
        f' aria-label="{escape(passage.name)}">{passage.number}</a>'
    )
