"""Citing a page: as text, for BibTeX and for programs that read CSL-JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as conf
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wiki.models import Page
from wiki.models.page import gestures_of
from wiki.queries import citing, facts, settings, tree
from wiki.text import citation
from wiki.text.citation import Cited
from wiki.views import answers
from wiki.views.finding import elsewhere, find

_LATEST = "latest"
_SHOWN = 3  # authors that a text names; the files name all


@require_safe
def show(request: HttpRequest, path: str = "") -> HttpResponse:
    """How the page at this path is cited, in each form, to be copied or taken away."""
    page = _find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: _address(found, "cite/"))
    menu = tree.menu(request.user)
    cited = citing.cited(page, menu.site or settings.site(), latest=_is_latest(request))
    asked = f"?version={_LATEST}" if _is_latest(request) else ""
    context = {
        "page": page,
        "site_url": conf.SITE_URL,
        "menu": menu,
        "around": menu.around(page),
        "rows": menu.rows(page),
        "licence": facts.licence(page, menu.site),
        "cited": cited,
        "named": cited.authors[:_SHOWN],
        "unnamed": len(cited.authors[_SHOWN:]),
        "bibtex": citation.bibtex(cited),
        "csl": citation.csl(cited),
        "asked": asked,
        "files": {ending: f"{_address(page, f'cite.{ending}')}{asked}" for ending in ("bib", "json")},
    }
    return answers.reading(request, "citing/show.html", context, indexed=False)


@require_safe
def bibtex(request: HttpRequest, path: str = "") -> HttpResponse:
    """The same as a file for BibTeX."""
    return _file(request, path, "bib", "application/x-bibtex", citation.bibtex)


@require_safe
def csl(request: HttpRequest, path: str = "") -> HttpResponse:
    """The same as a file of CSL-JSON."""
    return _file(request, path, "json", "application/vnd.citationstyles.csl+json", citation.csl)


def _file(
    request: HttpRequest, path: str, ending: str, kind: str, written: Callable[[Cited], str]
) -> HttpResponse:
    page = _find(request, path)
    if page is None:
        return elsewhere(request, path, lambda found: _address(found, f"cite.{ending}"))
    site = tree.menu(request.user).site or settings.site()
    cited = citing.cited(page, site, latest=_is_latest(request))
    answer = answers.text(request, written(cited), kind=kind, indexed=False, of=page.address)
    answer["Content-Disposition"] = f'attachment; filename="{cited.key}.{ending}"'
    return answer


def _find(request: HttpRequest, path: str) -> Page | None:
    return find(request, path, Page.objects.with_last_revision())


def _is_latest(request: HttpRequest) -> bool:
    return request.GET.get("version") == _LATEST


def _address(page: Any, end: str) -> str:
    return f"{gestures_of(page.path or '')}{end}"
