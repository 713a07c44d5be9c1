"""How the rows of the matrix that are about the moderators' queue are tried over HTTP, beside the other ways."""

from __future__ import annotations

from collections.abc import Callable

from tests.views import deeds, people_deeds
from tests.views.deeds import REASON, Way, _is_now, _says
from tests.views.world import World
from wiki.actions import moderation
from wiki.models import Comment
from wiki.queries import queue


def seeing(world: World, row: int, who: str) -> list[Way]:
    """Row 38: the queue, what was flagged in it, and what is held."""
    flagged, held, secret = world.own["UV"]["comment"], world.other["held"], who != "RE"
    ways = [
        Way("/-/moderation/", done=_says("Said by UV.")),
        Way("/-/moderation/?show=decided", done=_says("Rude.")),
        Way(_at(flagged), done=_says("Odd.")),
        Way(_at(held), done=_says("Held words."), secret=secret),
    ]
    let_through = _is_now(Comment, held, held=False)
    ways.append(Way(_at(held), {"do": "keep", "seen": _seen(held)}, let_through, secret=secret))
    return deeds.moderating(world, row, who) + ways + people_deeds.seeing(world)


def judging(world: World, row: int, who: str) -> list[Way]:
    """Row 39: what waits is hidden from there."""
    pk = world.own["UV"]["comment"]
    hidden = Comment.objects.filter(pk=pk, hidden__isnull=False, hidden_reason=REASON["reason"])
    sent = {"do": "hide", "seen": _seen(pk), "because": ""} | REASON
    asked = Comment.objects.filter(pk=pk, hidden__isnull=False, measures__kind="ask")
    ways = [Way(_at(pk), sent, lambda answer: hidden.exists())]
    ways.append(Way(_at(pk), sent | {"do": "ask"}, lambda answer: asked.exists()))
    return deeds.moderating(world, row, who) + ways + people_deeds.judging(world)


def _at(pk: int) -> str:
    return f"/-/moderation/{pk}/"


def _seen(pk: int) -> str:
    comment = Comment.objects.get(pk=pk)
    return moderation.looked_at(comment, queue.flags_of(comment))


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {38: seeing, 39: judging}
