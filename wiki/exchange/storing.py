"""The files of a book that are not pages: bytes are kept before anything is written, rows after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from wiki.actions import attachments, uploading
from wiki.book.tree import Remark
from wiki.exchange.planning import Plan
from wiki.exchange.sources import Source
from wiki.models import Attachment

Advance = Callable[[int, int], None]
_START = 4096  # bytes that tell what a file is


@dataclass
class Stored:
    """What is known of the contents that were kept: the media type of each, or that it is absent."""

    types: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)


def keep(plans: list[Plan], source: Source, advance: Advance) -> Stored:
    """Keep the bytes of every file that is new or other than it was; doing it again changes nothing."""
    stored = Stored()
    wanted = {
        file.blob: name
        for plan in plans
        for name, file in plan.spot.arrival.files.items()
        if plan.standing.blobs.get(name) != (file.kind, file.blob)
    }
    for number, (blob, content) in enumerate(source.contents(list(wanted)), 1):
        if content is None:
            stored.missing.add(blob)
        else:
            attachments.keep(blob, content)
            stored.types[blob] = attachments.media_type_of(wanted[blob], content[:_START])
        advance(number, len(wanted))
    return stored


def record(plan: Plan, stored: Stored) -> int:
    """The rows of a book's files, in the importer's transaction; how many were written or taken away."""
    files, kept = plan.spot.arrival.files, plan.standing.blobs
    gone = [name for name in kept if name not in files]
    changed = [name for name, file in files.items() if kept.get(name) != (file.kind, file.blob)]
    _make_room(plan, changed)
    Attachment.objects.filter(book=plan.book, path__in=[*gone, *changed]).delete()
    Attachment.objects.bulk_create(_row(plan, name, stored) for name in changed)
    for name in changed:
        if files[name].blob in stored.missing:
            plan.remarks.append(Remark("content-missing", name))
    return len(gone) + len(changed)


def _make_room(plan: Plan, changed: list[str]) -> None:
    """A file of other bytes that was uploaded here under a name that the book brings takes another name."""
    files = plan.spot.arrival.files
    uploaded = Attachment.objects.filter(book=plan.book, path__in=changed, uploaded_at__isnull=False)
    for pk, path, blob in uploaded.order_by("pk").values_list("pk", "path", "blob"):
        if blob != files[path].blob:
            aside = uploading.free_path(plan.book.pk, path.rpartition("/")[2], besides=files)
            Attachment.objects.filter(pk=pk).update(path=aside)
            plan.remarks.append(Remark("upload-aside", path, aside))


def _row(plan: Plan, name: str, stored: Stored) -> Attachment:
    file = plan.spot.arrival.files[name]
    media_type = stored.types.get(file.blob, "")
    is_plain = file.kind == "link" or file.blob in stored.missing
    state = Attachment.State.KEPT if is_plain else attachments.state_of(media_type, file.size)
    return Attachment(
        book=plan.book,
        path=name,
        mode=file.kind,
        blob=file.blob,
        size=file.size,
        media_type=media_type,
        state=Attachment.State.MISSING if file.blob in stored.missing else state,
    )
