"""The operators' window on the filters of words and links: one line for the site and for each section, which
leads to the form that referents know."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wiki.admin.sections import SectionsWindow
from wiki.models import Sieve
from wiki.models.sieve import LISTS
from wiki.queries import sieves
from wiki.text.sieve import entries


@admin.register(Sieve)
class SieveWindow(SectionsWindow):
    """Its rows are the site and its sections."""

    list_template = "admin/wiki/sieve/list.html"

    def rows(self) -> dict[str, Any]:
        rows = [
            (place, [len(entries(getattr(place.sieve, name))) for name in LISTS]) for place in sieves.places()
        ]
        return {"heads": [str(label_for_field(name, Sieve)) for name in LISTS], "rows": rows}

    def screen(self, request: HttpRequest, number: int) -> HttpResponse | None:
        place = sieves.place(number)
        return HttpResponseRedirect(reverse("wiki:sieve", args=[place.page.pk])) if place else None
