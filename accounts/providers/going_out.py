"""Going out of a provider too, for whoever came in by one that wants it."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts import providers

HELD = "came_by"
MOST_TOKEN = 16_384


def hold(request: HttpRequest, sociallogin: Any | None) -> None:
    """Keep, in the session alone, what the provider will ask for when they go out."""
    if sociallogin is None or sociallogin.token is None:
        return
    known = providers.named(sociallogin.account.provider)
    if known and known.logs_out and len(sociallogin.token.token) <= MOST_TOKEN:
        request.session[HELD] = [known.id, sociallogin.token.token]


def way_out(held: Any) -> tuple[str, str] | None:
    """The name of the provider by which a session came, and where it ends its own; it may not answer now."""
    known = providers.named(held[0]) if held else None
    if known is None:
        return None
    # With these come requests and cryptography, which weigh.
    from accounts.providers import discovery, openid, outside

    try:
        address = discovery.endpoints(known.issuer).logout
    except outside.ProviderProblem:
        return None
    if address is None:
        return None
    asked = {"id_token_hint": held[1], "post_logout_redirect_uri": f"{settings.SITE_URL}/"}
    return known.name, openid.with_query(address, asked | {"state": token_urlsafe(32)})
