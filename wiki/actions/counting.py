"""How many words each revision has, brought and took: counted as it is written; of what was written before,
or imported with its past, in the background."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from wiki.actions import rendering
from wiki.actions.places import Places
from wiki.models import PageRevision
from wiki.models.revision import counted
from wiki.text import extent
from wiki.text.extent import Extent

AT_ONCE = 300  # revisions drawn by one task: the others of the queue come in between
_DRAWN_FROM = ("source", "path", "book", "book_path", "lang")


class Said(NamedTuple):
    """What readers see of a text: its words, and where it leads."""

    plain: str
    links: Collection[Mapping[str, str]]

    @property
    def ways(self) -> list[tuple[str, str]]:
        return [(link.get("kind", ""), link.get("url", "")) for link in self.links]


def between(before: Said, after: Said) -> Extent:
    """Other pictures, or other ways out, are never slight, even where no word says so."""
    told = extent.of(before.plain, after.plain)
    return told if before.ways == after.ways else told._replace(is_slight=False)


def later() -> None:
    """Once this transaction is over, have counted what was never counted; nothing where all is."""
    transaction.on_commit(_plan)


def _plan() -> None:
    waiting = DBTaskResult.objects.filter(task_path=count.module_path, status=TaskResultStatus.READY)
    if PageRevision.objects.filter(words=None).exists() and not waiting.exists():
        count.enqueue()


@task()
def count() -> int:
    """Count some of what was never counted, page by page; how many revisions."""
    places, done = Places.now(), 0
    while done < AT_ONCE:
        page = PageRevision.objects.filter(words=None).order_by("id").values_list("id", flat=True).first()
        if page is None:
            return done
        done += _count(page, places)
    _plan()
    return done


def _count(page: int, places: Places) -> int:
    """Each revision of a page that was never counted, told from the one before it."""
    rows = PageRevision.objects.filter(id=page).order_by("number").values_list("pk", "words")
    said: Said | None = Said("", ())
    done = former = 0
    for pk, known in rows:
        if known is None:
            before = _said(former, places) if said is None else said
            said = _said(pk, places)
            told = counted(between(before, said))
            PageRevision.objects.filter(pk=pk, words=None).update(**told)
            done += 1
        else:
            said = None  # drawn again only if the next one is to be counted
        former = pk
    return done


def _said(pk: int, places: Places) -> Said:
    """What a revision reads, its links as they lead today: only its words are kept of it."""
    revision = PageRevision.objects.only(*_DRAWN_FROM).get(pk=pk)
    ready = rendering.prepare(
        revision.source,
        path=revision.path or "",
        book=revision.book_id,
        book_path=revision.book_path,
        lang=revision.lang,
        places=places,
    )
    return Said(ready.plain, ready.links)
