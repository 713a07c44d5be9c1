"""What a page is cited by: its title, who wrote it, where it is found for good, under which licence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.models import Page
from wiki.queries import credits, facts
from wiki.queries.settings import Site
from wiki.text.citation import Cited


def cited(page: Page, site: Site, *, latest: bool = False, today: date | None = None) -> Cited:
    """The revision that is read now, for good; or, if `latest` is asked, the page as it will read.

    Of a page told `with_last_revision`. Where nobody wants to be named, the site is the author.
    """
    licence = facts.licence(page, site)
    told: dict[str, Any] = {
        "title": page.title,
        "authors": tuple(credits.authors(page)) or (site.name,),
        "site": site.name,
        "lang": page.lang,
        "licence": licence.name if licence else "",
        "spdx": licence.spdx if licence else "",
    }
    if latest or page.last_at is None:
        day = today or timezone.localdate()
        return Cited(address=f"{settings.SITE_URL}{page.address}", accessed=day, **told)
    return Cited(
        address=f"{settings.SITE_URL}{page.permanent_address}",
        version=_("revision %(number)s") % {"number": page.last_number},
        number=page.last_number,
        issued=timezone.localdate(page.last_at),
        **told,
    )
