"""Files that an account sent, taken off their shelves and put back; their bytes stay in the storage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any
from urllib.parse import unquote

from django.db import transaction
from django.db.models import Q

from wiki.actions import pictures, uploading
from wiki.actions.places import Asset, Places
from wiki.actions.spans import Span, Work, item
from wiki.actions.uploading import REPLACED, UPLOADED
from wiki.models import Attachment, Book, Link, ModerationEntry, Page, ReversalItem, Suggestion
from wiki.models.attachment import measures
from wiki.models.page import State
from wiki.models.reversal import Fate, Sort, Why

_ALL = [field.attname for field in Attachment._meta.concrete_fields]
KEPT = [name for name in _ALL if name not in ("id", "uploaded_at")]

Items = Sequence[ReversalItem]


def find(span: Span) -> list[ReversalItem]:
    """All of them but the pictures of reuses, which go with those; one that took the place of somebody else's
    is left. In two queries."""
    if Sort.FILE not in span.sorts:
        return []
    own = Attachment.objects.filter(span.within("uploaded_at"), uploaded_by=span.person, reuses=None)
    own = own.order_by("pk")
    files = list(own.values_list("pk", "path"))
    done: defaultdict[str, set[str]] = defaultdict(set)
    if files:
        lines = ModerationEntry.objects.filter(by=span.person, action__in=[UPLOADED, REPLACED])
        for action, after in lines.values_list("action", "after"):
            done[action].add(after.get("file", ""))
    replaced = done[REPLACED] - done[UPLOADED]
    return [
        item(Sort.FILE, pk, why=Why.REPLACED if path in replaced else "", path=path) for pk, path in files
    ]


def foresee(items: Items, sources: Mapping[int, str], archived: Collection[int]) -> None:
    """What would become of them once these pages say this, and those are archived; nothing is written."""
    files = Attachment.objects.in_bulk([one.target for one in items])
    users: defaultdict[str, list[Page]] = defaultdict(list)
    shown = Link.objects.filter(kind="asset", target__in={one.blob for one in files.values()})
    for link in shown.select_related("page").only("target", "page__state"):
        users[link.target].append(link.page)
    for one in items:
        file = files[one.target]
        pages = users[file.blob]
        stays = [page for page in pages if page.pk not in sources or file.name in unquote(sources[page.pk])]
        living = [page for page in stays if page.state != State.ARCHIVED and page.pk not in archived]
        if living:
            one.turn(Fate.LEFT, Why.SHOWN)
        elif stays:
            one.turn(Fate.DONE, Why.WITH_PAGE)


def take_away(_work: Work, items: Items) -> None:
    """Those that no page shows; what archived pages show is out of sight as it is."""
    held = Attachment.objects.select_for_update(of=("self",)).order_by("pk")
    files = held.in_bulk([one.target for one in items])
    shown: defaultdict[str, set[str]] = defaultdict(set)
    links = Link.objects.filter(kind="asset", target__in={one.blob for one in files.values()})
    for blob, state in links.values_list("target", "page__state"):
        shown[blob].add(state)
    gone = []
    for one in items:
        file = files.get(one.target)
        if file is None:
            one.turn(Fate.LEFT, Why.SETTLED)
        elif shown[file.blob] - {State.ARCHIVED}:
            one.turn(Fate.LEFT, Why.SHOWN)
        elif shown[file.blob]:
            one.turn(Fate.DONE, Why.WITH_PAGE)
        else:
            at = file.uploaded_at.isoformat() if file.uploaded_at else None
            one.before = {name: getattr(file, name) for name in KEPT} | {"uploaded_at": at}
            one.turn(Fate.DONE)
            gone.append(file.pk)
    Attachment.objects.filter(pk__in=gone).delete()


def places_with(items: Items) -> Places:
    """The site as it stands, and these files back on it."""
    places = Places.now()
    for told in (one.before for one in items if "blob" in one.before):
        picture = measures(told["blob"], told["width"], told["height"], told["variants"])
        places.expect(told["book_id"], told["path"], Asset(told["blob"], told["size"], picture))
    return places


def put_back(work: Work, items: Items) -> None:
    """Where they stood, or beside it where another file does."""
    books = set(Book.objects.values_list("pk", flat=True))
    paths = [one.before["path"] for one in items]
    standing = _standing(paths)
    kept = {one.before.get("suggestion_id") for one in items} - {None}
    suggestions = set(Suggestion.objects.filter(pk__in=kept).values_list("pk", flat=True))
    back: list[Attachment] = []
    for one in items:
        if one.why == Why.WITH_PAGE:
            one.turn(Fate.BACK)
            continue
        told: dict[str, Any] = dict(one.before)
        told["uploaded_at"] = datetime.fromisoformat(told["uploaded_at"]) if told["uploaded_at"] else None
        if told["book_id"] is not None and told["book_id"] not in books:
            one.turn(Fate.KEPT, Why.SETTLED)
            continue
        if told["suggestion_id"] not in suggestions:
            told["suggestion_id"] = None
        is_taken = (told["book_id"], told["path"].lower()) in standing
        if is_taken:
            among = [made.path for made in back]
            name = told["path"].rpartition("/")[2]
            told["path"] = uploading.free_path(told["book_id"], name, besides=among)
        back.append(Attachment(pk=one.target, **told))
        one.turn(Fate.BACK, Why.TAKEN if is_taken else "")
    Attachment.objects.bulk_create(back)
    work.refreshed += [made.path for made in back]
    for book in {made.book_id for made in back if made.state == Attachment.State.WAITING}:
        transaction.on_commit(partial(pictures.queue, book))


def _standing(paths: Sequence[str]) -> set[tuple[int | None, str]]:
    """Whatever stands at one of these paths by now; texts name files without minding their case."""
    asked = reduce(or_, (Q(path__iexact=path) for path in paths))
    found = Attachment.objects.filter(asked).values_list("book_id", "path")
    return {(book, path.lower()) for book, path in found}
