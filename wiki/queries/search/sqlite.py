"""The engine of SQLite: FTS5, asked with quoted words alone."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from wiki.queries.search.probes import Probe, Said


def run(probes: Sequence[Probe]) -> list[Said]:
    """One query, however many probes, and a row for each: thousands of rows cost more than the search."""
    one = "SELECT %s, %s, group_concat(rowid) FROM wiki_search WHERE wiki_search MATCH %s"
    values = [value for probe in probes for value in (probe.number, probe.mark, _match(probe))]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(probes)), values)
        return [(number, mark, json.loads(f"[{pages}]")) for number, mark, pages in cursor if pages]


def _match(probe: Probe) -> str:
    if probe.how == "row":
        sought = _quoted(" ".join(probe.words))
    elif probe.how == "beginning":
        sought = f"{_quoted(probe.words[0])} *"
    else:
        sought = f"({' OR '.join(map(_quoted, probe.words))})"
    return f"{{{probe.column}}} : {sought}"


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
