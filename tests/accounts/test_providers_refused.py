"""What a provider, or who plays one, may send that lets nobody in: told in a sentence, and nothing changes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.cache import cache
from django.test import Client

from tests import factories
from tests.accounts.coming import CALLBACK, LOGIN, begin, come, configured, consent, proconnect
from tests.accounts.provider import CLIENT, SECRET, Behaviour, Provider, ec_key, public, rsa_key, running

pytestmark = pytest.mark.django_db

UNVERIFIED = "n’a pas pu être vérifié"
SILENT = "ne répond pas comme il devrait"
LOST = "Cette tentative de connexion a déjà servi"
IMPATIENT = {"reach": 1, "piece": 0.2, "whole": 0.4}
HTML = (200, "text/html", b"<h1>Welcome</h1>")


@pytest.fixture
def provider(settings: Any, db: None) -> Iterator[Provider]:
    cache.clear()
    with running() as one:
        settings.OIDC_PROVIDERS = (configured(one),)
        SocialAccount.objects.create(user=factories.person(), provider="agents", uid="s-1")
        yield one


def refused(client: Client, answer: Any, sentence: str) -> None:
    """A page says so; nobody came in, and no account was begun."""
    assert (answer.status_code, sentence in answer.context["said"]) == (401, True), answer.context["said"]
    assert answer.templates[0].name == "socialaccount/authentication_error.html"
    assert client.get("/accounts/profile/").status_code == 302
    assert client.get("/accounts/providers/signup/")["Location"] == "/accounts/login/"


def half(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def unsigned(claims: dict[str, Any]) -> str:
    return f"{half({'alg': 'none', 'kid': 'one'})}.{half(claims)}."


def signed_with_the_secret(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, SECRET * 2, "HS256", headers={"kid": "one"})


def signed_with_the_public_key(claims: dict[str, Any]) -> str:
    """As a library would take that reads the algorithm in the token and the key where it stands."""
    known = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = f"{half({'alg': 'HS256', 'kid': 'one'})}.{half(claims)}"
    digest = hmac.new(known, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def tampered(claims: dict[str, Any]) -> str:
    head, _, end = jwt.encode(claims, rsa_key(), "RS256", headers={"kid": "one"}).split(".")
    return f"{head}.{half(claims | {'sub': 'admin'})}.{end}"


def with_its_own_key(claims: dict[str, Any]) -> str:
    """Signed by a stranger, who sends the key along."""
    brought = public(rsa_key(1), "one", "RS256")
    return jwt.encode(claims, rsa_key(1), "RS256", headers={"kid": "one", "jwk": brought})


def signed_with_a_short_key(claims: dict[str, Any]) -> str:
    head = f"{half({'alg': 'RS256', 'kid': 'one'})}.{half(claims)}"
    signature = rsa_key(2, 1024).sign(head.encode(), PKCS1v15(), SHA256())
    return f"{head}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


NOW = int(time.time())
TOKENS: dict[str, Callable[[Behaviour], Any]] = {
    "signature of another key": lambda it: setattr(it, "key", rsa_key(1)),
    "key that it does not publish": lambda it: setattr(it, "kid", "two"),
    "no name of a key, and two that fit": lambda it: (
        setattr(it, "kid", None),
        it.keys.append(public(rsa_key(1), "two", "RS256")),
    ),
    "key for another algorithm": lambda it: setattr(it, "algorithm", "RS512"),
    "key of another kind": lambda it: (setattr(it, "key", ec_key()), setattr(it, "algorithm", "ES256")),
    "key for encryption": lambda it: it.keys[0].update(use="enc"),
    "key published with its private half": lambda it: it.keys[0].update(d="AQAB"),
    "key too short": lambda it: (
        setattr(it, "raw", signed_with_a_short_key),
        setattr(it, "keys", [public(rsa_key(2, 1024), "one", "RS256")]),
    ),
    "key that is none": lambda it: setattr(it, "keys", [{"kty": "RSA", "kid": "one"}, "x", None]),
    "no signature": lambda it: setattr(it, "raw", unsigned),
    "HS256 with the secret": lambda it: setattr(it, "raw", signed_with_the_secret),
    "HS256 with the public key": lambda it: setattr(it, "raw", signed_with_the_public_key),
    "claims changed": lambda it: setattr(it, "raw", tampered),
    "key in the token": lambda it: setattr(it, "raw", with_its_own_key),
    "no token at all": lambda it: setattr(it, "raw", lambda claims: "a.b.c"),
    "token of one part": lambda it: setattr(it, "raw", lambda claims: "é" * 9),
    "algorithm that is a list": lambda it: setattr(
        it, "raw", lambda claims: f"{half({'alg': ['RS256']})}.{half(claims)}.AA"
    ),
    "another audience": lambda it: it.token.update(aud="another-site"),
    "several audiences, made for another": lambda it: it.token.update(aud=[CLIENT, "x"], azp="x"),
    "no audience": lambda it: it.token.update(aud=None),
    "another issuer": lambda it: it.token.update(iss="https://elsewhere.example.org"),
    "another nonce": lambda it: it.token.update(nonce="0" * 64),
    "no nonce": lambda it: it.token.update(nonce=None),
    "nonce that is no text": lambda it: it.token.update(nonce=[1]),
    "expired": lambda it: it.token.update(exp=NOW - 120),
    "no end": lambda it: it.token.update(exp=None),
    "end that is no number": lambda it: it.token.update(exp="tomorrow"),
    "end that never comes": lambda it: it.token.update(exp=float("inf")),
    "made tomorrow": lambda it: it.token.update(iat=NOW + 86_400),
    "no subject": lambda it: it.token.update(sub=None),
    "subject that is no text": lambda it: it.token.update(sub=1),
    "subject too long": lambda it: (it.token.update(sub="s" * 192), it.info.update(sub="s" * 192)),
    "subject with a NUL": lambda it: (it.token.update(sub="s\0"), it.info.update(sub="s\0")),
    "user-info of somebody else": lambda it: it.info.update(sub="s-2"),
    "user-info of nobody": lambda it: it.info.update(sub=None),
}


@pytest.mark.parametrize("spoil", TOKENS.values(), ids=TOKENS.keys())
def test_token_that_is_not_right_lets_nobody_in(
    client: Client, provider: Provider, spoil: Callable[[Behaviour], Any]
) -> None:
    spoil(provider.behaves)
    refused(client, come(client), UNVERIFIED)


INFOS: dict[str, Callable[[Behaviour], Any]] = {
    "not signed": lambda it: setattr(it, "signs_info", False),
    "another audience": lambda it: it.info.update(aud="another-site"),
    "no audience": lambda it: it.info.update(aud=None),
    "another issuer": lambda it: it.info.update(iss="https://elsewhere.example.org"),
    "no issuer": lambda it: it.info.update(iss=None),
    "expired": lambda it: it.info.update(exp=NOW - 120),
    "somebody else": lambda it: it.info.update(sub="s-2"),
    "signed by a stranger": lambda it: it.otherwise.update(
        {"/info": (200, "application/jwt", jwt.encode(it.person, rsa_key(1), "RS256").encode())}
    ),
    "without signature": lambda it: it.otherwise.update(
        {"/info": (200, "application/jwt", unsigned(it.person).encode())}
    ),
    "no ASCII": lambda it: it.otherwise.update({"/info": (200, "application/jwt", b"\xff.\xfe.\x00")}),
}


@pytest.mark.parametrize("spoil", INFOS.values(), ids=INFOS.keys())
def test_signed_answer_that_is_not_right_lets_nobody_in(
    client: Client, provider: Provider, settings: Any, spoil: Callable[[Behaviour], Any]
) -> None:
    settings.OIDC_PROVIDERS = (proconnect(provider),)
    spoil(provider.behaves)
    refused(client, come(client), UNVERIFIED)


def test_level_lower_than_asked_lets_nobody_in(client: Client, provider: Provider, settings: Any) -> None:
    settings.OIDC_PROVIDERS = (configured(provider, acr_values="eidas2 eidas3"),)
    refused(client, come(client), UNVERIFIED)
    provider.behaves.token["acr"] = "eidas3"
    come(client)
    assert client.get("/accounts/profile/").status_code == 200


ANSWERS: dict[str, Callable[[Provider], Any]] = {
    "down": lambda it: (500, "text/plain", b"Traceback"),
    "away": lambda it: (404, "text/plain", b""),
    "elsewhere": lambda it: (302, "text/plain", b""),
    "not JSON": lambda it: HTML,
    "a list": lambda it: (200, "application/json", b"[]"),
    "JSON cut short": lambda it: (200, "application/json", b'{"issuer": "htt'),
    "JSON too deep": lambda it: (200, "application/json", b"[" * 100_000),
    "empty": lambda it: (200, "application/json", b""),
    "huge": lambda it: (200, "application/json", b'{"a": "' + b"x" * 300_000 + b'"}'),
    "slow": lambda it: 1.0,
    "dripping": lambda it: " ",
}


def fail(provider: Provider, path: str, answer: Any, settings: Any) -> None:
    """Answer so there; only a test of slowness is impatient, for the machine may be busy."""
    provider.behaves.otherwise[path] = answer
    if isinstance(answer, float | str):
        settings.OIDC_SECONDS = IMPATIENT


@pytest.mark.parametrize("told", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("path", ["/token", "/keys", "/info"])
def test_provider_that_fails_on_the_way_back_lets_nobody_in(
    client: Client, provider: Provider, settings: Any, path: str, told: Callable[[Provider], Any]
) -> None:
    back = consent(begin(client))
    fail(provider, path, told(provider), settings)
    refused(client, client.get(back), SILENT)


@pytest.mark.parametrize("told", ANSWERS.values(), ids=ANSWERS.keys())
def test_provider_that_fails_at_the_start_is_told(
    client: Client, provider: Provider, settings: Any, told: Callable[[Provider], Any]
) -> None:
    fail(provider, "/.well-known/openid-configuration", told(provider), settings)
    refused(client, client.post(LOGIN), SILENT)


def test_provider_that_is_not_there_is_told_and_left_in_peace(
    client: Client, settings: Any, db: None
) -> None:
    cache.clear()
    with running() as gone:
        settings.OIDC_PROVIDERS = (configured(gone),)
    refused(client, client.post(LOGIN), SILENT)
    with running() as slow:
        settings.OIDC_PROVIDERS = (configured(slow),)
        settings.OIDC_SECONDS = IMPATIENT
        slow.behaves.otherwise["/.well-known/openid-configuration"] = 0.6
        for _ in range(3):
            refused(client, client.post(LOGIN), SILENT)
        assert len(slow.asked) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"issuer": None},
        {"token_endpoint": "http://id.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": 1},
        {"userinfo_endpoint": "https://user@id.example.org/"},
        {"end_session_endpoint": "https://[::1"},
    ],
    ids=str,
)
def test_provider_that_describes_itself_wrongly_is_refused(
    client: Client, provider: Provider, told: dict[str, Any]
) -> None:
    provider.behaves.discovery = told
    refused(client, client.post(LOGIN), UNVERIFIED)


def test_plain_http_is_for_sites_that_are_tried_out(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.SITE_URL = "https://guide.example.org"
    refused(client, client.post(LOGIN), UNVERIFIED)
    assert provider.asked == []


def test_way_back_works_once_and_in_the_browser_that_began(client: Client, provider: Provider) -> None:
    back = consent(begin(client))
    refused(Client(), Client().get(back), LOST)
    assert client.get(back)["Location"] == "/"
    client.post("/accounts/logout/")
    refused(client, client.get(back), LOST)
    assert [path for path, _, _ in provider.asked].count("/token") == 1


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?code=x&state=", "?code=x&state=nothing", "?error=x", "?state=%00"]
)
def test_way_back_that_nobody_began_lets_nobody_in(client: Client, provider: Provider, query: str) -> None:
    refused(client, client.get(CALLBACK + query), LOST)
    assert client.post(CALLBACK + query).status_code == 405


def test_way_back_of_another_provider_lets_nobody_in(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = (configured(provider), configured(provider, id="others", name="Others"))
    back = consent(begin(client))
    refused(client, client.get(back.replace("agents", "others")), LOST)


def test_code_of_another_issuer_is_not_used(client: Client, provider: Provider) -> None:
    asked = begin(client)
    for query in ("code=x&iss=https%3A%2F%2Felsewhere.example.org", f"code={'x' * 2049}"):
        refused(client, client.get(f"{CALLBACK}?{query}&state={asked['state']}"), UNVERIFIED)
        asked = begin(client)
    assert "/token" not in [path for path, _, _ in provider.asked]


def test_whoever_stops_on_the_way_is_told_that_nothing_changed(client: Client, provider: Provider) -> None:
    asked = begin(client)
    answer = client.get(f"{CALLBACK}?error=access_denied&state={asked['state']}", follow=True)
    assert (answer.redirect_chain, answer.status_code) == ([("/accounts/providers/cancelled/", 302)], 200)
    asked = begin(client)
    refused(
        client, client.get(f"{CALLBACK}?error=server_error&state={asked['state']}"), "ne vous a pas laissé"
    )


def test_provider_is_not_asked_for_ever(client: Client, provider: Provider) -> None:
    statuses = [client.post(LOGIN).status_code for _ in range(31)]
    assert (statuses[0], statuses[-1]) == (200, 429)


def test_logs_tell_why_and_no_token(
    client: Client, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.behaves.token["aud"] = "another-site"
    come(client)
    assert "provider agents: a token: InvalidAudienceError" in caplog.text
    assert not any(word in caplog.text for word in ("eyJ", "opens-info", SECRET))


def test_site_without_providers_shows_none(client: Client, settings: Any) -> None:
    settings.OIDC_PROVIDERS, own = (), "/accounts/security/providers/"
    assert "/accounts/providers/" not in client.get("/accounts/login/").content.decode()
    assert "/accounts/providers/" not in client.get("/accounts/signup/").content.decode()
    assert [client.get(path).status_code for path in (LOGIN, CALLBACK)] == [404, 404]
    assert client.post(LOGIN).status_code == 404
    assert client.get("/accounts/providers/signup/")["Location"] == "/accounts/login/"
    client.force_login(factories.person())
    assert client.get(own).status_code == 404
    assert own not in client.get("/accounts/security/").content.decode()
