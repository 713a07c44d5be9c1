"""What a provider says of itself: where it is asked, and the keys that it signs with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.providers import outside
from accounts.providers.outside import Silent, Untrusted

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Its addresses, each over HTTPS, and two of its habits."""

    issuer: str
    authorize: str
    token: str
    keys: str
    userinfo: str | None
    logout: str | None
    takes_secret_in_form: bool
    checks_codes: bool


def endpoints(issuer: str) -> Endpoints:
    """Those of an issuer, who must call itself by this name; Silent or Untrusted otherwise."""
    told = outside.document(issuer.rstrip("/") + WELL_KNOWN)
    itself = told.get("issuer")
    if not isinstance(itself, str) or itself.rstrip("/") != issuer.rstrip("/"):
        raise Untrusted("an issuer that calls itself otherwise")
    return Endpoints(
        issuer=itself,
        authorize=outside.check(told.get("authorization_endpoint")),
        token=outside.check(told.get("token_endpoint")),
        keys=outside.check(told.get("jwks_uri")),
        userinfo=_perhaps(told.get("userinfo_endpoint")),
        logout=_perhaps(told.get("end_session_endpoint")),
        takes_secret_in_form="client_secret_post"
        in _words(told.get("token_endpoint_auth_methods_supported")),
        checks_codes="S256" in _words(told.get("code_challenge_methods_supported")),
    )


def keys(ends: Endpoints, *, anew: bool) -> list[Any]:
    """The keys of its signatures: those at hand, or asked for anew."""
    found = outside.document(ends.keys, anew=anew).get("keys")
    if not isinstance(found, list):
        raise Silent("no keys")
    return found


def _perhaps(address: Any) -> str | None:
    return None if address is None else outside.check(address)


def _words(told: Any) -> list[Any]:
    return told if isinstance(told, list) else []
