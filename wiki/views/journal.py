"""The journal of moderation, which anybody reads: what was decided, where, why and in which role."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wiki.models.journal import DEEDS
from wiki.queries import journal, tree
from wiki.views import answers


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Its lines, the latest first; of one deed or one section, if the address says so."""
    menu = tree.menu(request.user)
    anybodys = tree.menu(AnonymousUser()) if request.user.is_authenticated else menu
    sections = journal.sections(anybodys)
    deed = request.GET.get("deed", "")
    deed = deed if deed in DEEDS else ""
    section = next((one for one in sections if str(one.pk) == request.GET.get("section", "")), None)
    asked = {"deed": deed, "section": str(section.pk) if section else ""}
    context = {
        "key": "journal",
        "menu": menu,
        "rows": menu.rows(None),
        "ancestors": [menu.home] if menu.home else [],
        "leaf": journal.leaf(anybodys, request.GET.get("page", ""), deed=deed, section=section),
        "deeds": journal.deeds(),
        "sections": sections,
        "deed": deed,
        "section": section,
        "asked": urlencode({name: value for name, value in asked.items() if value}),
    }
    return answers.reading(request, "journal/show.html", context, indexed=False)
