"""Proposing a page below another, another place for one, its archiving; amending such a suggestion."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from wiki.actions import deeds
from wiki.errors import BadAddress, NotAllowed, Refusal, SuggestionSettled
from wiki.forms.page import LOOKS
from wiki.forms.suggestion import ArchivingProposalForm, NewPageProposalForm, PlaceProposalForm
from wiki.models import Page, Suggestion
from wiki.models.suggestion import Aim
from wiki.queries import placing
from wiki.views import answers, writing
from wiki.views.gestures import frame, gesture, licence_of, sent
from wiki.views.newcomers import asks_proof
from wiki.views.suggestions import address_of

KEEP = "keep"  # the button that leaves it a draft
NBSP = "\u00a0"
FORMS = {Aim.PAGE: NewPageProposalForm, Aim.PLACE: PlaceProposalForm, Aim.ARCHIVE: ArchivingProposalForm}


@gesture("suggest/page", "suggestion.propose")
def page(request: HttpRequest, page: Page) -> HttpResponse:
    """A page below this one."""
    return _answer(request, page, Aim.PAGE)


@gesture("suggest/place", "suggestion.propose")
def place(request: HttpRequest, page: Page) -> HttpResponse:
    """This page below another."""
    return _at_home(request, page) or _answer(request, page, Aim.PLACE)


@gesture("suggest/archiving", "suggestion.propose")
def archiving(request: HttpRequest, page: Page) -> HttpResponse:
    """This page put away."""
    return _at_home(request, page) or _answer(request, page, Aim.ARCHIVE)


def amend(request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
    """The same forms, filled in with what was proposed."""
    return _answer(request, suggestion.page, Aim(suggestion.aim), suggestion)


def _at_home(request: HttpRequest, page: Page) -> HttpResponse | None:
    if page.parent_id is not None:
        return None
    return answers.done(request, _("The home page stays where it is."), "/", plainly=True)


def _answer(request: HttpRequest, page: Page, aim: Aim, suggestion: Suggestion | None = None) -> HttpResponse:
    """What was typed, sent; a preview of it; or the form once more, with what stands against it."""
    form = _form(request, page, aim, suggestion)
    if form.is_bound and form.is_forged:
        raise BadRequest("the form of the proposal is not ours")
    template, asked = f"suggestions/{aim}.html", request.POST.get("do", "")
    key = f"suggestion-{suggestion.pk}" if suggestion else f"suggest-{aim}-{page.pk}"
    context = frame(request, page) | {"form": form, "suggestion": suggestion, "action": request.path}
    context |= {"draft": f"{request.user.pk}-{key}", "desk": writing.Desk() if aim == Aim.PAGE else None}
    if aim == Aim.PAGE:
        context["licence"] = SimpleLazyObject(lambda: licence_of(None, context["menu"]))
    if not form.is_valid():
        return answers.form(request, template, context)
    try:
        if asked in LOOKS and aim == Aim.PAGE:
            shown, ready = deeds.drawn(page, form.deed)
            context |= {"desk": writing.looked_at(None, ready, asked), "address": shown.address}
            return answers.form(request, template, context)
        made, said = _kept(request, page, form, suggestion, draft=asked == KEEP)
        return answers.done(request, said, address_of(made), draft=context["draft"])
    except NotAllowed:
        raise
    except SuggestionSettled as refusal:
        form.refuse(None, str(refusal))
        return answers.form(request, template, context, status=409)
    except Refusal as refusal:
        return answers.refused(request, template, context, refusal, _field(form, refusal))


def _form(request: HttpRequest, page: Page, aim: Aim, suggestion: Suggestion | None) -> Any:
    initial: dict[str, Any] = {}
    if suggestion is not None:
        told = {"seen": suggestion.version, "reason": suggestion.summary, "source": suggestion.proposal}
        initial = told | suggestion.fields
    more: dict[str, Any] = {}
    if aim == Aim.PLACE:
        initial.setdefault("parent", page.parent_id)
        spots = placing.outline(without=page.pk, found_by=request.user)
        more["choices"] = [(spot.pk, NBSP * 4 * spot.depth + spot.title) for spot in spots]
    more["asks_proof"] = suggestion is None and asks_proof(request)
    return FORMS[aim](sent(request), initial=initial, **more)


def _kept(
    request: HttpRequest, page: Page, form: Any, suggestion: Suggestion | None, *, draft: bool
) -> tuple[Suggestion, str]:
    """The suggestion as it is kept now, and what is said of it."""
    given = form.cleaned_data
    if suggestion is not None:
        made = deeds.amend(
            suggestion, form.deed, by=request.user, seen=given["seen"] or 0, summary=given["reason"]
        )
        return made, _("Your suggestion is amended; what it said before is kept.")
    told = {"uuid": given["uuid"], "summary": given["reason"], "proof": form.proof_given}
    made = deeds.propose(page, form.deed, by=request.user, draft=draft, **told)
    if draft:
        return made, _("Your suggestion is kept as a draft, which you alone read.")
    return made, _("Your suggestion is sent: it waits to be reviewed.")


def _field(form: Any, refusal: Refusal) -> str:
    """Where a refusal is told."""
    if isinstance(refusal, BadAddress) and "slug" in form.fields:
        return "slug"
    return next(name for name in ("title", "parent", "reason") if name in form.fields)
