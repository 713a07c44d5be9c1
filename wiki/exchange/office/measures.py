"""How wide words are in the letters of office files, and how many lines they take, nearly."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_MILLIMETRES = 25.4 / 72 / 1000  # of a thousandth of a point
_UNSURE = 0.04  # of a line: programs, screens and printers do not quite agree on where it ends
_PADDING, _BESIDE = 1.6, 3.0  # millimetres beside the words of a cell; with the edges of the widest kind
_BOLD = 1.1  # times as wide
# Thousandths of the height of the letters, as Arial and the typefaces of its measures have them.
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" !,./:;[]ftI", 278),
    **dict.fromkeys("()-r°", 333),
    **dict.fromkeys("ckJsvxyz", 500),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("&ABEKPSVXY", 667),
    **dict.fromkeys("wCDHNRU", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833),
    **dict.fromkeys("%œæ", 900),
    **dict.fromkeys("W@—…ŒÆ★☐☑", 1000),
}
_OTHER = 556


def width(words: str, points: float) -> float:
    """How many millimetres these words take on one line, in letters so many points high."""
    plain = (unicodedata.normalize("NFD", letter)[0] for letter in words)
    return sum(_WIDTHS.get(letter, _OTHER) for letter in plain) * points * _MILLIMETRES


def longest_word(said: Sequence[str], points: float) -> float:
    """How wide a column must be for no word of these cells to be broken."""
    words = (word for text in said for word in text.split())
    return max((width(word, points) for word in words), default=0.0) * _BOLD + _BESIDE


def is_unsure(text: str, column: float, points: float) -> bool:
    """Whether one program may need a line more than another for a text in a column of that width."""
    room = column - _PADDING
    return _lines(text, room * (1 - _UNSURE), points) != _lines(text, room * (1 + _UNSURE), points)


def _lines(text: str, room: float, points: float) -> int:
    space, lines, taken = width(" ", points), 1, 0.0
    for word in text.split(" "):
        wide = width(word, points)
        if taken and taken + space + wide > room:
            lines, taken = lines + 1, wide
        else:
            taken += wide + (space if taken else 0.0)
    return lines


def shared(wanted: Sequence[float], least: Sequence[float], room: float) -> list[int]:
    """Widths of columns in millimetres: what each wants, less where all do not fit, never below its least."""
    given = [max(one, low) for one, low in zip(wanted, least, strict=True)]
    over = sum(given) - room
    spare = sum(one - low for one, low in zip(given, least, strict=True))
    if over > 0 and spare > 0:
        part = min(1.0, over / spare)
        given = [one - (one - low) * part for one, low in zip(given, least, strict=True)]
    return [int(one) for one in given]
