"""Signed tokens of a provider → what they tell; nothing is believed that its own keys did not sign for us."""

from __future__ import annotations

from typing import Any

import jwt

from accounts.providers.outside import Untrusted

# Signatures by a key that the provider alone holds, and the kind of that key. No `none`; no HS256, whose key
# would be the client's secret, or, for a careless library, the public key.
ALGORITHMS = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "PS384": "RSA",
    "PS512": "RSA",
    "ES256": "EC",
    "ES384": "EC",
    "ES512": "EC",
    "EdDSA": "OKP",
}
LEEWAY = 60
MOST_KEYS = 100


class UnknownSignature(Untrusted):
    """None of the keys at hand signed this: the provider may have changed them."""


def verified(
    token: str, *, keys: list[Any], issuer: str, audience: str, needs: tuple[str, ...]
) -> dict[str, Any]:
    """What a token tells, once its signature, issuer, audience and time are right; or Untrusted."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS or "crit" in header:
            raise Untrusted("a signature that is not accepted here")
        told: dict[str, Any] = jwt.decode(
            token,
            _key(keys, header.get("kid"), algorithm),
            algorithms=[algorithm],
            audience=audience,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": list(needs), "enforce_minimum_key_length": True},
        )
    except jwt.InvalidSignatureError:
        raise UnknownSignature("a wrong signature") from None
    except (jwt.PyJWTError, LookupError, ValueError, TypeError, OverflowError, RecursionError) as problem:
        raise Untrusted(f"a token: {type(problem).__name__}") from None
    # A token for several says by `azp` for whom it was made.
    if isinstance(told.get("aud"), list) and len(told["aud"]) > 1 and told.get("azp") != audience:
        raise Untrusted("a token made for another")
    return told


def _key(keys: list[Any], kid: Any, algorithm: str) -> jwt.PyJWK:
    """The key of this name; without a name, the only one that may have signed so."""
    fit = [key for key in keys[:MOST_KEYS] if _fits(key, kid, algorithm)]
    if len(fit) != 1:
        raise UnknownSignature("no such key")
    return jwt.PyJWK(fit[0], algorithm=algorithm)


def _fits(key: Any, kid: Any, algorithm: str) -> bool:
    return (
        isinstance(key, dict)
        and "d" not in key  # a private half that everybody can read signs nothing
        and key.get("kty") == ALGORITHMS[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (kid is None or key.get("kid") == kid)
    )
