"""What forms ask of those whom nobody knows yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts import proofs
from wiki.actions import limiting, proving


def asks_proof(request: HttpRequest) -> bool:
    """Whether whoever asks is new, and the site wants a proof of work of them now."""
    return proving.is_asked_of(request.user, lambda: proofs.is_crowded(request))


def asked(request: HttpRequest) -> dict[str, Any]:
    """How a comment of whoever asks is taken in: with a trap and a clock, with a proof of work."""
    watched = limiting.is_new(request.user)
    asks = watched and proving.is_asked(lambda: proofs.is_crowded(request))
    return {"watched": watched, "asks_proof": asks}
