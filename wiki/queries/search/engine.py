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
    for number, mark, pages in _ENGINES[connection.vendor].run(probes):
        marks, said = found[number], menu.found.intersection(pages)
        known = marks.keys() & said
        marks.update(dict.fromkeys(said - known if known else said, mark))
        for page in known:
            marks[page] |= mark
    return found
