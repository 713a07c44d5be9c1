"""Texts whose encoding was broken on their way: recognised, and mended when asked."""

from __future__ import annotations

import re
from typing import Any

# A letter that was broken became two or more that no ASCII holds, the last of them perhaps a blank since.
_MAY_BE_BROKEN = re.compile(r"[^\x00-\x7f]{2}|[\x80-\x9f]|[ÃÂ√] ")
_LEFT_ALONE: dict[str, Any] = {  # what ftfy would mend besides
    "unescape_html": False,
    "remove_terminal_escapes": False,
    "fix_latin_ligatures": False,
    "fix_character_width": False,
    "uncurl_quotes": False,
    "fix_line_breaks": False,
    "fix_surrogates": False,
    "remove_control_chars": False,
    "normalization": None,
}


def mended(text: str) -> tuple[str, int]:
    """The text with its broken lines mended, and the number of the first of them; 0 when none is."""
    first = 0
    if not _MAY_BE_BROKEN.search(text):
        return text, first
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not _MAY_BE_BROKEN.search(line):
            continue
        whole = _whole(line)
        if whole != line:
            lines[number] = whole
            first = first or number + 1
    return "".join(lines), first


def _whole(line: str) -> str:
    import ftfy  # its tables weigh 2 MB in every worker, and few imports bring such a line
    from ftfy.badness import is_bad

    return ftfy.fix_text(line, **_LEFT_ALONE) if is_bad(line) else line
