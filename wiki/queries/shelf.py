"""The shelf of a page: the files that its text may show, who shows them already, how a text names them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import F, Q

from wiki.models import Attachment, Link, Page
from wiki.models.page import State
from wiki.queries import leaves

ASSETS = ".gitbook/assets"
PER_LEAF = 50
_MARKS = re.compile(r"[\\`*_\[\]<>&!{}$:~^=|]")  # what Markdown, or GitBook, would read otherwise
# What would end a destination before its end: names of books hold anything.
_QUOTED = {ord(sign): quote(sign) for sign in '"<>%#?&\\\n\r\t'}


@dataclass(frozen=True, slots=True)
class Holding:
    """A file, the pages that show it, and what a text says to show it."""

    attachment: Attachment
    users: tuple[Page, ...]
    line: str

    @property
    def living(self) -> list[Page]:
        return [page for page in self.users if page.state != State.ARCHIVED]

    @property
    def archived(self) -> list[Page]:
        return [page for page in self.users if page.state == State.ARCHIVED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(leaves.Leaf):
    """Some files of a shelf."""

    holdings: list[Holding]


def book_of(page: Page) -> int | None:
    """The book that a page is a file of; pages written here share the shelf of the site."""
    return page.book_id if page.book_path else None


def files_of(page: Page, asked: str = "", *, by: Any) -> Leaf:
    """What was uploaded to the shelf of this page, and what the page shows of it; the latest first. Of held
    pictures, one's own."""
    shown = Link.objects.filter(kind="asset", page=page.pk).values("target")
    on_shelf = Attachment.objects.visible_to(by).on_shelf(book_of(page))
    found = on_shelf.filter(Q(uploaded_at__isnull=False) | Q(blob__in=shown)).select_related("uploaded_by")
    found = found.filter(Q(held=False) | Q(uploaded_by=by.pk))
    found = found.order_by(F("uploaded_at").desc(nulls_last=True), "-pk")
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(asked, count)
    shown_now = list(found[(number - 1) * PER_LEAF : number * PER_LEAF])
    return Leaf(holdings=holdings(page, shown_now), number=number, count=count, total=total)


def holdings(page: Page, attachments: Sequence[Attachment]) -> list[Holding]:
    """Each of these files with the pages that show it, archived ones too, in one query."""
    users: dict[str, list[Page]] = {}
    uses = Link.objects.filter(kind="asset", target__in=[one.blob for one in attachments])
    for link in uses.select_related("page").order_by("page__sort_key", "page_id"):
        users.setdefault(link.target, []).append(link.page)
    return [Holding(one, tuple(users.get(one.blob, ())), line_of(page, one)) for one in attachments]


def line_of(page: Page, attachment: Attachment, *, alt: str = "", caption: str = "") -> str:
    """What the text of this page says to show this file, as GitBook would spell it."""
    named = destination_of(page, attachment).translate(_QUOTED)
    if not attachment.is_picture:
        told = f' caption="{_in_quotes(caption)}"' if caption else ""
        return f'{{% file src="{named}"{told} %}}'
    if caption:
        said = escape(caption, quote=False)
        picture = f'<img src="{named}" alt="{_in_quotes(alt)}">'
        return f"<figure>{picture}<figcaption><p>{said}</p></figcaption></figure>"
    said = _MARKS.sub(r"\\\g<0>", alt)
    return f"![{said}](<{named}>)" if set(named) & set(" ()") else f"![{said}]({named})"


def _in_quotes(words: str) -> str:
    return escape(words, quote=False).replace('"', "&#x22;").replace("\\", "&#x5C;")


def destination_of(page: Page, attachment: Attachment) -> str:
    """How the text of this page names a file: from where the page's own stands, or from the guide's root."""
    if attachment.book_id is None:
        return f"/{attachment.path}"
    return posixpath.relpath(attachment.path, posixpath.dirname(page.book_path) or ".")
