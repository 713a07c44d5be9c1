"""The moderators' window on suggestions: what became of each; they are read and decided on the site."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wiki import rules
from wiki.actions import suggestions
from wiki.admin import telling
from wiki.admin.filters import DateFilter, SectionFilter
from wiki.admin.waiting import Wait
from wiki.admin.window import Window, Within
from wiki.errors import Refusal
from wiki.forms.suggestion import DeclineForm
from wiki.models import Review, Stand, Suggestion, SuggestionVersion
from wiki.models.suggestion import Stage
from wiki.queries import charters, stands

_SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")
MOST = 200  # rows of one gesture: what a form can hold
HEAVY = ("proposal", "marks", "fields", *(f"page__{name}" for name in ("header", "source", "html", "plain")))


class Versions(Within):
    model = SuggestionVersion
    verbose_name, verbose_name_plural = gettext_lazy("version"), gettext_lazy("versions")
    ordering = ("number",)
    fields = (("by", "at"), "on", "summary", "fields_told", "proposal_told")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by", "on").defer("on__source", "on__header")

    @admin.display(description=gettext_lazy("title and description"))
    def fields_told(self, version: SuggestionVersion) -> str:
        return telling.values(version.fields)

    @admin.display(description=gettext_lazy("proposed source"))
    def proposal_told(self, version: SuggestionVersion) -> str:
        return _folded(version.proposal)


class Reviews(Within):
    model = Review
    ordering = ("at", "pk")
    fields = (("verdict", "by", "at"), "reason", "revision")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request).select_related("by", "revision")
        return found.defer("revision__source", "revision__header")


class Stands(Within):
    """One that was taken back is told by nobody."""

    model = Stand
    ordering = ("at", "pk")
    fields = (("stance", "by", "at"), "reason", "other_way", "lapsed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by").filter(taken_back__isnull=True)


def _open(total: int) -> str:
    return ngettext("open suggestion", "open suggestions", total)


@admin.register(Suggestion)
class SuggestionWindow(Window):
    list_display = (
        "about",
        "author",
        "made",
        "aim",
        "state",
        "footing",
        "supports",
        "objections",
    )
    list_filter = ("state", "aim", "footing", SectionFilter, ("created", DateFilter))
    search_fields = ("summary", "page__title", "author__name")
    list_select_related = ("page", "author")
    ordering = ("-created", "-pk")
    actions = ("decline",)
    waits = (Wait(3, _open, {"state__exact": Stage.OPEN.value}, since="created"),)
    inlines = (Versions, Reviews, Stands)
    fields = (
        ("page", "author", "created"),
        ("aim", "state", "footing"),
        ("supports", "objections"),
        "settled_at",
        "summary",
        ("base", "on"),
        "answers",
        "fields_told",
    )
    readonly_fields = ("supports", "objections", "fields_told")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nobody reads the drafts of others, whatever they may decide."""
        return stands.counted(Suggestion.objects.kept_for(request.user)).defer(*HEAVY)

    @admin.display(description=gettext_lazy("suggestion"), ordering="page__title")
    def about(self, suggestion: Suggestion) -> str:
        return format_html("{}<small>{}</small>", suggestion.page, suggestion.summary)

    @admin.display(description=gettext_lazy("made on"), ordering="created")
    def made(self, suggestion: Suggestion) -> str:
        return date_format(localtime(suggestion.created), "SHORT_DATE_FORMAT")

    @admin.display(description=pgettext_lazy("of stands", "for"), ordering="supports")
    def supports(self, suggestion: Any) -> int:
        return int(suggestion.supports)

    @admin.display(description=pgettext_lazy("of stands", "against"), ordering="objections")
    def objections(self, suggestion: Any) -> int:
        return int(suggestion.objections)

    @admin.display(description=gettext_lazy("title and description"))
    def fields_told(self, suggestion: Suggestion) -> str:
        return telling.values(suggestion.fields)

    def view_on_site(self, suggestion: Suggestion) -> str:
        """Where it is read, discussed and decided."""
        return reverse("wiki:suggestion", args=[suggestion.pk])

    # ---- what can be done

    @admin.action(description=gettext_lazy("Decline the chosen suggestions…"), permissions=["decide"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Suggestion]) -> HttpResponse | None:
        """Asked once more, with the reason and the versions that were in view; then each by itself."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        known = _known(request, rows)
        form = DeclineForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            self._each(request, known, form.cleaned_data["reason"])
            return None
        charters.load([suggestion.page for suggestion in known])
        chosen = [one for one in known if rules.may(request.user, "suggestion.decide", one)]
        question = _("Nothing of them will be published.")
        return self.asking(request, "decline", question, about="suggestion", chosen=chosen, form=form)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def _each(self, request: HttpRequest, known: list[Suggestion], reason: str) -> None:
        """Each in the version that was shown beside the question: one that is another by now says so."""
        seen = {
            int(told[1]): int(told[2]) for told in map(_SEEN.fullmatch, request.POST.getlist("seen")) if told
        }
        done = 0
        for one in known:
            try:
                suggestions.decline(one, by=request.user, seen=seen.get(one.pk, 0), reason=reason)
            except Refusal as refusal:
                said = _("%(suggestion)s: %(refusal)s") % {"suggestion": one, "refusal": refusal}
                messages.error(request, capfirst(said))
            else:
                done += 1
        if done:
            said = ngettext(
                "%(count)d suggestion was declined.", "%(count)d suggestions were declined.", done
            )
            messages.success(request, said % {"count": done})


def _known(request: HttpRequest, rows: list[int]) -> list[Suggestion]:
    found = Suggestion.objects.kept_for(request.user).filter(pk__in=rows).order_by("pk")
    return list(found.select_related("page", "author"))


def _folded(text: str) -> str:
    if not text:
        return "-"
    return format_html("<details><summary>{}</summary><pre>{}</pre></details>", _("Its text"), text)
