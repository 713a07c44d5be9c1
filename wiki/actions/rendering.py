"""What the engine makes of a text: made ready before the lock, kept, made again at need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from wiki import rules
from wiki.actions import anchoring, crediting, indexing
from wiki.actions import places as standing
from wiki.actions.labels import labels
from wiki.actions.places import Places
from wiki.book.drawing import Drawn, draw
from wiki.models import Attachment, Link
from wiki.models.page import TITLE_LENGTH, Page, State, folded
from wiki.text import words
from wiki.text.labels import Labels
from wiki.text.render import VERSION, Lines

OLD_KEPT_FOR = (
    86_400  # seconds an old revision stays drawn: long enough to read about, short enough to stay true
)
OLD_KEPT_BRIEFLY = 60  # while a picture of it waits to be checked, and has no room in it yet
NAMES_ASKED = 50  # beyond, every page with a broken link is rendered again rather than asked for by name
_ROOMLESS = re.compile(r'<img (?![^>]* height=)[^>]* src="/media/')
_TARGET_LENGTH = Link._meta.get_field("target").max_length


@dataclass(frozen=True)
class Ready:
    """A text and all that is derived from it, ready to be written in one short transaction."""

    header: str
    source: str
    title: str
    html: str
    outline: list[dict[str, Any]]
    plain: str
    links: list[dict[str, str]]
    engine_version: int = VERSION
    outermost: tuple[tuple[Lines, ...], ...] = ()  # where its blocks were written: see `Rendering`

    @property
    def broken(self) -> list[dict[str, str]]:
        """The links that lead nowhere."""
        return [link for link in self.links if link["kind"] == "broken"]


NOTHING = Ready("", "", "", "", [], "", [])  # of what has no text: a link of the menu, a page put away


def prepare(
    source: str,
    *,
    path: str,
    header: str = "",
    book: int | None = None,
    book_path: str = "",
    cover: str = "",
    lang: str = "",
    places: Places | None = None,
) -> Ready:
    """Render a text as the page that stands, or will stand, at this path. Slow: call it before any lock."""
    places = places or Places.now()
    drawn = draw(
        source,
        cover,
        places.resolver(path, book, book_path),
        places.includer(book, book_path),
        places.variables(book),
        labels_in(lang),
    )
    return ready_of(header, source, drawn)


def labels_in(lang: str) -> Labels:
    """The engine's words in the language of a page, else in the site's."""
    with translation.override(lang if lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return labels()


def ready_of(header: str, source: str, drawn: Drawn) -> Ready:
    return Ready(
        header,
        source,
        drawn.title,
        drawn.html,
        drawn.outline,
        drawn.plain,
        drawn.links,
        outermost=drawn.outermost,
    )


def keep(page: Page, ready: Ready) -> None:
    """Put on the page what was made of its text; the caller saves."""
    page.html = ready.html
    page.outline = ready.outline
    page.plain = ready.plain
    page.links = ready.links
    page.engine_version = ready.engine_version
    page.path_folded = folded(page.path or "")
    page.sort_key = words.fold(page.menu_title)[: 2 * TITLE_LENGTH]


def keep_links(page: Page) -> None:
    """The rows that tell where a page's text leads; in the transaction that writes the text."""
    wanted = set(targets(page.links))
    kept = {(link.kind, link.target): link.pk for link in page.links_out.all()}
    gone = [kept[link] for link in kept.keys() - wanted]
    if gone:
        Link.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - kept.keys())
    Link.objects.bulk_create(Link(page=page, kind=kind, target=target) for kind, target in new)
    shown = [target for kind, target in new if kind == "asset"]
    if shown:  # pictures of suggestions are held until a text shows them
        Attachment.objects.filter(held=True, blob__in=shown).update(held=False)


def targets(links: Iterable[dict[str, str]]) -> Iterable[tuple[str, str]]:
    """What the links of a text lead to, as `Link` names it; the outside world is left out."""
    for link in links:
        if link["kind"] == "page":
            path = unquote(link["url"].partition("#")[0]).strip("/")
            if link["url"].startswith("/"):
                yield "page", path
        elif link["kind"] == "asset":
            yield "asset", link["url"].split("/")[2]
        elif link["kind"] in ("broken", "include"):
            yield link["kind"], link["destination"].replace("\x00", "")[:_TARGET_LENGTH]


def rebuild(pages: Iterable[Page], *, by: Any, places: Places | None = None) -> int:
    """Render again, without a revision: the engine, or what links lead to, has changed. How many did."""
    rules.require(by, "page.rebuild")
    places, changed = places or Places.now(), 0
    for page in pages:
        before = [getattr(page, name) for name in Page.DERIVED]
        keep(page, of_page(page, places))
        derived = {name: getattr(page, name) for name in Page.DERIVED}
        if list(derived.values()) != before:
            changed += _put(page, derived)
    return changed


def of_page(page: Page, places: Places) -> Ready:
    """What the engine makes of a page as it stands in memory."""
    return prepare(
        page.source,
        path=page.path or "",
        header=page.header,
        book=page.book_id,
        book_path=page.book_path,
        cover=page.cover,
        lang=page.lang,
        places=places,
    )


def refresh(paths: Collection[str], pages: Collection[int] = ()) -> None:
    """Once this transaction is over, have rendered again what leads to these paths, and these pages."""
    asked = sorted(set(paths)), sorted(set(pages))
    transaction.on_commit(lambda: _refresh.enqueue(*asked))


@task()
def _refresh(paths: list[str], pages: list[int]) -> int:
    """Render again the pages whose links lead to these paths, or lead nowhere yet but name the last part."""
    touched = Page.objects.exclude(state=State.ARCHIVED).filter(Q(pk__in=pages) | _led(paths)).distinct()
    return rebuild(touched.order_by("pk").iterator(chunk_size=100), by=rules.SYSTEM)


def _led(paths: Collection[str]) -> Q:
    """Of pages: those whose links lead to these paths, or might."""
    found = Q(links_out__kind="page", links_out__target__in=paths)
    names = {path.rpartition("/")[2] for path in paths} - {""}
    broken = Q(links_out__kind="broken")
    for name in names if len(names) <= NAMES_ASKED else ():
        found |= broken & Q(links_out__target__contains=name)
    return found | broken if len(names) > NAMES_ASKED else found


def forget(paths: Collection[str]) -> None:
    """Tasks name these paths no more; one that has yet to run is told by number which pages led there."""
    gone = set(paths)
    for one in DBTaskResult.objects.filter(task_path=_refresh.module_path).only("args_kwargs", "status"):
        asked, pages = one.args_kwargs["args"]
        if lost := gone.intersection(asked):
            if one.status != TaskResultStatus.SUCCESSFUL:
                pages = sorted({*pages, *Page.objects.filter(_led(lost)).values_list("pk", flat=True)})
            told = one.args_kwargs | {"args": [[path for path in asked if path not in lost], pages]}
            DBTaskResult.objects.filter(pk=one.pk).update(args_kwargs=told)


def proposed(page: Page, source: str) -> Ready:
    """The page as it would read with this text: see also `pages.preview`, which asks who may edit."""
    there = copy(page)
    there.source = source
    return of_page(there, Places.now())


def as_of(revision: Any) -> Ready:
    """An old revision as it was, its links as they led at its date."""
    places = standing.as_of(revision.book_id, revision.at) if revision.book_id else Places.now()
    return prepare(
        revision.source,
        path=revision.path or "",
        book=revision.book_id,
        book_path=revision.book_path,
        lang=revision.lang,
        places=places,
    )


def old(revision: Any) -> str:
    """The HTML of an old revision, its links as they led at its date; drawn at first request, then kept."""
    told = f"{VERSION}\0{revision.book_id}\0{revision.book_path}\0{revision.path}\0{revision.lang}\0"
    key = "revision:" + sha256(f"{told}{revision.source}".encode()).hexdigest()
    cache = caches["drawn"]
    kept = cache.get(key)
    if kept is None:
        kept = as_of(revision).html
        cache.set(key, kept, OLD_KEPT_BRIEFLY if _ROOMLESS.search(kept) else OLD_KEPT_FOR)
    return kept


def _put(page: Page, derived: dict[str, Any]) -> int:
    with transaction.atomic():
        said = Page.objects.filter(pk=page.pk).values_list("plain", anchoring.are_held()).first()
        written = Page.objects.filter(pk=page.pk, version=page.version).update(**derived)
        if written:
            keep_links(page)
            indexing.index([page])
            if said is not None and said[0] != page.plain:
                _carry(page, *said)
    return written


def _carry(page: Page, said: str, is_held: bool) -> None:
    """What holds on to the words of a page follows them; they belong to whom they did."""
    if is_held:
        anchoring.carry({page.pk: (said, page)})
    crediting.carry(page, said)
