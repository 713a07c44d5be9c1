"""What a text may cost before it is shown as it was written, escaped, with a notice.

The bounds were measured on 4,072 pages of thirteen real guides: each is several times what the
most demanding page needs. They hold any input of 256 KB under two seconds.
"""

from __future__ import annotations

import re

CHARACTERS = 256 * 1024
LINES = 20_000
TAGS = 4_000
TAGS_AT_LINE_END = 20
TAG_DEPTH = 20
HTML_DEPTH = 120
FOOTNOTES = 1_000
HEADINGS = 3_000
AMPERSANDS = 20_000
BRACKET_SQUARES = 2_000_000
MARKS = 20_000
TOKENS = 60_000
DESTINATIONS = 2 * CHARACTERS
ELEMENTS = 25_000
BLOCK_NESTING = 100
INCLUDE_DEPTH = 5
INCLUDED_CHARACTERS = 2 * CHARACTERS
HEADING_ID = 100

INLINE = {"[": 500, "<": 2_000, "*": 3_000, "_": 3_000, "~": 3_000, "`": 3_000, "&": 5_000, "\\": 5_000}


class TooCostly(Exception):
    """The text passes a bound of this module; `bound` names it."""

    def __init__(self, bound: str) -> None:
        super().__init__(bound)
        self.bound = bound


def check_source(source: str) -> None:
    """Raise TooCostly when the text as a whole is too large to be read."""
    if len(source) > CHARACTERS:
        raise TooCostly("characters")
    breaks = source.count("\n") + source.count("\r")
    if breaks > LINES and len(re.findall(r"\r\n?|\n", source)) > LINES:
        raise TooCostly("lines")
    if source.count("[^") > FOOTNOTES:
        raise TooCostly("footnotes")
    if source.count("&") > AMPERSANDS:
        raise TooCostly("ampersands")


def inline_is_costly(content: str) -> bool:
    """Whether one paragraph, heading or cell holds more marks than is ever written by hand."""
    if len(content) <= min(INLINE.values()):
        return False
    return any(content.count(mark) > most for mark, most in INLINE.items())


def check_paragraphs(contents: list[str]) -> None:
    """Raise TooCostly when the marks of all inline texts together would take too long to pair."""
    if sum(content.count("[") ** 2 for content in contents) > BRACKET_SQUARES:
        raise TooCostly("brackets")
    whole = "".join(contents)
    if sum(map(whole.count, INLINE)) > MARKS:
        raise TooCostly("marks")


def check_tokens(count: int, headings: int, destinations: int) -> None:
    """Raise TooCostly when the text falls into far more parts than any page that we have read, or when
    destinations written once and referred to often would be written out too many times (in characters)."""
    if count > TOKENS:
        raise TooCostly("tokens")
    if headings > HEADINGS:
        raise TooCostly("headings")
    if destinations > DESTINATIONS:
        raise TooCostly("destinations")
