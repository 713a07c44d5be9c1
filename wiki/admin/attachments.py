"""The operators' window on files."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import pictures
from wiki.admin.waiting import Wait
from wiki.admin.window import Window
from wiki.models import Attachment


def _waiting(total: int) -> str:
    return ngettext("picture to be checked", "pictures to be checked", total)


def _refused(total: int) -> str:
    return ngettext("picture refused", "pictures refused", total)


@admin.register(Attachment)
class AttachmentWindow(Window):
    list_display = ("thumbnail", "path", "media_type", "weight", "state", "refusal", "dimensions", "book")
    list_display_links = ("path",)
    list_filter = ("state", "refusal", "book", "media_type")
    search_fields = ("path", "blob")
    list_select_related = ("book",)
    ordering = ("book", "path")
    waits = (
        Wait(5, _waiting, {"state__exact": Attachment.State.WAITING.value}),
        Wait(4, _refused, {"state__exact": Attachment.State.REFUSED.value}, is_bad=True),
    )
    actions = ("check_again",)
    readonly_fields = ("thumbnail", "weight", "dimensions")
    fields = (
        ("book", "path", "mode"),
        ("media_type", "weight", "dimensions"),
        ("state", "refusal"),
        "blob",
        "variants",
        "thumbnail",
    )

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, attachment: Attachment) -> str:
        if not attachment.is_picture:
            return ""
        return format_html('<img src="{}?w=480" height="48" alt="" loading="lazy">', attachment.address)

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def weight(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    @admin.display(description=gettext_lazy("dimensions"), ordering="width")
    def dimensions(self, attachment: Attachment) -> str:
        return f"{attachment.width} × {attachment.height}" if attachment.width else ""

    @admin.action(description=gettext_lazy("Check the chosen pictures again"), permissions=["check"])
    def check_again(self, request: HttpRequest, queryset: QuerySet[Attachment]) -> None:
        count = pictures.check_again(queryset, by=request.user)
        said = ngettext(
            "%(count)d picture will be checked again.", "%(count)d pictures will be checked again.", count
        )
        messages.success(request, said % {"count": count})

    def has_check_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "attachment.check")
