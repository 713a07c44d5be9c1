"""What changed between two revisions, drawn: made at first request, then kept for a while.

Whether somebody may read the revisions is the caller's to have asked. What is kept is found by the very texts
that were compared, and by nothing else of the revisions: whoever asks has both of them in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.cache import caches
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import get_language

from wiki.actions import rendering
from wiki.text.comparing import pages, source
from wiki.text.render import VERSION
from wiki.views import changes
from wiki.views.changes import Delta

KEPT_FOR = 3_600  # seconds: long enough to read, and what a new release draws otherwise is soon gone
LONGEST_KEPT = 2_000_000  # characters


class Drawn(NamedTuple):
    """All that a screen shows of a comparison."""

    html: str
    total: int  # changes
    delta: Delta | None
    coarse: bool
    cut: bool
    ends: bool


class _View(NamedTuple):
    """What is compared of a revision, and how."""

    read: Callable[[Any], str]
    compare: Callable[[str, str], Any]


def drawn(before: Any, after: Any, view: str, *, lang: str) -> Drawn:
    """Two revisions compared in one of the views; lang: of their words, where it is not the screen's."""
    old, new = VIEWS[view].read(before), VIEWS[view].read(after)
    cache, key = caches["drawn"], _key(view, lang, old, new)
    kept: Drawn | None = cache.get(key)
    if kept is None:
        kept = _draw(VIEWS[view].compare(old, new), view, lang)
        if len(kept.html) <= LONGEST_KEPT:
            cache.set(key, kept, KEPT_FOR)
    return kept


def between(old: str, new: str, *, lang: str) -> Drawn:
    """Two texts that are drawn already, compared as they read; not kept, as one of them is not."""
    return _draw(pages.compare(old, new), "text", lang)


def written(revision: Any) -> str:
    """The source of a revision, with its header."""
    return f"{revision.header}{revision.source}"


def _draw(compared: Any, view: str, lang: str) -> Drawn:
    context = {"compared": compared, "shown": changes.shown(compared), "lang": lang}
    return Drawn(
        html=str(render_to_string(f"history/changes_{view}.html", context)),
        total=len(compared.changes),
        delta=changes.delta(compared),
        coarse=compared.coarse,
        cut=getattr(compared, "cut", False),
        ends=getattr(compared, "ends", False),
    )


def _key(view: str, lang: str, old: str, new: str) -> str:
    """Each text by its own hash: joined, two other texts could read the same."""
    texts = (sha256(text.encode()).hexdigest() for text in (old, new))
    told = "\0".join((str(VERSION), view, get_language() or "", lang, static("img/icons.svg"), *texts))
    return f"comparison:{sha256(told.encode()).hexdigest()}"


def _sides(old: str, new: str) -> pages.Comparison:
    return pages.compare(old, new, sides=True)


VIEWS: Mapping[str, _View] = {
    "text": _View(rendering.old, pages.compare),
    "sides": _View(rendering.old, _sides),
    "source": _View(written, source.compare),
}
