"""The one interface of the two engines: which pages of a menu say what is probed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from wiki.queries.search import postgresql, sqlite
from wiki.queries.search.probes import Probe
from wiki.queries.tree import Menu

_ENGINES = {"sqlite": sqlite, "postgresql": postgresql}

Marks = dict[int, int]  # page → where it says a term


def run(probes: Sequence[Probe], menu: Menu) -> dict[int, Marks]:
    """The marks of each page of the menu, by the number of the term that was probed.

    The index knows drafts, archived and unlisted pages too. What a person may find is in their menu,
    read with the menu's own rules a moment ago: nothing else leaves here, whatever the index holds.
    """
    found: dict[int, Marks] = {probe.number: {} for probe in probes}
    if not probes:
        return found
    for number, mark, page in _ENGINES[connection.vendor].run(probes):
        marks = found[number]
        marks[page] = marks.get(page, 0) | mark
    said = {page for marks in found.values() for page in marks}
    hidden = {page for page in said if not (entry := menu.find(page)) or entry.is_link}
    if hidden:
        found = {
            number: {page: mark for page, mark in marks.items() if page not in hidden}
            for number, marks in found.items()
        }
    return found
