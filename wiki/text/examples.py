"""An example added to the source of a page, at the end of the part that gathers them."""

from __future__ import annotations

import re
from typing import NamedTuple

from wiki.text.fences import Code

HEADINGS = {"fr": "Exemples", "en": "Examples"}
_NAMES = re.compile(r"(?i)(?:exemples?|examples?|retours? d[’']expériences?)\b")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_MARKS = re.compile(r"[\\`*_\[\]<>&!{}$:~^=|#]")  # what Markdown, or GitBook, would read otherwise


class Example(NamedTuple):
    """What somebody did: where, what came out of it, and where the whole of it is read."""

    title: str
    place: str
    said: str
    address: str


def add(source: str, example: Example, lang: str) -> str:
    """The source with one more example, after all others; a part of its own is opened where there is none.

    All that was written stays as it is, in its order: lines are only added.
    """
    lines = source.split("\n")
    found = _part(lines)
    line = drawn(example, lang)
    if found is None:
        body = source.rstrip("\n")
        heading = HEADINGS.get(lang[:2], HEADINGS["en"])
        tail = source[len(body) :] or "\n"
        return f"{body}\n\n## {heading}\n\n{line}{tail}" if body else f"## {heading}\n\n{line}{tail}"
    end = found
    while lines[end - 1].strip() == "":
        end -= 1
    is_list = re.match(r"[*-] ", lines[end - 1]) is not None
    return "\n".join([*lines[:end], *([] if is_list else [""]), line, *lines[end:]])


def drawn(example: Example, lang: str) -> str:
    """One item of a list."""
    title, place, said = (escaped(text) for text in (example.title, example.place, example.said))
    colon = "\u00a0:" if lang[:2] == "fr" else ":"
    end = f"{colon} {said}" if said else "."
    return f"* [{title}]({example.address}), {place}{end}"


def escaped(text: str) -> str:
    """Words on one line that no Markdown is read in."""
    return _MARKS.sub(lambda mark: "\\" + mark.group(), " ".join(text.split()))


def _part(lines: list[str]) -> int | None:
    """Where the first part that is called so ends: before the next heading that is as high."""
    depth, code = 0, Code(lines)
    for number, line in enumerate(lines):
        heading = None if code.holds(number, line) else _HEADING.fullmatch(line.rstrip())
        if heading is None:
            continue
        level = len(heading.group(1))
        if depth and level <= depth:
            return number
        if not depth and level > 1 and _NAMES.match(heading.group(2)):
            depth = level
    return len(lines) if depth else None
