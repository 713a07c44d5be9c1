"""Taking a page away to fill it in: `/<path>.odt` to write in, `/<path>.ods` to count with."""

from __future__ import annotations

from typing import cast
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wiki.book import front_matter
from wiki.book.licences import Licence, named
from wiki.exchange.office import making, pictures
from wiki.exchange.office.origin import Origin
from wiki.models import Page
from wiki.queries import facts, tree
from wiki.text import tools
from wiki.text.tools import Format
from wiki.views import answers
from wiki.views.finding import elsewhere, find


@require_safe
@answers.by_turns
def show(request: HttpRequest, kind: str, path: str = "") -> HttpResponse:
    """What the page at this path holds to be filled in; else the page whose own path ends so."""
    asked = cast("Format", kind)
    page = find(request, path, Page.objects.with_last_revision())
    if page is not None and asked in tools.formats(page.html):
        return _file(request, page, asked)
    namesake = find(request, f"{path}.{kind}")
    if namesake is not None:
        return answers.moved(request, namesake.address, for_good=False)
    return elsewhere(
        request,
        path,
        lambda found: address(found, asked),
        fits=lambda found: asked in tools.formats(found.html),
    )


def offered(page: Page) -> list[tuple[Format, str]]:
    """The formats in which a page can be filled in, each with its address."""
    return [(kind, address(page, kind)) for kind in tools.formats(page.html)]


def address(page: Page, kind: Format) -> str:
    """Where what a page holds to be filled in is found, beside its source."""
    return page.source_address.removesuffix("md") + kind


def licence(page: Page, general: Licence | None) -> Licence | None:
    """That of the tools of a page: its own, where its header states one."""
    stated = front_matter.split(page.header).meta.get(making.LICENCE, "")
    return named(stated) if isinstance(stated, str) and stated else general


def _file(request: HttpRequest, page: Page, kind: Format) -> HttpResponse:
    menu = tree.menu(request.user)
    origin = _origin(request, page, menu)
    told = (making.VERSION, origin.title, origin.description, origin.cited, origin.address, origin.licence)
    return answers.file(
        request,
        lambda: making.made(kind, page.html, origin),
        key=repr((*told, origin.site, page.html)),
        name=f"{page.slug or 'communs'}.{kind}",
        kind=making.MEDIA_TYPES[kind],
        of=page.address,
    )


def _origin(request: HttpRequest, page: Page, menu: tree.Menu) -> Origin:
    held = licence(page, facts.licence(page, menu.site))
    site = menu.site.name if menu.site else ""
    here = settings.SITE_URL + page.address
    with translation.override(page.lang if page.lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        told = {
            "title": page.title,
            "name": site,
            "number": page.last_number,
            "date": date_format(localtime(page.last_at), "DATE_FORMAT"),
        }
        cited = _("“%(title)s”, %(name)s, revision %(number)s, %(date)s") % told
        stated = held.name if held else _("licence not stated")
    return Origin(
        title=page.title,
        description=page.description,
        lang=page.lang,
        site=site,
        cited=cited,
        address=settings.SITE_URL + page.permanent_address,
        licence=stated,
        at=page.last_at.replace(microsecond=0) if page.last_at else None,
        led=lambda href: urljoin(here, href),
        picture=pictures.shown_in(page.html, request.user),
    )
