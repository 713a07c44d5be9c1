"""How far somebody is on the way to being trusted: suggestions that others accepted, flags upheld."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Trust, User
from accounts.roles import has_verified_address
from wiki.models import Flag, Origin, PageRevision, Review
from wiki.models.suggestion import Verdict
from wiki.queries import reversals


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody stands: what was accepted, out of what is needed, and what stands against it."""

    is_trusted: bool
    is_grown: bool  # by itself, and so may be lost; otherwise somebody granted it
    is_withdrawn: bool  # by somebody who grants it: it grows no more
    is_verified: bool
    is_flagged: bool
    accepted: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.accepted)


def way_of(person: User) -> Way:
    """In three queries."""
    return Way(
        is_trusted=person.trusted,
        is_grown=is_grown(person),
        is_withdrawn=not (person.trusted or grows(person)),
        is_verified=has_verified_address(person),
        is_flagged=is_flagged(person),
        accepted=accepted(person),
        needed=settings.TRUST["accepted"],
    )


def is_grown(person: User) -> bool:
    """Whether this person is trusted by what others accepted, and by nobody's grant."""
    return person.trusted and person.trust == Trust.GROWN


def grows(person: User) -> bool:
    """Whether this person may come to be trusted: not against what a moderator said."""
    return not person.trusted and person.trust in ("", Trust.LOST)


def accepted(person: User) -> int:
    """How many suggestions of theirs others accepted, whole or in part, and did not undo."""
    said = Review.objects.filter(verdict=Verdict.ACCEPTED, suggestion__author=person).exclude(by=person)
    back = PageRevision.objects.filter(
        suggestion=OuterRef("suggestion"),
        origin=Origin.RESTORE,
        number__gt=OuterRef("revision__number"),
    )
    undone = reversals.taken_back(OuterRef("revision"))
    return said.filter(~Exists(back), ~Exists(undone)).order_by().values("suggestion").distinct().count()


def is_flagged(person: User) -> bool:
    """Whether a comment or a reuse of theirs is out of sight since less than a year, and its flags upheld; or
    less than a year ago a flag on them, or on what they proposed."""
    since = timezone.now() - timedelta(days=settings.TRUST["days"])
    words = Q(comment__author=person, comment__hidden__gt=since)
    words |= Q(reuse__author=person, reuse__hidden__gt=since)
    work = Q(suggestion__author=person, at__gt=since) | Q(about=person, at__gt=since)
    return Flag.objects.filter(words | work, upheld=True).exists()


def deserves(person: User) -> bool:
    """Whether this person is to be trusted now."""
    enough = settings.TRUST["accepted"]
    known = person.is_active and has_verified_address(person)
    return known and accepted(person) >= enough and not is_flagged(person)
