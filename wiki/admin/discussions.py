"""The moderators' window on discussions: comments whatever became of them, and the flags on them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import moderation
from wiki.admin.window import Window
from wiki.models import Comment, Flag, Thread

SHOWN = 80  # characters of a text in a list


@admin.register(Thread)
class ThreadWindow(Window):
    list_display = ("page", "number", "author", "created", "state", "place_state")
    list_display_links = ("page", "number")
    list_filter = ("state", "place_state", "created")
    search_fields = ("page__title", "page__path", "exact")
    list_select_related = ("page", "author")
    ordering = ("-created", "-pk")
    fields = (
        ("page", "number"),
        ("author", "created"),
        ("state", "settled_by", "settled_at"),
        "exact",
        ("place_state", "after"),
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "comment.inspect")


@admin.register(Comment)
class CommentWindow(Window):
    list_display = ("start_of_text", "author", "created", "held", "hidden", "deleted", "flagged")
    list_filter = ("held", "created")
    search_fields = ("text", "author__name", "thread__page__title", "thread__page__path")
    list_select_related = ("author",)
    ordering = ("-created", "-pk")
    actions = ("release",)
    fields = (
        ("thread", "author"),
        ("created", "edited", "held"),
        ("hidden", "hidden_by", "hidden_reason"),
        "deleted",
        "text",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(flags_count=Count("flags"))

    @admin.display(description=gettext_lazy("text"))
    def start_of_text(self, comment: Comment) -> str:
        return comment.text[:SHOWN] or "—"

    @admin.display(description=gettext_lazy("flags"), ordering="flags_count")
    def flagged(self, comment: Any) -> int:
        return int(comment.flags_count)

    @admin.action(description=gettext_lazy("Let the chosen comments through"), permissions=["release"])
    def release(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        held = [comment for comment in queryset.select_related("thread__page") if comment.held]
        allowed = [comment for comment in held if rules.may(request.user, "comment.release", comment)]
        for comment in allowed:
            moderation.release(comment, by=request.user)
        said = ngettext("%(count)d comment is in sight.", "%(count)d comments are in sight.", len(allowed))
        messages.success(request, said % {"count": len(allowed)})

    def has_release_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "comment.inspect")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "comment.inspect")


@admin.register(Flag)
class FlagWindow(Window):
    list_display = ("comment", "by", "at", "reason", "upheld")
    list_filter = ("upheld", "at")
    search_fields = ("reason", "comment__text", "comment__author__name")
    list_select_related = ("comment__author", "by")
    ordering = ("-at", "-pk")
    fields = (("comment", "by", "at"), "reason", "upheld")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "flag.read")
