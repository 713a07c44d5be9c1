"""Files of books for tests: kept, named, used by a page or by none."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests import factories
from wiki.actions import attachments
from wiki.models import Attachment, Link, Page

PDF, PNG = b"%PDF-1.7 words", b"\x89PNG\r\n\x1a\n picture"
STATE = Attachment.State


def document(content: bytes = PDF, path: str = ".gitbook/assets/a grid.pdf", **fields: Any) -> Attachment:
    blob = attachments.blob_of(content)
    attachments.keep(blob, content)
    kind = attachments.media_type_of(path, content)
    return Attachment.objects.create(
        path=path,
        blob=blob,
        size=len(content),
        media_type=kind,
        state=attachments.state_of(kind, len(content)),
        **fields,
    )


def picture(
    state: str = STATE.READY,
    widths: tuple[int, ...] = (480, 960, 1600, 2000),
    content: bytes = PNG,
    **fields: Any,
) -> Attachment:
    made = document(content, **{"path": "a/picture.png"} | fields)
    for width in widths:
        name = f"variants/{made.blob[:2]}/{made.blob}-1-{width}.webp"
        default_storage.save(name, ContentFile(b"webp %d" % width))
        made.variants.append({"name": name, "type": "image/webp", "width": width, "height": 9})
    made.state = state
    made.refusal = "damaged" if state == STATE.REFUSED else ""
    made.save()
    return made


def used(attachment: Attachment, **fields: Any) -> Attachment:
    """A page that uses it, and the file again."""
    root = Page.objects.filter(parent=None).first() or factories.home()
    page = factories.page(root, f"p{Page.objects.count()}", **fields)
    Link.objects.create(page=page, kind="asset", target=attachment.blob)
    return attachment
