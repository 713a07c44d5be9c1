"""Attachments: the originals that are kept by the name of their content, and what may be shown of them."""

from __future__ import annotations

from django.core.files.storage import default_storage


def read(blob: str) -> bytes | None:
    """The bytes that this name stands for, if they are kept."""
    name = f"originals/{blob[:2]}/{blob}"
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as kept:
        return kept.read()
