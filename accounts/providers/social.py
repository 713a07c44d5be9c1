"""How allauth treats whoever comes by a provider: which there are, whose address counts, what is said."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import invitations
from accounts.models import User
from accounts.signing_up import closed

log = logging.getLogger(__name__)

SPOKEN = "openid_connect"


class SocialAdapter(DefaultSocialAccountAdapter):
    """Providers come from the environment alone: a row of the database makes none."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [
            SocialApp(
                provider=SPOKEN,
                provider_id=one.id,
                name=one.name,
                client_id=one.client_id,
                secret=one.secret,
            )
            for one in settings.OIDC_PROVIDERS
            if provider in (None, one.id) and client_id in (None, one.client_id)
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        from accounts.providers.openid import Provider  # with it come requests and cryptography, which weigh

        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def list_providers(self, request: HttpRequest) -> list[Any]:
        return [self.get_provider(request, one.id) for one in settings.OIDC_PROVIDERS]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """As by the form; why not is told here, where what somebody holds is known."""
        if not invitations.door(request).is_open:
            raise ImmediateHttpResponse(closed(request))
        return True

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody has an account here without having accepted the terms."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """An address never opens an account that has it already, however well it was verified elsewhere.

        Whoever owns both logs in here as they are used to, and connects the provider. That the address has
        an account is told to its owner alone: to whom the provider has verified it.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified]
        taken = (rows.objects.filter(email__in=verified).exists() for rows in (EmailAddress, User))
        if any(taken):
            told = {"email": verified[0], "name": sociallogin.provider.name}
            raise ImmediateHttpResponse(render(request, "socialaccount/known_address.html", told, status=409))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        person: User = sociallogin.user
        person.email, person.name = data.get("email") or None, data["name"]
        return person

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Of what the provider told, an address that it did not verify was only a suggestion."""
        sociallogin.email_addresses = [one for one in sociallogin.email_addresses if one.verified]
        person: User = super().save_user(request, sociallogin, form)
        return person

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Tell what happened on the page that allauth shows, and why in the log."""
        told = {} if extra_context is None else extra_context
        if error != AuthError.CANCELLED:
            begun = bool(told.get("state") or exception)
            why = exception or ("refused" if begun else "no such attempt")
            log.warning("provider %s: %s", provider.app.provider_id, why)
            told |= {"name": provider.name, "said": _said(provider.name, exception, begun)}


def _said(name: str, exception: Exception | None, begun: bool) -> str:
    from accounts.providers.outside import Silent  # see get_provider

    if isinstance(exception, Silent):
        said = _("%(name)s does not answer as it should. Try again in a few minutes, or log in another way.")
    elif exception:
        said = _("What %(name)s told of you could not be verified, so you are not logged in.")
    elif begun:
        said = _("%(name)s did not let you in here.")
    else:
        said = _("This attempt to log in was used already, or began too long ago or in another browser.")
    return said % {"name": name}
