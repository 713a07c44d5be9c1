"""The operators' window on those who follow by mail without an account: read by admins, taken away, not
written."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import subscribing
from wiki.admin.window import Window
from wiki.models import Subscription

MOST = 200  # rows of one gesture: what a form can hold


@admin.register(Subscription)
class SubscriptionWindow(Window):
    """Addresses are for admins alone."""

    list_display = ("email", "page", "below", "pace", "confirmed_at")
    list_filter = ("pace", "confirmed_at")
    search_fields = ("email",)
    list_select_related = ("page",)
    actions = ("take_away",)
    fields = ("email", ("page", "below"), ("pace", "language"), ("asked_at", "confirmed_at"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "subscription.inspect")

    @admin.action(description=gettext_lazy("Take the chosen subscriptions away…"), permissions=["view"])
    def take_away(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> HttpResponse | None:
        """Asked once more."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        if "sure" in request.POST:
            count = subscribing.take_away(rows, by=request.user)
            said = ngettext(
                "%(count)d subscription is taken away.", "%(count)d subscriptions are taken away.", count
            )
            messages.success(request, said % {"count": count})
            return None
        question = _("Nothing is sent to these addresses any more, and they are erased.")
        chosen = Subscription.objects.filter(pk__in=rows).select_related("page")
        return self.asking(request, "take_away", question, about="subscription", chosen=chosen, rows=rows)
