"""The pictures of a page as an office file takes them: checked drawings, photographs as they came."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage

from wiki.actions import attachments
from wiki.book.media_types import SVG
from wiki.exchange.office.origin import Picture
from wiki.models import Attachment

MOST = 12  # pictures in a file
HEAVIEST = 2_000_000  # bytes of one
_SOURCE = re.compile(r'\bsrc="/media/([0-9a-f]{40,64})[/"]')
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


def shown_in(html: str, user: Any) -> Callable[[str], Picture | None]:
    """How the pictures of this page that this person may see are found by their addresses."""
    names = list(dict.fromkeys(_SOURCE.findall(html)))[:MOST]
    seen = Attachment.objects.visible_to(user).pictures().filter(blob__in=names) if names else []
    found = {one.blob: one for one in seen if one.state == Attachment.State.READY}

    def picture(source: str) -> Picture | None:
        parts = source.split("?")[0].split("/")
        one = found.get(parts[2]) if len(parts) > 2 and parts[1] == "media" else None
        return _taken(one) if one is not None else None

    return picture


def _taken(one: Attachment) -> Picture | None:
    drawn = next((variant for variant in one.variants if variant["type"] == SVG), None)
    ending = "svg" if drawn else _ENDINGS.get(one.media_type)
    if ending is None:
        return None
    try:
        file = default_storage.open(drawn["name"]) if drawn else attachments.opened(one.blob)
    except FileNotFoundError:
        return None
    if file is None:
        return None
    with file:
        content = file.read(HEAVIEST + 1)
    if len(content) > HEAVIEST:
        return None
    return Picture(content, ending, one.width or 0, one.height or 0)
