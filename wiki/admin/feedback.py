"""The operators' window on what readers said: read, and taken away where it breaks the rules."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy, ngettext

from wiki.actions import feedback
from wiki.admin.filters import DateFilter, SectionFilter
from wiki.admin.window import Window
from wiki.models import Feedback


@admin.register(Feedback)
class FeedbackWindow(Window):
    list_display = ("at", "page", "helped", "beginning", "crowded")
    list_filter = ("helped", SectionFilter, "crowded", ("at", DateFilter))
    search_fields = ("words", "page__title")
    list_select_related = ("page",)
    ordering = ("-at", "-pk")
    actions = ("take_away",)
    fields = ("page", "at", "helped", "words", "crowded")

    @admin.display(description=gettext_lazy("words of a reader"))
    def beginning(self, it: Feedback) -> str:
        return Truncator(it.words).chars(80)

    @admin.action(description=gettext_lazy("Take the chosen answers away"), permissions=["view"])
    def take_away(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        found = list(queryset.select_related("page"))
        for it in found:
            feedback.drop(it, by=request.user)
        said = ngettext("%(count)d answer is taken away.", "%(count)d answers are taken away.", len(found))
        messages.success(request, said % {"count": len(found)})
