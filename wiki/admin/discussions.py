"""The moderators' window on discussions: comments whatever became of them, and the flags on them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import moderation, threads
from wiki.admin.choosing import Choosing, Gesture
from wiki.admin.filters import DateFilter, DeletedFilter, HiddenFilter, SectionFilter
from wiki.admin.judging import Judging
from wiki.admin.waiting import Wait
from wiki.models import Comment, Flag, Thread
from wiki.models.page import State

SHOWN = 80  # characters of a text in a list
STANDING = "comment__deleted__isnull"  # a comment that was deleted is judged by nobody: nor is a flag on it


def _held(total: int) -> str:
    return ngettext("comment held", "comments held", total)


def _flags(total: int) -> str:
    return ngettext("flag to be looked at", "flags to be looked at", total)


def _changed(total: int) -> str:
    return ngettext("%(count)d thread was changed.", "%(count)d threads were changed.", total) % {
        "count": total
    }


@admin.register(Thread)
class ThreadWindow(Choosing):
    list_display = ("page", "number", "author", "created", "state", "place_state")
    list_display_links = ("page", "number")
    list_filter = ("state", "place_state", SectionFilter, ("created", DateFilter))
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
    actions = ("resolve", "lock", "unlock")

    @admin.action(description=gettext_lazy("Resolve the chosen threads…"), permissions=["view"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[Thread]) -> HttpResponse | None:
        gesture = Gesture(
            name="resolve",
            rule="thread.resolve",
            verb=threads.resolve,
            question=_("What was asked in them is done. Whoever took part is told, and may open them again."),
            done=_changed,
            is_told=False,
        )
        return self.once_more(request, queryset, gesture)

    @admin.action(description=gettext_lazy("Lock the chosen threads…"), permissions=["view"])
    def lock(self, request: HttpRequest, queryset: QuerySet[Thread]) -> HttpResponse | None:
        gesture = Gesture(
            name="lock",
            rule="thread.lock",
            verb=threads.lock,
            question=_("Everybody reads them; nobody adds to them but those who moderate."),
            done=_changed,
        )
        return self.once_more(request, queryset, gesture)

    @admin.action(description=gettext_lazy("Unlock the chosen threads…"), permissions=["view"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Thread]) -> HttpResponse | None:
        gesture = Gesture(
            name="unlock",
            rule="thread.unlock",
            verb=threads.unlock,
            question=_("Everybody may add to them again."),
            done=_changed,
        )
        return self.once_more(request, queryset, gesture)

    def view_on_site(self, thread: Thread) -> str | None:
        return None if thread.page.state == State.ARCHIVED else reverse("wiki:thread", args=[thread.pk])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "comment.inspect")


@admin.register(Comment)
class CommentWindow(Judging):
    list_display = ("start_of_text", "author", "created", "held", "hidden", "deleted", "flagged")
    list_filter = (
        "held",
        ("hidden", HiddenFilter),
        ("deleted", DeletedFilter),
        SectionFilter,
        ("created", DateFilter),
    )
    search_fields = ("text", "author__name", "thread__page__title", "thread__page__path")
    list_select_related = ("author",)
    ordering = ("-created", "-pk")
    actions = ("release", "hide", "restore")
    waits = (
        Wait(2, _held, {"held__exact": 1, "hidden__isnull": True, "deleted__isnull": True}, since="created"),
    )
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

    def view_on_site(self, comment: Comment) -> str | None:
        return _place(comment)

    @admin.action(description=gettext_lazy("Let the chosen comments through"), permissions=["judge"])
    def release(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.each(request, self.those(request, queryset, "release"), moderation.release)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "comment.inspect")


@admin.register(Flag)
class FlagWindow(Judging):
    list_display = ("what", "by", "at", "rule", "reason", "upheld")
    list_filter = ("upheld", "rule", SectionFilter, ("at", DateFilter))
    search_fields = ("reason", "comment__text", "comment__author__name", "page__title", "about__name")
    list_select_related = ("comment__author", "suggestion", "page", "about", "reuse", "by")
    ordering = ("-at", "-pk")
    actions = ("hide", "restore")
    waits = (Wait(1, _flags, {"upheld__isnull": True, STANDING: True}, since="at"),)
    fields = (("what", "by", "at"), "rule", "reason", "upheld")
    readonly_fields = ("what",)

    @admin.display(description=gettext_lazy("what it is about"))
    def what(self, flag: Flag) -> str:
        return str(flag.it)

    def view_on_site(self, flag: Flag) -> str | None:
        if flag.comment is not None:
            return _place(flag.comment)
        if flag.page is not None:
            return None if flag.page.state == State.ARCHIVED else flag.page.address
        if flag.suggestion is not None:
            return reverse("wiki:suggestion", args=[flag.suggestion_id])
        if flag.reuse is not None:
            return flag.reuse.address
        return reverse("wiki:moderation-person", args=[flag.about_id])

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == STANDING or super().lookup_allowed(lookup, value, request)

    def judged(self, queryset: QuerySet[Flag]) -> QuerySet[Comment]:
        """The comments of the chosen flags, each once."""
        return Comment.objects.filter(pk__in=queryset.order_by().values("comment"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "flag.read")


def _place(comment: Comment) -> str | None:
    """Where a comment is read on the site, beside its gestures; nowhere once it or its page is gone."""
    if comment.deleted is not None or comment.thread.page.state == State.ARCHIVED:
        return None
    return f"{reverse('wiki:thread', args=[comment.thread_id])}#ui-comment-{comment.pk}"
