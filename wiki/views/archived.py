"""Where a page stood that was put away: those who decide are told so; for anybody else nothing is there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wiki import rules
from wiki.models import Page
from wiki.models.page import State
from wiki.views.finding import is_path

MOST = 10  # pages that stood at one address, one after the other


def tell(request: HttpRequest, path: str) -> HttpResponse:
    """404 all the same, with the way to the administration; hidden and absent answer alike to readers."""
    if not path or not is_path(path) or not rules.may(request.user, "page.inspect"):
        raise Http404
    archived = list(Page.objects.filter(path=path, state=State.ARCHIVED).order_by("-pk")[:MOST])
    if not archived:
        raise Http404
    listed = f"{reverse('admin:wiki_page_changelist')}?state__exact={State.ARCHIVED}"
    return render(request, "pages/archived.html", {"archived": archived, "list": listed}, status=404)
