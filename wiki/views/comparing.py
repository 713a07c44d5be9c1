"""The comparison of any two revisions of a page: as it reads, side by side, and in its source."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki.models import Page
from wiki.models.page import gestures_of
from wiki.queries import timeline, tree
from wiki.queries.timeline import Moment
from wiki.views import answers, changes, differences
from wiki.views.finding import MOST, elsewhere, find


@require_safe
def choose(request: HttpRequest, path: str = "") -> HttpResponse:
    """The comparison of the two revisions that a form asks for, the earlier first; else the list of all."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, _chooses)
    asked = [_number(request.GET.get(name, "")) for name in ("a", "b")]
    numbers = [number for number in asked if number is not None]
    chosen = timeline.pair(page, numbers[0], numbers[1], request.user) if len(numbers) == 2 else None
    if chosen is None:
        return answers.moved(request, page.history_address, for_good=False, asked=False)
    earlier, later = sorted(chosen, key=lambda moment: moment.revision.number)
    address = address_of(page, earlier.revision.history_id, later.revision.history_id)
    return answers.moved(request, address, for_good=False, asked=False)


@require_safe
@answers.by_turns
def show(request: HttpRequest, a: int, b: int, path: str = "") -> HttpResponse:
    """What changed from one revision of the page at this path to another; each must be one of its own."""
    page = find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: address_of(found, a, b))
    moments = timeline.pair(page, a, b, request.user) if max(a, b) <= MOST else None
    if moments is None:
        raise Http404
    if a == b:
        return answers.moved(request, page.revision_address(a), for_good=False, asked=False)
    view = request.GET.get("view", "")
    view = view if view in differences.VIEWS else "text"
    context = _screen(request, page, moments) | {"view": view}
    context["asked_view"] = "" if view == "text" else f"?view={view}"
    context["compared"] = differences.drawn(context["before"], context["after"], view, lang=context["lang"])
    return answers.reading(request, "history/compare.html", context, indexed=False)


def _screen(request: HttpRequest, page: Page, moments: tuple[Moment, Moment]) -> dict[str, Any]:
    """What all views of a comparison show."""
    menu = tree.menu(request.user)
    before, after = (moment.revision for moment in moments)
    return {
        "page": page,
        "menu": menu,
        "around": menu.around(page),
        "rows": menu.rows(page),
        "moments": moments,
        "before": before,
        "after": after,
        "is_backwards": before.number > after.number,
        "stretch": timeline.stretch(before, after),
        "steps": timeline.steps(before, after, request.user),
        "fields": list(changes.fields(before, after)),
        "source_differs": differences.written(before) != differences.written(after),
        "lang": after.lang if after.lang != get_language() else "",
    }


def address_of(page: Page, a: int, b: int) -> str:
    """Where two revisions of this page are compared."""
    return f"{_chooses(page)}{a}/{b}/"


def _chooses(page: Page) -> str:
    return f"{gestures_of(page.path or '')}compare/"


def _number(asked: str) -> int | None:
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 20
    return int(asked) if is_number and int(asked) <= MOST else None
