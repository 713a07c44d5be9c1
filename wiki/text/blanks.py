"""The blanks of French typography, put where a text is shown: its source and its words keep plain ones."""

from __future__ import annotations

import re

NARROW, WIDE = "\u202f", "\u00a0"
# One blank becomes another: nothing moves, and every place of the text stays what it was.
_BLANKS = tuple((f" {sign}", f"{NARROW}{sign}") for sign in ";!?") + (
    (" :", f"{WIDE}:"),
    (" »", f"{WIDE}»"),
    ("« ", f"«{WIDE}"),
)
# « 216 000 € », « 5 % », « n° 350431 »; tags are passed over, since their numbers are no prose.
_NUMBERS = re.compile(
    r"<[^<>]*>|(?<![\w,.])\d{1,3}(?: \d{3})+(?!\w)(?: (?:Md?€|[€%‰])(?!\w))?"
    r"|(?<=\d) (?:Md?€|[€%‰])(?!\w)|\bn° (?=\d)"
)
_IN_NUMBER = re.compile(r" (?=\d)")
# What is copied and run, or computed, is left as it is.
_AS_WRITTEN = re.compile(r'(<(pre|code|kbd)\b.*?</\2>|<span\b[^>]*data-gb="math".*?</span>)', re.S)


def french(html: str) -> str:
    """HTML, or a text, whose signs never begin a line and whose quotes never stand alone."""
    begin, parts = 0, []
    for kept in _AS_WRITTEN.finditer(html):
        parts += [_spaced(html[begin : kept.start()]), kept[0]]
        begin = kept.end()
    return "".join([*parts, _spaced(html[begin:])])


def _spaced(html: str) -> str:
    for plain, blank in _BLANKS:
        html = html.replace(plain, blank)
    return _NUMBERS.sub(_held, html)


def _held(found: re.Match[str]) -> str:
    said = found[0]
    if said.startswith("<"):
        return said
    if said.startswith("n°"):
        return f"n°{WIDE}"
    return _IN_NUMBER.sub(NARROW, said).replace(" ", WIDE)
