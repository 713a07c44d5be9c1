"""The page that an address names, if this person may read it; or the address that it has now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from wiki.models import Page, Redirect
from wiki.models.page import PATH_LENGTH, folded
from wiki.views import answers

MOST = 2**63 - 1  # what a database takes for a number


def find(request: HttpRequest, path: str, pages: Any = None) -> Page | None:
    """The page at this very path, if this person may read it."""
    if not is_path(path):
        return None
    pages = Page.objects.all() if pages is None else pages
    return pages.visible_to(request.user).at(path).first()


def is_path(path: str) -> bool:
    """What could not be a path asks the database nothing: PostgreSQL chokes on NUL."""
    return len(path) <= PATH_LENGTH and all(ord(character) >= 32 for character in path)


def elsewhere(
    request: HttpRequest,
    path: str,
    address: Callable[[Page], str] = Page.get_absolute_url,
    *,
    fits: Callable[[Page], bool] = lambda page: True,
) -> HttpResponse:
    """Where a path that leads nowhere led once, or leads in another case; hidden and absent answer alike."""
    if not is_path(path):
        raise Http404
    visible = Page.objects.visible_to(request.user)
    redirects = Redirect.objects.filter(path__iexact=path, page__in=visible).select_related("page")
    led = {one.path: one.page for one in redirects}
    former = led.get(path)
    alike = [former] if former else list(visible.filter(path_folded=folded(path), path__gt="")[:2])
    alike = alike or list(led.values())
    if len(alike) != 1 or not fits(alike[0]):
        raise Http404
    return answers.moved(request, address(alike[0]), for_good=former is not None)
