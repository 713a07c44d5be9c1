"""The history of a page: the list of its revisions, each of them as it was, and their permanent addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.actions import rendering
from wiki.models import Origin, Page, PageRevision
from wiki.queries import masking, timeline, tree
from wiki.text import extent
from wiki.views import answers
from wiki.views.finding import MOST, elsewhere, find

_SIFTS = ("by", "origin", "minor")  # what the list of revisions is asked by, in its address


@require_safe
def show(request: HttpRequest, path: str = "") -> HttpResponse:
    """The revisions of the page at this path, the latest first."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: found.history_address)
    sifting = _sifting(request)
    leaf = timeline.history(page, request.GET.get("page", ""), request.user, sifting)
    chosen = {name: request.GET[name] for name in _SIFTS if request.GET.get(name)}
    context = _frame(request, page) | {
        "leaf": leaf,
        "sifting": sifting,
        "origins": [(origin, Origin(origin).label) for origin in leaf.origins],
        "asked": urlencode(chosen),
        "few": extent.FEW,
        "may": rules.allowed(request.user, page),
    }
    return answers.reading(request, "history/list.html", context, indexed=False)


def _sifting(request: HttpRequest) -> timeline.Sifting:
    """What the address asks for; what it asks for in vain is not asked."""
    person, origin, minor = (request.GET.get(name, "") for name in _SIFTS)
    return timeline.Sifting(
        int(person) if person.isascii() and person.isdigit() and len(person) < 19 else None,
        origin if origin in Origin.values else "",
        minor == "all",
    )


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
        "may_reword": rules.may(request.user, "revision.summary", revision),
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
