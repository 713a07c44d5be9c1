"""The operators' window on invitations: read, made by the form that referents know, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import inviting
from wiki.admin.filters import DateFilter
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.models import Invitation

MOST = 200  # rows of one gesture: what a form can hold


@admin.register(Invitation)
class InvitationWindow(Window):
    """To whom one was sent is told where its maker reads it, and nowhere here."""

    list_display = ("note", "validity", "used", "most", "until", "by", "made")
    list_filter = (("made", DateFilter),)
    search_fields = ("note", "by__name")
    list_select_related = ("by",)
    ordering = ("-made", "-pk")
    actions = ("revoke",)
    fields = (("note", "validity"), ("by", "made"), ("used", "most"), ("until", "revoked_at"), "is_sent")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "invitation.inspect")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rules.may(request.user, "invitation.make")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def add_view(self, request: HttpRequest, *args: Any, **how: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("wiki:invitations"))

    @admin.display(description=gettext_lazy("state"))
    def validity(self, invitation: Invitation) -> str:
        return str(invitation.validity.label)

    @admin.action(description=gettext_lazy("Revoke the chosen invitations…"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> HttpResponse | None:
        """Asked once more; then each by itself."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        chosen = list(Invitation.objects.newest_first().filter(pk__in=rows))
        if chosen and "sure" in request.POST:
            self._each(request, chosen)
            return None
        question = _("Their links open nothing any more; the accounts that were made by them stay.")
        return self.asking(request, "revoke", question, about="invitation", chosen=chosen, rows=rows)

    def _each(self, request: HttpRequest, chosen: list[Invitation]) -> None:
        done = 0
        for one in chosen:
            try:
                inviting.revoke(one, by=request.user)
            except Refusal as refusal:
                messages.error(request, _("%(it)s: %(refusal)s") % {"it": one, "refusal": refusal})
            else:
                done += 1
        if done:
            said = ngettext("%(count)d invitation is revoked.", "%(count)d invitations are revoked.", done)
            messages.success(request, said % {"count": done})
