"""The lists of threads, of a page and of the site; and what was said while somebody reads."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wiki.models import Page
from wiki.models.page import gestures_of
from wiki.queries import threads, tree
from wiki.views import answers
from wiki.views.finding import MOST, elsewhere, find
from wiki.views.gestures import frame


@require_safe
def of_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The threads of the page at this path."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}threads/")
    if _asks_for_own(request):
        return redirect_to_login(request.get_full_path())
    shown = _shown(request)
    leaf = threads.of_page(page, request.user, shown, request.GET.get("page", ""))
    context = frame(request, page) | _list(shown, leaf)
    return answers.reading(request, "threads/list.html", context, indexed=False)


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """The threads of all pages that this person may read."""
    if _asks_for_own(request):
        return redirect_to_login(request.get_full_path())
    shown = _shown(request)
    leaf = threads.of_site(request.user, shown, request.GET.get("page", ""))
    context = {"menu": tree.menu(request.user)} | _list(shown, leaf)
    return answers.reading(request, "threads/all.html", context, indexed=False)


@require_safe
def fresh(request: HttpRequest, path: str = "") -> HttpResponse:
    """A line on what was said on the page since the comment of this number; nothing when nothing was."""
    page: Page | None = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: f"{gestures_of(found.path or '')}threads/fresh/")
    asked = request.GET.get("since", "")
    since = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else MOST
    found = threads.since(page, request.user, since)
    context = {"page": page, "comments": found, "last": found[-1] if found else None}
    return answers.reading(request, "threads/fresh.html", context, indexed=False)


def _shown(request: HttpRequest) -> str:
    """Which threads are asked for: those that are open, unless the address says else."""
    asked = request.GET.get("show", "")
    return asked if asked in threads.FILTERS else threads.FILTERS[0]


def _asks_for_own(request: HttpRequest) -> bool:
    return _shown(request) == "mine" and not request.user.is_authenticated


def _list(shown: str, leaf: threads.Leaf) -> dict[str, Any]:
    names = {
        "open": pgettext("threads", "Open"),
        "mine": _("Mine"),
        "unanswered": _("Without answer"),
        "detached": _("Words changed or gone since"),
        "resolved": pgettext("threads", "Resolved"),
        "all": pgettext("threads", "All"),
    }
    empty = {
        "open": _("No discussion is open here."),
        "mine": _("You have said nothing here yet."),
        "unanswered": _("Every open thread has its answer."),
        "detached": _("Every thread still holds on to its words."),
        "resolved": _("No thread was resolved here yet."),
        "all": _("Nobody has said anything here yet."),
    }
    return {
        "leaf": leaf,
        "shows": [(word, name, word == shown) for word, name in names.items()],
        "asked": f"show={shown}",
        "empty": empty[shown],
    }
