"""The engine's own rules of Markdown: markers, formulas, tasks, heading ids, bare addresses, bounds."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from wiki.text import addresses, limits
from wiki.text.lines import MARKER

_ITEM = re.compile(r"(?:[*+-]|\d{1,9}[.)])[ \t]")
_TASK = re.compile(r"\[([ xX])\](?:[ \t\n]+|$)")
_HEADING_ID = re.compile(r"\{#([\w.:-]+)\}")
_MATH = re.compile(r"\$\$(?!\s*\n)([^$\n]+)\$\$(?!\$)")
_SCHEME = re.compile(r"(?:https?|ftp)$", re.I)
_LETTERS = re.compile(r"[A-Za-z]*$")
_ADDRESS = re.compile(r"[^\s<]*")


def depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Never matches. Raises TooCostly where markdown-it would leave out what is nested too deep, and as
    soon as there are too many blocks."""
    if state.level >= limits.BLOCK_NESTING:
        raise limits.TooCostly("block nesting")
    if len(state.tokens) > limits.TOKENS:
        raise limits.TooCostly("tokens")
    return False


def marker(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that stands for a block tag."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(MARKER, first) or state.is_code_block(start):
        return False
    if silent:
        return True
    token = state.push("gb_marker", "", 0)
    token.content = state.src[first + 1 : state.eMarks[start]]
    token.map = [start, start + 1]
    state.line = start + 1
    return True


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula between two lines that hold `$$` alone."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", first) or state.is_code_block(start) or _line(state, start) != "$$":
        return False
    last = start + 1
    while last < end and not (state.sCount[last] < state.blkIndent and _line(state, last)):
        if _line(state, last) == "$$":
            break
        last += 1
    if last >= end or _line(state, last) != "$$":
        return False
    if silent:
        return True
    token = state.push("gb_math", "", 0)
    token.content = state.getLines(start + 1, last, state.blkIndent, False)
    token.map = [start, last + 1]
    state.line = last + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The text of a footnote; within another one it would tear it apart, and is ordinary text."""
    if not state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    if state.env.get("in_footnote"):
        if not footnote_def(state, start, end, True):
            return False
        return state.sCount[start] < state.blkIndent if silent else _as_paragraph(state, start)
    if silent:
        return footnote_def(state, start, end, True)
    state.env["in_footnote"] = True
    try:
        return footnote_def(state, start, end, silent)
    finally:
        state.env["in_footnote"] = False


def _as_paragraph(state: StateBlock, start: int) -> bool:
    """Let one line be a paragraph, whatever it looks like."""
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content = _line(state, start)
    inline.map = [start, start + 1]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = start + 1
    return True


def _holds_pipes(state: StateBlock) -> bool:
    """Whether there is anything in the whole text that a table could be made of; asked at every block."""
    if "pipes" not in state.env:
        state.env["pipes"] = "|" in state.src
    return bool(state.env["pipes"])


def table_in_item(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless its first line begins a list item that holds the rest of it."""
    if not _holds_pipes(state):
        return False
    first = state.bMarks[start] + state.tShift[start]
    deeper = start + 1 < end and state.sCount[start + 1] > state.sCount[start]
    if deeper and _ITEM.match(state.src, first):
        return False
    return table(state, start, end, silent)


def prepare(state: StateCore) -> None:
    """Before the paragraphs are read: tasks and heading ids are noted, what costs too much is set aside.

    Raises TooCostly when the paragraphs together cost too much.
    """
    item: Token | None = None
    heading: Token | None = None
    contents = []
    for token in state.tokens:
        if token.type == "inline":
            if item is not None:
                _note_task(item, token)
            if heading is not None:
                _note_id(heading, token)
            if limits.inline_is_costly(token.content):
                token.type = "gb_literal"
            else:
                contents.append(token.content)
        if token.type != "paragraph_open":
            item = token if token.type == "list_item_open" else None
        heading = token if token.type == "heading_open" else None
    limits.check_paragraphs(contents)


def _note_task(item: Token, inline: Token) -> None:
    task = _TASK.match(inline.content)
    if task:
        item.meta = {"task": task.group(1) != " "}
        inline.content = inline.content[task.end() :]


def _note_id(heading: Token, inline: Token) -> None:
    start = inline.content.rfind("{#") if inline.content.endswith("}") else -1
    found = _HEADING_ID.fullmatch(inline.content, start) if start >= 0 else None
    if found:
        heading.meta = {"id": found.group(1)}
        inline.content = inline.content[:start].rstrip()


def math_inline(state: StateInline, silent: bool) -> bool:
    """A formula between `$$` and `$$` in a line of text; a single `$` is an ordinary character."""
    if not state.src.startswith("$$", state.pos) or state.src[state.pos - 1 : state.pos] in ("$", "\\"):
        return False
    found = _MATH.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("gb_math_inline", "", 0)
        token.content = found.group(1)
    state.pos = found.end()
    return True


def bare_link(state: StateInline, silent: bool) -> bool:
    """`https://…` in a text is a link, as GFM reads it: it fires on `://` and looks back for the scheme.

    The characters are taken before emphasis sees them, so that `_` in an address stays.
    """
    if silent or state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = _LETTERS.search(state.pending[-6:])
    if not scheme or not _SCHEME.fullmatch(scheme.group()):
        return False
    domain_end = host_end(state.src, state.pos + 3, state.posMax)
    if domain_end == state.pos + 3:
        return False
    written = _ADDRESS.match(state.src, domain_end, state.posMax)
    end = addresses.trim(state.src, state.pos + 3, written.end() if written else domain_end)
    if end <= state.pos + 3:
        return False
    start = state.pos - len(scheme.group())
    state.pending = state.pending[: -len(scheme.group())]
    state.pos = start
    push_link(state, state.src[start:end])
    state.pos = end
    return True


def push_link(state: StateInline, address: str) -> None:
    """Add the tokens of a link whose text is its address."""
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": address}
    text = state.push("text", "", 0)
    text.content = address
    state.push("link_close", "a", -1)


def host_end(text: str, start: int, end: int) -> int:
    """Where the name of a host that begins at `start` ends; `start` if there is none.

    The last two parts of a name may not hold `_`, as in GFM.
    """
    position = start
    while position < end and (
        text[position].isalnum() or text[position] in "-_." or ord(text[position]) > 0x2FFF
    ):
        position += 1
    name = text[start:position].rstrip(".")
    if not name or not name[0].isalnum() or "_" in "".join(name.split(".")[-2:]):
        return start
    return position
