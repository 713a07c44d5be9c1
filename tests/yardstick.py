"""What a work costs, told in another work timed beside it, and never in seconds.

A shared machine works twice as slowly for minutes at a time: a bound in seconds then fails for what nobody
changed. The quotient of two works done in the same minute stays what it is.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from typing import TypeVar

# Yardsticks in a second of a machine of today on which nothing else runs: each takes 4 to 5 ms there.
SECOND = 200

_PAIRS = re.compile(r"(\w+)\s(\w+)")
_TEXT = "some words of a text " * 40

Clock = Callable[[], float]
Made = TypeVar("Made")


def yardsticks(
    work: Callable[[], object],
    *,
    enough: float = 0,
    clock: Clock = time.process_time,
    attempts: int = 3,
) -> float:
    """The least that this work costs, tried again until it is less than `enough`: what else the machine does
    may only add to it. Another `clock` is for what waits, or has others work for it."""
    least = float("inf")
    for _attempt in range(attempts):
        before = _yardstick(clock)
        took = _timed(work, clock)
        if took >= enough * before:  # the machine may have slowed down on the way
            before = max(before, _yardstick(clock))
        least = min(least, took / before)
        if least < enough:
            break
    return least


def made_within(
    bound: float, work: Callable[[], Made], *, clock: Clock = time.process_time, attempts: int = 3
) -> Made:
    """What this work makes, which must cost less than so many yardsticks."""
    made: list[Made] = []
    cost = yardsticks(lambda: made.append(work()), enough=bound, clock=clock, attempts=attempts)
    assert cost < bound, f"{cost:.0f} yardsticks, of {bound:.0f}"
    return made[-1]


def _yardstick(clock: Clock) -> float:
    return statistics.median(_timed(_fixed, clock) for _ in range(3))


def _timed(work: Callable[[], object], clock: Clock) -> float:
    start = clock()
    work()
    return clock() - start


def _fixed() -> int:
    """What the engine does most: patterns, short strings, small dictionaries."""
    done = 0
    for _ in range(75):
        done += sum(len(pair.group(1)) for pair in _PAIRS.finditer(_TEXT))
        done += len({number: str(number) for number in range(100)})
    return done
