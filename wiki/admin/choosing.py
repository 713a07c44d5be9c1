"""What is done to the rows that were chosen in a list: asked once more, for a reason, then each by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wiki import rules
from wiki.admin.window import Window
from wiki.errors import NotAllowed, Refusal
from wiki.forms.thread import ReasonForm

MOST = 200  # rows of one gesture: what a form can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One verb of `actions`, as a list offers it."""

    name: str  # of the action of the list
    rule: str
    verb: Callable[..., Any]
    question: str
    done: Callable[[int], str]
    is_told: bool = True  # with a reason


class Choosing(Window):
    """A list in which something is done to what was chosen."""

    def once_more(
        self, request: HttpRequest, queryset: QuerySet[Any], gesture: Gesture
    ) -> HttpResponse | None:
        """The question shows those to which it may be done; what was refused meanwhile is said of each."""
        rows = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)d lines at once.") % {"most": MOST})
            return None
        known = list(queryset.model._default_manager.filter(pk__in=rows).order_by("pk"))
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        is_sure = form.is_valid() if gesture.is_told else "sure" in request.POST
        if is_sure:
            self._each(
                request, known, gesture, {"reason": form.cleaned_data["reason"]} if gesture.is_told else {}
            )
            return None
        chosen = [one for one in known if rules.may(request.user, gesture.rule, one)]
        told = {"chosen": chosen, "form": form if gesture.is_told else None}
        return self.asking(request, gesture.name, gesture.question, about="chosen", **told)

    def _each(self, request: HttpRequest, known: list[Model], gesture: Gesture, how: dict[str, str]) -> None:
        done = 0
        for one in known:
            said = str(one)  # before it is done: it may be gone after
            try:
                gesture.verb(one, by=request.user, **how)
            except NotAllowed:
                late = _("it was changed meanwhile, and this cannot be done to it any more.")
                messages.error(request, capfirst(_("%(it)s: %(refusal)s") % {"it": said, "refusal": late}))
            except Refusal as refusal:
                messages.error(request, capfirst(_("%(it)s: %(refusal)s") % {"it": said, "refusal": refusal}))
            else:
                done += 1
        if done:
            messages.success(request, gesture.done(done))
