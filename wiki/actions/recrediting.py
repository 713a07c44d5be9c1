"""Credit made again from all that a page has said: after an import, under another engine, at a command."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django_tasks import task

from wiki import rules
from wiki.actions import crediting, rendering
from wiki.actions.places import Places
from wiki.models import Page, PageRevision
from wiki.models.page import Kind
from wiki.text import credit

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
    made, old, number = credit.Credit(), "", 1
    for number, plain in _texts(page, places):
        made, old = credit.follow(made, old, plain, number), plain
    with transaction.atomic():
        held = Page.objects.filter(pk=pk, version=page.version).select_for_update(no_key=True)
        if not held.filter(plain=page.plain).exists():
            later([pk])
            return False
        crediting.keep([crediting.row(page, made, number)])
    return True


def _texts(page: Page, places: Places) -> Iterator[tuple[int, str]]:
    """The number of each revision and the words that a reader saw of it; the last are those of the page."""
    revisions = PageRevision.objects.filter(id=page.pk).order_by("number")
    asked = revisions.only("number", "source", "cover", "path", "lang", "book_path", "book_id")
    former: tuple[str, str] | None = None
    last = None
    for revision in asked.iterator(chunk_size=50):
        if last is not None:
            if former is None or former[0] != last.source:
                former = last.source, _plain(last, places)
            yield last.number, former[1]
        last = revision
    yield (last.number if last is not None else 1), page.plain


def _plain(revision: Any, places: Places) -> str:
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
