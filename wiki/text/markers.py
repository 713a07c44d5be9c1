"""Puts each block tag on a line of its own, as a marker that Markdown leaves alone.

`{% hint %}` becomes a line holding a private character and the number of its tag, with blank lines
around it and the indentation of the place where it was written; its end tag takes the place of the
opening one, so that both stand in the same list item or quote. Tags are looked for only where
GitBook does: at the start of a line, outside code and formulas, and end tags at the end of a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from wiki.text import limits, tags
from wiki.text.lines import MARKER, NOTHING, Lines
from wiki.text.places import start_of
from wiki.text.tags import Tag

_PREFIX = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+)*")
_QUOTE = re.compile(r"(?:[ \t]*>)*")
_LIST_MARK = re.compile(r"[*+-]|\d{1,9}[.)]")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)", re.S)
_RAW_OPEN = re.compile(r" {0,3}<(pre|script|style)\b", re.I)
_RAW_CLOSE = re.compile(r"</(?:pre|script|style)>", re.I)
_TAIL = re.compile(r"\{%-?\s*end[@\w/-]+\s*-?%\}\s*\Z")
_EMPTY_ITEM = re.compile(r"([ \t]*)(?:[*+-]|\d{1,9}[.)])[ \t]*")
_EMPTY_ITEM_LINE = re.compile(r"^[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]*$", re.M)
_STRIKE = re.compile(r"(?<!~)~~~~(?!~)")
_STRIKE_FENCE_END = re.compile(r"\s*~~~~+\s*")
_BLANKS = re.compile(r"\s*")
_LANGUAGE = re.compile(r"\s*[\w+-]+\s*")


@dataclass
class _Written:
    """One line to hand over: an author's text, or a tag that will become a marker."""

    prefix: str
    text: str = ""
    index: int = 0
    column: int | None = 0
    tag: Tag | None = None


def mark(lines: Lines) -> tuple[Lines, list[Tag], list[Tag]]:
    """Lines ready for Markdown, the tags that their markers number, and end tags that end nothing.

    Raises TooCostly past the bounds on tags.
    """
    whole = "\n".join(lines.texts)
    if "~~~~" in whole or _EMPTY_ITEM_LINE.search(whole):
        _mend_stars_and_strikes(lines.texts)
    if "{%" not in whole:
        return lines, [], []
    written = list(_lex(lines))
    _pair([item.tag for item in written if item.tag])
    return _lay_out(lines, written)


def _indent(text: str) -> int:
    wide = text.expandtabs(4)
    return len(wide) - len(wide.lstrip())


class _Code:
    """Follows, line after line, whether the text is inside a fence, raw `<pre>` or a formula."""

    def __init__(self, texts: list[str]) -> None:
        self._fence = ""
        self._column = 0
        self._until: re.Pattern[str] | str = ""
        self._texts = texts
        self._last_formula = max(
            (i for i, text in enumerate(texts) if text.strip().endswith("$$")), default=-1
        )

    def holds(self, index: int, text: str) -> bool:
        """Whether the line belongs to code, the lines that open and close it included."""
        if self._fence:
            self._close_fence(text)
            return True
        if self._until:
            closed = text.strip().endswith("$$") if self._until == "$$" else _RAW_CLOSE.search(text)
            if closed:
                self._until = ""
            return True
        return self._opens(index, text)

    def _close_fence(self, text: str) -> None:
        bare = text[_QUOTE.match(text).end() :].strip()  # type: ignore[union-attr]
        if bare and bare == self._fence[0] * len(bare) and len(bare) >= len(self._fence):
            self._fence = ""
        elif bare.startswith("{% end") and _indent(text) < self._column and tags.match(bare, 0, 0, None):
            self._fence = ""  # a fence that a list item left open ends with the item

    def _opens(self, index: int, text: str) -> bool:
        if "```" not in text and "~~~" not in text and "$$" not in text and "<" not in text:
            return False
        prefix = _PREFIX.match(text)
        assert prefix
        fence = _FENCE.match(text, prefix.end())
        if fence and not (fence.group(1)[0] == "`" and "`" in fence.group(2)):
            self._fence = fence.group(1)
            self._column = len(text[: prefix.end()].expandtabs(4))
            return True
        if text.strip() == "$$" and index < self._last_formula:
            self._until = "$$"
            return True
        if _RAW_OPEN.match(text) and not _RAW_CLOSE.search(text):
            self._until = _RAW_CLOSE
            return True
        return False


def _mend_stars_and_strikes(texts: list[str]) -> None:
    """Two things that GitBook writes and CommonMark misreads, without moving a character.

    `~~~~` at the start of a line is empty struck text, not a fence; a list mark alone on its line
    holds the deeper lines after the next blank line.
    """
    ends = [index for index, text in enumerate(texts) if _STRIKE_FENCE_END.fullmatch(text)]
    for index, text in enumerate(texts):
        if "~~~~" in text:
            following = bisect_right(ends, index)
            closed = following < len(ends) and ends[following] < index + 400
            texts[index] = _without_strike(text, closed)
    code = _Code(texts)
    for index, text in enumerate(texts):
        item = _EMPTY_ITEM.fullmatch(text)
        if code.holds(index, text) or not item or index + 2 >= len(texts) or texts[index + 1].strip():
            continue
        below = texts[index + 2]
        if below.strip() and _indent(below) > len(item.group(1).expandtabs(4)) + 1:
            texts[index] = text.rstrip() + " " + NOTHING


def _without_strike(text: str, closed: bool) -> str:
    start = _PREFIX.match(text).end()  # type: ignore[union-attr]
    if not _STRIKE.match(text, start):
        return text
    after = text[start + 4 :]
    empty_item = not after.strip() and text[:start].rstrip()[-1:] in ("*", "+", "-")
    if "~~" in after or empty_item or not (closed or _LANGUAGE.fullmatch(after)):
        return text[:start] + _STRIKE.sub(NOTHING * 4, text[start:])
    return text


def _lex(lines: Lines) -> Iterator[_Written]:
    code = _Code(lines.texts)
    for index, text in enumerate(lines.texts):
        if code.holds(index, text) or "{%" not in text:
            yield _Written("", text, index)
        else:
            yield from _lex_line(lines, index, text)


def _lex_line(lines: Lines, index: int, text: str) -> Iterator[_Written]:
    number, origin = lines.numbers[index] or 0, lines.origins[index]
    start = _PREFIX.match(text).end()  # type: ignore[union-attr]
    found: list[Tag] = []
    position = start
    while text.startswith("{%", position):
        tag = tags.match(text, position, number, origin)
        if not tag or not (tag.is_known or found or tag.is_plausible):
            break
        found.append(tag)
        position = _BLANKS.match(text, position + len(tag.raw)).end()  # type: ignore[union-attr]
    prefix = text[:start]
    for tag in found:
        yield _Written(prefix, index=index, tag=tag)
        prefix = _blank(prefix)
    if position < len(text) or not found:
        yield from _lex_tail(lines, index, prefix if found else "", position if found else 0)


def _lex_tail(lines: Lines, index: int, prefix: str, column: int) -> Iterator[_Written]:
    """The end of a line from `column`: text, then the end tags that close the line."""
    text = lines.texts[index]
    end = len(text)
    found: list[Tag] = []
    while len(found) <= limits.TAGS_AT_LINE_END:
        begin = text.rfind("{%", column, end)
        if begin < 0 or not _TAIL.match(text[begin:end]) or text.count("`", column, begin) % 2:
            break
        tag = tags.match(text, begin, lines.numbers[index] or 0, lines.origins[index])
        if not tag or not tag.is_known:
            break
        found.insert(0, tag)
        end = column + len(text[column:begin].rstrip())
    if end > column or not found:
        yield _Written(prefix, text[column:end], index, column)
    indent = prefix or text[: len(text) - len(text.lstrip())]
    for tag in found:
        yield _Written(_blank(indent), index=index, tag=tag)


def _blank(prefix: str) -> str:
    """A prefix of the same width whose list marks are blanks: the line belongs to the same item."""
    return _LIST_MARK.sub(lambda mark: " " * len(mark.group()), prefix)


def _pair(found: list[Tag]) -> None:
    """Tell each tag whether it is closed; the last opening tag of the same name answers an end tag."""
    if len(found) > limits.TAGS:
        raise limits.TooCostly("tags")
    opened: list[Tag] = []
    for tag in found:
        if not tag.is_end:
            opened.append(tag)
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth].name == tag.base:
                opened[depth].closed = tag.closed = True
                opened[depth].last_line = tag.line
                del opened[depth:]
                break


def _lay_out(lines: Lines, written: list[_Written]) -> tuple[Lines, list[Tag], list[Tag]]:
    """Markers in the place of tags, blank lines around them; an end tag that ends nothing goes."""
    out = Lines([], [], [], lines.starts)
    found: list[Tag] = []
    orphans: list[Tag] = []
    stack: list[tuple[Tag, str]] = []
    for item in written:
        tag = item.tag
        if tag is None:
            _put(out, lines, item)
        elif tag.is_end and (tag.is_known or tag.closed):
            if tag.closed and any(opener.name == tag.base for opener, _ in stack):
                _put_marker(out, found, tag, _blank(_close(stack, tag.base)))
            else:
                orphans.append(tag)
        elif not tag.is_known and not tag.closed:
            _put_literal(out, lines, item)
        else:
            _put_marker(out, found, tag, item.prefix)
            if tag.base in tags.CONTAINERS or tag.closed:
                stack.append((tag, item.prefix))
                if len(stack) > limits.TAG_DEPTH:
                    raise limits.TooCostly("tag depth")
    return out, found, orphans


def _close(stack: list[tuple[Tag, str]], name: str) -> str:
    while True:
        tag, prefix = stack.pop()
        if tag.name == name:
            return prefix


def _put(out: Lines, lines: Lines, item: _Written) -> None:
    """A line of the author, its first column moved to where its prefix leaves it."""
    origin = lines.origins[item.index]
    column = item.column or 0
    out.texts.append(item.prefix + item.text)
    out.origins.append(None if origin is None else origin + column - len(item.prefix))
    out.numbers.append(lines.numbers[item.index])


def _put_marker(out: Lines, found: list[Tag], tag: Tag, prefix: str) -> None:
    quote = _QUOTE.match(prefix).group()  # type: ignore[union-attr]
    for text in (quote, f"{prefix}{MARKER}{len(found)}", quote):
        out.texts.append(text)
        out.origins.append(None)
        out.numbers.append(None)
    found.append(tag)


def _put_literal(out: Lines, lines: Lines, item: _Written) -> None:
    """An unknown tag without end: its text stays where it was written."""
    assert item.tag
    origin = start_of(item.tag.raw)
    out.texts.append(item.prefix + item.tag.raw)
    out.origins.append(None if origin is None else origin - len(item.prefix))
    out.numbers.append(lines.numbers[item.index])
