"""A text cut into the smallest parts that a difference may touch: words, addresses, signs, blanks."""

from __future__ import annotations

import re

from wiki.text.words import INVISIBLE

_HIDDEN = "".join(map(chr, INVISIBLE))
# An address, the destination of a link and a word with signs inside (l'eau, 1.5, a@b.fr) stay whole: finer
# parts would mix two edits of one address into a third that nobody wrote. Nothing runs over a line's end.
_LEXEME = re.compile(
    rf"""
      \n
    | [^\S\n]+
    | https?://[^\s<>()\[\]"'`|*]*[^\s<>()\[\]"'`|*.,;:!?…]
    | \]\([^()\s]*\)
    | [^\W_](?:[^\W_]|[{_HIDDEN}]+(?=[^\W_])|['’ʼ‑./@-](?=[^\W_])|[\u0300-\u036f])*
    | .
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(r"[^\W_]")


def cut(text: str) -> list[str]:
    """The parts of a text in order; joined, they are the text."""
    return _LEXEME.findall(text)


def weight(lexeme: str) -> int:
    """How much a part says: the letters of a word, nothing for signs and blanks."""
    return len(lexeme) if _LETTERS.search(lexeme) else 0
