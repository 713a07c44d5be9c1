"""What an account did, undone: what would become of it, the deed, how far it has come, and its way back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from wiki import rules
from wiki.actions import reversing
from wiki.actions.spans import Span
from wiki.errors import BadReversal
from wiki.forms.reversal import BringBackForm, ChoiceForm, RevertForm
from wiki.models import Reversal
from wiki.models.reversal import Fate, Stride
from wiki.queries import people, reversals, tree
from wiki.views import answers, gestures
from wiki.views.finding import MOST


def _person(request: HttpRequest, pk: int) -> User | None:
    """The account of this number; whoever may undo nobody's deeds is not told which there are."""
    if not rules.may(request.user, "flag.read"):
        return User(pk=min(pk, MOST))
    return User.objects.filter(pk=pk).first() if pk <= MOST else None


def _reversal(request: HttpRequest, pk: int) -> Reversal | None:
    if not rules.may(request.user, "flag.read"):
        return Reversal(pk=min(pk, MOST))
    return reversals.find(pk) if pk <= MOST else None


def _why(_action: str, it: Any) -> str:
    """Of those who may of others."""
    if it is None or not getattr(it, "date_joined", None):
        return ""
    return _(
        "Those who moderate undo what an account did; of a moderator or an admin only an admin does, and "
        "nobody of themselves."
    )


@gestures.on(_person, "person.revert", _why)
def revert(request: HttpRequest, person: User) -> HttpResponse:
    """What would be undone, and what would not; sent, it is."""
    if request.method == "POST":
        return _sent(request, person)
    choice = ChoiceForm(request.GET)
    if choice.is_bound and not choice.is_valid():
        context = _frame(request, person) | {"choice": choice, "form": choice}
        return answers.form(request, "reversals/ask.html", context)
    span = choice.span(person)
    return _asked(request, person, span, choice, RevertForm.about(span, uuid4()))


def _sent(request: HttpRequest, person: User) -> HttpResponse:
    form = RevertForm(request.POST, language=person.language)
    if form.is_bound and not form.is_valid():
        if form.is_forged:
            raise BadRequest("no form of ours says that")
        return _asked(request, person, form.span(person), ChoiceForm(None), form)
    span, given = form.span(person), form.cleaned_data
    try:
        deed = reversing.revert(span, by=request.user, uuid=given["uuid"], reason=given["reason"])
    except BadReversal as refusal:
        form.refuse(None, str(refusal))
        return _asked(request, person, span, ChoiceForm(None), form, status=409)
    return _done(request, deed, _("It is done, and can be taken back as a whole."))


def _asked(
    request: HttpRequest, person: User, span: Span, choice: ChoiceForm, form: RevertForm, **how: Any
) -> HttpResponse:
    """Every thing that is meant, and what would become of it."""
    items = reversing.plan(span, by=request.user)
    is_foreseen = reversing.is_foreseeable(items)
    if is_foreseen:
        reversing.foresee(items)
    groups = reversals.groups(items)
    context = _frame(request, person) | {
        "choice": choice,
        "form": form,
        "is_foreseen": is_foreseen,
        "verdicts": reversals.verdicts(person, span.within("at")),
        "undone": [group for group in groups if group.fate in (Fate.WAITING, Fate.DONE)],
        "left": [group for group in groups if group.fate == Fate.LEFT],
        "total": sum(group.total for group in groups if group.fate in (Fate.WAITING, Fate.DONE)),
    }
    return answers.form(request, "reversals/ask.html", context, **how)


@gestures.on(_reversal, "flag.read", _why)
def show(request: HttpRequest, deed: Reversal) -> HttpResponse:
    """What became of each thing; while it is under way, how far it has come."""
    rules.require(request.user, "person.revert", deed.person)
    if request.method == "POST":
        reversing.resume(deed, by=request.user)
        return answers.done(request, _("It goes on."), _address(deed))
    counts, groups = reversals.counts(deed), reversals.groups(deed.items.order_by("pk"))
    waits = Fate.DONE if deed.stride == Stride.UNDOING else Fate.WAITING
    context = _frame(request, deed.person) | {
        "deed": deed,
        "total": sum(counts.values()) - (counts[Fate.LEFT] if deed.is_backwards else 0),
        "waiting": counts[waits] if deed.is_under_way else 0,
        "good": [group for group in groups if group.fate in (Fate.DONE, Fate.BACK)],
        "left": [group for group in groups if group.fate in (Fate.LEFT, Fate.KEPT)],
        "is_stuck": reversing.is_stuck(deed),
    }
    context["settled"] = context["total"] - context["waiting"]
    return answers.form(request, "reversals/show.html", context)


@gestures.on(_reversal, "flag.read", _why)
def bring_back(request: HttpRequest, deed: Reversal) -> HttpResponse:
    """Undo the deed."""
    rules.require(request.user, "person.revert", deed.person)
    form = BringBackForm(gestures.sent(request))
    context = _frame(request, deed.person) | {"deed": deed, "form": form, "counts": reversals.counts(deed)}
    if not form.is_valid():
        return answers.form(request, "reversals/back.html", context)
    try:
        deed = reversing.bring_back(deed, by=request.user, reason=form.cleaned_data["reason"])
    except BadReversal as refusal:
        form.refuse(None, str(refusal))
        return answers.form(request, "reversals/back.html", context, status=409)
    return _done(request, deed, _("All is as it was, as far as could be."))


def _done(request: HttpRequest, deed: Reversal, said: str) -> HttpResponse:
    if deed.is_under_way:
        said = _("It is under way: you can leave this page, it goes on by itself.")
    return answers.done(request, said, _address(deed))


def _frame(request: HttpRequest, person: User) -> dict[str, Any]:
    return {
        "menu": tree.menu(request.user),
        "person": person,
        "profile": people.name_of(person),
        "deeds": reversals.of_person(person),
    }


def _address(deed: Reversal) -> str:
    return reverse("wiki:reversal", args=[deed.pk])
