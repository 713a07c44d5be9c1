"""Making an account by a provider: what is still to be said, and the terms that are accepted."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.views import SignupView
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from accounts import invitations, works
from accounts.forms import Joining
from accounts.models import User
from accounts.signing_up import asked, closed


class JoinForm(Joining, SignupForm):
    """An address too, unless the provider has verified one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"] = self.sociallogin.user.name
        self.verified = next((one.email for one in self.sociallogin.email_addresses if one.verified), "")
        if self.verified:
            self.fields["email"].disabled, self.initial["email"] = True, self.verified

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        self.admitted = invitations.use(request, self.cleaned_data["email"])
        return super().save(request)

    def signup(self, request: HttpRequest, user: User) -> None:
        """A provider's word counts as a link that was opened."""
        super().signup(request, user)
        invitations.confirm(request, user)


class JoinView(SignupView):
    """Allauth's, for whoever has just come by a provider; others are led to the door."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except SocialApp.DoesNotExist:  # taken out of the settings meanwhile
            answer = redirect("account_login")
        return answer

    def closed(self) -> HttpResponse:
        return closed(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | asked(self.request)

    def form_valid(self, form: JoinForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except IntegrityError:  # the same form, sent twice: the first made the account
            answer = redirect("account_login")
        except works.InvitationRefused as refusal:  # for another address, or used up meanwhile
            answer = closed(self.request, str(refusal))
        return answer


join = never_cache(JoinView.as_view())
