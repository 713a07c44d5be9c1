"""The screen of who wrote what: the blocks of a page beside those who wrote them, all or some of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.queries import authorship
from wiki.queries.authorship import Passage
from wiki.text import anchor, attribution
from wiki.text.anchor import Quote
from wiki.text.credit import Span

PERIODS = {"month": 31, "half": 183, "year": 366}  # days
COLOURS = 5
AGES = 5  # the newest fifth of the revisions has the strongest tint
SITE = "site"  # who wrote what nobody did
QUOTED = 240  # characters of a passage that its trail is asked by


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants told: of one person, of the last days; nothing of either is all."""

    person: str = ""  # what `key_of` says
    since: str = ""

    @property
    def is_all(self) -> bool:
        return not self.person and self.since not in PERIODS

    def holds(self, passage: Passage, now: datetime) -> bool:
        is_theirs = not self.person or self.person == key_of(passage)
        days = PERIODS.get(self.since)
        return is_theirs and (days is None or passage.at >= now - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Owner:
    """A revision in the margin of the blocks that hold words of it."""

    number: int
    passage: Passage
    colour: int
    age: int
    quote: Quote | None

    @property
    def name(self) -> str:
        return name_of(self.passage)

    @property
    def pattern(self) -> int:
        return attribution.pattern(self.number)

    @property
    def author_key(self) -> str:
        return key_of(self.passage)


@dataclass(frozen=True, slots=True)
class Block:
    """Some blocks of the page, and whose their words are; kept if some are wanted."""

    html: str
    owners: Sequence[Owner]
    is_kept: bool
    words: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks that follow each other, all wanted or none."""

    is_kept: bool
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks from one heading to the next; those that are not wanted are folded, in a row."""

    heading: Block | None
    words: int
    people: int
    runs: Sequence[Run]


@dataclass(slots=True)
class Writer:
    """Somebody whose words stand on the page; all whose names are hidden are one."""

    key: str
    name: str
    colour: int
    words: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Screen:
    """All of it. `found` are the words that are wanted."""

    is_known: bool
    words: int = 0
    found: int = 0
    parts: Sequence[Part] = ()
    writers: Sequence[Writer] = ()
    revisions: int = 0

    @property
    def people(self) -> int:
        """How many of those who wrote are people: the site itself is none."""
        return sum(writer.key != SITE for writer in self.writers)


def screen(page: Page, user: Any, wanted: Wanted) -> Screen:
    """Who wrote the page, as this reader may know it; in three queries at most."""
    told = authorship.of_page(page, user)
    if not told.is_known:
        return Screen(is_known=False)
    writers = _writers(told.passages)
    drawn = _Drawn(page, told.passages, writers, wanted)
    return Screen(
        is_known=True,
        words=told.words,
        found=sum(one.words for one in told.passages if wanted.holds(one, drawn.now)),
        parts=drawn.parts(),
        writers=list(writers.values()),
        revisions=len({one.moment.revision.number for one in told.passages}),
    )


def _writers(passages: Iterable[Passage]) -> dict[str, Writer]:
    """In the order of their first words that stand."""
    found: dict[str, Writer] = {}
    for passage in sorted(passages, key=lambda one: one.moment.revision.number):
        key, at = key_of(passage), passage.at
        if key not in found:
            found[key] = Writer(key, name_of(passage), len(found) % COLOURS + 1, 0, at, at)
        writer = found[key]
        writer.words += passage.words
        writer.last_at = max(writer.last_at, at)
    return found


@dataclass
class _Drawn:
    page: Page
    passages: Sequence[Passage]
    writers: Mapping[str, Writer]
    wanted: Wanted
    now: datetime = field(default_factory=timezone.now)

    def parts(self) -> list[Part]:
        """The blocks under each heading; before the first one, under none."""
        self._by_number = {one.moment.revision.number: one for one in self.passages}
        self._ages = _ages(self._by_number)
        spans = [Span(one.start, one.end, one.moment.revision.number) for one in self.passages]
        parts: list[tuple[Block | None, list[Block]]] = [(None, [])]
        for row in attribution.rows(self.page.html, self.page.plain, spans):
            block = self._block(row)
            if row.is_heading:
                parts.append((block, []))
            else:
                parts[-1][1].append(block)
        return [self._part(heading, blocks) for heading, blocks in parts if heading or blocks]

    def _part(self, heading: Block | None, blocks: Sequence[Block]) -> Part:
        all_blocks = [*([heading] if heading else []), *blocks]
        people = {owner.author_key for block in all_blocks for owner in block.owners} - {SITE}
        runs = [Run(kept, list(some)) for kept, some in groupby(blocks, key=lambda block: block.is_kept)]
        return Part(heading, sum(block.words for block in all_blocks), len(people), runs)

    def _block(self, row: attribution.Row) -> Block:
        owners = [self._owner(number, key, row.spans) for number, key in enumerate(row.owners, 1)]
        is_kept = self.wanted.is_all or any(self.wanted.holds(one.passage, self.now) for one in owners)
        return Block(row.html, owners, is_kept, authorship.count(self.page, row.spans))

    def _owner(self, number: int, key: int, spans: Sequence[Span]) -> Owner:
        passage = self._by_number[key]
        colour = self.writers[key_of(passage)].colour
        first = next(span for span in spans if span.revision == key)
        return Owner(number, passage, colour, self._ages[key], quoted(self.page, first.start, first.end))


def key_of(passage: Passage) -> str:
    """How a reader asks for whoever wrote it; `site` is the site itself, `hidden` whoever is hidden."""
    if passage.moment.revision.masked_author:
        return "hidden"
    return str(passage.author.pk) if passage.author else SITE


def name_of(passage: Passage) -> str:
    """What whoever wrote it is called."""
    if passage.moment.revision.masked_author:
        return _("Hidden author")
    return str(passage.author or _("The site"))


def quoted(page: Page, start: int, end: int) -> Quote | None:
    """The words that a trail is asked by: of a long passage the first ones."""
    try:
        return anchor.quote(page.plain, start, min(end, start + QUOTED))
    except anchor.NotQuotable:
        return None


def _ages(numbers: Iterable[int]) -> dict[int, int]:
    """How new each revision is among those that stand, from 0."""
    order = sorted(numbers)
    return {number: place * AGES // len(order) for place, number in enumerate(order)}
