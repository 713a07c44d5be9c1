"""Where a text writes the destinations of its links and pictures; the same text with others in place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from wiki.text import tags
from wiki.text.fences import Code
from wiki.text.lines import read
from wiki.text.places import decode

Change = Callable[[str], "str | None"]

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
_INLINE = re.compile(r"\]\([ \t]*(?:\r\n|\n)?[ \t]*")
_ANGLED = re.compile(r"<((?:\\.|[^<>\\\r\n])*)>")
_DEFINED = re.compile(r"^(?:[ \t]*>)*[ \t]*\[(?:\\.|[^\[\]\\\r\n])+\]:[ \t]*", re.M)
_HTML = re.compile(r"""(?<=[\s"'])(?:href|src|srcset)[ \t]*=[ \t]*(?:"([^"<>]*)"|'([^'<>]*)')""", re.I)
_TAG = re.compile(r"\{%-?[^\r\n]*?%\}")
_NAMED = re.compile(r"""\b(?:url|page|src|spec)[ \t]*=[ \t]*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')""")
_BARE = re.compile(r"""\{%-?[ \t]*include[ \t]+(?:"([^"]*)"|'([^']*)')""")
_LONGEST = 4000  # characters of a destination


class Written(NamedTuple):
    """A destination: its span in the source, and what it says once it is read."""

    start: int
    end: int
    says: str


def find(source: str) -> list[Written]:
    """Every destination that a text writes, outside of code, in its order."""
    shown = _without_code(source)
    found = {*_inline(shown), *_defined(shown), *_in_html(shown), *_in_tags(shown)}
    kept: list[Written] = []
    for one in sorted(found):
        if one.start < one.end and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return kept


def rewrite(source: str, change: Change) -> str:
    """The text with each destination that `change` answers for written as it says, and nothing else touched.

    What it answers holds no blank, bracket or quote: it can stand wherever the former one stood.
    """
    parts, position = [], 0
    for one in find(source):
        new = change(one.says)
        if new is not None:
            parts += [source[position : one.start], new]
            position = one.end
    return "".join([*parts, source[position:]])


def _without_code(source: str) -> str:
    """The source with a blank for each character of code, so that what is left keeps its place."""
    lines = read(source)
    code = Code(lines.texts)
    shown = list(source)
    for index, text in enumerate(lines.texts):
        start = lines.starts[index]
        if code.holds(index, text):
            shown[start : start + len(text)] = " " * len(text)
    hidden = "".join(shown)
    return _CODE.sub(lambda found: re.sub(r"[^\r\n]", " ", found.group()), hidden)


def _inline(text: str) -> Iterator[Written]:
    for opening in _INLINE.finditer(text):
        yield from _at(text, opening.end())


def _defined(text: str) -> Iterator[Written]:
    for opening in _DEFINED.finditer(text):
        yield from _at(text, opening.end())


def _at(text: str, start: int) -> Iterator[Written]:
    """The destination that begins here, between angles or up to a blank or the closing bracket."""
    angled = _ANGLED.match(text, start)
    if angled:
        yield _read(text, *angled.span(1), escapes=True)
        return
    depth, at = 0, start
    while at < min(len(text), start + _LONGEST) and not text[at].isspace():
        if text[at] == "\\":
            at += 1
        depth += {"(": 1, ")": -1}.get(text[at : at + 1], 0) if text[at - 1 : at] != "\\" else 0
        if depth < 0:
            break
        at += 1
    yield _read(text, start, min(at, len(text)), escapes=True)


def _in_html(text: str) -> Iterator[Written]:
    for found in _HTML.finditer(text):
        start, end = found.span(1) if found[1] is not None else found.span(2)
        blank = text.find(" ", start, end)  # a set of sources names the width after the address
        is_set = found.group()[:6].lower() == "srcset" and blank > 0
        end = blank if is_set else end
        yield Written(start, end, html.unescape(text[start:end]))


def _in_tags(text: str) -> Iterator[Written]:
    for tag in _TAG.finditer(text):
        if tags.match(text, tag.start(), 0) is None:
            continue
        for pattern in (_NAMED, _BARE):
            for found in pattern.finditer(text, tag.start(), tag.end()):
                span = found.span(1) if found[1] is not None else found.span(2)
                yield _read(text, *span, escapes=pattern is _NAMED)


def _read(text: str, start: int, end: int, *, escapes: bool) -> Written:
    return Written(start, end, str(decode(text[start:end], escapes=escapes)))
