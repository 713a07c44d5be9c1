"""The search index's only writer: what search knows of each page, in the transaction that writes the page."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from itertools import chain, islice
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from wiki import rules
from wiki.models import Page, SearchEntry, Word
from wiki.models.page import Kind
from wiki.text import terms
from wiki.text.words import INVISIBLE, begun

VERSION = 1  # of what is made of a text here: a new one has the pages indexed again
AT_ONCE = 100  # pages whose entries are held in memory together
# A page of 256 KB that people wrote says some 6,000 different words; the rest of one that says more is
# not looked for: PostgreSQL holds 1 MB of lexemes a page, and each new word takes time.
MOST_FORMS, MOST_BYTES = 8_000, 80_000
SHORTEST_WORD = 4  # letters of a word that is proposed to those who misspell it
BETWEEN = "¶"  # stands in no word: no phrase goes across it

_MADE = [field.attname for field in SearchEntry._meta.concrete_fields if not field.primary_key]


def index(pages: Iterable[Page]) -> int:
    """Write what search is to know of these pages, where that has changed; how many it did."""
    written = 0
    remaining = (page for page in pages if page.kind != Kind.LINK)
    while batch := list(islice(remaining, AT_ONCE)):
        digests = {page.pk: _digest(page) for page in batch}
        known = dict(SearchEntry.objects.filter(pk__in=digests).values_list("pk", "digest"))
        words: set[str] = set()
        entries = [
            _entry(page, digests[page.pk], words) for page in batch if known.get(page.pk) != digests[page.pk]
        ]
        SearchEntry.objects.bulk_create(
            entries, update_conflicts=True, unique_fields=["page"], update_fields=_MADE
        )
        _remember(words)
        written += len(entries)
    return written


def forget(pages: Iterable[int]) -> None:
    """These pages are taken away for good."""
    SearchEntry.objects.filter(pk__in=pages).delete()


def catch_up(*, by: Any) -> int:
    """Index the pages that were written before the index, or under a former version of it."""
    rules.require(by, "page.rebuild")
    current = Q(search_entry__digest__startswith=f"{VERSION}:")
    return _index_all(Page.objects.exclude(kind=Kind.LINK).exclude(current))


@transaction.atomic
def rebuild(*, by: Any) -> int:
    """The whole index anew; words that no page says any more are forgotten."""
    rules.require(by, "page.rebuild")
    SearchEntry.objects.all().delete()
    Word.objects.all().delete()
    return _index_all(Page.objects.exclude(kind=Kind.LINK))


def _index_all(pages: Any) -> int:
    written, keys = 0, list(pages.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            # Held, so that nobody writes between what is read here and what is made of it.
            batch = Page.objects.filter(pk__in=keys[begin : begin + AT_ONCE]).select_for_update(no_key=True)
            written += index(batch.order_by("pk"))
    return written


# --- one page -----------------------------------------------------------------------------------------------


def _digest(page: Page) -> str:
    heard = "\0".join([page.title, page.nav_title, page.description, *_headings(page), page.plain])
    return f"{VERSION}:{sha256(heard.encode()).hexdigest()[:48]}"


def _headings(page: Page) -> list[str]:
    return [heading["text"] for heading in page.outline]


class _Said(NamedTuple):
    """What some texts say, part by part of their words: as it is compared, its stems, where it begins."""

    forms: list[str]
    stems: list[tuple[str, ...]]
    starts: list[int]


class _Reader:
    """Reads the texts of one page, the weightiest first, until it says more words than people write."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self._forms: set[str] = set()
        self._bytes = 0

    def read(self, *texts: str) -> _Said:
        said = _Said([], [], [])
        for text in texts:
            self._read(text, said)
        return said

    def _read(self, text: str, said: _Said) -> None:
        for word, begin in begun(text):
            for form, stems, start, end in terms.of_word(word):
                if form not in self._forms and not self._takes(word[start:end], form):
                    return
                said.forms.append(form)
                said.stems.append(stems)
                said.starts.append(begin + start)

    def _takes(self, word: str, form: str) -> bool:
        self._forms.add(form)
        self._bytes += len(form.encode())
        bare = word.translate(INVISIBLE).lower()
        if SHORTEST_WORD <= len(bare) <= terms.LONGEST and bare.isalpha():
            self.words.add(bare)
        return len(self._forms) <= MOST_FORMS and self._bytes <= MOST_BYTES


def _entry(page: Page, digest: str, words: set[str]) -> SearchEntry:
    """What search knows of a page; the words it says are added to `words`."""
    reader = _Reader()
    titles = [page.title, page.nav_title] if page.nav_title != page.title else [page.title]
    named = [reader.read(title) for title in titles]
    headings = [reader.read(heading) for heading in _headings(page)]
    above, said = reader.read(page.description), reader.read(page.plain)
    words |= reader.words
    counts = Counter(chain.from_iterable(chain(above.stems, said.stems)))
    often, several, once = terms.by_weight(counts, len(above.forms) + len(said.forms))
    return SearchEntry(
        page=page,
        digest=digest,
        title=_stems(named),
        headings=_stems(headings),
        often=" ".join(sorted(often)),
        several=" ".join(sorted(several)),
        once=" ".join(sorted(once)),
        title_forms=_lines(named),
        heading_forms=_lines(headings),
        # The plain text first: its words have the same places here, in `stems` and in `starts`.
        forms=_lines([said, above]),
        stems=" ".join(f"/{'/'.join(stems)}/" for stems in said.stems),
        starts=array("I", said.starts).tobytes(),
        places=_places(page),
    )


def _stems(lines: Iterable[_Said]) -> str:
    return " ".join(sorted({stem for line in lines for stems in line.stems for stem in stems}))


def _lines(lines: Iterable[_Said]) -> str:
    return f" {BETWEEN} ".join(" ".join(line.forms) for line in lines)


def _places(page: Page) -> list[int]:
    """Where in the plain text each heading begins: that of one that is not found there is its neighbour's."""
    text, at, found = f"\n{page.plain}\n", 0, []
    for heading in _headings(page):
        place = text.find(f"\n{heading}\n", at) if heading else -1
        at = max(at, place)
        found.append(at)
    return found


# --- the words there are ------------------------------------------------------------------------------------


def _remember(words: set[str]) -> None:
    """Add to the words there are; in order, so that two writers never wait for each other."""
    known = Word.objects.filter(text__in=words).values_list("text", flat=True)
    Word.objects.bulk_create(
        (_word(text) for text in sorted(words.difference(known))), ignore_conflicts=True, batch_size=2000
    )


def _word(text: str) -> Word:
    form = terms.form_of(text)
    return Word(text=text, form=form, size=len(form), head=form[:3], tail=form[-3:])
