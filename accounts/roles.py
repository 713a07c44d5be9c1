"""The names of what people are to the site; referents are named by the charter of a section, in the wiki."""

from enum import StrEnum

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User, not_barred

_VERIFIED = "_verified_address"


class Role(StrEnum):
    """DESIGN's roles; there is no ladder between the last three."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    TRUSTED = "trusted contributor"
    REFERENT = "referent"
    MODERATOR = "moderator"
    ADMIN = "admin"


def roles_of(person: User | AnonymousUser) -> frozenset[Role]:
    """The roles a person holds on the whole site; writing needs a verified address."""
    held = {Role.READER}
    if (
        isinstance(person, User)
        and person.is_active
        and not person.is_barred
        and has_verified_address(person)
    ):
        held.add(Role.CONTRIBUTOR)
        if person.trusted:
            held.add(Role.TRUSTED)
        if person.moderator:
            held.add(Role.MODERATOR)
        if person.is_superuser:
            held.add(Role.ADMIN)
    return frozenset(held)


def moderators(*, admins: bool = False) -> QuerySet[User]:
    """Those who moderate now, or the admins among them alone: what `roles_of` says, asked of rows."""
    held = Q(is_superuser=True) if admins else Q(moderator=True) | Q(is_superuser=True)
    known = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    return User.objects.filter(held, not_barred(), Exists(known), is_active=True)


def has_verified_address(person: User) -> bool:
    """Whether the address of the person is known to be theirs; asked once of whom a request brings.

    The next request brings the person anew, so what was withdrawn is withdrawn from then on.
    """
    known: tuple[str | None, bool] | None = person.__dict__.get(_VERIFIED)
    if known is None or known[0] != person.email:
        addresses = EmailAddress.objects.filter(user=person, email=person.email, verified=True)
        known = person.__dict__[_VERIFIED] = (person.email, addresses.exists())
    return known[1]
