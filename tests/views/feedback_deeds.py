"""How the row of the matrix that is about readers' answers is tried over HTTP: without an account or a cookie."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

from django.core.signing import Signer

from tests.views.deeds import Way, _both, _there_is
from tests.views.world import World
from wiki.models import Feedback

SALT = "wiki.forms.feedback"


def stamp(page: int, age: float = 10) -> str:
    """What a form of this page bears that was made so many seconds ago."""
    return Signer(salt=SALT).sign(f"{page}:{time() - age:.1f}")


def answered(page: int, **told: Any) -> dict[str, Any]:
    """What a reader sends."""
    return {"helped": "no", "words": "A case is missing.", "website": "", "stamp": stamp(page)} | told


def answering(world: World, row: int, who: str) -> list[Way]:
    """Row 63: on pages that anybody reads; never on what is out of sight."""
    ways = []
    for address, path in {"/advice/first/-/feedback/": "advice/first", "/-/home/feedback/": ""}.items():
        page = world.pages[path]
        kept = _there_is(Feedback, page=page, helped=False, words="A case is missing.")
        ways += _both(address, answered(page), kept)
    hidden = world.pages["lessons/secret"]
    closed = 403 if who in ("RE", "MO", "AD") else 404  # who decide there know of it, and are no readers
    return [*ways, Way("/lessons/secret/-/feedback/", answered(hidden), never=True, refused=closed)]


ROWS: dict[int, Callable[[World, int, str], list[Way]]] = {63: answering}
