"""How long a page was when: some points of its past, and the line that they draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_POINTS = 40  # told of a history, however long: a line has no more corners that one sees
WIDTH, HEIGHT = 600, 120


@dataclass(frozen=True, slots=True)
class Point:
    """A revision, when it was published, and how many words the page had from then on."""

    number: int
    at: datetime
    words: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """The points in the order of history, and where the line through them goes, from the foot of the box."""

    points: list[Point]
    line: str
    area: str
    is_whole: bool  # whether each revision is a point
    is_dated: bool  # drawn by its dates; else one revision after the other, where dates go back or are one

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def longest(self) -> Point:
        return max(self.points, key=lambda point: point.words)


def over(told: Sequence[tuple[int, datetime, int | None]]) -> Sizes | None:
    """The points of these revisions, the first one first; nothing where there is no line to draw."""
    known = [Point(number, at, words) for number, at, words in told if words is not None]
    if len(known) < 2:
        return None
    points = _chosen(known)
    moments = [point.at for point in points]
    is_dated = moments[0] < moments[-1] and moments == sorted(moments)
    line = _line(points, is_dated)
    return Sizes(points, line, f"{line} V{HEIGHT} H0 Z", len(points) == len(told), is_dated)


def _chosen(known: list[Point]) -> list[Point]:
    """The first, the last, the longest, and others evenly between them."""
    if len(known) <= MOST_POINTS:
        return known
    last = len(known) - 1
    places = {round(step * last / (MOST_POINTS - 2)) for step in range(MOST_POINTS - 1)}
    places.add(max(range(len(known)), key=lambda place: known[place].words))
    return [known[place] for place in sorted(places)]


def _line(points: list[Point], is_dated: bool) -> str:
    """Steps: a page is as long as it was until somebody writes."""
    places = [point.at.timestamp() for point in points] if is_dated else [*map(float, range(len(points)))]
    span = places[-1] - places[0]
    most = max(point.words for point in points) or 1
    corners = [
        (round((place - places[0]) / span * WIDTH, 1), round(HEIGHT - point.words / most * HEIGHT, 1))
        for place, point in zip(places, points, strict=True)
    ]
    return " ".join([f"M{x} {y}" for x, y in corners[:1]] + [f"H{x} V{y}" for x, y in corners[1:]])
