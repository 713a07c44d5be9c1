"""The filter of lists by section, with all that stands below it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from wiki.models import Page
from wiki.models.page import State, below


class SectionFilter(admin.SimpleListFilter):
    """Those of a section and of all that stands below it."""

    title = gettext_lazy("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        first = Page.objects.filter(parent__isnull=False, parent__parent=None).exclude(state=State.ARCHIVED)
        found = first.order_by("position", "sort_key", "pk").values_list("pk", "title")
        return [(str(pk), title) for pk, title in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        if chosen not in dict(self.lookup_choices):
            return queryset
        inside = below(frozenset({int(chosen)}))
        return queryset.filter(**{f"{'pk' if queryset.model is Page else 'page'}__in": inside})
