"""A provider of OpenID Connect that tests run on this machine, and tell how to behave or misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "the-site", "a secret: of the site"
PAGE = '<!doctype html><html lang="fr"><title>Provider</title><link rel="icon" href="data:,"><h1>Provider</h1><a href="{yes}">Oui</a> <a href="{no}">Non</a>'


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Keys weigh: each is made once in a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public(key: Any, name: str, algorithm: str) -> dict[str, Any]:
    """The half that a provider publishes."""
    kind = jwt.algorithms.RSAAlgorithm if algorithm.startswith(("RS", "PS")) else jwt.algorithms.ECAlgorithm
    return {"kid": name, "use": "sig", "alg": algorithm, **kind.to_jwk(key.public_key(), as_dict=True)}


@dataclass
class Behaviour:
    """What a test may change of a provider: who is there, how tokens are made, what an address answers."""

    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "s-1", "email": "ada@example.org", "name": "Ada Lovelace"}
    )
    signs_info: bool = False
    algorithm: str = "RS256"
    key: Any = field(default_factory=rsa_key)
    kid: str | None = "one"
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public(rsa_key(), "one", "RS256")])
    token: dict[str, Any] = field(default_factory=dict)  # claims of the ID token, changed or (None) left out
    info: dict[str, Any] = field(default_factory=dict)  # the same of the user-info
    raw: Callable[[dict[str, Any]], str] | None = None  # makes the ID token by itself
    discovery: dict[str, Any] = field(default_factory=dict)
    # An address that answers otherwise: (status, type, body), seconds of silence, or a letter now and then.
    otherwise: dict[str, tuple[int, str, bytes] | float | str] = field(default_factory=dict)
    asks: bool = False  # a page with a yes and a no, on another name of this machine


@dataclass
class Provider:
    """The server: where it is, how it behaves, what it was asked."""

    issuer: str
    behaves: Behaviour = field(default_factory=Behaviour)
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign(self, claims: dict[str, Any]) -> str:
        headers = {"kid": self.behaves.kid} if self.behaves.kid else {}
        return jwt.encode(claims, self.behaves.key, self.behaves.algorithm, headers=headers)

    def discovery(self) -> dict[str, Any]:
        names = {"authorization": "authorize", "token": "token", "userinfo": "info", "end_session": "logout"}
        ends = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in names.items()}
        told = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"} | ends | self.behaves.discovery
        return {name: value for name, value in told.items() if value is not None}

    def authorize(self, asked: dict[str, str], said: str) -> str:
        """Where the browser goes back to."""
        if said == "no":
            back = {"error": "access_denied"}
        else:
            back = {"code": token_urlsafe(8), "iss": self.issuer}
            self.codes[back["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(back | {'state': asked['state']})}"

    def tokens(self, form: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(form["code"])  # once
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.behaves.person["sub"]}
        claims |= {"iat": now, "exp": now + 60, "nonce": asked["nonce"], "acr": "eidas1"}
        claims = _changed(claims, self.behaves.token)
        token = self.behaves.raw(claims) if self.behaves.raw else self.sign(claims)
        return {"access_token": "opens-info", "token_type": "Bearer", "expires_in": 60, "id_token": token}

    def info(self) -> tuple[str, bytes]:
        told = self.behaves.person
        if self.behaves.signs_info:
            told = told | {"iss": self.issuer, "aud": CLIENT, "exp": int(time.time()) + 60}
        told = _changed(told, self.behaves.info)
        if self.behaves.signs_info:
            return "application/jwt", self.sign(told).encode()
        return "application/json; charset=utf-8", json.dumps(told).encode()


def _changed(told: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (told | by).items() if value is not None}


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer(dict(parse_qsl(form)))

    def _answer(self, form: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        self.provider.asked.append((parts.path, asked | form, self.headers.get("Authorization", "")))
        otherwise = self.provider.behaves.otherwise.get(parts.path)
        if isinstance(otherwise, tuple):
            return self._send(*otherwise)
        if isinstance(otherwise, float):
            time.sleep(otherwise)
        proper = self._proper(parts.path, asked, form)
        return self._drip(otherwise, proper[2]) if isinstance(otherwise, str) else self._send(*proper)

    def _proper(self, path: str, asked: dict[str, str], form: dict[str, str]) -> tuple[int, str, bytes, str]:
        """What it answers when nothing is wrong: status, type, body, and where it sends the browser."""
        provider = self.provider
        json_at: dict[str, Callable[[], Any]] = {
            "/.well-known/openid-configuration": provider.discovery,
            "/keys": lambda: {"keys": provider.behaves.keys},
            "/token": lambda: provider.tokens(form),
        }
        if path in json_at:
            return 200, "application/json", json.dumps(json_at[path]()).encode(), ""
        if path == "/info":
            return 200, *provider.info(), ""
        if path == "/page":
            back = {said: provider.authorize(asked, said).replace("&", "&amp;") for said in ("yes", "no")}
            return 200, "text/html", PAGE.format(**back).encode(), ""
        if path == "/authorize" and provider.behaves.asks:
            other = provider.issuer.replace("127.0.0.1", "localhost")
            return 302, "text/plain", b"", f"{other}/page?{urlencode(asked)}"
        if path == "/authorize":
            return 302, "text/plain", b"", provider.authorize(asked, "yes")
        if path == "/logout":
            return 302, "text/plain", b"", f"{asked['post_logout_redirect_uri']}?state={asked['state']}"
        return 404, "text/plain", b"", ""

    def _send(self, status: int, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, letter: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        for _ in range(30):
            self.wfile.write(letter.encode())
            time.sleep(0.05)
        self.wfile.write(body)

    def handle(self) -> None:
        with suppress(ConnectionError):  # the site leaves before the end of what is slow or large
            super().handle()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Provider]:
    """A provider, for as long as a test."""
    handler = type("OneHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.provider = provider = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
