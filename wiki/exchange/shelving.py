"""The files of a book that are no pages: those that go out with it, and what is read of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wiki.actions import attachments
from wiki.exchange.sources import check_name
from wiki.models import Attachment, Book, Link
from wiki.models.page import State

CHUNK = 2**20


def going(book: Book | None, pages: Collection[int]) -> tuple[list[Attachment], list[Attachment]]:
    """The files that go out with these pages, and those that stay: what only pages out of sight show.

    One that was uploaded here goes where a page shows it; one that is held belongs to its suggestion.
    """
    if book is None:
        return [], []
    rows = Attachment.objects.filter(book=book, held=False).order_by("path")
    asked = Link.objects.filter(kind="asset", target__in=rows.order_by().values("blob"))
    users: dict[str, list[tuple[int, str, bool]]] = {}
    for blob, pk, state, upstream in asked.values_list("target", "page", "page__state", "page__upstream"):
        users.setdefault(blob, []).append((pk, state, bool(upstream.get("gone"))))
    out: list[Attachment] = []
    staying: list[Attachment] = []
    for row in rows:
        check_name(row.path)  # what is no path of a folder would be looked for without end
        goes = _goes(row, users.get(row.blob, []), pages)
        (out if goes else staying).append(row)
    return out, staying


def _goes(row: Attachment, users: list[tuple[int, str, bool]], pages: Collection[int]) -> bool:
    """A page that its book has deleted hides nothing: the file is there for whoever reads the book."""
    if row.uploaded_at is not None:
        return any(pk in pages for pk, _state, _gone in users)
    is_hidden = any(not gone for _pk, _state, gone in users)
    return not is_hidden or any(state == State.PUBLISHED for _pk, state, _gone in users)


def once(content: bytes) -> Iterator[bytes]:
    yield content


def streamed(blob: str) -> Iterator[bytes]:
    """The bytes that this name stands for, a piece of which is in memory at a time."""
    kept = attachments.opened(blob)
    if kept is None:
        return
    with kept:
        while piece := kept.read(CHUNK):
            yield piece
