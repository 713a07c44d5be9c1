"""Colours code by classes, never by styles; what is long or of no known language stays plain."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

from wiki.text.drawing import make
from wiki.text.places import piece
from wiki.text.tree import noted

# Pygments' rules look ahead to the end of a line, or over blanks: within these bounds (characters,
# lines, blanks in a row) the slowest of ours takes half a second on hostile text.
LONGEST = 8_000
LONGEST_LINE = 1_000
MOST_LINES = 1_000
_BLANKS = re.compile(r"\s{60}")
LONGEST_PAGE = 24_000

# Languages of the guides that we have read, but for those whose lexer is quadratic or worse on short
# lines (console, csharp, java, perl): they are shown without colours.
LANGUAGES = frozenset(
    "bash c cpp css diff docker dockerfile go graphql html http ini "
    "javascript js json jsx kotlin lua makefile nginx php powershell properties python "
    "py r ruby rust sh shell sql swift toml ts tsx typescript xml yaml yml zsh".split()
)
_NAME = re.compile(r"[\w.+#-]{1,30}")

# How people write the names of languages; others are not told.
NAMES = {
    name.lower(): name
    for name in "Bash C CSS Diff Docker Go GraphQL HTML HTTP INI Java JavaScript JSON JSX Kotlin Lua "
    "Makefile Markdown Mermaid Nginx Perl PHP PowerShell Python R Ruby Rust SQL Swift TOML TSX TypeScript "
    "XML YAML".split()
} | {
    "c#": "C#",
    "c++": "C++",
    "console": "Console",
    "cpp": "C++",
    "csharp": "C#",
    "dockerfile": "Docker",
    "js": "JavaScript",
    "md": "Markdown",
    "properties": "INI",
    "py": "Python",
    "sh": "Shell",
    "shell": "Shell",
    "ts": "TypeScript",
    "yml": "YAML",
    "zsh": "Zsh",
}


def draw(root: Element) -> None:
    """Give each block of code its language and its colours."""
    left = LONGEST_PAGE
    for pre in root.iter("pre"):
        code = pre[0] if len(pre) == 1 and pre[0].tag == "code" else None
        if code is None:
            continue
        language = noted(code).pop("#language", "").lower()
        if _NAME.fullmatch(language):
            code.set("class", f"language-{language}")
        if language in NAMES:
            pre.set("data-language", NAMES[language])
        text = code.text or ""
        if language in LANGUAGES and not len(code) and len(text) <= left and _is_moderate(text):
            left -= len(text)
            _colour(code, text, language)


def _is_moderate(text: str) -> bool:
    """Whether the code is of a size that people write."""
    lines = text.split("\n") if len(text) <= LONGEST else []
    return 0 < len(lines) <= MOST_LINES and max(map(len, lines)) <= LONGEST_LINE and not _BLANKS.search(text)


def _colour(code: Element, text: str, language: str) -> None:
    code.text = None
    last: Element | None = None
    for start, end, name in spans(str(text), language):
        part = piece(text, start, end)
        if name:
            last = make("span", {"class": name}, part)
            code.append(last)
        elif last is None:
            code.text = part
        else:
            last.tail = part


def _class_of(kind: _TokenType | None) -> str:
    """Pygments' class for a kind of token, or for the kind that it is a case of."""
    while kind is not None and kind not in STANDARD_TYPES:
        kind = kind.parent
    return STANDARD_TYPES[kind] if kind is not None else ""


@lru_cache(maxsize=512)
def spans(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """Stretches of the code and the class of each, empty for plain; together they are the whole code."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ((0, len(text), ""),)
    found: list[tuple[int, int, str]] = []
    position = 0
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        name = _class_of(kind)
        end = start + len(value)
        if start != position or not value:
            continue
        if found and (found[-1][2] == name or not value.strip()):
            found[-1] = (found[-1][0], end, found[-1][2])
        else:
            found.append((start, end, "" if not value.strip() else name))
        position = end
    if position < len(text):
        found.append((position, len(text), ""))
    return tuple(found)
