"""Who wrote what: a page beside those who wrote it, where a passage comes from, and one's own words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.forms.trail import PassageForm
from wiki.models import Page
from wiki.models.page import gestures_of
from wiki.queries import attribution, authorship, own_words, people, trails, tree
from wiki.queries.attribution import Wanted
from wiki.text import anchor
from wiki.views import answers
from wiki.views.finding import elsewhere, find


@require_safe
def show(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page at this path as it reads, beside those who wrote it; all of them, or some."""
    page = find(request, path, authorship.with_credit())
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}authorship/")
    wanted = Wanted(request.GET.get("person", ""), request.GET.get("since", ""))
    context = _frame(request, page) | {
        "wanted": wanted,
        "screen": attribution.screen(page, request.user, wanted),
    }
    return answers.reading(request, "history/authorship.html", context, indexed=False)


@require_safe
def trail(request: HttpRequest, path: str = "") -> HttpResponse:
    """Where some words of the page at this path come from; before that, the form that asks which."""
    page = find(request, path, authorship.with_credit())
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}origin/")
    form = PassageForm(request.GET if "exact" in request.GET else None)
    told = form.cleaned_data if form.is_valid() else {}
    quote = anchor.find(page.plain, told["exact"], told["before"], told["after"], None) if told else None
    context = _frame(request, page) | {"form": form, "quote": quote, "is_gone": bool(told) and quote is None}
    if quote is not None:
        context["trail"] = trails.of_passage(page, quote, request.user)
    return answers.reading(request, "history/trail.html", context, indexed=False)


@require_safe
def mine(request: HttpRequest, name: str) -> HttpResponse:
    """Somebody's words, for them alone; to others there is no such page."""
    person = people.find(name)
    if person is None or not rules.may(request.user, "person.words", person):
        raise Http404
    if name != people.name_of(person):
        address = reverse("wiki:person-words", args=[people.name_of(person)])
        return answers.moved(request, address, for_good=False)
    context = {
        "person": person,
        "leaf": own_words.of_person(person, request.GET.get("page", "")),
        "menu": tree.menu(request.user),
    }
    return answers.never_kept(answers.reading(request, "people/words.html", context, indexed=False))


def _frame(request: HttpRequest, page: Page) -> dict[str, Any]:
    menu = tree.menu(request.user)
    return {
        "page": page,
        "menu": menu,
        "around": menu.around(page),
        "rows": menu.rows(page),
        "lang": page.lang if page.lang != get_language() else "",
    }
