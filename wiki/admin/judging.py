"""What moderators do to comments from a list: hidden and shown again, for a reason that is asked first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wiki import rules
from wiki.actions import moderation
from wiki.admin.window import Window
from wiki.errors import Refusal
from wiki.forms.thread import ReasonForm
from wiki.models import Comment

MOST = 200  # rows of one gesture: what a form can hold
Verb = Callable[..., Comment]


class Judging(Window):
    """A list whose rows lead to comments."""

    def judged(self, queryset: QuerySet[Any]) -> QuerySet[Comment]:
        """The comments that the chosen rows are about: the rows themselves, unless they are about others."""
        return queryset

    @admin.action(description=gettext_lazy("Hide the chosen comments…"), permissions=["judge"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        question = _("Nobody will read them but their authors and those who moderate. Nothing is erased.")
        return self._after_asking(request, queryset, "hide", moderation.hide, question)

    @admin.action(description=gettext_lazy("Show the chosen comments again…"), permissions=["judge"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        question = _("Everybody will read them.")
        return self._after_asking(request, queryset, "restore", moderation.restore, question)

    def has_judge_permission(self, request: HttpRequest) -> bool:
        return rules.may(request.user, "comment.inspect")

    def those(self, request: HttpRequest, queryset: QuerySet[Any], action: str) -> list[Comment]:
        """The comments of the chosen rows to which this may be done."""
        found = self.judged(queryset).select_related("author", "thread__page")
        return [comment for comment in found if rules.may(request.user, f"comment.{action}", comment)]

    def each(self, request: HttpRequest, chosen: Sequence[Comment], verb: Verb, **how: Any) -> None:
        """Each by itself: one that is refused says why."""
        done = 0
        for comment in chosen:
            try:
                verb(comment, by=request.user, **how)
            except Refusal as refusal:
                said = _("%(comment)s: %(refusal)s") % {"comment": comment, "refusal": refusal}
                messages.error(request, said)
            else:
                done += 1
        if not chosen:
            messages.warning(request, _("None of the chosen comments can be changed so."))
        if done:
            said = ngettext("%(count)d comment was changed.", "%(count)d comments were changed.", done)
            messages.success(request, said % {"count": done})

    def _after_asking(
        self, request: HttpRequest, queryset: QuerySet[Any], action: str, verb: Verb, question: str
    ) -> HttpResponse | None:
        """What everybody sees is asked once more, with its reason; then done."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        chosen = self.those(request, queryset, action)
        if chosen and form.is_valid():
            self.each(request, chosen, verb, reason=form.cleaned_data["reason"])
            return None
        return self.asking(request, action, question, about="comment", chosen=chosen, rows=rows, form=form)
