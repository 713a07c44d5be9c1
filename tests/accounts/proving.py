"""Proofs of work for tests: little work, and a browser that does it."""

from __future__ import annotations

from typing import Any

from altcha import Challenge, Payload, solve_challenge
from django.test import Client

CHALLENGE = "/accounts/signup/challenge/"
LITTLE = {"cost": 1, "least": 1, "most": 3, "seconds": 3_600}


def read(answer: Any) -> Challenge:
    return Challenge.from_dict(answer.json())


def solved(challenge: Challenge | None = None) -> str:
    """What a browser sends."""
    challenge = challenge or read(Client().get(CHALLENGE))
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution).to_base64()
