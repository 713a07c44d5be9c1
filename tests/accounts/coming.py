"""How tests come in by a provider, step by step as a browser would."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client

from communs.env import Provider as Configured
from tests.accounts.provider import CLIENT, SECRET, Provider

LOGIN, CALLBACK = "/accounts/providers/agents/login/", "/accounts/providers/agents/callback/"


def configured(provider: Provider, **changed: Any) -> Configured:
    """What the settings would say of the provider of a test."""
    usual = Configured(
        id="agents",
        name="Agents",
        kind="generic",
        issuer=provider.issuer,
        client_id=CLIENT,
        secret=SECRET,
        scopes=("openid", "email", "profile"),
        acr_values="",
        verifies_addresses=False,
        logs_out=False,
    )
    return replace(usual, **changed)


def proconnect(provider: Provider) -> Configured:
    """The same, of the State's federation."""
    provider.behaves.signs_info = True
    scopes = ("openid", "email", "given_name", "usual_name")
    changed = {"scopes": scopes, "acr_values": "eidas1", "verifies_addresses": True, "logs_out": True}
    return configured(provider, kind="proconnect", name="ProConnect", **changed)


def begin(client: Client, **form: str) -> dict[str, str]:
    """Press the button; what the provider is asked, by the page that leads there."""
    answer = client.post(LOGIN, form)
    led = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert led, answer.content.decode()
    address = urlsplit(html.unescape(led[1]))
    return {"": address.netloc, **dict(parse_qsl(address.query)), "?": address.query}


def consent(asked: dict[str, str]) -> str:
    """Say yes at the provider; where it sends the browser back to."""
    connection = HTTPConnection(asked[""])
    connection.request("GET", f"/authorize?{asked['?']}")
    answer = connection.getresponse()
    connection.close()
    return (answer.getheader("Location") or "").split("8000", 1)[1]


def come(client: Client, **form: str) -> Any:
    """The whole way; what the site answers at its end."""
    return client.get(consent(begin(client, **form)))
