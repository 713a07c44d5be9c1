"""What an author changed in a suggestion: two of its versions compared, as they read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki.actions import rendering
from wiki.actions.rebasing import FIELDS
from wiki.models import SuggestionVersion
from wiki.queries import review
from wiki.views import answers, cards, differences, gestures
from wiki.views.finding import MOST


@require_safe
@answers.by_turns
def show(request: HttpRequest, pk: int, a: int, b: int) -> HttpResponse:
    """From the version of one number to that of another, of the suggestion of this number."""
    suggestion = review.find(pk, request.user) if max(pk, a, b) <= MOST else None
    told = {version.number: version for version in suggestion.versions.all()} if suggestion else {}
    if suggestion is None or a == b or not {a, b} <= told.keys():
        raise Http404
    before, after, page = told[a], told[b], suggestion.page
    lang = page.lang if page.lang != get_language() else ""
    old, new = (rendering.proposed(page, version.proposal).html for version in (before, after))
    context = gestures.frame(request, page) | {
        "suggestion": suggestion,
        "before": before,
        "after": after,
        "lang": lang,
        "compared": differences.between(old, new, lang=lang),
        "fields": cards.fields(_named(before), vars(_named(after))),
        "has_moved": before.on_id != after.on_id,
    }
    return answers.reading(request, "suggestions/versions.html", context, indexed=False)


def _named(version: SuggestionVersion) -> Any:
    """Title and description as this version would have them."""
    told = {name: version.fields.get(name, getattr(version.on, name)) for name in FIELDS}
    return SimpleNamespace(**told)
