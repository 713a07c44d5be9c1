"""What somebody ticked on a page, read with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from wiki import rules
from wiki.models import Page, Ticks
from wiki.text.ticks import MARK


def kept(user: Any, page: Page) -> dict[str, bool] | None:
    """Their ticks on this page and on key actions, by task; None where no account keeps any. One query at
    most, and none for strangers nor on a page without tasks."""
    if MARK not in page.html or not rules.may(user, "ticks.keep", Ticks(owner_id=user.pk)):
        return None
    return {key: is_on for key, is_on in told(user, page).items() if is_on is not None}


def told(user: Any, page: Page) -> dict[str, bool | None]:
    """The same with those that were taken back: None, as the page says."""
    sheets = Ticks.objects.filter(Q(page=page) | Q(page=None), owner=user).values_list("ticks", flat=True)
    return {key: tick["on"] for sheet in sheets for key, tick in sheet.items()}
