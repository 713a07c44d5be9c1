"""Reading texts for anchors: where words stand, how far two places are alike, which place is the best."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

LEAD = 0.3  # by how much the likeness of the best place must lead
MOST_PLACES = 50  # of the same words on one text: beyond, they tell nothing
MOST_LOOKS = 500  # at letters that might be these words

# Near enough to `words.tokens` to count by, and much faster: it is asked of every thread at every save.
_TELLING = re.compile(r"[^\W_][\w'’ʼ‑-]*|\n")


def weight(text: str) -> int:
    """How many words and ends of lines a text has: what tells a place from another."""
    return len(_TELLING.findall(text))


def head(text: str, most: int) -> int:
    """How long the first words and ends of lines of a text are, as many as told."""
    found = [word.end() for word, _ in zip(_TELLING.finditer(text), range(most), strict=False)]
    return found[-1] if found else 0


def tail(text: str, most: int) -> int:
    """How long the last words and ends of lines of a text are, as many as told."""
    found = [word.start() for word in _TELLING.finditer(text)][-most:]
    return len(text) - found[0] if found else 0


def bare(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


def whole_places(text: str, words: str) -> list[int] | None:
    """Where words stand on a text, not letters of other words; none are told if they stand too often."""
    return places(text, words, lambda at: is_whole(text, at, at + len(words)))


def places(text: str, words: str, fits: Callable[[int], bool] = lambda at: True) -> list[int] | None:
    """Where these letters stand and fit; none are told if they stand too often to be told apart."""
    found: list[int] = []
    looks = 0
    at = text.find(words)
    while at >= 0:
        looks += 1
        if fits(at):
            found.append(at)
        if looks > MOST_LOOKS or len(found) > MOST_PLACES:
            return None
        at = text.find(words, at + 1)
    return found


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span begins and ends between words, as far as its next letters tell."""
    begins = not start or not (text[start - 1].isalnum() and text[start].isalnum())
    return begins and (end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum()))


def is_alone(text: str, words: str, at: int) -> bool:
    return text.find(words) == at and text.find(words, at + 1) < 0


def share(reached: int, context: str) -> float:
    """How much of a context was reached, read outwards; all of it at the end of a line or of the text."""
    line = context.find("\n")
    enough = len(context) if line < 0 else line + 1
    return min(1, reached / enough) if enough else 1


def common_start(one: str, at: int, other: str, place: int, most: int) -> int:
    """How many characters from these places on are the same."""
    most = min(most, len(one) - at, len(other) - place)
    low = 0
    step = 16
    while low < most:
        step = min(step, most - low)
        if one[at + low : at + low + step] == other[place + low : place + low + step]:
            low, step = low + step, step * 2
        elif step == 1:
            break
        else:
            most, step = low + step - 1, max(1, step // 2)
    return low


def common_end(one: str, at: int, other: str, place: int, most: int) -> int:
    """How many characters up to these places are the same."""
    most = min(most, at, place)
    low = 0
    step = 16
    while low < most:
        step = min(step, most - low)
        if one[at - low - step : at - low] == other[place - low - step : place - low]:
            low, step = low + step, step * 2
        elif step == 1:
            break
        else:
            most, step = low + step - 1, max(1, step // 2)
    return low


def clearly_best(likeness: dict[int, float]) -> int | None:
    """The only place, or the one whose context leads; none if there are too many to tell."""
    if not likeness or len(likeness) > MOST_PLACES:
        return None
    ranked = sorted(likeness, key=lambda at: -likeness[at])
    leads = len(ranked) == 1 or likeness[ranked[0]] - likeness[ranked[1]] >= LEAD
    return ranked[0] if leads else None


def nearest_heading(plain: str, headings: Sequence[str], at: int) -> int | None:
    """The number of the last heading that begins at a place or before; the outline tells them in order."""
    found, place = None, 0
    for number, heading in enumerate(headings):
        line = _line_of(plain, heading, place)
        if line is None:
            continue
        if line > at:
            break
        found, place = number, line + len(heading)
    return found


def _line_of(plain: str, heading: str, place: int) -> int | None:
    """Where the next line begins that says no more than a heading."""
    at = plain.find(heading, place) if heading else -1
    while at >= 0:
        end = at + len(heading)
        if (not at or plain[at - 1] == "\n") and (end == len(plain) or plain[end] == "\n"):
            return at
        at = plain.find(heading, end)
    return None
