"""What is done to a suggestion: accepted whole or in part, sent back, declined; withdrawn, sent, reopened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wiki.actions import suggestions, taking, undoing
from wiki.errors import (
    BadSuggestion,
    EditConflict,
    NotAllowed,
    Refusal,
    SuggestionSettled,
    TakenAlready,
    TooSoon,
)
from wiki.forms.suggestion import ChoiceForm, SeenForm, UndoForm, VerdictForm
from wiki.models import Stand, Suggestion
from wiki.models.suggestion import Aim, Stage
from wiki.queries import review
from wiki.views import answers, gestures
from wiki.views.finding import MOST
from wiki.views.suggestions import address_of, screen

View = Callable[..., HttpResponse]


def why_not(action: str, it: Any) -> str:
    """What has changed since the screen was opened, for those who could have done it before."""
    it = it.suggestion if isinstance(it, Stand) else it
    if not isinstance(it, Suggestion):
        return ""
    if it.state == Stage.WITHDRAWN:
        return _("Its author has withdrawn this suggestion.")
    if not it.is_living and it.state != Stage.DRAFT:
        return _("This suggestion was decided meanwhile.")
    return ""


def on_suggestion(action: str) -> Callable[[View], View]:
    """The view of what is done to the suggestion of this number, for those who may."""
    return gestures.on(suggestion_of, action, why_not)


def suggestion_of(request: HttpRequest, pk: int) -> Suggestion | None:
    """The suggestion of this number, if this person may read it."""
    return review.find(pk, request.user) if pk <= MOST else None


@on_suggestion("suggestion.accept")
def accept(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Publish the changes that were ticked."""

    def act(form: ChoiceForm) -> str:
        _require_free(request, suggestion, form)
        made = suggestions.accept(
            suggestion, by=request.user, seen=form.cleaned_data["seen"], chosen=form.keys
        )
        if made.revision is None:
            return _("Your approval is noted: others are needed before it is published.")
        told = {"number": made.revision.number, "author": suggestion.author, "revision": made.revision}
        if suggestion.aim != Aim.TEXT:
            return _("It is done: %(revision)s, credited to %(author)s.") % told
        return _("Revision %(number)d is published, credited to %(author)s.") % told

    return done(request, suggestion, ChoiceForm, act)


@on_suggestion("suggestion.undo")
def undo(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Take back what one of its acceptances published."""

    def act(form: UndoForm) -> str:
        review = suggestion.reviews.filter(pk=form.cleaned_data["review"]).select_related("revision").first()
        if review is None:
            raise BadSuggestion(_("There is nothing to undo, or it was undone already."))
        made = undoing.undo(review, by=request.user)
        return _("Revision %(number)d takes it back.") % {"number": made.number}

    return done(request, suggestion, UndoForm, act)


@on_suggestion("suggestion.withdraw")
def withdraw(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Its author takes it back."""
    said = _("The suggestion is withdrawn: you may take it up again when you like.")
    return _turned(request, suggestion, suggestions.withdraw, said)


@on_suggestion("suggestion.send")
def send(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """A draft becomes a suggestion that everybody reads."""
    said = _("Your suggestion is sent: it waits to be reviewed.")
    return _turned(request, suggestion, suggestions.send, said)


@on_suggestion("suggestion.reopen")
def reopen(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """What was withdrawn is a draft again."""
    said = _("The suggestion is a draft again: change it, then send it.")
    return _turned(request, suggestion, suggestions.reopen, said)


@on_suggestion("suggestion.release")
def release(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Somebody who decides lets everybody read what a filter held back."""
    said = _("Everybody reads it from now on.")
    return _turned(request, suggestion, suggestions.release, said)


@on_suggestion("suggestion.decide")
def ask(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Send it back to its author, with what to change."""

    def act(form: VerdictForm) -> str:
        given = form.cleaned_data
        _require_free(request, suggestion, form)
        suggestions.ask(suggestion, by=request.user, seen=given["seen"], reason=given["reason"])
        return _("%(author)s is asked to change it.") % {"author": suggestion.author}

    return judged(request, suggestion, "ask", act)


@on_suggestion("suggestion.decide")
def decline(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """Say no to the changes that were ticked, with a reason."""

    def act(form: VerdictForm) -> str:
        given = form.cleaned_data
        _require_free(request, suggestion, form)
        suggestions.decline(
            suggestion, by=request.user, seen=given["seen"], reason=given["reason"], chosen=form.keys or None
        )
        return _("The changes are declined, and the reason is there to be read.")

    return judged(request, suggestion, "decline", act)


def done(
    request: HttpRequest, suggestion: Suggestion, kind: type[Any], act: Callable[[Any], str]
) -> HttpResponse:
    """Done at once; or the suggestion once more, with what stands against it. By link, it is only shown."""
    if request.method != "POST":
        return answers.moved(request, address_of(suggestion), for_good=False)
    form = kind(request.POST)
    if not form.is_valid():
        raise BadRequest("this is no choice of changes")
    try:
        said = act(form)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return refused(request, suggestion, refusal)
    return answers.done(request, said, address_of(suggestion))


def judged(
    request: HttpRequest,
    suggestion: Suggestion,
    name: str,
    act: Callable[[Any], str],
    kind: type[Any] = VerdictForm,
) -> HttpResponse:
    """What needs a reason: asked for on a screen of its own."""
    form = kind(request.POST) if request.method == "POST" else kind(initial=_asked(request, suggestion, kind))
    if form.is_bound and form.is_forged:
        raise BadRequest("this is no choice of changes")
    context = screen(request, suggestion) | {"form": form, "action": request.path}
    asked = form.shown
    told = [*context["fields"], *context["sheet"].cards]
    context["cards"] = [card for card in told if not asked or card.numbers & asked]
    if form.is_valid():
        try:
            return answers.done(request, act(form), address_of(suggestion))
        except NotAllowed:
            raise
        except (SuggestionSettled, TakenAlready) as refusal:
            form.refuse("reason" if isinstance(refusal, SuggestionSettled) else None, str(refusal))
            return answers.form(request, f"suggestions/{name}.html", context, status=409)
        except Refusal as refusal:
            return answers.refused(request, f"suggestions/{name}.html", context, refusal, "reason")
    return answers.form(request, f"suggestions/{name}.html", context)


def refused(request: HttpRequest, suggestion: Suggestion, refusal: Refusal) -> HttpResponse:
    """The suggestion as it is now, with what stands against what was asked."""
    now = review.find(suggestion.pk, request.user) or suggestion
    said = str(refusal)
    if isinstance(refusal, EditConflict):
        said = _("The text changed meanwhile where these changes stand: their author must say how.")
    context = screen(request, now) | {"refused": said, "ticked": request.POST.getlist("chosen")}
    if isinstance(refusal, TooSoon):
        return answers.too_soon(request, "suggestions/show.html", context, refusal)
    status = 409 if isinstance(refusal, EditConflict | SuggestionSettled | TakenAlready) else 422
    return answers.form(request, "suggestions/show.html", context, status=status)


def _require_free(request: HttpRequest, suggestion: Suggestion, form: ChoiceForm) -> None:
    taking.require_free(suggestion, by=request.user, despite=form.cleaned_data["despite"])


def _asked(request: HttpRequest, suggestion: Suggestion, kind: type[Any]) -> dict[str, Any]:
    """What the tick boxes of the suggestion say, which lead here by link; else all of it."""
    asked = kind.asks(request.GET)
    return asked.cleaned_data if asked.is_valid() else {"seen": suggestion.version}


def _turned(
    request: HttpRequest, suggestion: Suggestion, verb: Callable[..., Suggestion], said: str
) -> HttpResponse:
    """What its author does with it as a whole, having seen this version."""

    def act(form: SeenForm) -> str:
        verb(suggestion, by=request.user, seen=form.cleaned_data["seen"])
        return said

    return done(request, suggestion, SeenForm, act)
