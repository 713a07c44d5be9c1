"""Rows of the matrix that are about hidden revisions: who reads them, who hides them and shows them again."""

from __future__ import annotations

from tests.views.deeds import REASON, Way, _both, _is_now, _leads_on
from tests.views.world import VEILED, World
from wiki.models import PageRevision

AT = "/lessons/mended/"


def reading(world: World, row: int, who: str) -> list[Way]:
    """Row 5: by no address that names it, and in nothing that tells of its page."""
    before, hidden, after = (world.revisions[name] for name in ("before", "hidden", "after"))
    shut = [
        f"{AT}-/revisions/{hidden}/",
        f"{AT}-/compare/{before}/{hidden}/",
        f"{AT}-/compare/{hidden}/{after}/",
    ]
    shut += [f"{AT}-/compare/{before}/{hidden}/?view={view}" for view in ("sides", "source")]
    ways = [Way(address, secret=True) for address in shut]
    ways.append(Way(f"/-/r/{hidden}/", secret=True, done=_leads_on))
    told = [AT, f"{AT}-/history/", f"{AT}-/revisions/{after}/", f"{AT}-/compare/{before}/{after}/"]
    told += ["/-/activity/", "/-/activity/feed/", f"{AT}-/feed/", f"{AT}-/threads/"]
    told += ["/lessons/mended.md", f"/-/search/?q={VEILED}"]
    return ways + [Way(address, mentions=f"{VEILED} words") for address in told]


def hiding(world: World, row: int, who: str) -> list[Way]:
    """Row 26: an old one that all read, and one that is hidden already."""
    old, hidden = world.old, world.revisions["hidden"]
    sent = {"text": "on", "author": "on"} | REASON
    gone = _is_now(PageRevision, old, text_hidden=True, author_hidden=True, hidden_reason=REASON["reason"])
    back = _is_now(PageRevision, hidden, text_hidden=False, author_hidden=False, hidden_at=None)
    ways = _both(f"/-/r/{old}/hide/", sent, gone)
    return ways + _both(f"/-/r/{hidden}/show/", REASON, back, secret=True)


ROWS = {5: reading, 26: hiding}
