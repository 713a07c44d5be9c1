"""The operators' windows on what was: revisions, former addresses, the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki import rules
from wiki.admin import telling
from wiki.admin.window import Window
from wiki.models import ModerationEntry, PageRevision, Redirect
from wiki.models.journal import deed_of
from wiki.queries import timeline

SHOWN = 80  # characters of a reason in a list


@admin.register(PageRevision)
class RevisionWindow(Window):
    list_display = (
        "title",
        "number",
        "history_date",
        "history_user",
        "accepted_by",
        "origin",
        "reason_shown",
    )
    list_filter = ("origin", "history_date")
    readonly_fields = ("together",)
    search_fields = ("title", "path", "commit")
    list_select_related = ("history_user", "accepted_by")
    ordering = ("-history_date", "-history_id")
    fields = (
        ("title", "number"),
        ("history_date", "history_user", "accepted_by"),
        ("origin", "commit"),
        "history_change_reason",
        "together",
        ("path", "state", "listed"),
        "description",
        "header",
        "source",
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "revision.inspect")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("source", "header")  # too heavy for a list

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, revision: Any) -> str:
        return _shortened(revision.reason)

    @admin.display(description=gettext_lazy("co-authors"))
    def together(self, revision: Any) -> str:
        """By the names that they bear now."""
        moment = timeline.moment(revision)
        return ", ".join(moment.co_authors) or "—"


@admin.register(Redirect)
class RedirectWindow(Window):
    list_display = ("path", "page", "since")
    list_filter = ("since",)
    search_fields = ("path", "page__title", "page__path")
    list_select_related = ("page",)
    ordering = ("path",)


class DeedFilter(admin.AllValuesFieldListFilter):
    """The deeds that the journal tells of, in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": deed_of(str(choice["display"]))}


@admin.register(ModerationEntry)
class JournalWindow(Window):
    list_display = ("at", "by", "deed_shown", "subject", "reason_shown")
    list_display_links = ("at", "subject")
    list_filter = (("action", DeedFilter), "at")
    readonly_fields = ("deed_shown", "told")
    search_fields = ("subject", "reason", "page__path")
    list_select_related = ("by",)
    ordering = ("-at", "-pk")
    fields = (("at", "by"), ("deed_shown", "page"), "subject", "reason", "told")

    @admin.display(description=gettext_lazy("action"), ordering="action")
    def deed_shown(self, entry: ModerationEntry) -> str:
        return entry.deed

    @admin.display(description=gettext_lazy("what has changed"))
    def told(self, entry: ModerationEntry) -> str:
        return telling.changes(entry)

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, entry: ModerationEntry) -> str:
        return _shortened(entry.reason)


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else _("%(start)s…") % {"start": text[:SHOWN]}
