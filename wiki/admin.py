"""Windows for operators: they look at pages and their history, and act only through actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import rendering
from wiki.models import Page, PageRevision, Redirect


class Window(admin.ModelAdmin[Any]):
    """Everything can be read, nothing can be written: history has no back door."""

    actions_on_bottom = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "page.inspect")


@admin.register(Page)
class PageWindow(Window):
    list_display = ("title", "path", "kind", "state", "listed", "version")
    list_filter = ("state", "kind", "listed", "lang")
    search_fields = ("title", "path")
    ordering = ("path", "pk")
    list_select_related = ("parent",)
    actions = ("render_again",)
    fields = (
        ("title", "nav_title"),
        ("kind", "state", "listed", "locked", "lang"),
        ("parent", "position"),
        ("slug", "path", "url"),
        "description",
        ("icon", "cover"),
        "book_path",
        "header",
        "source",
        ("version", "engine_version"),
    )

    @admin.action(description=gettext_lazy("Render the chosen pages again"), permissions=["render"])
    def render_again(self, request: HttpRequest, queryset: QuerySet[Page]) -> None:
        changed = rendering.rebuild(queryset, by=request.user)
        said = ngettext("%(count)d page has changed.", "%(count)d pages have changed.", changed)
        messages.success(request, said % {"count": changed})

    def has_render_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "page.rebuild")


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
    search_fields = ("title", "path", "commit")
    list_select_related = ("history_user", "accepted_by")
    ordering = ("-history_date", "-history_id")
    fields = (
        ("title", "number"),
        ("history_date", "history_user", "accepted_by"),
        ("origin", "commit"),
        "history_change_reason",
        "co_authors",
        ("path", "state", "listed"),
        "description",
        "header",
        "source",
    )

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, revision: Any) -> str:
        return (
            revision.reason
            if len(revision.reason) <= 80
            else _("%(start)s…") % {"start": revision.reason[:80]}
        )


@admin.register(Redirect)
class RedirectWindow(Window):
    list_display = ("path", "page", "since")
    search_fields = ("path", "page__title")
    list_select_related = ("page",)
