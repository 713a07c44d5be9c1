"""Passkeys as this site asks for them: kept by the device, which makes sure who holds it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import actions

# What reading an answer that no device gave may raise, beside the refusals of the library.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class AddPasskeyForm(AddWebAuthnForm):
    """It always logs in by itself: there is no second kind to choose from."""

    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "ui-%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].max_length = 80
        self.fields["name"].widget.attrs["maxlength"] = 80

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            values: dict[str, Any] = super().clean()
        except UNREADABLE as fault:
            raise _refusal() from fault
        return values


class Answered(AuthenticateWebAuthnForm):
    """The answer of a device; one that is none is refused, whatever is wrong with it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except UNREADABLE as fault:
            raise _refusal() from fault


class SecondStepForm(Answered):
    """After the password."""


class LogInForm(Answered, LoginWebAuthnForm):
    """In place of the password."""


class ConfirmForm(Answered, ReauthenticateWebAuthnForm):
    """Once more, before what cannot be undone."""


def _refusal() -> ValidationError:
    refusal: ValidationError = get_adapter().validation_error("incorrect_code")
    return refusal


class LogInView(views.LoginWebAuthnView):
    """Allauth's; a passkey that is refused leads back to the door, which says so."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        told = {"passkey": "refused"}
        if self.request.POST.get("next"):
            told["next"] = self.request.POST["next"]
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(told)}")


class ConfirmView(views.ReauthenticateWebAuthnView):
    """Allauth's; a passkey that is refused is asked for again."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data() | {"refused": True})


class RemoveView(views.RemoveWebAuthnView):
    """Allauth's; the last second step of those who need one stays."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if actions.may_drop(self.object):
            answer: HttpResponse = super().form_valid(form)
            return answer
        refused = get_adapter().error_messages["cannot_delete_authenticator"]
        return self.render_to_response(self.get_context_data(refused=refused))


log_in = LogInView.as_view()
confirm = ConfirmView.as_view()
remove = RemoveView.as_view()
