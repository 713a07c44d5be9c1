"""Allauth's OpenID Connect, as this site speaks it: asked within bounds, believed only when signed for us."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote_plus, urlencode

from allauth.core import ratelimit
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import providers
from accounts.providers import discovery, outside, tokens
from accounts.providers.claims import facts
from accounts.providers.outside import ProviderProblem, Silent, Untrusted

SIGNED_ID = ("iss", "sub", "aud", "exp", "iat")
SIGNED_INFO = ("iss", "sub", "aud")
MOST_CODE = 2048
# Whoever asks for this level takes any.
LOWEST_LEVEL = "eidas1"


def nonce_of(state: str) -> str:
    """What the ID token must repeat: it follows from the state, which the session keeps, and works once."""
    return salted_hmac("accounts.openid.nonce", state, algorithm="sha256").hexdigest()


def with_query(address: str, asked: dict[str, str]) -> str:
    """An address with these questions, beside those that it may have."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


class Adapter(OpenIDConnectOAuth2Adapter):
    """What one provider is asked while somebody comes back from it, and what of its answers is believed."""

    @cached_property
    def known(self) -> Any:
        return providers.named(self.provider_id)

    @cached_property
    def endpoints(self) -> discovery.Endpoints:
        return discovery.endpoints(self.known.issuer)

    def get_client(self, request: HttpRequest, app: Any) -> None:
        """Allauth's asks without bounds; all is asked by `outside` instead."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """At the site's own address, whatever name the request came by: providers know this one alone."""
        return settings.SITE_URL + reverse("openid_connect_callback", args=[self.provider_id])

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        code = request.GET["code"]
        if len(code) > MOST_CODE or request.GET.get("iss", self.endpoints.issuer) != self.endpoints.issuer:
            raise Untrusted("a code that is none of its own")
        form = {"grant_type": "authorization_code", "code": code}
        form["redirect_uri"] = self.get_callback_url(request, app)
        headers = {}
        if pkce_code_verifier:
            form["code_verifier"] = pkce_code_verifier
        if self.endpoints.takes_secret_in_form:
            form |= {"client_id": self.known.client_id, "client_secret": self.known.secret}
        else:
            pair = f"{quote_plus(self.known.client_id)}:{quote_plus(self.known.secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        told = outside.ask(self.endpoints.token, form=form, headers=headers).document()
        if not all(isinstance(told.get(name), str) for name in ("access_token", "id_token")):
            raise Silent("no tokens")
        return told

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """The ID token alone goes on, for going out by; the others are used at once, and forgotten."""
        return SocialToken(token=data["id_token"])

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **told: Any) -> Any:
        identity = self._believed(token.token, SIGNED_ID)
        expected = nonce_of(request.GET["state"])
        if not constant_time_compare(str(identity.get("nonce")), expected):
            raise Untrusted("a token of another attempt")
        levels = self.known.acr_values.split()
        if levels and LOWEST_LEVEL not in levels and identity.get("acr") not in levels:
            raise Untrusted("a level lower than asked")
        info = self._info(told["response"]["access_token"])
        if info and info.get("sub") != identity["sub"]:
            raise Untrusted("somebody else")
        found = facts(identity, info, trusted=self.known.verifies_addresses)
        return self.get_provider().sociallogin_from_response(request, found)

    def _info(self, access_token: str) -> dict[str, Any]:
        """What the provider tells of somebody besides; ProConnect signs it, and so does whoever says so."""
        if self.endpoints.userinfo is None:
            return {}
        answer = outside.ask(self.endpoints.userinfo, headers={"Authorization": f"Bearer {access_token}"})
        if answer.type == "application/jwt":
            return self._believed(answer.body.decode("ascii", "replace").strip(), SIGNED_INFO)
        if self.known.kind == "proconnect":
            raise Untrusted("an answer that is not signed")
        return answer.document()

    def _believed(self, token: str, needs: tuple[str, ...]) -> dict[str, Any]:
        """What a token tells; keys at hand that know nothing of its signature are asked for anew, once."""

        def read(*, anew: bool) -> dict[str, Any]:
            return tokens.verified(
                token,
                keys=discovery.keys(self.endpoints, anew=anew),
                issuer=self.endpoints.issuer,
                audience=self.known.client_id,
                needs=needs,
            )

        try:
            return read(anew=False)
        except tokens.UnknownSignature:
            return read(anew=True)


class Provider(OpenIDConnectProvider):
    """One provider of the settings, and how somebody is sent there."""

    oauth2_adapter_class = Adapter
    supports_token_authentication = False

    def serialize(self) -> dict[str, str]:
        """By its own name: two providers may have given us the same client id."""
        return {"id": self.app.provider_id, "app.client_id": self.app.client_id}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **asked: Any
    ) -> HttpResponse:
        """A page that leads there; what the request says of scopes and parameters counts for nothing.

        A redirect would be refused by `form-action 'self'`, and opening that to the provider would not do:
        browsers hold the whole chain to it, and providers hand people on to others.
        """
        adapter = self.get_oauth2_adapter(request)
        known, ends, state = adapter.known, adapter.endpoints, token_urlsafe(32)
        told = {
            "client_id": known.client_id,
            "redirect_uri": adapter.get_callback_url(request, self.app),
            "response_type": "code",
            "scope": " ".join(known.scopes),
            "state": state,
            "nonce": nonce_of(state),
        }
        if known.acr_values:
            told["acr_values"] = known.acr_values
        verifier = None
        # ProConnect refuses parameters that it does not know; all others must pass over them.
        if ends.checks_codes or known.kind == "generic":
            verifier = token_urlsafe(64)
            digest = base64.urlsafe_b64encode(sha256(verifier.encode()).digest())
            told |= {"code_challenge": digest.decode().rstrip("="), "code_challenge_method": "S256"}
        wanted = AuthProcess.CONNECT if process == AuthProcess.CONNECT else AuthProcess.LOGIN
        self.stash_redirect_state(request, wanted, next_url, state_id=state, pkce_code_verifier=verifier)
        address = with_query(ends.authorize, told)
        return render(request, "socialaccount/leaving.html", {"address": address, "name": known.name})

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"email": data["email"], "email_verified": data["verified"], "name": data["name"]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []  # the one above

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What its owner knows it by on the list of their accounts, and nothing more."""
        return {"email": data["email"]}


View = Callable[[HttpRequest, str], HttpResponse]


def _of_a_provider(view_class: Any) -> View:
    """A view of allauth's for a provider of the settings; its failures are told on a page."""

    def view(request: HttpRequest, provider_id: str) -> HttpResponse:
        adapter = Adapter(request, provider_id)
        try:
            provider = adapter.get_provider()
        except SocialApp.DoesNotExist:
            raise Http404 from None
        try:
            answer: HttpResponse = view_class.adapter_view(adapter)(request)
        except ProviderProblem as problem:
            answer = render_authentication_error(request, provider, exception=problem)
        return answer

    return view


_begin = _of_a_provider(OAuth2LoginView)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to a provider, by a form; asked otherwise, a page with that form."""
    limited: HttpResponse | None = None
    if request.method == "POST":
        limited = ratelimit.consume_or_429(request, action="login")
    return limited or _begin(request, provider_id)


callback = never_cache(require_GET(_of_a_provider(OAuth2CallbackView)))
