"""Reads one block tag: `{% hint style="info" %}`, its name, its attributes, its lost quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wiki.text.places import decode, join, piece

# Tags that hold what follows up to their end tag.
CONTAINERS = frozenset(
    "hint tabs tab code stepper step columns column updates update prompt if code-tabs code-tabs-item "
    "api-method api-method-summary api-method-description api-method-spec api-method-request "
    "api-method-response api-method-parameter api-method-path-parameters api-method-query-parameters "
    "api-method-headers api-method-body-parameters api-method-form-data-parameters api-method-cookies "
    "api-method-response-example api-method-response-example-description "
    "swagger-description swagger-parameter swagger-response openapi-operation".split()
)
# Tags that stand alone, or hold a caption or fallback when an end tag follows.
MAYBE_CLOSED = frozenset(
    "embed file content-ref page-ref include openapi swagger openapi-schemas openapi-webhook "
    "@mermaid/diagram".split()
)
KNOWN = CONTAINERS | MAYBE_CLOSED

_OPENING = re.compile(r"\{%-?\s*([@A-Za-z][\w@/.-]*)")
_INSIDE = re.compile(
    r"""[^"'%{-]+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?P<end>-?%\})|(?P<wrong>["']|\{%)|."""
)
_PLAUSIBLE = re.compile(r"(?:end)?[a-z@][a-z@/-]*")
_ATTRIBUTE = re.compile(
    r"""([\w:.-]+)\s*=\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"']+)|"([^"]*)"|'([^']*)'|([^\s"'=]+)"""
)


@dataclass
class Tag:
    """A block tag as written on a line; `raw` and the values of `attributes` know their place.

    `bare` is the first value without a name (`{% include "a.md" %}`). `closed` tells whether an
    end tag answers it (or, of an end tag, whether it answers one); `last_line` is that end tag's.
    """

    name: str
    attributes: dict[str, str]
    raw: str
    line: int
    bare: str = ""
    closed: bool = False
    last_line: int = 0

    @property
    def base(self) -> str:
        """The name of the block that the tag opens or ends."""
        return self.name[3:] if self.is_end else self.name

    @property
    def is_end(self) -> bool:
        """Whether the tag ends a block."""
        return self.name.startswith("end") and self.name != "end"

    @property
    def is_known(self) -> bool:
        """Whether the block is one of GitBook's."""
        return self.base in KNOWN

    @property
    def is_plausible(self) -> bool:
        """Whether an unknown name looks like a block's, not like `{%s}` or `{% Set`."""
        return bool(_PLAUSIBLE.fullmatch(self.name))


def match(text: str, start: int, number: int) -> Tag | None:
    """The tag that begins at column `start` of a line, or None; `number` is the line's.

    A known tag that lost a quote and ends the line is read as if the quote closed at the tag's end.
    """
    opening = _OPENING.match(text, start)
    if not opening:
        return None
    end, inner_end = _strict_end(text, opening.end())
    if end < 0:
        end, inner_end = _loose_end(text, opening)
        if end < 0:
            return None
    attributes, bare = _attributes(piece(text, opening.end(), inner_end))
    return Tag(opening.group(1), attributes, piece(text, start, end), number, bare)


def _strict_end(line: str, position: int) -> tuple[int, int]:
    for inside in _INSIDE.finditer(line, position):
        if inside["end"]:
            return inside.end(), inside.start()
        if inside["wrong"]:
            break
    return -1, -1


def _loose_end(line: str, opening: re.Match[str]) -> tuple[int, int]:
    bare = line.rstrip()
    if opening.group(1) not in KNOWN or not bare.endswith("%}") or not line[opening.end()].isspace():
        return -1, -1
    inner_end = len(bare) - (3 if bare.endswith("-%}") else 2)
    return (len(bare), inner_end) if inner_end >= opening.end() else (-1, -1)


def _attributes(text: str) -> tuple[dict[str, str], str]:
    """Names and values written in a tag, and the first value that has no name."""
    if text.count('"') % 2:
        text = _close_quote(text)
    attributes: dict[str, str] = {}
    bare = ""
    for found in _ATTRIBUTE.finditer(text):
        if found.group(1) is None:
            bare = bare or piece(text, *found.span(found.lastindex or 0))
            continue
        start, end = found.span(2)
        if text[start] in "\"'":
            start, end = start + 1, end - 1
        attributes[found.group(1)] = decode(piece(text, start, end), escapes=True)
    return attributes, bare


def _close_quote(text: str) -> str:
    """The attributes with their last, lost quote closed at the end of the tag."""
    return join([piece(text, 0, len(text.rstrip())), '"'])
