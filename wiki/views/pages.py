"""Reading pages: the home page, sections, pages, groups, and the source of each."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wiki.models import Page, Redirect
from wiki.models.page import PATH_LENGTH, Kind, folded
from wiki.queries import tree
from wiki.views import answers

OUTLINE_LEVELS = (2, 3)


@require_safe
def show(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page that stands at this path."""
    page = _find(request, path, Page.objects.with_last_revision())
    if page is None:
        return _elsewhere(request, path)
    menu = tree.menu(request.user)
    return answers.reading(request, _template(page, menu), _screen(page, menu), indexed=page.listed)


@require_safe
def slashless(request: HttpRequest, path: str) -> HttpResponse:
    """`/a/b` is a slip of the pen for `/a/b/`."""
    page = _find(request, path)
    return answers.moved(request, page.address, for_good=True) if page else _elsewhere(request, path)


@require_safe
def source(request: HttpRequest, path: str = "") -> HttpResponse:
    """The published source of the page at this path; else the page whose own path ends in `.md`."""
    page = _find(request, path)
    if page and page.kind == Kind.PAGE:
        return answers.text(request, page.text, kind="text/plain", indexed=page.listed)
    namesake = _find(request, f"{path}.md")
    if namesake:
        return answers.moved(request, namesake.address, for_good=False)
    return _elsewhere(request, path, as_source=True)


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside a source, which cannot name its own icon."""
    return answers.moved(request, static("img/favicon.svg"), for_good=False)


def _find(request: HttpRequest, path: str, pages: Any = None) -> Page | None:
    """The page at this very path, if this person may read it."""
    if not _is_path(path):
        return None
    pages = Page.objects.all() if pages is None else pages
    return pages.visible_to(request.user).at(path).first()


def _is_path(path: str) -> bool:
    """What could not be a path asks the database nothing: PostgreSQL chokes on NUL."""
    return len(path) <= PATH_LENGTH and all(ord(character) >= 32 for character in path)


def _elsewhere(request: HttpRequest, path: str, *, as_source: bool = False) -> HttpResponse:
    """Where a path that leads nowhere led once, or leads in another case; hidden and absent answer alike."""
    if not _is_path(path):
        raise Http404
    visible = Page.objects.visible_to(request.user)
    former = Redirect.objects.filter(path=path, page__in=visible).select_related("page").first()
    alike = [former.page] if former else list(visible.filter(path_folded=folded(path), path__gt="")[:2])
    if len(alike) != 1 or (as_source and alike[0].kind != Kind.PAGE):
        raise Http404
    address = alike[0].source_address if as_source else alike[0].address
    return answers.moved(request, address, for_good=former is not None)


def _template(page: Page, menu: tree.Menu) -> str:
    if page.parent_id is None:
        return "pages/home.html"
    return "pages/section.html" if page.parent_id == (menu.home and menu.home.pk) else "pages/page.html"


def _screen(page: Page, menu: tree.Menu) -> dict[str, Any]:
    around = menu.around(page)
    linked = {link["url"].partition("#")[0] for link in page.links}
    return {
        "page": page,
        "lang": page.lang if page.lang != get_language() else "",
        "menu": menu,
        "around": around,
        "rows": menu.rows(page),
        "outline": [heading for heading in page.outline if heading["level"] in OUTLINE_LEVELS],
        # An index page that already leads to its children does not list them twice.
        "is_empty": not page.plain.strip(),
        "unlinked": [child for child in around.children if child.address not in linked],
    }
