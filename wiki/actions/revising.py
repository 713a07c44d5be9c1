"""record(): the one place where a page's text is written, and with it the revision that tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from wiki.actions import anchoring, counting, crediting, indexing, rebasing, recrediting, rendering
from wiki.actions.rendering import Ready
from wiki.errors import BadPage, EditConflict
from wiki.models import Change, Link, Origin, Page, PageRevision, Redirect, Suggestion, Watch
from wiki.models.page import TITLE_LENGTH
from wiki.models.prepared import Given, Prepared
from wiki.models.revision import counted
from wiki.text import extent

MAX_BYTES = 256 * 1024
WORDS = ("title", "nav_title", "description", "icon", "cover", "slug", "url", "book_path", "lang")
# Order among siblings belongs to the menu, not to the text: a revision leaves it where it is now.
WRITTEN = [field.attname for field in Page._meta.concrete_fields if field.name not in ("id", "position")]
_KEPT = [field.attname for field in Page._meta.concrete_fields]
_REMEMBERED = [field.attname for field in PageRevision.tracked_fields]
IMPORTED_AT_ONCE = 200


@contextmanager
def proposing(page: Page, base: int, **proposed: Any) -> Iterator[None]:
    """A change of the page that was at version `base` when somebody thought of it.

    Whatever refuses it leaves the page in memory as it was; a conflict carries all that was proposed.
    """
    if page.version != base:
        raise EditConflict(page, proposed)
    before = {name: getattr(page, name) for name in _KEPT}
    try:
        yield
    except Exception as refusal:
        for name, value in before.items():
            setattr(page, name, value)
        if isinstance(refusal, EditConflict):
            refusal.page, refusal.proposed = page, proposed
        raise


def as_it_stands(page: Page) -> Ready:
    """What was made of the page's text when it was written: for a change that leaves the text alone."""
    return Ready(
        page.header,
        page.source,
        page.title,
        page.html,
        page.outline,
        page.plain,
        page.links,
        page.engine_version,
    )


@transaction.atomic
def record(
    page: Page,
    ready: Ready,
    *,
    author: Any,
    by: Any,
    reason: str = "",
    origin: str = Origin.EDIT,
    at: datetime | None = None,
    commit: str = "",
    co_authors: Sequence[Mapping[str, str]] = (),
    suggestion: Suggestion | None = None,
) -> Any:
    """Write the page as it stands in memory, with its new text, and return its revision.

    `author` wrote the words, `by` let them in; either may be None or the site itself. A page that
    somebody else wrote meanwhile is left alone: EditConflict.
    """
    check(page, ready)
    read = counting.Said("", ()) if page.pk is None else counting.Said(page.plain, page.links)
    went = counting.between(read, counting.Said(ready.plain, ready.links))
    page.header, page.source = ready.header, ready.source
    rendering.keep(page, ready)
    is_new = page.pk is None
    number, said, is_held, awaited = (1, None, False, False) if is_new else _claim(page)
    page.change = Change(
        number=number,
        author=_person(author),
        accepted_by=_person(by) if by != author else None,
        reason=reason.strip(),
        origin=origin,
        at=at,
        commit=commit,
        co_authors=co_authors,
        suggestion=suggestion,
        extent=went,
    )
    try:
        page.save(update_fields=None if is_new else WRITTEN)
        rendering.keep_links(page)
        indexing.index([page])
        if said is not None and is_held:
            anchoring.carry({page.pk: (said, page)})
        if not crediting.carry(page, said, number):
            recrediting.later([page.pk])
        if awaited:
            rebasing.carry(page, page.recorded)
        return page.recorded
    finally:
        del page.change
        page.__dict__.pop("recorded", None)


@dataclass(frozen=True)
class Past:
    """A state of a page that was recorded elsewhere; `fields` are those that were not as they are now."""

    page: Page
    number: int
    at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    author: int | None = None
    reason: str = ""
    commit: str = ""
    co_authors: Sequence[Mapping[str, Any]] = ()


def make_imported(pages: Iterable[Page]) -> None:
    """Write new pages in bulk, those nearer the root first, in the importer's transaction."""
    generation: list[Page] = []
    for page in pages:
        if page.parent is not None and page.parent.pk is None:  # it waits for the next generation
            _make(generation)
            generation = []
        generation.append(page)
    _make(generation)


def record_imported(pasts: Iterable[Past]) -> int:
    """Write in bulk what is told of pages' past, in the importer's transaction; how many revisions."""
    made = 0
    rows = (_row(past) for past in pasts)
    written: set[int] = set()
    while batch := list(islice(rows, IMPORTED_AT_ONCE)):
        made += len(PageRevision.objects.bulk_create(batch))
        written |= {row.id for row in batch}
    rebasing.later(written)
    counting.later()
    recrediting.later(written)
    return made


def erase(pages: QuerySet[Page]) -> None:
    """Take pages away with all their history: what nobody wrote here, the starter guide making room."""
    keys = list(pages.values_list("pk", flat=True))
    PageRevision.objects.filter(id__in=keys).delete()
    Link.objects.filter(page__in=keys).delete()
    indexing.forget(keys)
    crediting.forget(keys)
    Redirect.objects.filter(page__in=keys).delete()
    Watch.objects.filter(page__in=keys).delete()
    # Deleted one by one, each page would leave a revision of its own end.
    Page.objects.filter(pk__in=keys)._raw_delete(pages.db)


def _make(generation: list[Page]) -> None:
    for page in generation:
        page.parent = page.parent  # its key is known by now
    Page.objects.bulk_create(generation)


def _row(past: Past) -> Any:
    told = {name: getattr(past.page, name) for name in _REMEMBERED} | dict(past.fields)
    # The words of a page without a past are at hand; those of former states are counted later.
    told |= counted(extent.of("", past.page.plain)) if past.number == 1 and not past.fields else {}
    return PageRevision(
        **told,
        number=past.number,
        origin=Origin.IMPORT,
        commit=past.commit,
        co_authors=[dict(person) for person in past.co_authors],
        history_user_id=past.author,
        history_change_reason=past.reason,
        history_date=past.at,
        history_type="+" if past.number == 1 else "~",
    )


def _claim(page: Page) -> tuple[int, str, bool, bool]:
    """Take the page's next version, or tell that somebody has.

    The number of the next revision; the words about to be written over; whether threads hold on to them, and
    whether suggestions wait for the new text.
    """
    mine = Page.objects.filter(pk=page.pk, version=page.version).update(version=page.version + 1)
    if not mine:
        raise EditConflict(page)
    page.version += 1
    [(latest, said, is_held, awaited)] = _WRITTEN_OVER(pk=page.pk)
    return (latest or 0) + 1, said, is_held, awaited


def _written_over(pk: Any) -> QuerySet[Page, tuple[Any, ...]]:
    numbers = PageRevision.objects.filter(id=OuterRef("pk")).order_by("-number").values("number")
    waiting = Suggestion.objects.living().filter(page=OuterRef("pk"))
    told = Subquery(numbers[:1]), "plain", anchoring.are_held(), Exists(waiting)
    return Page.objects.filter(pk=pk).values_list(*told)


_WRITTEN_OVER = Prepared(lambda: _written_over(Given("pk")))


def check(page: Page, ready: Ready) -> None:
    """BadPage where no page can be kept that says this."""
    if not page.title:
        raise BadPage(_("A page needs a title."))
    if max(len(page.title), len(page.nav_title)) > TITLE_LENGTH:
        raise BadPage(_("A title holds at most %(most)d characters.") % {"most": TITLE_LENGTH})
    for name in WORDS:
        most = getattr(Page._meta.get_field(name), "max_length", None)
        if most and len(getattr(page, name)) > most:
            raise BadPage(_("“%(field)s” holds at most %(most)d characters.") % {"field": name, "most": most})
    written = f"{ready.header}{ready.source}" + "".join(getattr(page, name) for name in WORDS)
    if "\x00" in written:
        raise BadPage(_("A text cannot hold the NUL character."))
    try:
        written.encode()
    except UnicodeEncodeError as lone:
        raise BadPage(
            _("This text holds an incomplete character, which cannot be kept: delete it, then try again.")
        ) from lone
    size = len(f"{ready.header}{ready.source}".encode())
    if size > MAX_BYTES:
        raise BadPage(_("A page holds at most %(most)d KB.") % {"most": MAX_BYTES // 1024})


def _person(who: Any) -> Any:
    """The site itself signs nothing: a revision without author is its own."""
    return who if getattr(who, "pk", None) else None
