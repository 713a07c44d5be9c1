"""Searching: the page of results, and the titles and headings that are proposed while one types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wiki.forms.search import SearchForm
from wiki.queries import search, tree
from wiki.queries.search import Title
from wiki.views import answers


@require_safe
@answers.by_turns
def show(request: HttpRequest) -> HttpResponse:
    """What answers a query, or how to ask; a query that is too long is refused in a sentence."""
    menu, form, answer = tree.menu(request.user), SearchForm(request.GET), None
    if form.is_valid():
        told = form.cleaned_data
        asked = search.read(told["q"])
        if asked.terms:
            answer = search.search(asked, menu, by=request.user, section=told["section"], leaf=told["page"])
    context = {"menu": menu, "form": form, "q": form.asked, "answer": answer}
    if form.errors:
        return answers.never_kept(answers.form(request, "search/show.html", context, status=400))
    return answers.reading(request, "search/show.html", context, indexed=False)


@require_safe
def titles(request: HttpRequest) -> HttpResponse:
    """The same for what is being typed, from titles and headings alone."""
    form, found, asked = SearchForm(request.GET), list[Title](), ""
    if form.is_valid():
        asked = form.cleaned_data["q"]
        query = search.read(asked)
        found = search.titles(query, tree.menu(request.user), by=request.user) if query.terms else []
    told = {
        "said": _said(found),
        "titles": [_title(title) for title in found],
        "all": {
            "words": _("Search the texts for “%(asked)s”") % {"asked": asked},
            "address": _address(asked),
        },
    }
    return answers.text(request, json.dumps(told), kind="application/json", indexed=False)


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


def _title(title: Title) -> dict[str, Any]:
    return {
        "words": [[piece.text, piece.is_marked] for piece in title.words],
        "under": title.under,
        "address": title.address,
        "draft": _("draft") if title.entry.is_draft else "",
        "hue": title.entry.hue,
    }


def _address(asked: str) -> str:
    return f"{reverse('wiki:search')}?{urlencode({'q': asked})}"
