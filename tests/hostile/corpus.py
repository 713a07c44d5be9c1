"""Hostile texts: each payload in the places where it could act, always the same in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tests.hostile import payloads, places
from wiki.text.links import Included, Target, is_external
from wiki.text.render import Rendering, render

# Tests take each payload in every fifth place, and each place with every fifth payload; a
# measure (`measure.py`) takes all of them.
TESTED = 5

_FOR_ATTRIBUTES = (
    *payloads.QUOTES,
    *payloads.SCRIPTS[:3],
    *payloads.HANDLERS[:6],
    *payloads.CONTROLS[:16],
)
_CROSSES = (
    (places.TEXTS, payloads.MARKUP),
    (places.ATTRIBUTES, _FOR_ATTRIBUTES),
    (places.DESTINATIONS, payloads.ADDRESSES),
)


class Text(NamedTuple):
    """A hostile source, its payload alone, and the number by which its script tells that it ran."""

    number: int
    place: str
    payload: str
    source: str


def armed(text: str, number: int) -> str:
    """The text with the call that tells that it was executed."""
    return text.replace("RUN", f"__ran({number})").replace("ID", str(number))


def _crossed(step: int) -> Iterator[tuple[str, str, str]]:
    for templates, written in _CROSSES:
        for row, (place, template) in enumerate(templates.items()):
            for payload in written[row % step :: step]:
                yield place, template, payload


@cache
def texts(step: int = TESTED) -> tuple[Text, ...]:
    """All hostile texts, or one in `step`."""
    return tuple(
        Text(number, place, armed(payload, number), armed(template.replace("PAYLOAD", payload), number))
        for number, (place, template, payload) in enumerate(_crossed(step), 1)
    )


def draw(text: Text) -> Rendering:
    """Render a text whose surroundings are hostile too: titles, file names, reusable texts, variables."""

    def resolve(destination: str) -> Target:
        if destination.startswith("/given"):
            return Target("page", "/given/", title=text.payload, heading=text.payload)
        if destination.startswith("/asset"):
            return Target("asset", "/asset.png", title=text.payload, size=1_234_567)
        if is_external(destination):
            return Target("external", destination)
        if destination.startswith("/broken"):
            return Target("broken", title=text.payload)
        return Target("page", destination, title=destination)  # as trusting as can be

    def include(name: str) -> Included | None:
        return Included(text.payload, resolve, include) if name == "hostile.md" else None

    return render(text.source, resolve=resolve, include=include, variables={"hostile": text.payload})


@cache
def renderings(step: int = TESTED) -> tuple[tuple[Text, Rendering], ...]:
    """All hostile texts with what the engine makes of them; made once for all tests."""
    return tuple((text, draw(text)) for text in texts(step))
