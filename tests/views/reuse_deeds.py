"""How the rows of the matrix that are about reuses are tried over HTTP: told, spoken of, reported, judged."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from tests.views import deeds, people_deeds, queue_deeds
from tests.views.deeds import REASON, WORDS, Way, _both, _is_now, _says, _there_is
from tests.views.world import World
from wiki.actions import vetting
from wiki.models import Comment, Flag, Reuse
from wiki.queries import queue


def telling(world: World, row: int, who: str) -> list[Way]:
    """Row 62: a reuse of a page that one reads."""
    sent = {
        "title": WORDS,
        "organisation": "A district",
        "structure": "local",
        "done": "We took it.",
        "page": world.pages["advice/first"],
        "uuid": str(uuid4()),
    }
    told = _there_is(Reuse, title=WORDS, author=world.people[who], held=False)
    return _both("/-/reuses/new/", sent, told)


def reading(world: World, row: int, who: str) -> list[Way]:
    """Row 1: the gallery and what it holds; not what is out of sight, but for those who decide there."""
    shown = f"/-/reuses/{world.other['reuse']}/"
    ways = [Way("/-/reuses/", done=_says("Told by other.")), Way(shown), Way("/-/reuses/feed/")]
    return deeds.ROWS[row](world, row, who) + ways


def speaking(world: World, row: int, who: str) -> list[Way]:
    """Row 7: on a reuse."""
    said = {"text": WORDS, "uuid": str(uuid4())}
    done = _there_is(Comment, text=WORDS, author=world.people[who], thread__reuse=world.other["reuse"])
    return deeds.ROWS[row](world, row, who) + _both(f"{_at(world, 'reuse')}discuss/", said, done)


def flagging(world: World, row: int, who: str) -> list[Way]:
    """Row 37: a reuse too."""
    pk, sent = world.other["reuse"], {"rule": "law", "reason": "Odd."}
    done = _there_is(Flag, reuse=pk, by=world.people[who])
    return people_deeds.ROWS[row](world, row, who) + _both(f"{_at(world, 'reuse')}flag/", sent, done)


def seeing(world: World, row: int, who: str) -> list[Way]:
    """Row 38: what is held, in the queue and by itself."""
    pk, secret = world.other["held reuse"], who != "RE"
    at, out = f"/-/moderation/reuses/{pk}/", _is_now(Reuse, pk, held=False)
    held = Reuse.objects.get(pk=pk)
    kept = {"do": "keep", "seen": vetting.looked_at(held, list(queue.flags_on(held)))}
    ways = [Way(at, done=_says("Told and held."), secret=secret), Way(at, kept, out, secret=secret)]
    ways += _both(f"/-/reuses/{pk}/release/", {}, out, secret=secret)
    return queue_deeds.ROWS[row](world, row, who) + ways


def judging(world: World, row: int, who: str) -> list[Way]:
    """Row 39: hidden, and shown again."""
    shown, hidden, secret = world.other["reuse"], world.other["hidden reuse"], who != "RE"
    gone = Reuse.objects.filter(pk=shown, hidden__isnull=False)
    ways = _both(f"/-/reuses/{shown}/hide/", REASON, lambda answer: gone.exists())
    back = _is_now(Reuse, hidden, hidden=None)
    ways += _both(f"/-/reuses/{hidden}/restore/", REASON, back, secret=secret)
    return queue_deeds.ROWS[row](world, row, who) + ways


def _at(world: World, name: str) -> str:
    return f"/-/reuses/{world.other[name]}/"


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {
    1: reading,
    7: speaking,
    37: flagging,
    38: seeing,
    39: judging,
    62: telling,
}
