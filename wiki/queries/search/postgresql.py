"""The engine of PostgreSQL: its full text on words that come prepared; no extension is needed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from wiki.queries.search.probes import Probe, Said

# The letter that says the column of a lexeme (migration `search_engine`).
_LETTERS = dict(
    zip(
        ("title", "headings", "often", "several", "once", "title_forms", "heading_forms", "forms"),
        "ABCDEFGH",
        strict=True,
    )
)
_JOINED = {"any": " | ", "row": " <-> "}


def run(probes: Sequence[Probe]) -> list[Said]:
    """One query, however many probes, and one row for each of them that some page answers."""
    asked = (
        "SELECT number, mark, array_agg(page_id) FROM wiki_search_pages(%s::int[], %s::int[], %s::text[]) "
        "GROUP BY number, mark"
    )
    numbers, marks = [probe.number for probe in probes], [probe.mark for probe in probes]
    with connection.cursor() as cursor:
        cursor.execute(asked, [numbers, marks, [_query(probe) for probe in probes]])
        found: list[Said] = cursor.fetchall()
        return found


def _query(probe: Probe) -> str:
    letter = _LETTERS[probe.column]
    if probe.how == "beginning":
        return f"{_quoted(letter, probe.words[0])}:*"
    return _JOINED[probe.how].join(_quoted(letter, word) for word in probe.words)


def _quoted(letter: str, word: str) -> str:
    doubled = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{letter}/{doubled}'"
