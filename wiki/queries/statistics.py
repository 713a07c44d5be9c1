"""What figures come to: the middle of some spans, months in a row, how old things are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

DAY = 86_400
AGES = (2, 7, 30)  # the last day of each class of age but the last one


@dataclass(frozen=True, slots=True)
class Promised:
    """Something that was opened, and was promised an answer within `days`; `answered` and `settled` may be
    nothing yet, and what was settled without an answer waits no more."""

    opened: datetime
    days: int
    answered: datetime | None = None
    settled: datetime | None = None

    @property
    def waited(self) -> float | None:
        """Days until the first answer; none of what has none, and never less than nothing."""
        if self.answered is None:
            return None
        return max(0.0, (self.answered - self.opened).total_seconds() / DAY)

    def is_kept(self, now: datetime) -> bool | None:
        """Whether the promise was kept; nothing can be said yet of what is still within it."""
        if self.waited is not None:
            return self.waited <= self.days
        if self.settled is not None:
            return None
        return False if (now - self.opened).total_seconds() > self.days * DAY else None


def middle(spans: Iterable[float | None]) -> float | None:
    """The median of those that are known, in days with one decimal."""
    known = [span for span in spans if span is not None]
    return round(median(known), 1) if known else None


def share(part: int, whole: int) -> int | None:
    """In a hundred; of nothing, nothing."""
    return round(100 * part / whole) if whole else None


def months(last: date, count: int) -> list[date]:
    """The first days of so many months, the one of `last` at the end."""
    number = last.year * 12 + last.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(number - count + 1, number + 1)]


def by_age(ages: Iterable[int]) -> list[int]:
    """How many of these ages, in days, are in each class."""
    counted = [0] * (len(AGES) + 1)
    for age in ages:
        counted[sum(age > last for last in AGES)] += 1
    return counted


def firsts(seen: Sequence[tuple[int, date]], known: frozenset[int]) -> dict[date, tuple[int, int]]:
    """Of who was seen in which month: how many people in each, and of how many it was the first; `known` are
    those who were there before."""
    people: dict[date, set[int]] = {}
    for person, month in seen:
        people.setdefault(month, set()).add(person)
    met = set(known)
    told = {}
    for month in sorted(people):
        told[month] = len(people[month]), len(people[month] - met)
        met |= people[month]
    return told
