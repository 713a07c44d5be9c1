"""How the rows of the matrix that are about people are tried over HTTP: flags, bans, trust, what is contested."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from tests.views.deeds import REASON, Way, _account, _both, _is_now, _says, _there_is
from tests.views.world import World
from wiki.models import Comment, Flag, Measure

FLAG = {"rule": "person", "reason": "It aims at somebody."}
TRUST = {"trust_reason": "Good work."}


def flagging(world: World, row: int, who: str) -> list[Way]:
    """Row 37: comments, suggestions, pages and people."""
    me, other = world.people[who], world.other
    person, page = world.people["other"], world.pages["advice/first"]
    on = {
        f"/-/comments/{other['comment']}/flag/": {"comment": other["comment"]},
        f"/-/suggestions/{other['suggestion']}/flag/": {"suggestion": other["suggestion"]},
        "/advice/first/-/flag/": {"page": page},
        "/-/home/flag/": {"page": world.pages[""]},
        f"/-/people/{person}/flag/": {"about": person},
    }
    return [
        way
        for address, it in on.items()
        for way in _both(address, FLAG, _there_is(Flag, by=me, rule="person", **it))
    ]


def banning(world: World, row: int, who: str) -> list[Way]:
    """Row 40: those who decide on nothing; and back. Whether somebody may log in is for admins alone."""
    other, barred = _pk(world, "other"), _pk(world, "barred")
    ways = _both(_at(other), _measure("ban"), _is_now(User, other, banned=True))
    ways.append(
        Way(_at(other), _measure("suspend"), _there_is(User, pk=other, suspended_until__isnull=False))
    )
    ways.append(Way(_at(other), _measure("warn"), _there_is(Measure, person=other, kind="warn", upheld=None)))
    ban = f"/-/moderation/measures/{world.other['ban']}/lift/"
    ways += _both(ban, REASON, _is_now(User, barred, banned=False))
    shut = _account(world, "other", is_active=False)
    return [*ways, Way(*shut, _is_now(User, other, is_active=False), door=True, never=who == "MO")]


def banning_deciders(world: World, row: int, who: str) -> list[Way]:
    """Row 41: those who decide over others; nobody oneself."""
    aide = _pk(world, "aide")
    done = _is_now(User, aide, banned=True)
    shut = _account(world, "aide", is_active=False)
    ways = [
        Way(_at(aide), _measure("ban"), done),
        Way(*shut, _is_now(User, aide, is_active=False), door=True),
        Way(_at(_pk(world, "chief")), _measure("ban"), _is_now(User, _pk(world, "chief"), banned=True)),
    ]
    if (me := world.people[who]) is not None:
        ways.append(Way(_at(me), _measure("ban"), never=True))
        own = _account(world, who, is_active=False)
        ways.append(Way(*own, never=True, door=True, refused=200 if who == "AD" else 0))
    return ways


def trusting(world: World, row: int, who: str) -> list[Way]:
    """Row 42: by the screen of somebody, and by the window of admins."""
    them = "CO" if who != "CO" else "UV"
    pk = _pk(world, them)
    by_window = Way(
        *_account(world, them, trusted=True),
        _there_is(User, pk=pk, trusted=True, trust="granted"),
        door=True,
        never=who == "MO",
    )
    other = _pk(world, "other")
    return [
        Way(_at(pk), {"do": "grant"} | TRUST, _is_now(User, pk, trusted=True, trust="granted")),
        Way(_at(other), {"do": "withdraw"} | TRUST, _is_now(User, other, trusted=False, trust="withdrawn")),
        by_window,
    ]


def giving_roles(world: World, row: int, who: str) -> list[Way]:
    """Row 43: by the window of admins, who cannot be made there."""
    pk = _pk(world, "other")
    address, sent = _account(world, "other", moderator=True)
    more = sent | {"is_superuser": "on", "is_staff": "on", "groups": "1", "user_permissions": "1"}
    ways = [Way(address, sent, _is_now(User, pk, moderator=True), door=True)]
    ways.append(Way(address, more, _is_now(User, pk, is_superuser=False, moderator=True), door=True))
    return ways


def seeing(world: World) -> list[Way]:
    """Row 38: what was flagged beside comments, somebody's record, a contested decision."""
    other = world.other
    return [
        Way(f"/-/moderation/suggestions/{other['suggestion']}/", done=_says("Flagged suggestion.")),
        Way(f"/-/moderation/pages/{world.pages['advice/first']}/", done=_says("Flagged page.")),
        Way(_at(_pk(world, "other")), done=_says("Warned for it.")),
        Way(f"/-/moderation/measures/{other['measure']}/", done=_says("It was not me.")),
    ]


def judging(world: World) -> list[Way]:
    """Row 39: hidden words shown again by taking the decision back; a contested one answered."""
    other = world.other
    lifted = f"/-/moderation/measures/{other['hiding']}/lift/"
    answered = {"do": "overturn"} | REASON
    return [
        *_both(lifted, REASON, _is_now(Comment, other["hidden"], hidden=None)),
        Way(
            f"/-/moderation/measures/{other['measure']}/",
            answered,
            _is_now(Measure, other["measure"], upheld=False),
        ),
    ]


def _pk(world: World, who: str) -> int:
    pk = world.people[who]
    assert pk is not None
    return pk


def _at(pk: int) -> str:
    return f"/-/moderation/people/{pk}/"


def _measure(kind: str) -> dict[str, str]:
    return {"do": "measure", "kind": kind, "days": "7", "because": ""} | REASON


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {
    37: flagging,
    40: banning,
    41: banning_deciders,
    42: trusting,
    43: giving_roles,
}
