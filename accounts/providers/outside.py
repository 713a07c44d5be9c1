"""What is asked of providers: over HTTPS, in bounded time and size, and following nobody elsewhere."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.core.cache import cache

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST_BYTES = 262_144
# One that does not answer holds a thread for seconds each time: it is left in peace for as long as this.
PEACE = 15
KEPT = 600


class ProviderProblem(OAuth2Error):
    """Something that keeps somebody from logging in by a provider, which is not theirs to mend."""


class Silent(ProviderProblem):
    """The provider does not answer, or not as it should."""


class Untrusted(ProviderProblem):
    """What the provider says cannot be believed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with a success."""

    type: str
    body: bytes

    def document(self) -> dict[str, Any]:
        """The JSON object that it is, or Silent."""
        try:
            told = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Silent("not JSON") from None
        if not isinstance(told, dict):
            raise Silent("not an object")
        return told


def ask(address: str, *, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Answer:
    """GET an address, or POST a form to it; Silent unless it answers 200, soon and briefly."""
    host = urlsplit(check(address)).netloc
    peace = f"accounts.providers.outside.{host}"
    if cache.get(peace):
        raise Silent(f"{host} did not answer a moment ago")
    patience = settings.OIDC_SECONDS
    told = {"Accept": "application/json, application/jwt", "Accept-Encoding": "identity"} | (headers or {})
    try:
        with requests.request(
            "POST" if form else "GET",
            address,
            data=form,
            headers=told,
            # Without any, a .netrc of the machine would take the place of the header.
            auth=_as_it_is,
            timeout=(patience["reach"], patience["piece"]),
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = _read(answer) if answer.status_code == 200 else b""
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as problem:
        cache.set(peace, True, PEACE)
        raise Silent(f"{host}: {type(problem).__name__}") from None
    if answer.status_code != 200:
        raise Silent(f"{host} answered {answer.status_code}")
    return Answer(answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(), body)


def document(address: str, *, anew: bool = False) -> dict[str, Any]:
    """A document that changes rarely, kept for some minutes."""
    key = f"accounts.providers.outside.{sha256(address.encode()).hexdigest()}"
    kept: dict[str, Any] | None = None if anew else cache.get(key)
    if kept is None:
        kept = ask(address).document()
        cache.set(key, kept, KEPT)
    return kept


def check(address: Any) -> str:
    """The address if it may be asked, or shown to a browser: HTTPS, or HTTP on this very machine."""
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
        # A site that is itself at https:// has no business with plain HTTP, even here.
        tried_out = settings.SITE_URL.startswith("http://")
        plain = parts.scheme == "http" and parts.hostname in LOOPBACK and tried_out
        allowed = parts.scheme == "https" or plain
        if allowed and parts.hostname and not parts.username and address.isprintable():
            return str(address)
    except ValueError:
        pass
    raise Untrusted("an address that is not HTTPS")


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _read(answer: requests.Response) -> bytes:
    """The body, a piece at a time: one that drips or swells is left."""
    until = time.monotonic() + settings.OIDC_SECONDS["whole"]
    body = bytearray()
    while piece := answer.raw.read1(16_384):
        body += piece
        if len(body) > MOST_BYTES:
            raise Silent("an answer too large")
        if time.monotonic() > until:
            raise requests.Timeout
    return bytes(body)
