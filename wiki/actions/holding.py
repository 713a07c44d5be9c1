"""Whether what somebody sends waits for a moderator because nobody knows them yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wiki.actions import limiting
from wiki.models import Charter, Page, SiteSettings
from wiki.models.settings import FirstPosts


def is_held(by: Any, pages: Iterable[Page]) -> bool:
    """First posts wait where the site, or the charter of one of these pages, says so, and those of accounts
    to be looked at."""
    if not (by.watched or any(Charter.objects.of(page).first_posts_held for page in pages)):
        site = SiteSettings.objects.first()
        if site is None or site.first_posts != FirstPosts.HELD:
            return False
    return limiting.is_new(by)
