"""Titles: a new one is said by the heading that opens the text too, by the smallest change that does."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from wiki.actions import rendering
from wiki.actions.places import Places
from wiki.actions.rendering import Ready
from wiki.errors import BadPage
from wiki.models import Page
from wiki.text.links import Target
from wiki.text.render import render
from wiki.text.titles import retitled


def plain(title: str) -> str:
    """A title as it is kept: on one line, with single blanks."""
    return " ".join(title.split())


def headed(source: str, title: str) -> str:
    """The text of a new page under a heading that says its title, unless a heading opens it already."""
    if _read(source):
        return source
    told = next((line for line in retitled("# x", "x", title) if _read(line) == plain(title)), "")
    return f"{told}\n\n{source}".rstrip("\n") + "\n" if told else source


def _read(source: str) -> str:
    """The title that the engine reads in a text."""
    return render(source, resolve=lambda destination: Target("broken")).title


def say(page: Page, ready: Ready, draw: Callable[[], Ready], *, old: str, new: str) -> Ready:
    """The page in memory with its new title, and what the engine makes of it.

    `ready` is what it made of the text, whose opening heading may still say the old title. A text
    without such a heading says none.
    """
    page.title = plain(new)
    if not ready.title or ready.title == page.title:
        return ready
    for source in retitled(page.source, old, " ".join(new.strip().splitlines())):
        page.source = source
        ready = draw()
        if ready.title == page.title:
            return ready
    raise BadPage(
        _("The heading that opens the text cannot say “%(title)s”: change the text.") % {"title": page.title}
    )


def agreed(page: Page, old: str, places: Places) -> Ready:
    """What the engine makes of the page in memory, its title and the heading of its text being one."""
    new, ready = page.title, rendering.of_page(page, places)
    if plain(new) == old or not ready.title:
        page.title = ready.title or new
        return ready
    if ready.title not in (old, plain(new)):
        raise BadPage(
            _("The title says “%(title)s” and the heading that opens the text “%(heading)s”: choose one.")
            % {"title": plain(new), "heading": ready.title}
        )
    return say(page, ready, lambda: rendering.of_page(page, places), old=old, new=new)
