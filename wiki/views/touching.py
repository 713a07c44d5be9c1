"""What accepting changes of a suggestion would touch beside them: links, discussions, other suggestions."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from wiki.actions import anchoring, rebasing, rendering
from wiki.actions.rebasing import AT_ONCE, FIELDS
from wiki.forms.suggestion import ChoiceForm
from wiki.models import Suggestion, Thread
from wiki.models.suggestion import Aim, Footing
from wiki.models.thread import Standing
from wiki.text import advice
from wiki.text.advice import Remark
from wiki.views import answers, gestures, writing
from wiki.views.deciding import on_suggestion
from wiki.views.suggestions import address_of


@dataclass(frozen=True, slots=True)
class Touched:
    """What the page brings that it had not; the discussions whose words change or go, with the hold that they
    would have; the suggestions that their authors would have to take up again."""

    remarks: list[Remark]
    threads: list[tuple[Thread, str]]
    suggestions: list[Suggestion]

    @property
    def is_nothing(self) -> bool:
        return not (self.remarks or self.threads or self.suggestions)


@on_suggestion("suggestion.accept")
def show(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Of the changes that were ticked, or of all."""
    form = ChoiceForm(request.GET)
    if suggestion.aim != Aim.TEXT or request.method == "POST":
        return answers.moved(request, address_of(suggestion), for_good=False)
    touched = _touched(suggestion, request.user, form.keys if form.is_valid() else ())
    context = gestures.frame(request, suggestion.page) | {"suggestion": suggestion, "touched": touched}
    return answers.form(request, "suggestions/touches.html", context)


def _touched(suggestion: Suggestion, user: Any, chosen: Collection[str]) -> Touched:
    page, met = suggestion.page, rebasing.meet(suggestion, suggestion.page)
    kept = met.keys & set(chosen) or met.keys
    there = copy(page)
    there.source = met.difference.keep({int(key) for key in kept if key not in FIELDS})
    for name in kept & met.fields.keys():
        setattr(there, name, met.fields[name])
    ready = rendering.proposed(page, there.source)
    said = Thread.objects.visible_to(user).of_page(page).filter(state=Standing.OPEN).order_by("number")
    return Touched(
        advice.advise(writing.read(page), writing.read(ready)),
        anchoring.foresee(said, page, ready.plain),
        _disturbed(suggestion, there),
    )


def _disturbed(suggestion: Suggestion, there: Any) -> list[Suggestion]:
    """Others on this page that would be in conflict; as many as a publication brings along at once."""
    others = Suggestion.objects.living().filter(page=suggestion.page, aim=Aim.TEXT)
    others = others.exclude(pk=suggestion.pk).exclude(footing=Footing.CONFLICT)
    found = others.select_related("on", "page", "author").order_by("pk")[:AT_ONCE]
    return [other for other in found if rebasing.meet(other, there).footing == Footing.CONFLICT]
