"""Rows of the matrix about hidden revisions, and about pages whose words go for ever."""

from __future__ import annotations

from tests.views.deeds import REASON, Way, _both, _is_now, _leads_on
from tests.views.world import VEILED, World
from wiki.models import Page, PageRevision

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


def purging(world: World, row: int, who: str) -> list[Way]:
    """Row 32: a page that was put away; that it is there is told to those alone who may bring it back."""
    address, sent = f"/-/archived/{world.pages['gone']}/purge/", world.base("gone") | REASON | {"sure": "on"}
    gone = _is_now(
        Page, world.pages["gone"], source="", title=f"Page purgée n°\N{NO-BREAK SPACE}{world.pages['gone']}"
    )
    return _both(address, sent, gone, secret=who not in ("RE", "MO"), asked=True)


ROWS = {5: reading, 26: hiding, 32: purging}
