"""The moderators' window on reuses, whatever became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import ngettext

from wiki import rules
from wiki.admin.waiting import Wait
from wiki.admin.window import Window, Within
from wiki.models import Reuse, Use


def _held(total: int) -> str:
    return ngettext("reuse held", "reuses held", total)


class UsesWithin(Within):
    model = Use
    fields = ("page",)


@admin.register(Reuse)
class ReuseWindow(Window):
    list_display = ("title", "organisation", "author", "created", "held", "hidden", "withdrawn")
    list_filter = ("held", "structure", "created")
    search_fields = ("title", "organisation", "done", "author__name")
    list_select_related = ("author",)
    ordering = ("-created", "-pk")
    inlines = (UsesWithin,)
    waits = (
        Wait(
            2, _held, {"held__exact": 1, "hidden__isnull": True, "withdrawn__isnull": True}, since="created"
        ),
    )
    fields = (
        ("title", "author"),
        ("organisation", "structure", "happened"),
        ("created", "edited", "withdrawn", "held"),
        ("hidden", "hidden_by", "hidden_reason"),
        "done",
        "worked",
        "failed",
        "link",
        ("picture", "alt"),
    )

    def view_on_site(self, reuse: Reuse) -> str:
        return reuse.address

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "reuse.inspect")
