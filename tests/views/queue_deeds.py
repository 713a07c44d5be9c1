"""How the rows of the matrix that are about the moderators' queue are tried over HTTP, beside the other ways."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from tests.views import deeds, people_deeds
from tests.views.deeds import REASON, Way, _is_now, _says
from tests.views.world import World
from wiki.actions import moderation
from wiki.models import Comment, Reversal, Suggestion, Taking
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
    taken = Taking.objects.filter(kind="comment", key=flagged)
    ways.append(Way(f"{_at(flagged)}take/", {"do": "take"}, lambda answer: taken.exists()))
    proposed = world.other["held suggestion"]
    at = f"/-/moderation/suggestions/{proposed}/"
    ways.append(Way(at, done=_says("Buy."), secret=secret))
    shown = {"do": "keep", "seen": "0", "version": 1}
    ways.append(Way(at, shown, _is_now(Suggestion, proposed, held_for=""), secret=secret))
    let_through = _is_now(Comment, held, held=False)
    ways.append(Way(_at(held), {"do": "keep", "seen": _seen(held)}, let_through, secret=secret))
    return deeds.moderating(world, row, who) + ways + people_deeds.seeing(world)


def judging(world: World, row: int, who: str) -> list[Way]:
    """Row 39: what waits is hidden from there, and all that an account did is undone."""
    pk = world.own["UV"]["comment"]
    hidden = Comment.objects.filter(pk=pk, hidden__isnull=False, hidden_reason=REASON["reason"])
    sent = {"do": "hide", "seen": _seen(pk), "because": ""} | REASON
    asked = Comment.objects.filter(pk=pk, hidden__isnull=False, measures__kind="ask")
    ways = [Way(_at(pk), sent, lambda answer: hidden.exists())]
    ways.append(Way(_at(pk), sent | {"do": "ask"}, lambda answer: asked.exists()))
    held, said = world.other["held suggestion"], {"do": "decline", "seen": "0", "version": 1}
    declined = _is_now(Suggestion, held, state="declined")
    at = f"/-/moderation/suggestions/{held}/"
    ways.append(Way(at, said | REASON, declined, secret=who != "RE"))
    return deeds.moderating(world, row, who) + ways + people_deeds.judging(world) + reverting(world)


def reverting(world: World) -> list[Way]:
    """What somebody did is undone, and brought back."""
    other = world.people["other"]
    address, deed = f"/-/people/{other}/revert/", f"/-/reversals/{world.other['reversal']}/"
    told = {"uuid": str(uuid4()), "sorts": "comment", "after": "", "until": "2100-01-01T00:00:00+00:00"}
    gone = Comment.objects.filter(author=other, deleted__isnull=True, hidden__isnull=True)
    begun = Reversal.objects.filter(pk=world.other["reversal"], stride="undone")
    return [
        Way(address, done=_says("Otto Herr")),
        Way(address, told | REASON | {"because": ""}, lambda answer: not gone.exists()),
        Way(deed, done=_says("Otto Herr")),
        Way(f"{deed}back/", REASON, lambda answer: begun.exists()),
    ]


def _at(pk: int) -> str:
    return f"/-/moderation/{pk}/"


def _seen(pk: int) -> str:
    comment = Comment.objects.get(pk=pk)
    return moderation.looked_at(comment, queue.flags_of(comment))


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {38: seeing, 39: judging}
