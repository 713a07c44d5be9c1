"""Trust that grows by itself: with suggestions that others accept; it is lost once a flag is upheld."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import Trust, User
from wiki import rules
from wiki.actions import journal
from wiki.queries import trust
from wiki.rules import SYSTEM

GAINED, LOST = "trust.gain", "trust.lose"
GRANTED, WITHDRAWN = "trust.grant", "trust.withdraw"


@transaction.atomic
def gain(person: User, *, by: Any = SYSTEM) -> None:
    """Trust this person if what others accepted is enough by now, in the transaction that accepted it, or
    that shows again what stood against it. Nothing where they are trusted, or a moderator took it back."""
    rules.require(by, "trust.settle", person)
    now = hold(person.pk)
    if trust.grows(now) and trust.deserves(now):
        _turn(now, True, Trust.GROWN, GAINED, by)


@transaction.atomic
def lose(person: User, *, by: Any = SYSTEM) -> None:
    """Trust this person no more if a flag was upheld against them, in the transaction that upholds it.
    Nothing where nothing grew: what a moderator granted stays."""
    rules.require(by, "trust.settle", person)
    now = hold(person.pk)
    if trust.is_grown(now) and trust.is_flagged(now):
        _turn(now, False, Trust.LOST, LOST, by)


@transaction.atomic
def grant(person: User, *, by: Any, reason: str = "") -> User:
    """Trust this person, whatever others made of their work; the journal says so."""
    return _by_hand(person, True, by, reason)


@transaction.atomic
def withdraw(person: User, *, by: Any, reason: str = "") -> User:
    """Trust this person no more: it does not grow again by itself."""
    return _by_hand(person, False, by, reason)


def hold(pk: int) -> User:
    """The person, until the transaction ends. Before any page that it holds too: one order for everybody."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _by_hand(person: User, trusted: bool, by: Any, reason: str) -> User:
    rules.require(by, "trust.grant", person)
    now = hold(person.pk)
    rules.require(by, "trust.grant", now)
    said, deed = (Trust.GRANTED, GRANTED) if trusted else (Trust.WITHDRAWN, WITHDRAWN)
    if (now.trusted, now.trust) != (trusted, said):
        _turn(now, trusted, said, deed, by, reason)
    return now


def _turn(person: User, trusted: bool, said: Trust, deed: str, by: Any, reason: str = "") -> None:
    person.trusted, person.trust = trusted, said
    person.save(update_fields=["trusted", "trust"])
    journal.note(deed, person, by=by, reason=reason, after={"person": person.pk})
