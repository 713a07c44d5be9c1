"""What both engines are asked, in the same words: which pages say this, in which column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final


class Mark:
    """Where, or how often, a page says a term: what it weighs is made of these marks alone.

    Neither engine's own ranking is asked, so both give the same answers in the same order. Plain
    numbers, of which each page has a sum: flags of `enum` take ten times as long.
    """

    TITLE: Final = 1
    HEADING: Final = 2
    OFTEN: Final = 4
    SEVERAL: Final = 8
    ONCE: Final = 16
    EXACT: Final = 32  # as it was typed


@dataclass(frozen=True, slots=True)
class Probe:
    """Pages whose column says one of these words; or all of them in a row; or a word that begins so."""

    number: int  # of the term it is asked for
    mark: int
    column: str
    words: Sequence[str]
    how: str = "any"  # any, row, beginning


Said = tuple[int, int, Iterable[int]]  # the number of a term, a mark, the pages that say it there


STEMS = ((Mark.TITLE, "title"), (Mark.HEADING, "headings"))
BODY = ((Mark.OFTEN, "often"), (Mark.SEVERAL, "several"), (Mark.ONCE, "once"))
LINES = ((Mark.TITLE, "title_forms"), (Mark.HEADING, "heading_forms"))
TEXT = (Mark.SEVERAL | Mark.EXACT, "forms")


def word(
    number: int, form: str, stems: Sequence[str], *, titles_only: bool, exactly: bool = True
) -> list[Probe]:
    """A word by its stems, wherever it is; its very form weighs a little more, if one asks for it."""
    columns = STEMS if titles_only else (*STEMS, *BODY)
    found = [Probe(number, mark, column, stems) for mark, column in columns]
    return found if titles_only or not exactly else [*found, Probe(number, Mark.EXACT, "forms", [form])]


def row(number: int, forms: Sequence[str], *, titles_only: bool) -> list[Probe]:
    """Words that follow each other."""
    columns = LINES if titles_only else (*LINES, TEXT)
    return [Probe(number, mark, column, forms, "row") for mark, column in columns]


def beginning(number: int, form: str, *, titles_only: bool) -> list[Probe]:
    """Words that begin like this one."""
    columns = LINES if titles_only else (*LINES, TEXT)
    return [Probe(number, mark, column, [form], "beginning") for mark, column in columns]
