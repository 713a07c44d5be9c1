"""How the row of the matrix that is about following is tried over HTTP: what one may read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from tests.views.deeds import Way, _both, _there_is
from tests.views.world import World
from wiki.models import Watch


def following(world: World, row: int, who: str) -> list[Way]:
    """Row 50: pages, threads, suggestions, people; never what is out of sight."""
    me, other, person = world.people[who], world.other, world.people["other"]
    sent = {"level": "discussion"}
    on = {
        "/advice/first/-/watch/": {"page": world.pages["advice/first"]},
        "/-/home/watch/": {"page": world.pages[""]},
        f"/-/t/{other['thread']}/watch/": {"thread": other["thread"]},
        f"/-/suggestions/{other['suggestion']}/watch/": {"suggestion": other["suggestion"]},
        f"/-/people/{person}/watch/": {"whom": person},
    }
    ways = [
        way
        for address, it in on.items()
        for way in _both(address, sent, _there_is(Watch, person=me, level="discussion", **it))
    ]
    if who not in ("RE", "MO", "AD"):  # those who decide there read it, and may follow it
        hidden = ("/lessons/secret/-/watch/", f"/-/t/{other['secret thread']}/watch/")
        ways += [Way(address, sent, never=True, secret=True) for address in hidden]
    return ways


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {50: following}
