"""Credit made again from all that a page has said: after an import, under another engine, at a command."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from wiki import rules
from wiki.actions import crediting, rendering
from wiki.actions.places import Places
from wiki.models import Page, PageRevision, Rewording
from wiki.models.page import Kind
from wiki.text import credit, rewording
from wiki.text.rewording import Narrowed

AT_ONCE = 50  # pages of one task: between two of them the queue does other things


def later(pages: Collection[int]) -> None:
    """Once this transaction is over, have the queue find out who wrote the words of these pages."""
    keys = sorted(pages)
    for start in range(0, len(keys), AT_ONCE):
        transaction.on_commit(partial(_rest.enqueue, keys[start : start + AT_ONCE]))


@task(priority=-10)
def _rest(pages: list[int]) -> int:
    """Make the credit of these pages again; how many."""
    return rebuild(Page.objects.filter(pk__in=pages), by=rules.SYSTEM)


def catch_up(*, by: Any) -> int:
    """Make the credit of pages that have none, or one of another engine; how many."""
    current = Q(credit__engine_version=credit.VERSION)
    return rebuild(Page.objects.exclude(kind=Kind.LINK).exclude(current), by=by)


def rebuild(pages: Any, *, by: Any) -> int:
    """Read the history of these pages from its beginning; how many pages."""
    rules.require(by, "page.rebuild")
    places, done = Places.now(), 0
    for pk in list(pages.order_by("pk").values_list("pk", flat=True)):
        done += _rebuild(pk, places)
    return done


def _rebuild(pk: int, places: Places) -> bool:
    """One page: read without a lock, and written if nobody wrote meanwhile, who would have it done again."""
    page = Page.objects.only("plain", "version").filter(pk=pk).first()
    if page is None:
        return False
    told = _Told(_revisions(pk))
    for number, plain in _texts(page, places):
        told.follow(number, plain)
    with transaction.atomic():
        held = Page.objects.filter(pk=pk, version=page.version).select_for_update(no_key=True)
        if not held.filter(plain=page.plain).exists():
            later([pk])
            return False
        crediting.keep([crediting.row(page, told.made, told.number, told.brought)])
        Rewording.objects.filter(revision__id=pk).delete()
        Rewording.objects.bulk_create(told.lost, batch_size=50)
    return True


@dataclass
class _Told:
    """A history as far as it has been read: whose its words are, what each revision brought and took away."""

    revisions: Mapping[int, Any]
    made: credit.Credit = field(default_factory=credit.Credit)
    plain: str = ""
    number: int = 1
    words: Mapping[str, int] = field(default_factory=dict)  # of each revision, those that stand
    brought: dict[str, int] = field(default_factory=dict)
    lost: list[Rewording] = field(default_factory=list)

    def follow(self, number: int, plain: str) -> None:
        """One revision more."""
        self.number = number
        if plain == self.plain:
            return
        was = Narrowed(self.plain, plain, self.made.spans)
        self.made = credit.follow(self.made, self.plain, plain, number)
        words = {str(one): count for one, count in credit.shares(self.made, plain).items()}
        gone = rewording.lost(self.words, words)
        self.plain, self.words = plain, words
        self.brought[str(number)] = words.get(str(number), 0)
        if gone and number in self.revisions:
            self._note(number, gone, was)

    def _note(self, number: int, gone: Mapping[str, int], was: Narrowed) -> None:
        authors = {int(one): self.revisions[int(one)].history_user_id for one in gone}
        noted = crediting.reworded(self.revisions[number], gone, authors, was)
        self.lost += [noted] if noted is not None else []


def _revisions(page: int) -> dict[int, Any]:
    """Who wrote each revision of a page, by its number."""
    asked = PageRevision.objects.filter(id=page).only("number", "history_user", "accepted_by")
    return {one.number: one for one in asked}


def _texts(page: Page, places: Places) -> Iterator[tuple[int, str]]:
    """The number of each revision and the words that a reader saw of it; the last are those of the page."""
    revisions = PageRevision.objects.filter(id=page.pk).order_by("number")
    asked = revisions.only("number", "source", "cover", "path", "lang", "book_path", "book_id")
    former: tuple[str, str] | None = None
    last = None
    for revision in asked.iterator(chunk_size=50):
        if last is not None:
            if former is None or former[0] != last.source:
                former = last.source, words_of(last, places)
            yield last.number, former[1]
        last = revision
    yield (last.number if last is not None else 1), page.plain


def words_of(revision: Any, places: Places) -> str:
    """What a reader saw of a revision, as the engine draws it now."""
    ready = rendering.prepare(
        revision.source,
        path=revision.path or "",
        book=revision.book_id,
        book_path=revision.book_path,
        cover=revision.cover,
        lang=revision.lang,
        places=places,
    )
    return ready.plain
