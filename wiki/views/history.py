"""The history of a page: the list of its revisions, each of them as it was, and their permanent addresses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.actions import rendering
from wiki.models import Page, PageRevision
from wiki.queries import masking, timeline, tree
from wiki.views import answers
from wiki.views.finding import MOST, elsewhere, find


@require_safe
def show(request: HttpRequest, path: str = "") -> HttpResponse:
    """The revisions of the page at this path, the latest first."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: found.history_address)
    context = _frame(request, page) | {
        "leaf": timeline.history(page, request.GET.get("page", ""), request.user)
    }
    return answers.reading(request, "history/list.html", context, indexed=False)


@require_safe
def state(request: HttpRequest, pk: int, path: str = "") -> HttpResponse:
    """One state of the page at this path, drawn as it read; a revision of another page is not found."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: found.revision_address(pk))
    moment = timeline.find(page, pk, request.user) if pk <= MOST else None
    if moment is None:
        raise Http404
    revision = moment.revision
    context = _frame(request, page) | {
        "moment": moment,
        "revision": revision,
        "html": rendering.old(revision),
        "neighbours": timeline.around(revision, request.user),
        "may_hide": rules.may(request.user, "revision.hide", revision),
        "may_show": rules.may(request.user, "revision.show", revision),
        "lang": revision.lang if revision.lang != get_language() else "",
        "may": rules.allowed(request.user, page),
    }
    return answers.reading(request, "history/revision.html", context, indexed=False)


@require_safe
def permanent(request: HttpRequest, pk: int) -> HttpResponse:
    """The revision wherever its page stands now.

    A page that was put away stands nowhere: admins find its revision in the administration.
    """
    known = masking.readable(PageRevision.objects.filter(pk=pk), request.user)
    found = known.only("id").first() if pk <= MOST else None
    if found is None:
        raise Http404
    page = Page.objects.visible_to(request.user).filter(pk=found.id, path__isnull=False).first()
    if page is not None:
        return answers.moved(request, page.revision_address(pk), for_good=False)
    if not rules.may(request.user, "revision.inspect"):
        raise Http404
    return answers.moved(request, reverse("admin:wiki_pagerevision_change", args=[pk]), for_good=False)


def _frame(request: HttpRequest, page: Page) -> dict[str, Any]:
    menu = tree.menu(request.user)
    return {"page": page, "menu": menu, "around": menu.around(page), "rows": menu.rows(page)}
