"""Taking a stand on a suggestion, or on one of its changes: for it, against it, and back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.actions import standing
from wiki.forms.page import Gesture
from wiki.forms.suggestion import ObjectionForm, StandForm
from wiki.models import Stand, Suggestion
from wiki.queries import stands
from wiki.views import gestures
from wiki.views.deciding import done, judged, on_suggestion, why_not
from wiki.views.finding import MOST


def _stand_of(request: HttpRequest, pk: int) -> Stand | None:
    """The stand of this number, if this person may read its suggestion."""
    return stands.find(pk, request.user) if pk <= MOST else None


@on_suggestion("stand.take")
def support(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Be for it, or for the change whose button was pressed."""

    def act(form: StandForm) -> str:
        standing.support(suggestion, by=request.user, seen=form.cleaned_data["seen"], chosen=form.keys)
        return _("Your support is noted.")

    return done(request, suggestion, StandForm, act)


@on_suggestion("stand.take")
def object_to(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Be against it, or one of its changes: asked for on a screen of its own."""

    def act(form: ObjectionForm) -> str:
        given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("seen", "reason", "other_way")}
        standing.object_to(suggestion, by=request.user, chosen=form.keys, **given)
        return _("Your objection is noted, and everybody reads it.")

    return judged(request, suggestion, "object", act, ObjectionForm)


@gestures.on(_stand_of, "stand.take_back", why_not)
def take_back(request: HttpRequest, stand: Stand) -> HttpResponse:
    """Whoever took a stand takes it back."""

    def act(_form: Gesture) -> str:
        standing.take_back(stand, by=request.user)
        return _("It is taken back.")

    return done(request, stand.suggestion, Gesture, act)
