"""Score tables as a sheet that counts: points of each answer, of each part, in all, and what they advise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wiki.exchange.office.origin import Origin
from wiki.exchange.office.squares import Choices, Sheet, Square
from wiki.text.tools import BLOCKING, Grid

_NUMBERS = re.compile(r"\d+")
# The columns of the sheet: the question, its answer, what that is worth, what it could be worth, a note.
_ANSWER, _POINTS, _MOST = "B", "C", "D"


class Scored:
    """The sheet where one answers, and the one that says what a total advises."""

    def __init__(self, origin: Origin, grids: Sequence[Grid]) -> None:
        self._origin = origin
        self._tables = [grid for grid in grids if grid.kind == "score"]
        self._advices = [row for grid in grids if grid.kind == "advice" for row in grid.rows]
        self._sheet = Sheet(_("Questions"), widths=[112, 36, 16, 18, 74])
        self._questions: list[int] = []  # their rows, counted from 1
        self._blocking: list[int] = []
        self._parts: list[int] = []  # the rows of what each part comes to

    def sheets(self) -> list[Sheet]:
        """Both sheets; without advice, the first alone."""
        sheet = self._sheet
        sheet.title(self._origin.title)
        said = _("Choose an answer in each row of the second column: points and totals follow.")
        sheet.note(said)
        sheet.rows.append([])
        for number, table in enumerate(self._tables):
            self._part(table, is_first=number == 0)
        self._result()
        return [sheet, self._reading()] if self._advices else [sheet]

    def _part(self, table: Grid, *, is_first: bool) -> None:
        rows = self._sheet.rows
        rows.append([Square(table.heading, "Part")])
        heads = [table.heads[0], pgettext("to a question", "Answer"), _("Points"), _("At most"), _("Note")]
        if is_first:
            self._sheet.head(heads)
        else:
            rows.append([Square(head, "Head") for head in heads])
        first = len(rows) + 1
        for row in table.rows:
            self._question(table.heads, [cell.text for cell in row])
        last = len(rows)
        self._parts.append(last + 1)
        sums = [
            Square("", "Sum", formula=f"of:=SUM([.{one}{first}:.{one}{last}])") for one in (_POINTS, _MOST)
        ]
        rows += [
            [Square(_("Total: %(name)s") % {"name": table.heading}, "Sum"), Square("", "Sum"), *sums],
            [],
        ]

    def _question(self, heads: Sequence[str], row: Sequence[str]) -> None:
        here = len(self._sheet.rows) + 1
        self._questions.append(here)
        if BLOCKING in row[0]:
            self._blocking.append(here)
        worth = '""'
        for answer, points in reversed(list(zip(heads[1:], row[1:], strict=True))):
            worth = f"IF([.{_ANSWER}{here}]={_quoted(answer)};{int(points)};{worth})"
        self._sheet.rows.append(
            [
                Square(row[0], "Box"),
                Square("", "Blank", Choices(tuple(heads[1:]))),
                Square("", "Sum", formula=f"of:={worth}"),
                Square("", "Box", number=max(int(points) for points in row[1:])),
                Square("", "Blank"),
            ]
        )

    def _result(self) -> None:
        rows = self._sheet.rows
        total = len(rows) + 1
        sums = [
            Square("", "Sum", formula=f"of:=SUM({';'.join(f'[.{one}{part}]' for part in self._parts)})")
            for one in (_POINTS, _MOST)
        ]
        rows.append([Square(_("Total"), "Sum"), Square("", "Sum"), *sums])
        cells = ";".join(f"[.{_POINTS}{row}]" for row in self._questions)
        answered = Square("", "Sum", formula=f"of:=COUNT({cells})")
        rows.append([Square(_("Answers"), "Sum"), Square("", "Sum"), answered])
        rows[-1].append(Square("", "Sum", number=len(self._questions)))
        if self._advices:
            advice = Square("", "Box", formula=f"of:={self._advice(total)}", across=4)
            rows.append([Square(_("Advice"), "Sum"), advice])
        rows += [[], [Square(_("What was debated"), "Sum"), Square("", "Blank", across=4)]]

    def _advice(self, total: int) -> str:
        """What is advised once all is answered, read from the second sheet, where it can be changed."""
        cell, reading = f"[.{_POINTS}{total}]", _("Reading the total")
        said = '""'
        for line in range(len(self._advices), 0, -1):
            low, high, advice = (f"[${_sheet_named(reading)}.{one}{line + 2}]" for one in "ABC")
            said = f"IF(AND({cell}>={low};{cell}<={high});{advice};{said})"
        waiting = _quoted(_("Answer every question to read the advice."))
        said = f"IF([.{_POINTS}{total + 1}]<{len(self._questions)};{waiting};{said})"
        if self._blocking:
            none = ";".join(f"COUNTIF([.{_POINTS}{row}];0)" for row in self._blocking)
            refused = _quoted(_("A blocking question (★) is worth 0: not yet, whatever the total."))
            said = f"IF(SUM({none})>0;{refused};{said})"
        return said

    def _reading(self) -> Sheet:
        sheet = Sheet(_("Reading the total"), widths=[20, 20, 120])
        sheet.title(_("Reading the total"))
        sheet.head([pgettext("a total", "From"), pgettext("a total", "To"), _("Advice")])
        for total, advice, *_rest in self._advices:
            found = [int(number) for number in _NUMBERS.findall(total.text)]
            bounds = [Square("", "Box", number=number) for number in (min(found), max(found))]
            sheet.rows.append([*bounds, Square(advice.text, "Box")])
        return sheet


def _quoted(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def _sheet_named(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
