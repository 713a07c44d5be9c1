"""What search makes of a text: the parts of its words, each with its forms and stems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from wiki.text.words import INVISIBLE, begun, fold, stem

LONGEST = 40  # characters of a form: what is longer is no word that people look for
_USUAL_LENGTH = 60  # of a word worth remembering
# How often a stem is said, against a page of this many words: the k and b of Okapi BM25, its mean settled.
_USUAL, _FLAT, _SLOPE = 600, 1.2, 0.7
_OFTEN, _SEVERAL = 1.5, 0.8

_APOSTROPHE, _HYPHEN = re.compile("['’ʼ]"), re.compile("[‑-]")
# Words that bind others: they are looked for within a phrase, or when nothing else is asked.
_BINDING = frozenset(
    """
    a afin ai ainsi au aucun aucune aujourd aussi autre autres aux avec avoir c ca ce ceci cela celle celles
    celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des donc dont du elle elles en
    entre es est et etaient etait etant ete etre eu eux faire fait font hui ici il ils j je jusqu l la le les
    leur leurs lors lorsqu lui m ma mais me meme memes mes moi mon n ne ni nos notre nous on ont or ou par
    parce pas peu peut peuvent plus pour pourquoi puis puisqu qu quand que quel quelle quelles quels qui quoi
    s sa sans se selon ses si soi soit son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu
    un une va vers vos votre vous y
    an and are as at be by for from how in is it of on or that the this to was what when where which who with
    """.split()
)


class Part(NamedTuple):
    """One part of a word, « eau » of « l’eau », and its place in the text, in code points."""

    form: str
    stems: tuple[str, ...]
    start: int
    end: int


def parts(text: str) -> Iterator[Part]:
    """The parts of a text's words in order."""
    for word, begin in begun(text):
        for form, stems, start, end in of_word(word):
            yield Part(form, stems, begin + start, begin + end)


def of_word(word: str) -> tuple[Part, ...]:
    """The parts of one word, and their places in it."""
    return _known(word) if len(word) <= _USUAL_LENGTH else _read(word)


def forms(text: str) -> list[str]:
    return [part.form for part in parts(text)]


def stems(texts: Iterable[str]) -> set[str]:
    """The stems of all words of these texts."""
    return {found for text in texts for part in parts(text) for found in part.stems}


def stems_of(word: str) -> tuple[str, ...]:
    """The stems of one part of a word: as one writes it without accents, and as it is written."""
    return tuple(dict.fromkeys((stem(form_of(word)), form_of(stem(word[:LONGEST].lower())))))


def form_of(word: str) -> str:
    """One part of a word as it is compared. What folds to several words stays one: nothing parts a form."""
    folded = fold(word)
    if not folded.isascii():
        folded = "".join(filter(str.isalnum, folded))
    return folded[:LONGEST]


def binds(form: str) -> bool:
    """Whether a form only binds other words: « de », « la », the « l » of « l’eau »."""
    return form in _BINDING or (len(form) == 1 and form.isalpha())


def by_weight(counts: Counter[str], length: int) -> tuple[set[str], set[str], set[str]]:
    """The stems that a text of this many words says often, several times, and hardly."""
    often, several, once = set[str](), set[str](), set[str]()
    flat = _FLAT * (1 - _SLOPE + _SLOPE * length / _USUAL)
    for found, times in counts.items():
        weight = times * (_FLAT + 1) / (times + flat)
        (often if weight >= _OFTEN else several if weight >= _SEVERAL else once).add(found)
    return often, several, once


@lru_cache(maxsize=16_384)
def _known(word: str) -> tuple[Part, ...]:
    return _read(word)


def _read(word: str) -> tuple[Part, ...]:
    """A word, apart at its apostrophes and hyphens: « l’e-mail » is l, e and mail, which is also email."""
    found: list[Part] = []
    for start, piece in _cut(word, _APOSTROPHE):
        cut = [(start + begin, part) for begin, part in _cut(piece, _HYPHEN)]
        found += [_part(part, begin) for begin, part in cut]
        if len(cut) > 1:
            joined = stems_of("".join(part.translate(INVISIBLE) for _begin, part in cut))
            last = found[-1]
            found[-1] = last._replace(stems=tuple(dict.fromkeys((*last.stems, *joined))))
    return tuple(part for part in found if part.form)


def _cut(text: str, sign: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    begin = 0
    for cut in sign.finditer(text):
        yield begin, text[begin : cut.start()]
        begin = cut.end()
    yield begin, text[begin:]


def _part(word: str, start: int) -> Part:
    bare = word.translate(INVISIBLE)
    return Part(form_of(bare), stems_of(bare), start, start + len(word))
