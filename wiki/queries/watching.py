"""What one person follows, as its screen lists it: what they may still read, and why they follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wiki.models import Page, Suggestion, Thread, Watch
from wiki.queries import people

ICONS = {
    "page": "file-text",
    "above": "layers",
    "thread": "message",
    "suggestion": "git-compare",
    "whom": "user",
}
MOST = 500


@dataclass(frozen=True, slots=True)
class Followed:
    """One line of the list."""

    watch: Watch
    title: str
    why: str
    address: str

    @property
    def kind(self) -> str:
        return "above" if self.watch.below else self.watch.kind

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def of(person: Any) -> list[Followed]:
    """What somebody follows, pages first; what they may not read any more is left out. In one query."""
    seen = (
        Q(page__in=Page.objects.visible_to(person))
        | Q(thread__in=Thread.objects.visible_to(person))
        | Q(suggestion__in=Suggestion.objects.visible_to(person))
        | Q(whom__erased_at=None, whom__isnull=False)
    )
    found = Watch.objects.filter(seen, person=person).select_related(
        "page", "thread__page", "suggestion__page", "whom"
    )
    heavy = [f"{name}__{text}" for name in ("page", "thread__page", "suggestion__page") for text in _TEXTS]
    rows = list(found.defer(*heavy, "suggestion__proposal", "suggestion__marks")[:MOST])
    order = list(ICONS)
    return sorted(map(_told, rows), key=lambda one: (order.index(one.kind), one.title.casefold()))


_TEXTS = ("source", "html", "plain", "outline", "links", "header")


def find(person: Any, it: Any, field: str) -> Watch | None:
    """How somebody follows this very thing, if they do."""
    return Watch.objects.filter(person=person.pk, **{field: it}).first()


def _told(watch: Watch) -> Followed:
    title, why, address = _TOLD[watch.kind](watch)
    return Followed(watch, title, why, address)


def _page(watch: Watch) -> tuple[str, str, str]:
    page = watch.page
    assert page is not None
    why = _("Followed because your words are in it") if watch.by_itself else _("Followed by hand")
    return page.title, _("With the pages below, and those to come") if watch.below else why, page.address


def _thread(watch: Watch) -> tuple[str, str, str]:
    thread = watch.thread
    assert thread is not None
    words = Truncator(thread.exact).chars(60)
    told: Mapping[str, Any] = {"number": thread.number, "words": words, "page": thread.page.title}
    title = _("Thread “%(words)s”") if words else _("Thread %(number)s of “%(page)s”")
    why = _("You wrote in it") if watch.by_itself else _("Followed by hand")
    return title % told, why, reverse("wiki:thread", args=[thread.pk])


def _suggestion(watch: Watch) -> tuple[str, str, str]:
    suggestion = watch.suggestion
    assert suggestion is not None
    why = _("You took part in it") if watch.by_itself else _("Followed by hand")
    said = Truncator(suggestion.summary).chars(80)
    return said, why, reverse("wiki:suggestion", args=[suggestion.pk])


def _person(watch: Watch) -> tuple[str, str, str]:
    whom = watch.whom
    assert whom is not None
    return str(whom), _("Their public contributions"), reverse("wiki:person", args=[people.name_of(whom)])


_TOLD = {"page": _page, "thread": _thread, "suggestion": _suggestion, "whom": _person}
