"""note(): a line of the journal, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiki.models import ModerationEntry, Page, SiteSettings


def note(
    action: str,
    it: Page | SiteSettings,
    *,
    by: Any,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> ModerationEntry:
    """Who did what to this page or to the site, and why; the site itself signs nothing."""
    return ModerationEntry.objects.create(
        action=action,
        by=by if getattr(by, "pk", None) else None,
        page=it if isinstance(it, Page) else None,
        subject=str(it),
        reason=reason.strip(),
        before=dict(before or {}),
        after=dict(after or {}),
    )
