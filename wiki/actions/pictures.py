"""Pictures, checked after they came in: each is given its size and variants, or refused, and why."""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from wiki import rules
from wiki.actions import attachments, rendering
from wiki.actions.darkroom import Darkroom
from wiki.actions.variants import RECIPE, Developed, Unfit
from wiki.models import Attachment, Book, Link
from wiki.models.attachment import Refusal

MOST_BYTES = 40_000_000  # of one picture
BATCH_LASTS = 5.0  # seconds; then other tasks get their turn
ENDINGS = {"image/webp": "webp", "image/svg+xml": "svg"}
State = Attachment.State


@task(priority=-10)
def check_book(book: int | None) -> int:
    """Check waiting pictures of a book, or of none, for a moment, then queue again; how many were checked."""
    checked = check_for_a_while(book)
    if _next_waiting(book):
        queue(book)
    return checked


def check_for_a_while(book: int | None) -> int:
    """Check at least one picture of a book, if any waits, and no more once the moment is over; how many.

    Each is written down by itself, so that whoever is killed in between has lost one picture's work.
    """
    until, checked = monotonic() + BATCH_LASTS, 0
    with Darkroom() as room:
        while (checked == 0 or monotonic() < until) and (picture := _next_waiting(book)):
            _check(picture, room)
            checked += 1
    return checked


def resume(*, by: Any) -> int:
    """Queue the books of pictures that a task killed too often has left waiting. How many such pictures."""
    rules.require(by, "attachment.check")
    waiting = Attachment.objects.filter(state=State.WAITING).order_by()
    for book in waiting.values_list("book", flat=True).distinct():
        queue(book)
    return waiting.count()


def progress(book: Book) -> tuple[int, int]:
    """How many pictures of a book were checked, and how many there are to check."""
    pictures = Attachment.objects.filter(book=book).pictures().exclude(state=State.MISSING)
    counted = pictures.aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(state=State.WAITING)))
    return counted["total"] - counted["waiting"], counted["total"]


def check_again(chosen: QuerySet[Attachment], *, by: Any) -> int:
    """Have pictures checked anew; what was shown of them is shown meanwhile. How many will be."""
    rules.require(by, "attachment.check")
    again = Attachment.objects.pictures().filter(blob__in=list(chosen.values_list("blob", flat=True)))
    with transaction.atomic():
        books = list(again.order_by().values_list("book", flat=True).distinct())
        count = again.update(state=State.WAITING, refusal="")
        for book in books:
            queue(book)
    return count


def queue(book: int | None) -> None:
    """Have waiting pictures checked. One task for each book is enough: those that find nothing left end."""
    queued = DBTaskResult.objects.filter(task_path=check_book.module_path, status=TaskResultStatus.READY)
    if not queued.filter(args_kwargs__args=[book]).exists():
        check_book.enqueue(book)


def _next_waiting(book: int | None) -> Attachment | None:
    return Attachment.objects.filter(book=book, state=State.WAITING).order_by("pk").first()


def _check(picture: Attachment, room: Darkroom) -> None:
    """Files of one content are one picture, whatever books they stand in."""
    told = _told_of(picture, room)
    with transaction.atomic():
        Attachment.objects.filter(blob=picture.blob, state=State.WAITING).update(**told)
        _draw_pages_again(picture.blob)


def _told_of(picture: Attachment, room: Darkroom) -> dict[str, Any]:
    """What is known of a picture once it was checked."""
    try:
        made = _developed(picture, room)
    except Unfit as unfit:
        why = Refusal(unfit.reason)
        return {"state": State.REFUSED, "refusal": why, "variants": [], "width": None, "height": None}
    if made is None:
        return {"state": State.MISSING}
    variants = _kept(picture.blob, made)
    return {"state": State.READY, "width": made.width, "height": made.height, "variants": variants}


def _draw_pages_again(blob: str) -> None:
    """The pages that show it can now keep room for it; each once, after its last picture."""
    waiting = Attachment.objects.filter(state=State.WAITING).values("blob")
    busy = Link.objects.filter(kind="asset", target__in=waiting, page=OuterRef("page"))
    shown = Link.objects.filter(kind="asset", target=blob).exclude(Exists(busy))
    pages = list(shown.values_list("page", flat=True))
    if pages:
        rendering.refresh([], pages)


def _developed(picture: Attachment, room: Darkroom) -> Developed | None:
    """Nothing where the bytes are not there."""
    if picture.size > MOST_BYTES:
        raise Unfit(Refusal.TOO_HEAVY)
    content = attachments.read(picture.blob)
    return None if content is None else room.develop(content)


def _kept(blob: str, made: Developed) -> list[dict[str, Any]]:
    """The variants, written before the row that names them."""
    named = []
    for variant in made.variants:
        name = f"variants/{blob[:2]}/{blob}-{RECIPE}-{variant.width}.{ENDINGS[variant.type]}"
        default_storage.save(name, ContentFile(variant.content))
        said = {"name": name, "type": variant.type, "width": variant.width, "height": variant.height}
        named.append(said)
    return named
