"""What a word is: the one definition behind plain words, search, differences and credit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import snowballstemmer

# Letters and digits, joined by an apostrophe (l'eau), a hyphen (peut-être) or the invisible marks
# that text processors leave inside words.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_INVISIBLE}]+(?=[^\W_])|['’ʼ‑-](?=[^\W_])|[\u0300-\u036f])*")
INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_WOMEN = re.compile(r"trices?\Z")  # contributrice, contributeur
_UNFOLDED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "’": "'", "ʼ": "'", "‑": "-"})


class Token(NamedTuple):
    """A word and its place in the text it was read from, in code points."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text in order."""
    return [Token(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]


def begun(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text in order, each with the place where it begins."""
    return ((found.group(), found.start()) for found in _WORD.finditer(text))


def said(text: str) -> list[str]:
    """The words of a text in order, without their places."""
    return _WORD.findall(text)


def count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def fold(text: str) -> str:
    """The text in lower case, without accents, ligatures and invisible marks: for comparison only."""
    lowered = text.translate(INVISIBLE).lower().translate(_UNFOLDED)
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered).lower()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def stem(word: str) -> str:
    """The root of a French word in lower case: « financements », « financer » → « financ ».

    A stemmer keeps what it is at, so each word has its own: threads search at the same time.
    """
    feminine = _WOMEN.sub("teur", word)
    root: str = snowballstemmer.stemmer("french").stemWord(feminine)
    # Left as it came after a vowel, a plural would be another word than its singular: « élus ».
    plural = root == word and len(root) > 3 and root.endswith("s") and not root.endswith("ss")
    return root[:-1] if plural else root
