"""It breaks the rules: a page, a suggestion or a person is reported to those who moderate."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from wiki.actions import flagging
from wiki.forms.flag import FlagForm
from wiki.models import Page, Suggestion
from wiki.queries import people, tree
from wiki.views import answers
from wiki.views.deciding import on_suggestion
from wiki.views.discussing import attempt
from wiki.views.gestures import frame, gesture, on, sent
from wiki.views.newcomers import asks_proof
from wiki.views.suggestions import address_of


@gesture("flag", "page.flag")
def page(request: HttpRequest, page: Page) -> HttpResponse:
    """What a page says breaks the rules."""
    return _flag(request, page, page.address, frame(request, page) | {"name": page.title})


@on_suggestion("suggestion.flag")
def suggestion(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """What somebody proposes breaks the rules."""
    around = frame(request, suggestion.page) | {"name": suggestion.summary}
    return _flag(request, suggestion, address_of(suggestion), around)


def person_of(request: HttpRequest, pk: int) -> User | None:
    """Whoever has a profile that this person may read."""
    found = people.find(str(pk))
    if found is None or not (
        people.contributions(found, request.user) or people.comments(found, request.user)
    ):
        return None
    return found


@on(person_of, "person.flag")
def person(request: HttpRequest, person: User) -> HttpResponse:
    """What somebody does, or says of themselves, breaks the rules."""
    back = reverse("wiki:person", args=[people.name_of(person)])
    return _flag(request, person, back, {"menu": tree.menu(request.user), "name": str(person)})


def _flag(request: HttpRequest, it: Any, back: str, around: dict[str, Any]) -> HttpResponse:
    form = FlagForm(sent(request), asks_proof=asks_proof(request))
    kind = "person" if isinstance(it, User) else type(it).__name__.lower()
    context = around | {"form": form, "back": back, "what": kind, "action": request.get_full_path()}

    def done() -> HttpResponse:
        flagging.flag(it, by=request.user, **form.given)
        return answers.done(request, _("Thank you: those who moderate will look at it."), back)

    return attempt(request, "moderation/flag.html", context, done, field="reason")
