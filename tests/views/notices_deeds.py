"""How the row of the matrix that is about following is tried over HTTP: what one may read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.views.deeds import Way, _both, _there_is
from tests.views.world import World
from wiki.models import Subscription, Watch


def following(world: World, row: int, who: str) -> list[Way]:
    """Row 50: pages, threads, suggestions, people; never what is out of sight."""
    if who == "AN":
        return _from_outside(world)
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


def _from_outside(world: World) -> list[Way]:
    """By mail, without an account: pages, sections, the site; nothing else, and nothing that is out of sight."""
    told = {"email": "somebody@example.org", "pace": "weekly"}
    ways = []
    for address, path in {"/-/home/subscribe/": "", "/advice/first/-/subscribe/": "advice/first"}.items():
        page = world.pages[path]
        ways += [Way(address), Way(address, told, _asks_to_follow(page))]
    shut = ("/advice/first/-/watch/", f"/-/t/{world.other['thread']}/watch/")
    ways += [way for address in shut for way in (Way(address, never=True), Way(address, told, never=True))]
    return ways


def _asks_to_follow(page: int) -> Callable[[Any], bool]:
    found = Subscription.objects.filter(page=page, email="somebody@example.org", confirmed_at=None)
    return lambda answer: answer.status_code == 200 and found.exists()


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {50: following}
