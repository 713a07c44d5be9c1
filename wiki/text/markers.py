"""Puts each block tag on a line of its own, as a marker that Markdown leaves alone.

`{% hint %}` becomes a line holding a private character and the number of its tag, with blank lines
around it and the indentation of the place where it was written; its end tag takes the place of the
opening one, so that both stand in the same list item or quote. Tags are looked for only where
GitBook does: at the start of a line, outside code and formulas, and end tags at the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wiki.text import limits, tags
from wiki.text.fences import Code, match_prefix, match_quote, mend
from wiki.text.lines import MARKER, Lines
from wiki.text.places import Placed, join
from wiki.text.tags import Tag

LONGEST_TAG = 200  # lines that the attributes of one tag may run over
_LIST_MARK = re.compile(r"[*+-]|\d{1,9}[.)]")
_NOTABLE = re.compile(r"\{%|```|~~~|\$\$|<")  # what may begin or end code or be a tag
_TAIL = re.compile(r"\{%-?\s*end[@\w/-]+\s*-?%\}\s*\Z")
_BLANKS = re.compile(r"\s*")


@dataclass
class _Written:
    """A stretch of one line to hand over: the author's text from `column`, or a tag to be marked.

    `own_place` is set where an end tag also ends a fence that was left open: it then stays where it
    was written, because the place of its opening tag is inside the fence.
    """

    prefix: str
    index: int
    column: int
    text: str = ""
    tag: Tag | None = None
    own_place: bool = False

    @property
    def end(self) -> int:
        """The column after what was written."""
        return self.column + len(self.tag.raw if self.tag else self.text)


def mark(lines: Lines) -> tuple[Lines, list[Tag], list[Tag]]:
    """Lines ready for Markdown, the tags that their markers number, and end tags that end nothing.

    Raises TooCostly past the bounds on tags.
    """
    mend(lines.texts)
    if not any("{%" in text for text in lines.texts):
        return lines, [], []
    written = list(_lex(lines))
    _pair([item.tag for item in written if item.tag])
    return _Layout(lines).lay_out(written)


def _lex(lines: Lines) -> Iterator[_Written]:
    code = Code(lines.texts)
    skipped = 0  # lines that the attributes of a tag have used
    for index, text in enumerate(lines.texts):
        if skipped:
            skipped -= 1
        elif not code.is_open and not _NOTABLE.search(text) or code.holds(index, text) or "{%" not in text:
            yield _Written("", index, 0, text)
        elif tag := _long_tag(lines, index):
            yield _Written(match_prefix(text), index, len(match_prefix(text)), tag=tag)
            skipped = tag.raw.count("\n")
        else:
            yield from _lex_line(lines, index, own_place=code.was_left_open)
            code.was_left_open = False


def _line(lines: Lines, index: int) -> str:
    origin = lines.origins[index]
    return lines.texts[index] if origin is None else Placed.at(lines.texts[index], origin)


def _long_tag(lines: Lines, index: int) -> Tag | None:
    """A tag of an integration (`{% @mermaid/diagram content="…" %}`) whose attributes run over lines."""
    start = len(match_prefix(lines.texts[index]))
    if not lines.texts[index].startswith("{% @", start) or "%}" in lines.texts[index]:
        return None
    for last in range(index + 1, min(index + LONGEST_TAG, len(lines.texts))):
        if "%}" in lines.texts[last]:
            parts = [part for line in range(index, last + 1) for part in ("\n", _line(lines, line))]
            tag = tags.match(join(parts[1:]), start, lines.numbers[index] or 0)
            if tag and tag.is_known:
                tag.last_line = lines.numbers[last] or 0
                return tag
    return None


def _lex_line(lines: Lines, index: int, *, own_place: bool) -> Iterator[_Written]:
    text = _line(lines, index)
    prefix = match_prefix(text)
    position = len(prefix)
    found = False
    while text.startswith("{%", position):
        tag = tags.match(text, position, lines.numbers[index] or 0)
        if not tag or not (tag.is_known or found or tag.is_plausible):
            break
        yield _Written(prefix, index, position, tag=tag, own_place=own_place)
        found = True
        prefix = _blank(prefix)
        position = _blanks_end(text, position + len(tag.raw))
    if not found:
        yield from _lex_tail(lines, index, "", 0)
    elif position < len(text):
        yield from _lex_tail(lines, index, prefix, position)


def _lex_tail(lines: Lines, index: int, prefix: str, column: int) -> Iterator[_Written]:
    """The end of a line from `column`: text, then the end tags that close the line."""
    text = _line(lines, index)
    end = len(text)
    found: list[_Written] = []
    indent = _blank(prefix or text[: len(text) - len(text.lstrip())])
    while len(found) < limits.TAGS_AT_LINE_END:
        begin = text.rfind("{%", column, end)
        if begin < 0 or not _TAIL.match(text[begin:end]) or text.count("`", column, begin) % 2:
            break
        tag = tags.match(text, begin, lines.numbers[index] or 0)
        if not tag or not tag.is_known:
            break
        found.insert(0, _Written(indent, index, begin, tag=tag))
        end = column + len(text[column:begin].rstrip())
    if end > column or not found:
        yield _Written(prefix, index, column, text[column:end])
    yield from found


def _blanks_end(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


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


class _Layout:
    """Puts markers in the place of tags, with blank lines around them."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._out = Lines([], [], [], lines.starts)
        self._marked: list[Tag] = []
        self._orphans: list[Tag] = []
        self._open: list[tuple[Tag, str]] = []
        self._literal: _Written | None = None  # the last thing laid out, if it was a tag shown as text

    def lay_out(self, written: list[_Written]) -> tuple[Lines, list[Tag], list[Tag]]:
        """The lines, the tags in the order of their markers, and the end tags that end nothing."""
        for item in written:
            tag = item.tag
            if tag is None and self._literal is None and not item.prefix and not item.column:
                self._keep(item.index, item.text)
                continue
            if tag is None or not (tag.is_known or tag.closed):
                self._put(item)
                continue
            self._literal = None
            if tag.is_end:
                self._close(item, tag)
            else:
                self._put_marker(tag, item.prefix)
                if tag.base in tags.CONTAINERS or tag.closed:
                    self._open.append((tag, item.prefix))
            if len(self._open) > limits.TAG_DEPTH:
                raise limits.TooCostly("tag depth")
        return self._out, self._marked, self._orphans

    def _close(self, item: _Written, tag: Tag) -> None:
        """An end tag stands where its opening tag stood; one that ends nothing goes."""
        if not tag.closed or not any(opener.name == tag.base for opener, _ in self._open):
            self._orphans.append(tag)
            return
        while True:
            opener, prefix = self._open.pop()
            if opener.name == tag.base:
                break
        self._put_marker(tag, _blank(item.prefix if item.own_place else prefix))

    def _keep(self, index: int, text: str) -> None:
        """A line as it was written, or the head of it."""
        self._out.texts.append(text)
        self._out.origins.append(self._lines.origins[index])
        self._out.numbers.append(self._lines.numbers[index])

    def _put(self, item: _Written) -> None:
        """A line of the author; what follows a tag that is shown as text stays on the tag's line."""
        before = self._literal
        if before is not None and before.index == item.index:
            text = self._lines.texts[item.index][before.column : item.end]
            self._out.texts[-1] = before.prefix + text
            return
        self._literal = item if item.tag else None
        text = str(item.tag.raw) if item.tag else item.text
        origin = self._lines.origins[item.index]
        self._out.texts.append(item.prefix + text)
        self._out.origins.append(None if origin is None else origin + item.column - len(item.prefix))
        self._out.numbers.append(self._lines.numbers[item.index])

    def _put_marker(self, tag: Tag, prefix: str) -> None:
        quote = match_quote(prefix)
        for text, number in (
            (quote, None),
            (f"{prefix}{MARKER}{len(self._marked)}", tag.line or None),
            (quote, None),
        ):
            self._out.texts.append(text)
            self._out.origins.append(None)
            self._out.numbers.append(number)
        self._marked.append(tag)
