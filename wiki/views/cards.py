"""What a suggestion would change, card by card, as it is read and decided: drawn at first request, then kept.

Whether somebody may read it is the caller's to have asked. What is kept is found by the very texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.core.cache import caches
from django.utils.translation import get_language, gettext

from wiki.actions import rendering
from wiki.actions.rebasing import FIELDS
from wiki.models import Page, Thread
from wiki.queries import stands
from wiki.queries.stands import Opinion
from wiki.text import diff
from wiki.text.comparing import deciding, pages
from wiki.text.comparing.deciding import Card
from wiki.text.comparing.pages import Change, Gap
from wiki.text.diff import Difference, Hunk, Segment
from wiki.text.render import VERSION
from wiki.views import changes
from wiki.views.changes import Delta

KEPT_FOR = 3_600  # seconds
VIEWS = ("text", "sides", "source")


@dataclass(frozen=True, slots=True)
class Told:
    """A card with what is said of it; `keys` are those of the changes to decide on, none where it follows."""

    number: int
    keys: str
    heading: str
    titles: tuple[str, ...]
    delta: Delta | None
    sentences: tuple[str, ...]
    changes: tuple[Change, ...]
    segments: tuple[Segment, ...]  # of the source
    opinion: Opinion | None = None  # of those who read it
    threads: tuple[Thread, ...] = ()
    is_change = True

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(self.keys.split())

    def heard(self, opinions: Mapping[str, Opinion], threads: Iterable[Thread]) -> Told:
        """The same, with what people make of it and say."""
        opinion = stands.together(opinions[key] for key in sorted(self.numbers & opinions.keys()))
        said = tuple(thread for thread in threads if thread.change in self.numbers)
        return replace(self, opinion=opinion, threads=said)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a screen shows of a suggestion's text."""

    parts: tuple[Told | Gap, ...]
    coarse: bool

    @property
    def cards(self) -> list[Told]:
        return [part for part in self.parts if isinstance(part, Told)]

    def heard(self, opinions: Mapping[str, Opinion], threads: Sequence[Thread]) -> Sheet:
        """The same, with what people make of each card and say."""
        parts = (part.heard(opinions, threads) if isinstance(part, Told) else part for part in self.parts)
        return replace(self, parts=tuple(parts))


def sheet(page: Page, difference: Difference, *, sides: bool = False) -> Sheet:
    """The text of a page, which the difference leads on from, and the one that it leads to."""
    if not difference.hunks:
        return Sheet((), coarse=False)
    cache, key = caches["drawn"], _key(page, difference, sides)
    kept: Sheet | None = cache.get(key)
    if kept is None:
        kept = _drawn(page, difference, sides)
        cache.set(key, kept, KEPT_FOR)
    return kept


def fields(before: Any, proposed: Mapping[str, str]) -> list[Told]:
    """Title and description, where they would change: cards as the others are."""
    names = {"title": gettext("Title"), "description": gettext("Description")}
    return [
        Told(0, name, names[name], (), None, (), (), tuple(diff.segments(getattr(before, name), text)))
        for name in FIELDS
        if (text := proposed.get(name)) is not None and text != getattr(before, name)
    ]


def _drawn(page: Page, difference: Difference, sides: bool) -> Sheet:
    old, new = (rendering.proposed(page, source) for source in (difference.old, difference.new))
    compared = pages.compare(old.html, new.html, sides=sides)
    parts = deciding.cards(compared, difference, old.outermost, new.outermost)
    told = (_told(part, difference) if isinstance(part, Card) else part for part in parts)
    return Sheet(tuple(told), difference.coarse or compared.coarse)


def _told(card: Card, difference: Difference) -> Told:
    heads = [change.heading for change in card.changes if change.heading]
    if card.changes:
        delta = changes.delta(_Sum(card.changes))
    else:
        delta = None
    return Told(
        card.number,
        " ".join(map(str, card.numbers)),
        heads[0] if heads else "",
        tuple(filter(None, map(changes.title, card.changes))),
        delta,
        tuple(sentence for change in card.changes for sentence in changes.sentences(change)),
        card.changes,
        tuple(_segments(card.hunks, difference)),
    )


class _Sum:
    """How many words some changes add and remove together."""

    def __init__(self, summed: Iterable[Change]) -> None:
        told = list(summed)
        self.added = sum(change.added for change in told)
        self.removed = sum(change.removed for change in told)


def _segments(hunks: Iterable[Hunk], difference: Difference) -> Iterator[Segment]:
    """The lines of the source on which these hunks stand, with what else those lines say."""
    place = None
    for hunk in hunks:
        if place is not None and "\n" in difference.old[place : hunk.start]:
            yield from _same(difference.old[place : _line_end(difference.old, place)])
            yield Segment("same", "\n…\n")
            place = None
        start = difference.old.rfind("\n", 0, hunk.start) + 1 if place is None else place
        yield from _same(difference.old[start : hunk.start])
        if hunk.removed:
            yield Segment("removed", hunk.removed)
        if hunk.added:
            yield Segment("added", hunk.added)
        place = hunk.end
    if place is not None:
        yield from _same(difference.old[place : _line_end(difference.old, place)])


def _same(text: str) -> Iterator[Segment]:
    if text:
        yield Segment("same", text)


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _key(page: Page, difference: Difference, sides: bool) -> str:
    """Each text by its own hash; what else their drawing hangs on; where the hunks stand."""
    texts = [sha256(text.encode()).hexdigest() for text in (difference.old, difference.new)]
    told = [VERSION, get_language(), sides, page.pk, page.path, page.lang, page.cover, page.book_id]
    marks = [list(mark) for mark in difference.marks]
    return f"cards:{sha256(json.dumps([told, texts, marks]).encode()).hexdigest()}"
