"""What a person asks: the words and the phrases of a query, few enough to be answered at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from wiki.text import terms

_PHRASE = re.compile('"([^"]*)"|«([^»]*)»|“([^”]*)”')


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase between quotes: the page must say it as it is written, accents and case aside."""

    typed: str
    forms: tuple[str, ...]
    stems: tuple[str, ...]
    is_phrase: bool = False

    @property
    def form(self) -> str:
        return self.forms[0]

    @property
    def binds(self) -> bool:
        """Whether it only binds others, and so need not be said."""
        return not self.is_phrase and terms.binds(self.form)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, read."""

    text: str
    terms: tuple[Term, ...]
    sequence: tuple[str, ...]  # its words as they follow each other; none if it holds a phrase
    is_cut: bool  # it holds more terms than are looked for

    @property
    def exactly(self) -> str:
        """The query that means what was typed, no word corrected nor taken for another."""
        return " ".join(f'"{term.typed}"' for term in self.terms if not term.binds)


def read(text: str) -> Asked:
    """Never fails: what is no word asks for nothing."""
    kept: list[Term] = []
    asks = 0
    for term in _terms(text):
        asks += not term.binds
        if asks > settings.SEARCH_MOST_TERMS or len(kept) >= 3 * settings.SEARCH_MOST_TERMS:
            break
        kept.append(term)
    else:
        return _asked(text, kept, is_cut=False)
    return _asked(text, kept, is_cut=True)


def _asked(text: str, kept: list[Term], *, is_cut: bool) -> Asked:
    plain = [] if any(term.is_phrase for term in kept) else kept
    # A word that is asked twice is looked for once.
    once = tuple(dict.fromkeys(kept))
    return Asked(" ".join(text.split()), once, tuple(term.form for term in plain), is_cut)


def _terms(text: str) -> Iterator[Term]:
    begin = 0
    for quoted in _PHRASE.finditer(text):
        yield from _words(text[begin : quoted.start()])
        yield from _phrase(next(filter(None, quoted.groups()), ""))
        begin = quoted.end()
    yield from _words(text[begin:])


def _words(text: str) -> Iterator[Term]:
    for part in terms.parts(text):
        yield Term(text[part.start : part.end], (part.form,), part.stems)


def _phrase(text: str) -> Iterator[Term]:
    forms = tuple(terms.forms(text)[: 2 * settings.SEARCH_MOST_TERMS])
    if forms:
        yield Term(" ".join(text.split()), forms, (), is_phrase=True)
