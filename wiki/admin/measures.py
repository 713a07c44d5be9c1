"""The moderators' window on what was decided of people: read, and taken back for a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import measures
from wiki.admin.filters import DateFilter, SectionFilter, StandingFilter
from wiki.admin.waiting import Wait
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.forms.thread import ReasonForm
from wiki.models import Measure

MOST = 200  # rows of one gesture: what a form can hold


def _contested(total: int) -> str:
    return ngettext("contested decision", "contested decisions", total)


@admin.register(Measure)
class MeasureWindow(Window):
    list_display = ("at", "kind", "person", "until", "decided_by", "contested_at", "upheld", "lifted_at")
    list_display_links = ("at", "kind")
    list_filter = ("kind", StandingFilter, SectionFilter, ("at", DateFilter))
    search_fields = ("person__name", "reason", "contest")
    list_select_related = ("person", "decided_by")
    ordering = ("-at", "-pk")
    actions = ("lift",)
    waits = (
        Wait(
            3,
            _contested,
            {"contested_at__isnull": False, "answered_at__isnull": True, "lifted_at__isnull": True},
            since="contested_at",
        ),
    )
    fields = (
        ("kind", "person", "until"),
        ("decided_by", "at", "read_at"),
        ("comment", "reuse"),
        "reason",
        ("contested_at", "contest"),
        ("answered_by", "answered_at", "upheld"),
        "answer",
        ("lifted_by", "lifted_at"),
        "lifted_reason",
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "measure.inspect")

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def view_on_site(self, measure: Measure) -> str:
        return reverse("wiki:moderation-contest", args=[measure.pk])

    @admin.action(description=gettext_lazy("Take the chosen decisions back…"), permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Measure]) -> HttpResponse | None:
        """Asked once more, with the reason that their people read; then each by itself."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        found = Measure.objects.filter(pk__in=rows).select_related("person", "comment__thread__page")
        chosen = [one for one in found if rules.may(request.user, "measure.lift", one)]
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if chosen and form.is_valid():
            self._each(request, chosen, form.cleaned_data["reason"])
            return None
        question = _("Words are in sight again, accounts may write again; those concerned read why.")
        return self.asking(request, "lift", question, about="measure", chosen=chosen, rows=rows, form=form)

    def _each(self, request: HttpRequest, chosen: list[Measure], reason: str) -> None:
        done = 0
        for one in chosen:
            try:
                measures.lift(one, by=request.user, reason=reason)
            except Refusal as refusal:
                messages.error(request, _("%(it)s: %(refusal)s") % {"it": one, "refusal": refusal})
            else:
                done += 1
        if done:
            said = ngettext(
                "%(count)d decision was taken back.", "%(count)d decisions were taken back.", done
            )
            messages.success(request, said % {"count": done})
