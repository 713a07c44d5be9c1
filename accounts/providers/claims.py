"""What a provider tells of somebody → the few facts that an account here is made of."""

from __future__ import annotations

from typing import Any

from accounts.models import NAME_LENGTH
from accounts.providers.outside import Untrusted

MOST_SUBJECT = 191
# ProConnect's name of a family first: it is the one that people use.
FAMILY = ("usual_name", "family_name")


def facts(identity: dict[str, Any], info: dict[str, Any], *, trusted: bool) -> dict[str, Any]:
    """Who it is, their address and whether it is theirs, their name; token and answer are of one person."""
    subject = identity["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT or not subject.isprintable():
        raise Untrusted("a subject that cannot be kept")
    # An address and what is said of it come from the same place, or one would vouch for the other's.
    source = info if info.get("email") else identity
    email = _line(source.get("email"))
    said = source.get("email_verified")
    verified = bool(email) and (trusted or said is True or said == "true")
    return {"sub": subject, "email": email, "verified": verified, "name": _name(identity | info)}


def _name(told: dict[str, Any]) -> str:
    family = next((line for key in FAMILY if (line := _line(told.get(key)))), "")
    whole = " ".join(part for part in (_line(told.get("given_name")), family) if part)
    return (_line(told.get("name")) or whole)[:NAME_LENGTH].strip()


def _line(value: Any) -> str:
    """A text on one line, of signs that can be seen; nothing for anything else."""
    line = " ".join(value.split()) if isinstance(value, str) else ""
    return line if line.isprintable() else ""
