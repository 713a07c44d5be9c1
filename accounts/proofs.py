"""Proofs of work: a browser computes for a moment before what somebody new sends is shown at once.

Challenges are ours alone, signed and good for an hour; nobody else is asked, and nothing is kept of whoever
solves them. Each solution is accepted once.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from time import time
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import SpentProof
from accounts.networks import network_of

ALGORITHM = "PBKDF2/SHA-256"  # which browsers have, and compute without holding up the screen
LONGEST = 4_096  # characters of a solution: ours have about 800


def challenge() -> dict[str, Any]:
    """What a browser is to find: how many derivations of a key it takes, within bounds, is drawn by lot."""
    from altcha import create_challenge  # it weighs in every worker, and most sites ask nobody

    bounds = settings.PROOF
    steps = bounds["least"] + secrets.randbelow(bounds["most"] - bounds["least"] + 1)
    made = create_challenge(
        ALGORITHM,
        bounds["cost"],
        counter=steps,
        expires_at=int(time()) + bounds["seconds"],
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return {**made.to_dict(), "most": bounds["most"], "seconds": bounds["seconds"]}


def spend(solution: str) -> bool:
    """Whether this solves a challenge of ours, which is accepted now and not once more; a transaction that is
    undone has accepted nothing."""
    signature = _solved(solution)
    if not signature:
        return False
    now = timezone.now()
    SpentProof.objects.filter(until__lt=now).delete()
    until = now + timedelta(seconds=settings.PROOF["seconds"] + 60)
    _row, is_new = SpentProof.objects.get_or_create(digest=signature, defaults={"until": until})
    return is_new


def is_crowded(request: HttpRequest) -> bool:
    """Whether as many accounts as are made without a look came from this network within a day."""
    # The public door of this counts nothing where a screen is only looked at.
    told: dict[str, Any] = {"app": "allauth.account", "action": "sign_up_a_day"}
    return network_of(request) is not None and not ratelimit.consume(
        request, dry_run=True, limit_get=True, **told
    )


def _solved(solution: str) -> str:
    """The signature of the challenge that this solves; nothing if it solves none of ours, or too late."""
    if not solution or len(solution) > LONGEST:
        return ""
    from altcha import Payload, verify_solution  # as above

    try:
        read = Payload.from_base64(solution)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""  # nothing that a script of ours has sent
    found = verify_solution(read, _secret("challenge"), hmac_key_secret=_secret("key"))
    return str(read.challenge.signature) if found.verified else ""


def _secret(use: str) -> bytes:
    return salted_hmac(f"accounts.proofs.{use}", "", algorithm="sha256").digest()
