"""What the site says of itself: on every page without a query of its own, or alone in one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from wiki.book.licences import Licence, named
from wiki.models import SiteSettings
from wiki.models.settings import Conformity, Logo

# What every screen shows. The texts and the contact address are for their own pages alone.
SHOWN = ("name", "baseline", "licence", "conformity", "hues", "logo", "welcome")


@dataclass(frozen=True, slots=True)
class Site:
    """The site as its head and its foot name it."""

    name: str
    said: str  # its baseline, when it has one of its own
    licence: Licence
    conformity: Conformity
    hues: Mapping[str, int] = field(default_factory=dict)  # key of a section → its ink, where one was chosen
    logo: Logo | None = None
    welcome: str = ""

    @property
    def baseline(self) -> str:
        return self.said or _("A guide that a community writes and governs in the open.")


def site() -> Site:
    """The site, in one query; with the defaults when nothing was ever set."""
    return read(next(iter(_told()), None))


def on_the_home_page() -> Case:
    """To annotate pages with: the home page's row carries what `read` reads, every other one nothing."""
    return Case(
        When(parent=None, then=Subquery(_told()[:1])),
        default=Value(None),
        output_field=TextField(),
    )


def read(told: str | None) -> Site:
    """The site out of what the database told; None is a site that nobody has set."""
    row: dict[str, Any] = json.loads(told) if told else _defaults()
    licence, conformity = named(row["licence"]), Conformity(row["conformity"])
    hues = row["hues"]
    # SQLite tells JSON within JSON as text.
    chosen = json.loads(hues) if isinstance(hues, str) else hues
    logo = Logo.read(row["logo"])
    return Site(row["name"], row["baseline"], licence, conformity, chosen, logo, row["welcome"])


def language() -> str:
    """The one that an admin chose, if any did; in one query."""
    return SiteSettings.objects.order_by().values_list("language", flat=True).first() or ""


def current() -> SiteSettings:
    """The whole row, or what stands where there is none; in one query."""
    return SiteSettings.objects.first() or SiteSettings()


def _told() -> QuerySet[SiteSettings, str]:
    # As text: a column of JSON would be decoded for every page of the guide.
    shown = JSONObject(**{name: name for name in SHOWN})
    return SiteSettings.objects.order_by().values_list(Cast(shown, TextField()), flat=True)


def _defaults() -> dict[str, Any]:
    row = SiteSettings()
    return {name: getattr(row, name) for name in SHOWN}
