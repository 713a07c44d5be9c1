"""A revision that those who moderate hide, or show again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.actions import hiding
from wiki.errors import NotAllowed, Refusal
from wiki.forms.hiding import HideForm
from wiki.forms.thread import ReasonForm
from wiki.models import Page
from wiki.queries import timeline
from wiki.queries.timeline import Moment
from wiki.views import answers, gestures
from wiki.views.finding import MOST


def _moment(request: HttpRequest, pk: int) -> Any:
    """The revision of this number, for those who may read it, of a page that they may read."""
    return timeline.anywhere(pk, request.user) if pk <= MOST else None


@gestures.on(_moment, "revision.hide")
def hide(request: HttpRequest, revision: Any) -> HttpResponse:
    """Out of sight, for a reason that the journal keeps."""
    form = HideForm(gestures.sent(request))
    return _judged(request, revision, form, "hide", hiding.hide, _("Revision %(number)d is hidden."))


@gestures.on(_moment, "revision.show")
def show(request: HttpRequest, revision: Any) -> HttpResponse:
    """In sight again, for a reason that the journal keeps."""
    form = ReasonForm(gestures.sent(request))
    said = _("Everybody reads revision %(number)d again.")
    return _judged(request, revision, form, "show", hiding.show, said)


def _judged(
    request: HttpRequest, revision: Any, form: ReasonForm, name: str, act: Any, said: str
) -> HttpResponse:
    page = Page.objects.get(pk=revision.id)
    back = page.revision_address(revision.pk)
    if form.is_valid():
        try:
            act(revision, by=request.user, **form.cleaned_data)
            return answers.done(request, said % {"number": revision.number}, back)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse("reason", str(refusal))
    context = gestures.frame(request, page) | {
        "form": form,
        "moment": Moment(revision, ()),
        "revision": revision,
        "back": back,
        "is_current": hiding.is_current(revision),
    }
    return answers.form(request, f"history/{name}.html", context)
