"""The operators' window on the days of pages: which are to be looked at anew, which are still right."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki.actions import upkeep
from wiki.admin.filters import SectionFilter
from wiki.admin.waiting import Wait
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.models import Upkeep
from wiki.models.page import gestures_of


def _late(total: int) -> str:
    return ngettext("page to be updated", "pages to be updated", total)


@admin.register(Upkeep)
class UpkeepWindow(Window):
    """A day is set on the screen of its page; those that are right can be said so here, many at once."""

    list_display = ("page", "due", "late_since", "checked_at", "checked_by", "screen")
    list_filter = (SectionFilter,)
    search_fields = ("page__title", "page__path")
    list_select_related = ("page", "checked_by")
    ordering = ("due", "page")
    actions = ("still_right",)
    waits = (Wait(4, _late, {"late_since__isnull": False}),)
    readonly_fields = ("screen",)
    fields = ("page", ("due", "months", "late_since"), ("checked_at", "checked_by"), "note", "screen")

    @admin.display(description=gettext_lazy("its screen"))
    def screen(self, it: Upkeep) -> str:
        address = f"{gestures_of(it.page.path or '')}upkeep/"
        return format_html('<a href="{}">{}</a>', address, _("Is it still right?"))

    @admin.action(description=gettext_lazy("The chosen pages are right today"), permissions=["view"])
    def still_right(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Each by itself: one that is refused says why."""
        count = 0
        for it in queryset.select_related("page"):
            try:
                upkeep.check(it.page, by=request.user, seen=it.version, months=it.months)
                count += 1
            except Refusal as refusal:
                told = {"page": it.page, "refusal": refusal}
                messages.error(request, _("%(page)s: %(refusal)s") % told)
        said = ngettext("%(count)d page is right today.", "%(count)d pages are right today.", count)
        messages.success(request, said % {"count": count})
