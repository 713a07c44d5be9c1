"""Score tables: questions, their answers and what each is worth; and tables that say what a total advises.

Both are read as any table. A reader's browser lets one answer the first, and finds the advice in the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from wiki.text.outline import words_of

SCORE, ADVICE = "gb-score", "gb-advice"
FEWEST_ANSWERS = 2
_QUESTION = frozenset({"question", "questions"})
_ADVICE = frozenset({("total", "conseil"), ("total", "advice")})
_POINTS = re.compile(r"\d{1,2}")
_TOTALS = re.compile(r"\d{1,3}(\D+\d{1,3})?")


def kind_of(heads: Sequence[str], rows: Sequence[Element]) -> str:
    """Which of the two a table is by its heads and the rows below them; empty for any other table."""
    if not rows or any(len(row) != len(heads) for row in rows):
        return ""
    if tuple(head.casefold() for head in heads) in _ADVICE:
        return ADVICE if all(_TOTALS.fullmatch(words_of(row[0])) for row in rows) else ""
    if len(heads) <= FEWEST_ANSWERS or not _asks(heads[0]):
        return ""
    answers = all(_POINTS.fullmatch(words_of(cell)) for row in rows for cell in row[1:])
    return SCORE if answers and all(words_of(row[0]) for row in rows) else ""


def _asks(head: str) -> bool:
    return head.casefold() in _QUESTION or head.endswith("?")
