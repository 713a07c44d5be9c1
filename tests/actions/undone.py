"""An account and what it did, for tests of undoing it; and what became of that."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests import factories
from tests.album import halves, png
from wiki.actions import pages, reversing, threads, uploading
from wiki.actions.spans import USUAL, Span
from wiki.models import (
    Attachment,
    Comment,
    ModerationEntry,
    Page,
    PageRevision,
    Reversal,
)

TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n\nThe end is near.\n"


def picture(width: int = 40, height: int = 20) -> bytes:
    return png(halves(width, height))


def span(person: Any, *sorts: str, since: Any = None, until: Any = None) -> Span:
    return Span(person, until or timezone.now(), since, sorts or USUAL)


def reverted(
    person: Any, *sorts: str, by: Any = None, reason: str = "It advertises.", **ends: Any
) -> Reversal:
    return reversing.revert(
        span(person, *sorts, **ends), by=by or factories.moderator(), uuid=uuid4(), reason=reason
    )


def fates(deed: Reversal) -> list[tuple[str, str, str]]:
    return list(deed.items.order_by("pk").values_list("sort", "fate", "why"))


def edited(here: Page, old: str, new: str, *, by: Any, **fields: Any) -> Any:
    """Written by whoever it is, whatever the charter says of them."""
    page = Page.objects.get(pk=here.pk)
    assert old in page.source
    made = pages.edit(
        page, by=factories.moderator(), base=page.version, source=page.source.replace(old, new), **fields
    )
    PageRevision.objects.filter(pk=made.pk).update(history_user=by)
    return made


def created(parent: Page, slug: str, *, by: Any, source: str = "# Buy\n\nBuy this.\n") -> Page:
    page = factories.page(parent, slug, source)
    PageRevision.objects.filter(id=page.pk).update(history_user=by)
    return page


def uploaded(page: Page, *, by: Any, name: str = "a.png", content: bytes | None = None) -> Attachment:
    made = uploading.upload(page, by=factories.admin(), name=name, content=content or picture())
    Attachment.objects.filter(pk=made.pk).update(uploaded_by=by)
    ModerationEntry.objects.filter(action=uploading.UPLOADED).update(by=by)
    return Attachment.objects.get(pk=made.pk)


def said(page: Page, by: Any, text: str = "Buy this.", **how: Any) -> Comment:
    return threads.open(page, by=by, text=text, uuid=uuid4(), **how)


def text(page: Page) -> str:
    return Page.objects.get(pk=page.pk).source
