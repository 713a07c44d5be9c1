"""Invitations: those that one may read, a new one, one that is revoked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wiki import rules
from wiki.actions import inviting
from wiki.errors import NotAllowed, Refusal
from wiki.forms.invitation import InvitationForm
from wiki.models import Invitation
from wiki.models.invitation import Validity
from wiki.models.settings import SignUp
from wiki.queries import invitations, leaves, tree
from wiki.queries.settings import current
from wiki.views import answers
from wiki.views.finding import MOST
from wiki.views.gestures import on, sent

LIST = "wiki:invitations"
PER_LEAF = 50
SCREEN = "invitations/list.html"


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The form of a new one, above those that there are."""
    if request.method == "POST" and not request.user.is_authenticated:
        return answers.never_kept(answers.kept_for_later(request, status=403))
    try:
        rules.require(request.user, "invitation.make")
        return answers.never_kept(_answer(request))
    except NotAllowed as refusal:
        return answers.never_kept(answers.denied(request, refusal))


def _answer(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(sent(request))
    context = _list(request) | {"form": form}
    if not form.is_valid():
        return answers.form(request, SCREEN, context)
    try:
        made = inviting.make(by=request.user, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return answers.refused(request, SCREEN, context, refusal, "note")
    if not made.token:
        said = _("The invitation is sent: its reader alone knows the link.")
        return answers.done(request, said, reverse(LIST))
    link = settings.SITE_URL + reverse("account_invitation", args=[made.token])
    # Shown now, and never again: what is kept does not tell it.
    context = _list(request) | {"form": InvitationForm(), "link": link, "made": made.invitation}
    return answers.form(request, SCREEN, context)


def _find(request: HttpRequest, pk: int) -> Invitation | None:
    """One that this person may read; that of somebody else is answered as if it were not there."""
    if not rules.may(request.user, "invitation.make") or pk > MOST:
        return None
    return invitations.readable(request.user).filter(pk=pk).first()


@on(_find, "invitation.revoke")
def revoke(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Asked once more, then its link opens nothing any more."""
    if invitation.validity != Validity.OPEN:
        said = _("This invitation is over already: there is nothing to revoke.")
        return answers.done(request, said, reverse(LIST), plainly=True)
    if request.method == "POST":
        try:
            inviting.revoke(invitation, by=request.user)
        except NotAllowed:
            raise
        except Refusal as refusal:
            return answers.done(request, str(refusal), reverse(LIST), plainly=True)
        return answers.done(
            request, _("The invitation is revoked: its link opens nothing any more."), reverse(LIST)
        )
    context = {"menu": tree.menu(request.user), "invitation": invitation}
    return answers.form(request, "invitations/revoke.html", context)


def _list(request: HttpRequest) -> dict[str, Any]:
    found = invitations.readable(request.user)
    total = found.count()
    count = leaves.count_leaves(total, PER_LEAF)
    number = leaves.number_of(request.GET.get("page", ""), count)
    rows: list[Any] = list(found[(number - 1) * PER_LEAF : number * PER_LEAF])
    for one in rows:
        one.told_email = one.email if rules.may(request.user, "invitation.address", one) else ""
        one.may_revoke = one.validity == Validity.OPEN and rules.may(request.user, "invitation.revoke", one)
    return {
        "menu": tree.menu(request.user),
        "leaf": leaves.Leaf(number=number, count=count, total=total),
        "invitations": rows,
        "reads_all": rules.may(request.user, "invitation.inspect"),
        "policy": SignUp(current().sign_up),
    }
