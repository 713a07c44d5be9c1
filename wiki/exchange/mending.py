"""Texts whose encoding was broken on their way: recognised, and mended when asked."""

from __future__ import annotations

import ftfy
from ftfy.badness import is_bad

_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)


def mended(text: str) -> tuple[str, int]:
    """The text with its broken lines mended, and the number of the first of them; 0 when none is."""
    first = 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if line.isascii() or not is_bad(line):
            continue
        whole = ftfy.fix_text(line, _CONFIG)
        if whole != line:
            lines[number] = whole
            first = first or number + 1
    return "".join(lines), first
