"""Proofs of work of newcomers: when one is asked for, and whether what was sent came with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts import proofs
from wiki.actions import limiting
from wiki.models.settings import Proofs
from wiki.queries.settings import current


def is_asked(is_crowded: Callable[[], bool]) -> bool:
    """Whether whoever is new is asked for one now, as the settings of the site say."""
    wanted = current().proofs
    return wanted == Proofs.ALWAYS or (wanted == Proofs.CROWDED and is_crowded())


def is_asked_of(by: Any, is_crowded: Callable[[], bool]) -> bool:
    """The same of somebody who posts: only of those whom nobody knows yet."""
    return limiting.is_new(by) and is_asked(is_crowded)


def is_missing(proof: str | None) -> bool:
    """Whether one was asked for, and is not here or was accepted before; None where none was asked for."""
    return proof is not None and not proofs.spend(proof)
