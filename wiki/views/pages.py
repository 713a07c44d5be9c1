"""Reading pages: the home page, sections, pages, groups, and the source of each."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki import rules
from wiki.models import Page
from wiki.models.page import Kind
from wiki.queries import activity, facts, reading, supporting, ticks, together, tree
from wiki.queries import threads as discussions
from wiki.views import answers, archived, offering, tools
from wiki.views.finding import elsewhere, find, is_path

OUTLINE_LEVELS = (2, 3)
MOST_BELOW = 60  # pages listed below another; the rest is on the map of the guide


@require_safe
def show(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page that stands at this path."""
    page = reading.page_at(path, request.user) if is_path(path) else None
    if page is None:
        return _not_here(request, path)
    menu = tree.menu(request.user)
    context = _screen(page, menu) | _discussion(request, page) | {"may": rules.allowed(request.user, page)}
    context["ticks"] = ticks.kept(request.user, page)
    if page.parent_id is None:
        context |= {"changes": activity.changes(page), "first": menu.first()}
        context |= {"to_support": supporting.suggestions(page), "tasks": together.tasks(page)}
    return answers.reading(request, _template(page, menu), context, indexed=menu.holds(page))


@require_safe
def slashless(request: HttpRequest, path: str) -> HttpResponse:
    """`/a/b` is a slip of the pen for `/a/b/`."""
    page = find(request, path)
    return answers.moved(request, page.address, for_good=True) if page else elsewhere(request, path)


@require_safe
def source(request: HttpRequest, path: str = "") -> HttpResponse:
    """The published source of the page at this path; else the page whose own path ends in `.md`."""
    page = find(request, path)
    if page and _has_source(page):
        is_indexed = tree.menu(request.user).holds(page)
        return answers.text(request, page.text, kind="text/plain", indexed=is_indexed, of=page.address)
    namesake = find(request, f"{path}.md")
    if namesake:
        return answers.moved(request, namesake.address, for_good=False)
    return elsewhere(request, path, lambda found: found.source_address, fits=_has_source)


def _not_here(request: HttpRequest, path: str) -> HttpResponse:
    """Where the page went, or, for those who decide, that it was put away."""
    try:
        return elsewhere(request, path)
    except Http404:
        return archived.tell(request, path)


def _discussion(request: HttpRequest, page: Page) -> dict[str, Any]:
    """The threads of a page and the passages that they hold; where nothing is said, none is asked for."""
    threads = discussions.on_page(page, request.user) if page.latest_comment else []
    offering.offer(threads, request.user)
    return {"threads": threads, "passages": offering.passages(threads)}


def _has_source(page: Page) -> bool:
    return page.kind == Kind.PAGE


def _template(page: Page, menu: tree.Menu) -> str:
    if page.parent_id is None:
        return "pages/home.html"
    return "pages/section.html" if page.parent_id == (menu.home and menu.home.pk) else "pages/page.html"


def _screen(page: Page, menu: tree.Menu) -> dict[str, Any]:
    around = menu.around(page)
    files = tools.offered(page)
    linked = {link["url"].partition("#")[0] for link in page.links}
    # An index page that already leads to its children does not list them twice.
    unlinked = [child for child in around.children if child.address not in linked]
    return {
        "page": page,
        "licence": facts.licence(page, menu.site),
        "site_url": settings.SITE_URL,
        "lang": page.lang if page.lang != get_language() else "",
        "menu": menu,
        "around": around,
        "rows": menu.rows(page),
        "outline": [heading for heading in page.outline if heading["level"] in OUTLINE_LEVELS],
        "is_empty": not page.plain.strip(),
        "unlinked": unlinked[:MOST_BELOW],
        "files": files,
        "tools_licence": tools.licence(page, None) if files else None,
        "left_out": max(0, len(unlinked) - MOST_BELOW),
    }
