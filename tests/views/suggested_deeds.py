"""How the rows of the matrix that are about suggestions are tried over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.album import png
from tests.views.deeds import WORDS, Way, _both, _is_now, _says, _there_is
from tests.views.world import SECRET, World
from wiki.models import Attachment, Page, PageRevision, Stand, Suggestion, Taking


def suggesting(world: World, row: int, who: str) -> list[Way]:
    """Proposed, read, amended, withdrawn, decided on."""
    other, mine = world.other, world.own.get(who, world.own["other"])
    if row == 3:
        address = f"/-/drafts/{world.people[who]}-page-1/"
        kept = Way(address, {"values": '{"text": "x"}'}, lambda answer: answer.status_code == 204, own=True)
        refused = 403 if who == "BA" else 302
        return [
            kept,
            Way(address, done=lambda answer: answer.status_code in (200, 204), own=True, refused=refused),
        ]
    if row == 15:
        return _standing(world, other["suggestion"], who)
    if row == 16:
        return _proposing(world, who)
    if row == 17:
        lists = ("/-/suggestions/", "/-/suggestions/?as=board", "/lessons/-/suggestions/")
        ways = [Way(address, done=_says(f"Proposed by other: {WORDS}")) for address in lists]
        ways.append(Way(_at(other["suggestion"]), done=_says(f"Proposed by other: {WORDS}")))
        ways.append(Way(f"/-/s/{other['suggestion']}/", done=lambda answer: answer.status_code == 302))
        return [*ways, Way(_at(other["secret suggestion"]), secret=True, never=not _decides(who))]
    if row == 18:
        return _changing(world, mine["suggestion"], own=True) + _changing(world, other["suggestion"])
    if row == 19:
        return [Way(_at(other["suggestion"], "withdraw"), {"seen": 1}, _is_now(Suggestion, 0))]
    if row == 20:
        return _deciding(mine["suggestion"])
    return _deciding(other["stale suggestion" if row == 22 else "suggestion"])


def _at(pk: int, gesture: str = "") -> str:
    return f"/-/suggestions/{pk}/{gesture}/" if gesture else f"/-/suggestions/{pk}/"


def _standing(world: World, pk: int, who: str) -> list[Way]:
    said = {"seen": 1, "about": "1", "reason": "It says less.", "other_way": "Say both."}
    supported, objected = (
        _there_is(Stand, by=world.people[who], suggestion=pk, stance=stance)
        for stance in ("support", "objection")
    )
    ways = [Way(_at(pk, "support"), {"seen": 1, "about": ""}, supported)]
    return ways + _both(_at(pk, "object"), said, objected)


def _proposing(world: World, who: str) -> list[Way]:
    page = Page.objects.get(pk=world.pages["locked"])
    sent = _form(page) | {"source": f"# Locked\n\n{WORDS}\n", "title": "Locked"}
    made = _there_is(Suggestion, author=world.people[who], page=page)
    ways = _both("/lessons/locked/-/suggest/", sent, made)
    ways += [Way("/lessons/locked/-/suggest/passage/")]
    told = {"reason": "It reads better.", "do": "send"}
    deeds = {"page": sent, "place": told | {"parent": world.pages["advice"]}, "archiving": told}
    for name, form in deeds.items():
        address = f"/lessons/locked/-/suggest/{name}/"
        ways += _both(address, form | {"uuid": str(uuid4())}, made)
    picture = {"do": "upload", "file": SimpleUploadedFile("new.png", png()), "alt": "Halves."}
    ways += _both("/lessons/locked/-/files/", picture, _there_is(Attachment, uploaded_by=world.people[who]))
    hidden = Page.objects.get(pk=world.pages[SECRET])
    return ways + [Way(f"/{SECRET}/-/suggest/", _form(hidden), never=True, secret=not _decides(who))]


def _decides(who: str) -> bool:
    return who in ("RE", "MO", "AD")


def _form(page: Page) -> dict[str, Any]:
    base = PageRevision.objects.filter(id=page.pk).order_by("-number")[0].pk
    told = {name: getattr(page, name) for name in ("title", "description", "source")}
    return told | {"uuid": str(uuid4()), "base": base, "reason": "It reads better.", "do": "send"}


def _changing(world: World, pk: int, *, own: bool = False) -> list[Way]:
    page = Suggestion.objects.get(pk=pk).page
    sent = _form(page) | {"seen": 1, "source": f"{page.source}\nAmended.\n", "reason": "Amended."}
    ways = _both(_at(pk, "amend"), sent, _is_now(Suggestion, pk, summary="Amended."), own=own)
    withdrawn = _is_now(Suggestion, pk, state="withdrawn")
    return [*ways, Way(_at(pk, "withdraw"), {"seen": 1}, withdrawn, own=own)]


def _deciding(pk: int) -> list[Way]:
    chosen, why = {"seen": 1, "chosen": ["1"]}, {"reason": "It does not say where."}
    ways = [Way(_at(pk, "accept"), chosen, _is_now(Suggestion, pk, state="accepted"))]
    taken = _there_is(Taking, kind="suggestion", key=pk)
    ways.append(Way(_at(pk, "take"), {"do": "take"}, taken))
    ways += _both(_at(pk, "decline"), chosen | why, _is_now(Suggestion, pk, state="declined"))
    return ways + _both(_at(pk, "ask"), {"seen": 1} | why, _is_now(Suggestion, pk, state="asked"))


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = dict.fromkeys((3, *range(15, 23)), suggesting)
