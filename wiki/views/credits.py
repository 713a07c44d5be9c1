"""Credits: who wrote a page, a section, the whole guide, and who accepted it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wiki.models import Page
from wiki.models.page import gestures_of
from wiki.queries import credits, facts, tree
from wiki.views import answers
from wiki.views.finding import elsewhere, find

_BELOW = "below"


@require_safe
def of_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whom the page at this path is owed to; or it and the pages below, if that is asked."""
    page = find(request, path, Page.objects.with_last_revision())
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}credits/")
    menu = tree.menu(request.user)
    around = menu.around(page)
    is_below = request.GET.get("with") == _BELOW and bool(page.parent_id and around.children)
    found = credits.of_section(page, request.user) if is_below else credits.of_page(page)
    context: dict[str, Any] = {
        "page": page,
        "menu": menu,
        "around": around,
        "rows": menu.rows(page),
        "credits": found,
        "licence": facts.licence(page, menu.site),
        "is_below": is_below,
    }
    return answers.reading(request, "credits/page.html", context, indexed=False)


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """Whom the whole guide is owed to, and the way to the credits of each section."""
    menu = tree.menu(request.user)
    sections = [entry for entry in menu.sections if entry.is_page and not entry.is_draft]
    context = {"menu": menu, "credits": credits.of_site(request.user), "sections": sections}
    return answers.reading(request, "credits/site.html", context, indexed=False)
