"""The first posts of somebody new: they wait for a look where the site or the section's charter says so."""

from __future__ import annotations

from typing import Any

from wiki.actions import limiting
from wiki.models import Charter, Page, SiteSettings
from wiki.models.settings import FirstPosts


def are_held(by: Any, page: Page) -> bool:
    """Whether what this person sends on this page waits, a comment or a suggestion; of accounts to be looked
    at it does wherever they write."""
    if not (getattr(by, "watched", False) or Charter.objects.of(page).first_posts_held):
        site = SiteSettings.objects.first()
        if site is None or site.first_posts != FirstPosts.HELD:
            return False
    return limiting.is_new(by)
