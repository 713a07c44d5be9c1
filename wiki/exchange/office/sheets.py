"""A tool as a spreadsheet: answers that are chosen and summed, tables to fill in, actions to follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from odfdo import Cell as Box
from odfdo import Element as Piece
from odfdo import Link, Paragraph, Row, Table

from wiki.exchange.office import measures, styles
from wiki.exchange.office.origin import Origin
from wiki.exchange.office.package import begun, finished, keep
from wiki.exchange.office.scoring import Scored
from wiki.exchange.office.squares import Choices, Sheet, Square, column
from wiki.text.tools import Cell, Grid

_MOST_IN_NAME = 31  # characters that every program takes in the name of a sheet
_NOT_IN_NAME = re.compile(r"[\[\]*?:/\\'\x00-\x1f]")
_NARROWEST, _BROADEST, _WRITTEN = 18, 95, 40  # millimetres of a column; of one to write in
_PAGE = 257  # millimetres between the margins of a page
_LONG = 10  # rows of a table
_THRESHOLD = re.compile(r"(<=|>=|<|>|=) ?(\d{1,9})")
_EURO = "€"


def sheet(origin: Origin, grids: Sequence[Grid]) -> bytes:
    """These grids as an ODS file: one sheet for all that is scored, one for each other grid."""
    sheets: list[Sheet] = []
    if any(grid.kind == "score" for grid in grids):
        sheets += Scored(origin, grids).sheets()
    drawn = {"table": _table, "list": _table, "tasks": _tasks, "actions": _actions}
    sheets += [drawn[grid.kind](origin, grid) for grid in _gathered(origin, grids) if grid.kind in drawn]
    return _file(origin, sheets)


def _gathered(origin: Origin, grids: Sequence[Grid]) -> list[Grid]:
    """The same grids; tables of the same columns that follow one another are one, told apart by its first.

    So they can be sifted and sorted together, and a page of paper is not left blank below each.
    """
    found: list[Grid] = []
    for grid in grids:
        parted = tuple((Cell(grid.heading), *row) for row in grid.rows)
        last = found[-1] if found else None
        if last is not None and grid.kind == last.kind == "table":
            if last.heads == (_("Part"), *grid.heads):
                found[-1] = Grid("table", origin.title, last.heads, (*last.rows, *parted))
                continue
            if last.heads == grid.heads:
                before = tuple((Cell(last.heading), *row) for row in last.rows)
                found[-1] = Grid("table", origin.title, (_("Part"), *grid.heads), (*before, *parted))
                continue
        found.append(grid)
    return found


def _table(origin: Origin, grid: Grid) -> Sheet:
    """A table as it stands; a blank cell is left to be filled in, and tells what is wanted when chosen."""
    watched = grid.kind == "list" and sum(_threshold(row) is not None for row in grid.rows) > 1
    heads = [*grid.heads, _("Thresholds crossed")] if watched else grid.heads
    sheet = Sheet(grid.heading or origin.title, widths=_widths(grid, heads))
    sheet.is_filtered = grid.heads[0] == _("Part") or _is_long(grid)
    sheet.title(grid.heading or origin.title)
    sheet.head(heads)
    first = len(sheet.rows) + 1
    for row in grid.rows:
        sheet.rows.append([_square(cell, is_list=grid.kind == "list") for cell in row])
        if watched:
            sheet.rows[-1].append(_crossed(row, len(sheet.rows)))
    for name, lines in _sums(grid).items():
        sheet.rows.append([Square(_("Total: %(name)s") % {"name": name}, "Sum")])
        for place in range(1, len(grid.heads)):
            if all(_is_money(grid.rows[line][place]) for line in lines):
                cells = ";".join(f"[.{column(place)}{first + line}]" for line in lines)
                sheet.rows[-1].append(Square("", "SumMoney", formula=f"of:=SUM({cells})"))
            else:
                sheet.rows[-1].append(Square("", "Sum"))
    return sheet


def _is_long(grid: Grid) -> bool:
    """Whether that is a table to be read, of so many rows that one looks for some of them."""
    is_read = grid.kind == "table" and not any(cell.is_blank for row in grid.rows for cell in row)
    return is_read and len(grid.rows) >= _LONG


def _square(cell: Cell, *, is_list: bool) -> Square:
    if is_list and not cell.text:
        return Square("", "Blank")
    if is_list and cell.text.isascii() and cell.text.isdecimal():
        return Square(cell.text, "Box", number=int(cell.text[:15]))
    if not cell.is_blank:
        return Square(cell.text, "Box", href=cell.href)
    if cell.wanted == _EURO:
        return Square("", "Money", Choices((), cell.wanted))
    offered = [one.strip() for one in cell.wanted.split(",")]
    # « [yes, no] » is a choice; « [a document, a custom, an update] » says what one may write.
    chosen = tuple(offered) if len(offered) > 1 and all(" " not in one for one in offered) else ()
    return Square("", "Blank", Choices(chosen, cell.wanted, strict=False) if cell.wanted else None)


def _threshold(row: Sequence[Cell]) -> tuple[int, str] | None:
    """Where « > 14 » or « <= 2 » stands in a row that has empty cells after it, and what it says."""
    for place, cell in enumerate(row):
        found = _THRESHOLD.fullmatch(cell.text)
        if found and any(not after.text for after in row[place + 1 :]):
            return place, found[1] + found[2]
    return None


def _crossed(row: Sequence[Cell], line: int) -> Square:
    """How often what will be written after a threshold is beyond it."""
    found = _threshold(row)
    if found is None:
        return Square("", "Sum")
    watched = f"[.{column(found[0] + 1)}{line}:.{column(len(row) - 1)}{line}]"
    return Square("", "Sum", formula=f'of:=COUNTIF({watched};"{found[1]}")')


def _is_money(cell: Cell) -> bool:
    return cell.wanted == _EURO


def _sums(grid: Grid) -> dict[str, list[int]]:
    """The lines to add up: those of « Costs: care », « Costs: welcome » … by what stands before the colon."""
    found: dict[str, list[int]] = {}
    for line, row in enumerate(grid.rows):
        name, colon, _rest = row[0].text.partition(":") if row else ("", "", "")
        if colon and any(_is_money(cell) for cell in row[1:]):
            found.setdefault(name.strip(), []).append(line)
    return {name: lines for name, lines in found.items() if len(lines) > 1}


def _tasks(origin: Origin, grid: Grid) -> Sheet:
    sheet = Sheet(grid.heading or origin.title, widths=[50, 160, 30])
    sheet.title(grid.heading or origin.title)
    sheet.head([_("Part"), _("Task"), pgettext("a task", "Done")])
    done = Choices((_("yes"), _("no")))
    sheet.rows += [
        [*(Square(cell.text, "Box") for cell in row), Square("", "Blank", done)] for row in grid.rows
    ]
    return sheet


def _actions(origin: Origin, grid: Grid) -> Sheet:
    """Key actions, to be filtered and followed, with how many are done."""
    sheet = Sheet(_("Key actions"), widths=[29, 15, 64, 20, 70, 13, 26, 20], is_filtered=True)
    sheet.title(origin.title)
    done, last = Choices((_("yes"), _("no"))), len(grid.rows) + 4
    count = f'of:=COUNTIF([.F5:.F{last}];"{_("yes")}")'
    sheet.rows.append([Square(pgettext("key actions", "Done"), "Note"), Square("", "Sum", formula=count)])
    sheet.rows[-1] += [Square(_("of %(count)d") % {"count": len(grid.rows)}, "Note")]
    sheet.rows.append([])
    sheet.head(
        [
            *(_("Phase"), _("Number"), pgettext("key", "Action"), _("Who"), _("Page")),
            *(pgettext("an action", "Done"), _("Person in charge"), _("By when")),
        ]
    )
    for row in grid.rows:
        blanks = [Square("", "Blank", done), Square("", "Blank"), Square("", "Blank")]
        sheet.rows.append([*(Square(cell.text, "Box", href=cell.href) for cell in row), *blanks])
    return sheet


def _widths(grid: Grid, heads: Sequence[str]) -> list[int]:
    """How wide each column is: by its longest cell, no less than a word; those to write in take the rest."""
    wanted, least, written = [], [], []
    for place, head in enumerate(heads):
        cells = [row[place] for row in grid.rows if place < len(row)]
        said = [head, *(cell.text for cell in cells if not cell.is_blank)]
        least.append(max(_NARROWEST, measures.longest_word(said, styles.CELL)))
        longest = max(measures.width(text, styles.CELL) for text in said) + 4
        is_written = place > 0 and any(cell.is_blank or not cell.text for cell in cells)
        written.append(is_written)
        wanted.append(max(min(longest, _BROADEST), _WRITTEN if is_written else 0))
    widths = measures.shared(wanted, least, _PAGE)
    left = _PAGE - sum(widths)
    if left > 0 and any(written):
        each = left // sum(written)
        widths = [width + each * one for width, one in zip(widths, written, strict=True)]
    return widths


def _file(origin: Origin, sheets: Sequence[Sheet]) -> bytes:
    document = begun("spreadsheet", origin)
    body = document.body
    body.clear()
    names: set[str] = set()
    tables: list[Table] = []
    ranges: list[str] = []
    checks = Checks()
    keep(document, (styles.wide(width) for width in sorted({w for sheet in sheets for w in sheet.widths})))
    for sheet in sheets:
        name = _named(sheet.name, names)
        tables.append(_drawn(origin, sheet, name, checks))
        if sheet.is_filtered:
            ranges.append(_filter(sheet, name, len(ranges) + 1))
    for piece in (*checks.pieces(), *tables):
        body.append(piece)
    if ranges:
        body.append(Piece.from_tag(f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"))
    return finished(document, {})


class Checks:
    """What may be written in cells, each said once and found by its name."""

    def __init__(self) -> None:
        self._names: dict[Choices, str] = {}

    def name(self, choices: Choices) -> str:
        return self._names.setdefault(choices, f"choice{len(self._names) + 1}")

    def pieces(self) -> list[Piece]:
        if not self._names:
            return []
        made = "".join(_check(name, choices) for choices, name in self._names.items())
        return [Piece.from_tag(f"<table:content-validations>{made}</table:content-validations>")]


def _check(name: str, choices: Choices) -> str:
    offered = ";".join('"' + one.replace('"', '""') + '"' for one in choices.offered)
    condition = f" table:condition={quoteattr(f'of:cell-content-is-in-list({offered})')}" if offered else ""
    help_message, error = "", ""
    if choices.wanted:
        said = f"<text:p>{_escaped(choices.wanted)}</text:p>"
        help_message = f'<table:help-message table:display="true">{said}</table:help-message>'
    if offered:
        kind = "stop" if choices.strict else "information"
        error = f'<table:error-message table:display="true" table:message-type="{kind}"/>'
    return (
        f'<table:content-validation table:name="{name}"{condition} table:allow-empty-cell="true"'
        f' table:display-list="unsorted">{help_message}{error}</table:content-validation>'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _drawn(origin: Origin, sheet: Sheet, name: str, checks: Checks) -> Table:
    table = Table(name, style="Sheet")
    for width in sheet.widths:
        piece = Piece.from_tag("table:table-column")
        piece.set_attribute("table:style-name", f"Wide{width}")
        piece.set_attribute("table:default-cell-style-name", "Default")
        table._xml_append(piece)
    for number, squares in enumerate(sheet.rows):
        row = Row(style="Row")
        for place, square in enumerate(squares):
            row._xml_append(_box(origin, square, checks, sheet.widths[place]))
        if number == sheet.headed:
            heads = Piece.from_tag("table:table-header-rows")
            heads.append(row)
            table._xml_append(heads)
        else:
            table._xml_append(row)
    return table


def _box(origin: Origin, square: Square, checks: Checks, width: int) -> Box:
    unsure = square.style == "Box" and not square.href and measures.is_unsure(square.text, width, styles.CELL)
    box = Box(style="Roomy" if unsure else square.style)
    if square.formula:
        box.set_attribute("table:formula", square.formula)
    elif square.href:
        box.set_attribute("office:value-type", "string")
        words = Paragraph()
        words.append(Link(origin.led(square.href), text=square.text))
        box.append(words)
    elif square.number is not None:
        box.set_attribute("office:value-type", "float")
        box.set_attribute("office:value", str(square.number))
        box.append(Paragraph(str(square.number)))
    elif square.text:
        box.set_attribute("office:value-type", "string")
        box.append(Paragraph(square.text))
    if square.choices is not None:
        box.set_attribute("table:content-validation-name", checks.name(square.choices))
    if square.across > 1:
        box.set_attribute("table:number-columns-spanned", str(square.across))
    return box


def _filter(sheet: Sheet, name: str, number: int) -> str:
    first, last = (sheet.headed or 0) + 1, len(sheet.rows)
    area = f"'{name}'.A{first}:'{name}'.{column(len(sheet.widths) - 1)}{last}"
    return (
        f'<table:database-range table:name="filter{number}" table:target-range-address={quoteattr(area)}'
        ' table:display-filter-buttons="true"/>'
    )


def _named(said: str, names: set[str]) -> str:
    """The name of a sheet, which no other has and every program takes."""
    bare = " ".join(_NOT_IN_NAME.sub(" ", said).split())[:_MOST_IN_NAME].strip() or _("Sheet")
    name, number = bare, 1
    while name.casefold() in names:
        number += 1
        name = f"{bare[: _MOST_IN_NAME - 4]} ({number})"
    names.add(name.casefold())
    return name
