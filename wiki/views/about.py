"""The screens that speak of the site itself: the five pages of its foot, and the plan of the whole guide."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from wiki import rules
from wiki.actions import settings as texts
from wiki.errors import NotAllowed
from wiki.models import SiteSettings
from wiki.models.settings import TEXTS, TITLES
from wiki.queries import settings, tree
from wiki.views import answers


@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One of the five pages: the site's own text, or the one that comes with the code."""
    if key not in TEXTS:
        raise Http404
    row = settings.current()
    text = texts.text(row, key)
    may_write = rules.may(request.user, texts.ACTION, row)
    context = _frame(tree.menu(request.user)) | _screen(key, text, row) | {"may_write": may_write}
    return answers.reading(request, "about/text.html", context)


@require_POST
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """How a text would read, before it is written; for those who may write it."""
    if key not in TEXTS:
        raise Http404
    try:
        text = texts.preview(key, request.POST.get(key, ""), by=request.user)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    row = settings.current()
    context = _frame(tree.menu(request.user)) | _screen(key, text, row) | {"is_preview": True}
    return render(request, "about/text.html", context)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The whole guide on one screen, for those who look for the way themselves."""
    menu = tree.menu(request.user)
    context = _frame(menu) | {
        "key": "map",
        "parts": [(section, tree.listed_below(section)) for section in menu.sections],
        "pages": menu.count_pages(),
    }
    return answers.reading(request, "about/map.html", context)


def _screen(key: str, text: texts.Text, row: SiteSettings) -> dict[str, Any]:
    return {
        "key": key,
        "text": text,
        "title": text.title or TITLES[key],
        "contact_address": row.contact_address if key == "contact" else "",
        "lang": text.language if text.language != get_language() else "",
    }


def _frame(menu: tree.Menu) -> dict[str, Any]:
    home = [menu.home] if menu.home else []
    return {"menu": menu, "rows": menu.rows(None), "ancestors": home}
