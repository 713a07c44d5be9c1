"""Attachments: the originals that are kept by the name of their content, and what may be shown of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from wiki.book.media_types import media_type_of
from wiki.errors import BrokenBook
from wiki.models import Attachment

__all__ = ["blob_of", "is_kept", "is_name", "keep", "media_type_of", "opened", "read", "state_of"]

IN_MEMORY = 8_000_000  # bytes of one file; what is longer waits on the disk
CHUNK = 1 << 20
_BLOB = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")  # a name that git gives: SHA-1 or SHA-256


def keep(blob: str, content: Iterable[bytes] | bytes) -> None:
    """Keep an original under the name of its content, whole or not at all; nothing if it is there already.

    Slow: to be called outside of any transaction. A row that nobody writes afterwards costs some disk.
    """
    name = _name_of(blob)
    if name is None:
        raise BrokenBook(_("“%(blob)s” is not the name of a content.") % {"blob": blob})
    if default_storage.exists(name):
        return
    with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        for chunk in [content] if isinstance(content, bytes) else content:
            copy.write(chunk)
        if _git_name(copy, len(blob)) != blob:
            raise BrokenBook(_("The content of %(blob)s is not what its name says.") % {"blob": blob})
        copy.seek(0)
        default_storage.save(name, File(copy))


def is_name(blob: str) -> bool:
    """Whether this could be the name of a content."""
    return _BLOB.fullmatch(blob) is not None


def is_kept(blob: str) -> bool:
    name = _name_of(blob)
    return name is not None and default_storage.exists(name)


def read(blob: str) -> bytes | None:
    """The bytes that this name stands for, if they are kept."""
    kept = opened(blob)
    if kept is None:
        return None
    with kept:
        return bytes(kept.read())


def opened(blob: str) -> File | None:
    """The kept original, to be read piece by piece and closed."""
    name = _name_of(blob)
    try:
        return default_storage.open(name) if name else None
    except FileNotFoundError:
        return None


def blob_of(content: bytes) -> str:
    """The name that git gives to this content."""
    with ContentFile(content) as file:
        return _git_name(file, 40)


def state_of(media_type: str, size: int) -> str:
    """What becomes of a file that comes in: a picture is shown once it has been checked."""
    is_picture = media_type.startswith("image/")
    return Attachment.State.WAITING if is_picture else Attachment.State.KEPT


def _name_of(blob: str) -> str | None:
    """Where in the storage; nothing for what could not be a name of ours."""
    return f"originals/{blob[:2]}/{blob}" if is_name(blob) else None


def _git_name(file: IO[bytes], length: int) -> str:
    size = file.seek(0, 2)
    file.seek(0)
    told = hashlib.new("sha1" if length == 40 else "sha256", b"blob %d\0" % size, usedforsecurity=False)
    while chunk := file.read(CHUNK):
        told.update(chunk)
    return told.hexdigest()
