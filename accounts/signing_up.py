"""How somebody makes an account: by the form, by an invitation, with what their browser computes first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from allauth.account import views as allauth_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import invitations, proofs, works

CLOSED = "account/signup_closed.html"


def asked(request: HttpRequest) -> dict[str, Any]:
    """What a form is told of the door; nobody who was invited is asked for a proof."""
    door = invitations.door(request)
    asks = not door.is_invited and works.keeper().asks_proof(lambda: proofs.is_crowded(request))
    return {"door": door, "asks_proof": asks}


def closed(request: HttpRequest, why: str = "") -> HttpResponse:
    """No account is made now: why not, and how to ask for one."""
    door = invitations.door(request)
    return render(request, CLOSED, {"door": replace(door, is_open=False, said=why) if why else door})


class SignUpView(allauth_views.SignupView):
    """Allauth's; an invitation that somebody else used up meanwhile says so."""

    def closed(self) -> HttpResponse:
        return closed(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | asked(self.request)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except works.InvitationRefused as refusal:
            form.add_error(None, str(refusal))
            answer = self.form_invalid(form)
        return answer


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link that somebody was given: on to the form, with it in hand; nothing is used up by looking."""
    if request.user.is_authenticated:
        messages.info(request, _("You have an account already: the invitation is left for somebody else."))
        return redirect("/")
    door = works.keeper().door(token)
    if not door.is_invited:
        return render(request, CLOSED, {"door": door}, status=410)
    invitations.hold(request, token)
    return redirect("account_signup")


@never_cache
@require_safe
def challenge(request: HttpRequest) -> HttpResponse:
    """What a browser is to compute before a form of somebody new; it tells the site nothing of them."""
    return JsonResponse(proofs.challenge())
