"""Making an account by a provider: what is still to be said, and the terms that are accepted."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.core import ratelimit
from allauth.socialaccount.forms import SignupForm
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.views import SignupView
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import actions, works
from accounts.forms import Named, NameField
from accounts.models import User


class JoinForm(Named, SignupForm):
    """A name, an address unless the provider has verified one, and the terms."""

    name = NameField(help_text=_("It signs what you write. A pseudonym will do."))
    accepted = forms.BooleanField(
        error_messages={"required": _("Without this, what you write could not be published.")}
    )
    terms = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = works.keeper().terms()
        self.initial["name"] = self.sociallogin.user.name
        self.verified = next((one.email for one in self.sociallogin.email_addresses if one.verified), "")
        address = self.fields["email"]
        address.label = _("E-mail address")
        address.help_text = _("You will log in with it. It is never shown.")
        address.widget.attrs.pop("placeholder", None)
        if self.verified:
            address.disabled, self.initial["email"] = True, self.verified

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("accepted") and values.get("terms") != self.offered.version:
            self.add_error("accepted", _("The terms have changed meanwhile: read them, then accept again."))
        return values

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        return super().save(request)

    def signup(self, request: HttpRequest, user: User) -> None:
        """What allauth calls once the row is there; a provider's word counts as a link that was opened."""
        watched = not ratelimit.consume(request, action="sign_up_a_day")
        actions.welcome(user, name=self.cleaned_data["name"], terms=self.offered.version, watched=watched)
        for address in EmailAddress.objects.filter(user=user, verified=True):
            email_confirmed.send(sender=EmailAddress, request=request, email_address=address)


class JoinView(SignupView):
    """Allauth's, for whoever has just come by a provider; others are led to the door."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except SocialApp.DoesNotExist:  # taken out of the settings meanwhile
            answer = redirect("account_login")
        return answer

    def form_valid(self, form: JoinForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except IntegrityError:  # the same form, sent twice: the first made the account
            answer = redirect("account_login")
        return answer


join = never_cache(JoinView.as_view())
