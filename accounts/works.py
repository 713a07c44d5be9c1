"""What people did here; whoever keeps it is named by a setting, for accounts know no pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Terms:
    """What whoever makes an account accepts: the licence of their words and the rules of the place."""

    version: str
    licence: str
    licence_address: str
    rules_address: str


@dataclass(frozen=True, slots=True)
class Door:
    """Whether whoever comes may make an account here, with the invitation that they hold, if they do."""

    is_open: bool
    is_by_invitation: bool = False
    is_invited: bool = False  # what they hold opens it, or would
    said: str = ""  # why what they hold does not
    email: str = ""  # of whom the invitation was sent to
    contact_address: str = ""


class InvitationRefused(Exception):
    """No account is made by this invitation, or without one; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What a new site is asked: its values as they stand, and what may be chosen, each with a word on it."""

    values: dict[str, str]
    licences: list[tuple[str, str, str]]
    policies: list[tuple[str, str, str]]
    import_address: str  # where a guide of one's own is brought in


class Unfit(Exception):
    """A picture cannot be the logo; the message says why."""


class Refused(Exception):
    """What was to be decided of somebody is refused; the message says why."""


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody did here: plain values, and texts to be read, each after the name of its file."""

    told: dict[str, Any]
    texts: Iterable[tuple[str, str]]


class Keeper(Protocol):
    """What the keeper of people's work does when accounts ask."""

    def door(self, token: str = "") -> Door: ...

    def use_invitation(self, token: str, *, email: str) -> str | None: ...

    def asks_proof(self, is_crowded: Callable[[], bool]) -> bool: ...

    def terms(self) -> Terms: ...

    def opening(self) -> Opening: ...

    def open_site(
        self, *, by: User, name: str, language: str, licence: str, sign_up: str, logo: str
    ) -> None: ...

    def keep_logo(self, content: bytes) -> str: ...

    def has_logo(self, name: str) -> bool: ...

    def may_trust(self, person: User, *, by: Any) -> bool: ...

    def trust(self, person: User, trusted: bool, *, by: Any) -> User: ...

    def may_decide(self, person: User, deed: str, *, by: Any) -> bool: ...

    def decide(self, person: User, deed: str, *, by: Any, reason: str) -> None: ...

    def rename(self, person: User, *, former: str) -> None: ...

    def export(self, person: User, *, by: Any) -> Work: ...

    def erase(
        self,
        person: User,
        *,
        names: frozenset[str],
        addresses: frozenset[str],
        was_theirs: Callable[[str], bool],
        comments: bool,
    ) -> None: ...


def keeper() -> Keeper:
    """The keeper, as the settings name it."""
    return cast("Keeper", import_module(settings.KEEPER_OF_WORKS))
