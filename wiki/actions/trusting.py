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


@transaction.atomic
def settle(person: User, *, by: Any = SYSTEM) -> None:
    """Trust this person, or no more, by what was decided on their work and words; nothing where that is so.

    In the transaction that decided. What a moderator granted or took back stays as it was said.
    """
    rules.require(by, "trust.settle", person)
    now = hold(person.pk)
    if trust.is_grown(now) and trust.is_flagged(now):
        _turn(now, False, Trust.LOST, LOST, by)
    elif trust.grows(now) and trust.deserves(now):
        _turn(now, True, Trust.GROWN, GAINED, by)


def hold(pk: int) -> User:
    """The person, until the transaction ends. Before any page that it holds too: one order for everybody."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _turn(person: User, trusted: bool, said: Trust, deed: str, by: Any) -> None:
    person.trusted, person.trust = trusted, said
    person.save(update_fields=["trusted", "trust"])
    journal.note(deed, person, by=by, after={"person": person.pk})
