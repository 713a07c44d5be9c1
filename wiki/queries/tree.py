"""The tree of pages as a reader sees it: the whole menu in one query, and what surrounds a page in it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from communs import stamps
from wiki.models.page import Kind, Page, State, address_of, led_by
from wiki.models.prepared import Prepared
from wiki.queries import settings

HUES = 3  # the sections' inks, taken in turn
DOORS = 3  # of the home page, at least
WHOLE = 60  # pages of a guide whose tree is drawn whole; of a larger one, the open branch
_QUESTION = re.compile(r"[^.!?…]{3,80}\?")
SIBLINGS = 20  # drawn on one level: those around the open branch


@dataclass(slots=True, eq=False)
class Entry:
    """A page in the menu: just enough of it to be drawn and linked."""

    pk: int
    parent_pk: int | None
    kind: str
    title: str
    address: str
    description: str
    is_draft: bool
    parent: Entry | None = field(default=None, repr=False)
    children: list[Entry] = field(default_factory=list, repr=False)
    section: Entry | None = field(default=None, repr=False)  # the home page is in none
    hue: int = 0
    is_late: bool = False  # to be updated: its day has come
    strip: int = 0  # which of the drawings stands over the door of a section

    @property
    def need(self) -> str:
        """The question that a description may begin with, in the words of whoever has the need."""
        question = _QUESTION.match(self.description)
        return question[0] if question else ""

    @property
    def promise(self) -> str:
        """The description without that question."""
        return self.description.removeprefix(self.need).strip()

    @property
    def is_page(self) -> bool:
        return self.kind == Kind.PAGE

    @property
    def is_link(self) -> bool:
        return self.kind == Kind.LINK


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the drawn tree; `closes` counts the lists that end after it.

    Of a level that is too long, `left_out` of its pages stand behind one row: that of the page above.
    """

    entry: Entry
    is_open: bool
    is_current: bool
    has_children: bool
    closes: range
    left_out: int = 0
    is_top: bool = False  # a section, whose ink those below it inherit


class Listed(NamedTuple):
    """One entry of a list of lists; `closes` counts the lists that end after it."""

    entry: Entry
    opens: bool
    closes: range


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a page; `here` is None when the page is in no menu."""

    here: Entry | None
    section: Entry | None
    ancestors: list[Entry]
    children: list[Entry]
    previous: Entry | None
    next: Entry | None


class Menu:
    """Every page that a person may find by walking down from the home page, in the order of the menu."""

    def __init__(self, entries: list[Entry], site: settings.Site | None = None) -> None:
        self.site = site  # None where there is no home page to bring it along
        self._below: dict[int | None, list[Entry]] = {}
        for entry in entries:
            self._below.setdefault(entry.parent_pk, []).append(entry)
        for entry in entries:
            entry.children = self._below.get(entry.pk, [])
            for child in entry.children:
                child.parent = entry
        self.home = next(iter(self._below.get(None, [])), None)
        self._walked = list(_walk(self.home))
        self._by_pk = {entry.pk: entry for entry in self._walked}
        self.found = frozenset(entry.pk for entry in self._walked if not entry.is_link)  # by search
        chosen = site.hues if site else {}
        for number, section in enumerate(self.sections):
            section.strip = number % HUES + 1
            hue = chosen.get(str(section.pk), section.strip)
            for entry in _walk(section):
                entry.section, entry.hue = section, hue

    @property
    def sections(self) -> list[Entry]:
        return self.home.children if self.home else []

    @property
    def doors(self) -> list[Entry]:
        """The sections that the home page opens wide: the first ones, and all that lead further."""
        return [section for place, section in enumerate(self.sections) if place < DOORS or section.children]

    @property
    def others(self) -> list[Entry]:
        """Pages of the first level beside the doors."""
        return [section for section in self.sections[DOORS:] if not section.children]

    def __len__(self) -> int:
        return len(self._walked)

    def count_pages(self) -> int:
        """How many have a text of their own: neither headings of the menu nor links out of it."""
        return sum(entry.is_page for entry in self._walked)

    def find(self, pk: int | None) -> Entry | None:
        return self._by_pk.get(pk) if pk else None

    def holds(self, page: Page) -> bool:
        """Whether one can walk to it: a page below an unlisted one is as quiet as that one."""
        return page.pk in self._by_pk

    def around(self, page: Page) -> Surroundings:
        """An unlisted page is shown below its nearest ancestor in the menu, and has no neighbours."""
        here = self.find(page.pk)
        above = here.parent if here else self.find(page.parent_id)
        line = _line(above)
        branch = [*line, here] if here else line
        read = [entry for entry in self._walked if entry.is_page]
        place = read.index(here) if here in read else None
        return Surroundings(
            here=here,
            section=branch[1] if len(branch) > 1 else None,
            ancestors=line,
            children=self._below.get(page.pk, []),
            previous=read[place - 1] if place else None,
            next=read[place + 1] if place is not None and place + 1 < len(read) else None,
        )

    def first(self) -> list[Entry]:
        """What to read first: the way each section begins, groups passed by."""
        return [_beginning(section) for section in self.sections]

    def rows(self, page: Page | None, *, whole: int = WHOLE, siblings: int = SIBLINGS) -> list[Row]:
        """The tree to draw, home left out; of a guide that is not small, the branch of the page alone."""
        here = (self.find(page.pk) or self.find(page.parent_id)) if page else None
        branch = {entry.pk for entry in _line(here)}
        is_small = len(self) <= whole
        rows: list[Row] = []
        stack = [(row, 0) for row in reversed(_level(self.home, branch, page, siblings))]
        depths: list[int] = []
        while stack:
            row, depth = stack.pop()
            if (is_small or row.is_open) and not row.left_out:
                inside = _level(row.entry, branch, page, siblings)
                stack.extend((below, depth + 1) for below in reversed(inside))
                row = replace(row, has_children=bool(inside))
            depths.append(depth)
            rows.append(row)
        after = [*depths[1:], 0] if depths else []
        return [
            replace(row, closes=range(max(0, depth - next_depth)))
            for row, depth, next_depth in zip(rows, depths, after, strict=True)
        ]


# By the sections whose drafts are seen; None for those who see all.
_REMEMBERED: dict[frozenset[int] | None, tuple[Hashable, Menu]] = {}
_MOST_REMEMBERED = 50


def menu(user: Any) -> Menu:
    """The menu of this person and what the site says of itself, kept by each worker until somebody writes."""
    stamp, led = stamps.now(), None if user.is_staff else led_by(user)
    known = _REMEMBERED.get(led)
    if known is not None and stamp is not None and known[0] == stamp:
        return known[1]
    found = _menu(user)
    if stamp is not None:
        if len(_REMEMBERED) >= _MOST_REMEMBERED:
            _REMEMBERED.clear()
        _REMEMBERED[led] = stamp, found
    return found


def _menu(user: Any) -> Menu:
    """In one query."""
    found = list(_rows(user)) if user.is_staff or led_by(user) else _ROWS_OF_ANYBODY()
    home = next((row for row in found if row[1] is None), None)
    return Menu([_entry(*row[:-1]) for row in found], settings.read(home[-1]) if home else None)


def _rows(user: Any) -> QuerySet[Page, tuple[Any, ...]]:
    said = ("title", "nav_title", "path", "url", "description", "state", "upkeep__late_since")
    fields = ("pk", "parent_id", "kind", *said)
    pages = Page.objects.visible_to(user).in_menu().annotate(site=settings.on_the_home_page())
    return pages.values_list(*fields, "site")


_ROWS_OF_ANYBODY = Prepared(lambda: _rows(AnonymousUser()))


def pages_below(section: Entry) -> frozenset[int]:
    """The keys of an entry and of all that stands below it."""
    return frozenset(entry.pk for entry in _walk(section))


def listed_below(section: Entry) -> list[Listed]:
    """All that stands below an entry, however deep, in reading order."""
    found: list[tuple[Entry, int]] = []
    stack = [(child, 0) for child in reversed(section.children)]
    while stack:
        entry, depth = stack.pop()
        found.append((entry, depth))
        stack.extend((child, depth + 1) for child in reversed(entry.children))
    after = [depth for _next, depth in found[1:]] + [0] * bool(found)
    return [
        Listed(entry, bool(entry.children), range(depth - then))  # empty where the next is deeper
        for (entry, depth), then in zip(found, after, strict=True)
    ]


def _entry(
    pk: int, parent_pk: int | None, kind: str, title: str, nav_title: str, path: str | None, url: str,
    description: str, state: str, late_since: date | None,
) -> Entry:  # fmt: skip
    address = url if kind == Kind.LINK else address_of(path or "")
    told = (nav_title or title, address, description, state == State.DRAFT)
    return Entry(pk, parent_pk, kind, *told, is_late=late_since is not None)


def _walk(start: Entry | None) -> Iterator[Entry]:
    """From an entry down, in reading order, without recursion: a tree may be deeper than Python's stack."""
    stack = [start] if start else []
    while stack:
        entry = stack.pop()
        yield entry
        stack.extend(reversed(entry.children))


def _beginning(section: Entry) -> Entry:
    """The first page below, or the section itself; a group says nothing, and what it holds begins there."""
    found = section.children[0] if section.children else section
    while found.kind == Kind.GROUP and found.children:
        found = found.children[0]
    return found


def _line(entry: Entry | None) -> list[Entry]:
    """From the home page down to this entry, itself included."""
    line: list[Entry] = []
    while entry:
        line.append(entry)
        entry = entry.parent
    return line[::-1]


def _level(above: Entry | None, branch: Set[int], page: Page | None, siblings: int) -> list[Row]:
    """The rows right below an entry: all, or a window on them where the branch goes on."""
    entries = above.children if above else []
    at = next((place for place, entry in enumerate(entries) if entry.pk in branch), 0)
    first = max(0, min(at - siblings // 2, len(entries) - siblings))
    window = entries[first : first + siblings]
    rows = [
        Row(
            entry,
            is_open=entry.pk in branch,
            is_current=page is not None and entry.pk == page.pk,
            has_children=False,
            closes=range(0),
            is_top=above is not None and above.parent is None,
        )
        for entry in window
    ]
    if above and len(window) < len(entries):
        rows.append(Row(above, False, False, False, range(0), len(entries) - len(window)))
    return rows
