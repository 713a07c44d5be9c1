"""Searching: the page of results, and the titles and headings that are proposed while one types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.networks import network_of
from wiki.actions import limiting
from wiki.errors import TooSoon
from wiki.forms.search import SearchForm
from wiki.queries import pointing, search, tree
from wiki.queries.search import Asked, Title
from wiki.views import answers


@require_safe
@answers.by_turns
def show(request: HttpRequest) -> HttpResponse:
    """What answers a query, or how to ask; a query that is too long is refused in a sentence."""
    menu, form, answer = tree.menu(request.user), SearchForm(request.GET), None
    if form.is_valid():
        told = form.cleaned_data
        asked = search.read(told["q"])
        try:
            _count(request, "search", asked)
        except TooSoon as refusal:
            return _too_soon(request, form, asked, menu, refusal)
        if asked.terms:
            answer = search.search(asked, menu, by=request.user, section=told["section"], leaf=told["page"])
    context = {"menu": menu, "form": form, "q": form.asked, "answer": answer}
    if form.errors:
        return answers.never_kept(answers.form(request, "search/show.html", context, status=400))
    return answers.reading(request, "search/show.html", context, indexed=False)


@require_safe
def titles(request: HttpRequest) -> HttpResponse:
    """The same for what is being typed, from titles and headings alone."""
    form, found, asked, refused = SearchForm(request.GET), list[Title](), "", None
    if form.is_valid():
        asked = form.cleaned_data["q"]
        try:
            found = _titles(request, search.read(asked))
        except TooSoon as refusal:
            refused = refusal
    else:
        asked = form["q"].value() or ""
    said = _said_to_take if form.cleaned_data.get("of") else _said
    told = {
        "said": " ".join(map(str, form.errors.get("q", []))) or (str(refused) if refused else said(found)),
        "titles": [
            _title(title) | more for title, more in zip(found, _written(request, form, found), strict=True)
        ],
        "all": {
            "words": _("Search the texts for “%(asked)s”") % {"asked": asked},
            "address": _address(asked),
        },
    }
    answer = answers.text(request, json.dumps(told), kind="application/json", indexed=False)
    return answers.put_off(answer, refused) if refused else answer


def _count(request: HttpRequest, what: str, asked: Asked) -> None:
    if asked.terms:
        limiting.question(request.user, network_of(request), what)


def _titles(request: HttpRequest, asked: Asked) -> list[Title]:
    _count(request, "titles", asked)
    return search.titles(asked, tree.menu(request.user), by=request.user) if asked.terms else []


def _too_soon(
    request: HttpRequest, form: SearchForm, asked: Asked, menu: tree.Menu, refusal: TooSoon
) -> HttpResponse:
    """When the texts can be searched again; and what titles say until then, as a network may be that of a
    whole administration, whose people are not sent away with nothing."""
    context = {"menu": menu, "form": form, "q": form.asked, "titles": []}
    with suppress(TooSoon):
        context["titles"] = _titles(request, asked)
    return answers.never_kept(answers.too_soon(request, "search/show.html", context, refusal))


def _said(found: Sequence[Title]) -> str:
    """For those who do not see the list."""
    if not found:
        return _("No title says this. Press Enter to search the texts.")
    told = ngettext(
        "%(count)d title. Arrows to choose, Enter to go there.",
        "%(count)d titles. Arrows to choose, Enter to go there.",
        len(found),
    )
    return told % {"count": len(found)}


def _said_to_take(found: Sequence[Title]) -> str:
    """The same for those who make a link."""
    if not found:
        return _("No title says this.")
    told = ngettext(
        "%(count)d title. Arrows to choose, Enter to take it.",
        "%(count)d titles. Arrows to choose, Enter to take one.",
        len(found),
    )
    return told % {"count": len(found)}


def _title(title: Title) -> dict[str, Any]:
    return {
        "words": [[piece.text, piece.is_marked] for piece in title.words],
        "under": title.under,
        "address": title.address,
        "draft": _("draft") if title.entry.is_draft else "",
        "hue": title.entry.hue,
    }


def _written(request: HttpRequest, form: SearchForm, found: Sequence[Title]) -> list[dict[str, str]]:
    """For whoever writes a page, what a link to each title is made of there."""
    of = form.cleaned_data.get("of")
    if not of or not found:
        return [{} for _title in found]
    below = form.cleaned_data["below"]
    made = pointing.destinations(found, of=of, below=below, by=request.user, site=settings.SITE_URL)
    return [{"written": destination} for destination in made]


def _address(asked: str) -> str:
    return f"{reverse('wiki:search')}?{urlencode({'q': asked})}"
