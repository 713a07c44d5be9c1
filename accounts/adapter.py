"""How allauth behaves here: who may sign up, what is said, links from the site's own address."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from accounts import actions, displaying, invitations, letters
from accounts.models import User
from accounts.providers import going_out

# What allauth would say, in the words of the site; the rest of its messages tell what one sees anyway.
SAID = {
    "account/messages/email_confirmation_sent.txt": gettext_lazy("A link was sent to that address."),
    "account/messages/email_confirmed.txt": gettext_lazy("Your address is confirmed."),
    "account/messages/email_confirmation_failed.txt": gettext_lazy(
        "That address was confirmed by another account."
    ),
    "account/messages/email_deleted.txt": gettext_lazy("The address is taken away."),
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Codes of your application are asked for from now on."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Codes of your application are no longer asked for."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is taken away."),
    "socialaccount/messages/account_connected.txt": gettext_lazy("You may log in here by it from now on."),
    "socialaccount/messages/account_connected_updated.txt": gettext_lazy("It logged you in here already."),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "It logs somebody else in here: take it away there first."
    ),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Recovery codes were made: print them, or keep them elsewhere."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "No account has this address and this password. Check both, then try again."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts failed. Wait five minutes, or choose a new password."
        ),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your password."),
        "same_as_current": gettext_lazy("This is your address already."),
        "duplicate_email": gettext_lazy("This is your address already."),
        "rate_limited": gettext_lazy("Too many attempts: wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invitations.door(request).is_open

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only to whoever is logged in: a message would give a reader without session one to carry."""
        said = message or (str(SAID[message_template]) if message_template in SAID else None)
        if message_template == "socialaccount/messages/account_connected.txt":
            level = messages.SUCCESS  # allauth's own would look like a warning
        if said and request.user.is_authenticated:
            level = max(level, messages.SUCCESS)  # what is told here was done
            super().add_message(request, level, message=said, extra_tags=extra_tags)

    def get_login_stages(self) -> list[str]:
        """The second step is looked for without what it needs, which weighs, for whoever has none."""
        replaced = {"allauth.mfa.stages.AuthenticateStage": "accounts.stages.SecondStep"}
        return [replaced.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        actions.forget_old_sessions()

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        answer: HttpResponse = super().post_login(request, user, **told)
        going_out.hold(request, (told.get("signal_kwargs") or {}).get("sociallogin"))
        if user.leaves_at:
            answer = redirect("account_data")  # whoever comes back may think again
        displaying.show_in(answer, user.theme)
        return answer

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The address that another replaces is known by its digest from then on."""
        replaced = actions.addresses_of(email_address.user) - {email_address.email}
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            actions.keep_former(email_address.user, replaced)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever reads it, when they chose one."""
        language = getattr(context.get("user"), "language", "") or get_language()
        with override(language):
            told = context | {"email": email, "request": self.request, "site_url": settings.SITE_URL}
            letters.post(self.render_mail(template_prefix, email, told))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_account_already_exists_mail(self, email: str) -> None:
        told = {"password_reset_url": settings.SITE_URL + reverse("account_reset_password")}
        self.send_mail("account/email/account_already_exists", email, told)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong, or came too late: take the next one."),
        "cannot_delete_authenticator": gettext_lazy(
            "Whoever moderates or administers needs a second step: add another before you take this one away."
        ),
        "unverified_email": gettext_lazy("Confirm your new address first, or take it away."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        from allauth.mfa.models import Authenticator  # a model, once the registry is full

        held = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": held + 1}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return actions.may_drop(authenticator)
