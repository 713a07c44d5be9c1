"""The operators' window on the filters of words and links: one line for the site and for each section, which
leads to the form that referents know."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from wiki import rules
from wiki.admin.window import Window
from wiki.models import Sieve
from wiki.models.sieve import LISTS
from wiki.queries import sieves
from wiki.text.sieve import entries


@admin.register(Sieve)
class SieveWindow(Window):
    """Its rows are the site and its sections, with or without a filter of their own."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "charter.inspect")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = [
            (place, [len(entries(getattr(place.sieve, name))) for name in LISTS]) for place in sieves.places()
        ]
        context = self.admin_site.each_context(request) | {
            "title": capfirst(str(self.opts.verbose_name_plural)),
            "opts": self.opts,
            "heads": [str(label_for_field(name, Sieve)) for name in LISTS],
            "rows": rows,
        }
        return TemplateResponse(request, "admin/wiki/sieve/list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) < 19
        place = sieves.place(int(object_id)) if is_number else None
        if place is None:
            raise Http404
        return HttpResponseRedirect(reverse("wiki:sieve", args=[place.page.pk]))
