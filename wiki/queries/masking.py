"""Hidden revisions: what each reader is told of them. Whoever reads history for somebody asks here.

`mask` takes out of rows what their reader may not know; `readable` leaves out the texts that they may not
read; `texts` and `authors` tell by key what is hidden of a page, for what is derived from its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from wiki.models import PageRevision
from wiki.models.thread import Hold

# What a text is made of, and what a reader learns of who wrote it, each with what stands in its place.
TEXT = {
    "title": "",
    "nav_title": "",
    "description": "",
    "icon": "",
    "cover": "",
    "header": "",
    "source": "",
    "url": "",
}
AUTHOR = {"history_user_id": None, "history_change_reason": "", "commit": "", "suggestion": None}


def sees_all(user: Any) -> bool:
    """Whether nothing is hidden from this person: those who moderate, as `revision.read` has it."""
    return bool(user.is_staff)


def mask(revisions: Iterable[Any], user: Any) -> None:
    """Take out of these rows, in memory, what this person may not know; templates then cannot tell it."""
    if sees_all(user):
        return
    for revision in revisions:
        if revision.text_hidden:
            _blank(revision, TEXT)
            revision.masked_text = True
        if revision.author_hidden:
            if revision.accepted_by_id in writers(revision.history_user_id, revision.co_authors):
                revision.accepted_by_id = None  # who accepted their own words would be told by that
            _blank(revision, AUTHOR)
            revision.co_authors = []
            revision.masked_author = True


def writers(author: int | None, co_authors: Iterable[Mapping[str, Any]]) -> set[int]:
    """Those who wrote a revision together, by their keys."""
    return {key for key in (author, *(one.get("person") for one in co_authors)) if key is not None}


def readable(revisions: Any, user: Any = None) -> Any:
    """Those whose text this person may read; without a person, those that everybody reads."""
    return revisions if user is not None and sees_all(user) else revisions.filter(text_hidden=False)


def mask_quote(thread: Any, user: Any) -> None:
    """Take out of a thread what it quotes from a hidden revision, unless its page still says it."""
    if not thread.exact or thread.place_state == Hold.ANCHORED or sees_all(user):
        return
    if PageRevision.objects.filter(pk=thread.revision_id, text_hidden=True).exists():
        thread.exact = ""


def texts(page: int) -> frozenset[int]:
    """The revisions of a page whose text is hidden: none of their words are shown, nor told apart."""
    return _keys(PageRevision.objects.filter(id=page, hidden_at__isnull=False, text_hidden=True))


def authors(page: int) -> frozenset[int]:
    """The revisions of a page whose author is hidden: their words stand, and are nobody's to a reader."""
    return _keys(PageRevision.objects.filter(id=page, hidden_at__isnull=False, author_hidden=True))


def _keys(found: QuerySet[Any]) -> frozenset[int]:
    return frozenset(found.order_by().values_list("pk", flat=True))


def _blank(revision: Any, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(revision, name, value)
