"""Follows where code begins and ends, line after line; mends what GitBook writes and Markdown misreads."""

from __future__ import annotations

import re
from bisect import bisect_right

from wiki.text import tags
from wiki.text.lines import NOTHING

# What may stand before a block on its line: quote marks, indentation, list marks.
PREFIX = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+)*")
QUOTE = re.compile(r"(?:[ \t]*>)*")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)", re.S)
_RAW_OPEN = re.compile(r" {0,3}<(pre|script|style)\b", re.I)
_RAW_CLOSE = re.compile(r"</(?:pre|script|style)>", re.I)
_EMPTY_ITEM = re.compile(r"([ \t]*)(?:[*+-]|\d{1,9}[.)])[ \t]*")
_EMPTY_ITEM_LINE = re.compile(r"^[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]*$", re.M)
_STRIKE = re.compile(r"(?<!~)~~~~(?!~)")
_STRIKE_FENCE_END = re.compile(r"\s*~~~~+\s*")
_LANGUAGE = re.compile(r"[\w+-]+\s*")
STRIKE_REACH = 400  # lines after which a fence of tildes counts as never closed


def match_prefix(text: str) -> str:
    """The marks of quotes, items and indentation at the head of a line."""
    found = PREFIX.match(text)
    return found.group() if found else ""


def match_quote(text: str) -> str:
    """The quote marks at the head of a line."""
    found = QUOTE.match(text)
    return found.group() if found else ""


def indent(text: str) -> int:
    wide = text.expandtabs(4)
    return len(wide) - len(wide.lstrip())


class Code:
    """Follows, line after line, whether the text is inside a fence, raw `<pre>` or a formula."""

    def __init__(self, texts: list[str]) -> None:
        self._fence = ""
        self._column = 0
        self.was_left_open = False
        self._until: re.Pattern[str] | str = ""
        self._texts = texts
        self._last_formula = max(
            (i for i, text in enumerate(texts) if text.strip().endswith("$$")), default=-1
        )

    @property
    def is_open(self) -> bool:
        """Whether code that began on a line before goes on."""
        return bool(self._fence or self._until)

    def holds(self, index: int, text: str) -> bool:
        """Whether the line belongs to code, the lines that open and close it included."""
        if self._fence:
            return self._close_fence(text)
        if self._until:
            closed = text.strip().endswith("$$") if self._until == "$$" else _RAW_CLOSE.search(text)
            if closed:
                self._until = ""
            return True
        return self._opens(index, text)

    def _close_fence(self, text: str) -> bool:
        """Whether the line is still of the fence, its last line included."""
        bare = text[len(match_quote(text)) :].strip()
        if bare and bare == self._fence[0] * len(bare) and len(bare) >= len(self._fence):
            self._fence = ""
        elif bare.startswith("{% end") and indent(text) < self._column and tags.match(bare, 0, 0):
            self._fence = ""  # a fence that a list item left open ends with the item
            self.was_left_open = True
            return False
        return True

    def _opens(self, index: int, text: str) -> bool:
        prefix = match_prefix(text)
        fence = _FENCE.match(text, len(prefix))
        if fence and not (fence.group(1)[0] == "`" and "`" in fence.group(2)):
            self._fence = fence.group(1)
            self._column = len(prefix.expandtabs(4))
            return True
        if text.strip() == "$$" and index < self._last_formula:
            self._until = "$$"
            return True
        if _RAW_OPEN.match(text) and not _RAW_CLOSE.search(text):
            self._until = _RAW_CLOSE
            return True
        return False


def mend(texts: list[str]) -> None:
    """Two things that GitBook writes and CommonMark misreads, without moving a character.

    `~~~~` at the start of a line is empty struck text unless it opens a fence that is closed; a list
    mark alone on its line holds the deeper lines after the next blank line.
    """
    whole = "\n".join(texts)
    if "~~~~" in whole:
        _strike(texts)
    if _EMPTY_ITEM_LINE.search(whole):
        _fill_items(texts)


def _fill_items(texts: list[str]) -> None:
    code = Code(texts)
    for index, text in enumerate(texts):
        item = _EMPTY_ITEM.fullmatch(text)
        if code.holds(index, text) or not item or index + 2 >= len(texts) or texts[index + 1].strip():
            continue
        below = texts[index + 2]
        if below.strip() and indent(below) > len(item.group(1).expandtabs(4)) + 1:
            texts[index] = text.rstrip() + " " + NOTHING


def _strike(texts: list[str]) -> None:
    ends = [index for index, text in enumerate(texts) if _STRIKE_FENCE_END.fullmatch(text)]
    is_open = False
    for index, text in enumerate(texts):
        if is_open:
            is_open = not _STRIKE_FENCE_END.fullmatch(text)
            continue
        start = len(match_prefix(text))
        if "~~~~" not in text or not _STRIKE.match(text, start):
            continue
        following = bisect_right(ends, index)
        closed = following < len(ends) and ends[following] < index + STRIKE_REACH
        if _opens_fence(text[:start], text[start + 4 :], closed):
            is_open = closed
        else:
            texts[index] = text[:start] + _STRIKE.sub(NOTHING * 4, text[start:])


def _opens_fence(before: str, after: str, closed: bool) -> bool:
    """Whether `~~~~` between these is a fence."""
    empty_item = not after.strip() and before.rstrip()[-1:] in ("*", "+", "-")
    return "~~" not in after and not empty_item and (closed or bool(_LANGUAGE.fullmatch(after)))
