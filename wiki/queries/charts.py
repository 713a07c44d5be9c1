"""Small charts as numbers to draw: columns by month, rows by class, two lines. Pure, and nothing but places.

Each is as wide as its box; what is drawn stands in a table beside it too. Places are whole numbers or text:
a decimal point would be written as a comma in French.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, FOOT, TALL = 420, 150, 130  # of a box; where its foot is; how high the highest stands
ROW, THICK, LABELS, LONGEST = (
    34,
    20,
    170,
    190,
)  # of rows: their step, their height, where they begin, how long


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: what it is of, in full and in short, and where it is drawn."""

    label: str
    short: str
    value: float | None
    x: int = 0
    y: int = 0  # of the value, as it is written beside its mark
    path: str = ""
    other: float | None = None  # the second value of a month, where there are two lines


@dataclass(frozen=True, slots=True)
class Chart:
    """Marks, and what is drawn across them: a goal, or lines through them."""

    marks: list[Mark]
    height: int
    goal: int | None = None  # how high the goal stands
    lines: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(mark.value or mark.other for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Value:
    """What is to be drawn."""

    label: str
    value: float | None
    short: str = ""
    other: float | None = None


def columns(values: Sequence[Value], goal: float | None = None) -> Chart:
    """A column for each, as high as its value; nothing where it has none."""
    most = max([value.value or 0 for value in values] + [goal or 0]) or 1
    step = WIDTH / max(1, len(values))
    marks = [_column(value, place * step, step, most) for place, value in enumerate(values)]
    return Chart(marks, FOOT + 26, None if goal is None else FOOT - round(goal / most * TALL))


def _column(value: Value, left: float, step: float, most: float) -> Mark:
    start, end = round(left + step * 0.17), round(left + step * 0.83)
    middle, top = round(left + step / 2), FOOT - round((value.value or 0) / most * TALL)
    path = f"M{start} {FOOT}V{top}H{end}V{FOOT}z" if value.value is not None else ""
    return Mark(value.label, value.short, value.value, middle, top - 6, path)


def rows(values: Sequence[Value]) -> Chart:
    """A row for each, as long as its value."""
    most = max((value.value or 0 for value in values), default=0) or 1
    marks = []
    for place, value in enumerate(values):
        long, top = round((value.value or 0) / most * LONGEST), place * ROW + 3
        path = f"M{LABELS} {top}h{max(long, 1)}v{THICK}h-{max(long, 1)}z"
        marks.append(Mark(value.label, value.label, value.value, LABELS + long + 8, top + 15, path))
    return Chart(marks, len(values) * ROW)


def lines(values: Sequence[Value]) -> Chart:
    """Two lines through the months: of all, and of some of them."""
    most = max((max(value.value or 0, value.other or 0) for value in values), default=0) or 1
    step = (WIDTH - 60) / max(1, len(values) - 1)
    marks, first, second = [], [], []
    for place, value in enumerate(values):
        x = round(20 + place * step)
        heights = [FOOT - round((one or 0) / most * TALL) for one in (value.value, value.other)]
        first.append(f"{x} {heights[0]}")
        second.append(f"{x} {heights[1]}")
        marks.append(Mark(value.label, value.short, value.value, x, heights[0], other=value.other))
    drawn = tuple(f"M{' L'.join(points)}" for points in (first, second)) if len(values) > 1 else ()
    return Chart(marks, FOOT + 26, lines=drawn)
