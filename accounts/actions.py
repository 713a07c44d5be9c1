"""What can be done about accounts: the key of the first admin and its one use, the ghosts of an import."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import works
from accounts.models import NAME_LENGTH, FirstAdminKey, FormerAddress, User, folded, not_barred

EMAIL_LENGTH = 254
PROFILE = ("name", "bio", "language", "theme")
UNUSABLE = UNUSABLE_PASSWORD_PREFIX + "ghost"


class KeyRefused(Exception):
    """The key of the first admin was used, replaced or never made."""


class AddressInUse(Exception):
    """Somebody who can log in already has this address."""


def has_admin() -> bool:
    """Whether anybody administers the site."""
    return User.objects.filter(not_barred(), is_superuser=True, is_active=True).exists()


@transaction.atomic
def issue_first_admin_key() -> str | None:
    """A new key, which replaces any older one; None once there is an admin."""
    FirstAdminKey.objects.all().delete()
    if has_admin():
        return None
    key = secrets.token_urlsafe(32)
    FirstAdminKey.objects.create(digest=_digest(key))
    return key


def first_admin_key_opens(key: str) -> bool:
    """Whether the key would be accepted now."""
    return not has_admin() and FirstAdminKey.objects.filter(digest=_digest(key)).exists()


@transaction.atomic
def create_first_admin(
    key: str, *, email: str, name: str, password: str, site: Mapping[str, str] | None = None
) -> User:
    """Make the first admin, who opens the site with these values; deleting the key's row is what makes it
    single-use, whoever races."""
    used, _ = FirstAdminKey.objects.filter(digest=_digest(key)).delete()
    if not used or has_admin():
        raise KeyRefused
    if User.objects.filter(email=folded(email)).exists():
        raise AddressInUse
    person = User.objects.select_for_update().filter(signature=folded(email)).first() or User()
    # Whoever holds the key runs the site: that verifies the address, even one a ghost had.
    person.email, person.signature = folded(email), None
    person.ghost, person.is_active, person.is_superuser = False, True, True
    person.name = name
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    if site:
        works.keeper().open_site(by=person, **site)
    return person


def welcome(person: User, *, name: str, terms: str, watched: bool) -> User:
    """Write what a new account said of itself; the first posts of one that is watched are held."""
    person.name, person.terms_version, person.terms_at = name, terms, timezone.now()
    person.watched = watched
    person.save(update_fields=["name", "terms_version", "terms_at", "watched"])
    return person


def has_second_factor(person: User) -> bool:
    """Whether logging in asks this person for more than a password; recovery codes alone are no step."""
    steps = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return steps.exists()


def lacks_second_factor(person: User) -> bool:
    """Whether this person has yet to do what is asked of those who decide over others."""
    return settings.STAFF_SECOND_FACTOR and person.is_staff and not has_second_factor(person)


def may_drop(step: Authenticator) -> bool:
    """Whether a second step may be taken away: not the last one of those who need one."""
    if not (settings.STAFF_SECOND_FACTOR and step.user.is_staff):
        return True
    others = Authenticator.objects.filter(user=step.user).exclude(pk=step.pk)
    return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


@transaction.atomic
def edit_profile(person: User, *, by: User, **values: str) -> User:
    """Write how somebody is shown; nobody writes another's."""
    if by != person or person.is_barred:
        raise PermissionDenied
    former = person.name
    for name in PROFILE:
        setattr(person, name, values[name])
    person.save(update_fields=PROFILE)
    rename(person, former=former)
    return person


def rename(person: User, *, former: str) -> None:
    """Somebody bears another name, or none: the former one is taken out of what was written of them."""
    if former and former != person.name:
        works.keeper().rename(person, former=former)
        about = LogEntry.objects.filter(content_type__app_label="accounts", content_type__model="user")
        about.filter(object_id=str(person.pk)).update(object_repr=str(person))


def end_sessions(person: User, *, by: User, but: str | None = None, only: str | None = None) -> int:
    """End the sessions of somebody: one by its number, or all but that of this key; how many were ended."""
    if by != person:
        raise PermissionDenied
    sessions = UserSession.objects.filter(user=person).exclude(session_key=but)
    ended = list(sessions.filter(pk=only) if only else sessions)
    for session in ended:
        session.end()
    return len(ended)


def put_under(person: User, *, banned: bool, suspended_until: datetime | None, to_read: bool) -> User:
    """Write what stands against somebody now, as those who moderate decided; a ban ends their sessions."""
    is_new = banned and not person.banned
    person.banned, person.suspended_until, person.to_read = banned, suspended_until, to_read
    person.save(update_fields=["banned", "suspended_until", "to_read"])
    if is_new:
        for session in UserSession.objects.filter(user=person):
            session.end()
    return person


def see_session(key: str | None) -> None:
    """Note that a session is in use, for its owner's list."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def forget_old_sessions() -> None:
    """Take away what is left of sessions that ended by age, with their network addresses."""
    ended = timezone.now() - timedelta(seconds=settings.SESSION_LIFE["most"] + 86_400)
    UserSession.objects.filter(created_at__lt=ended).delete()


def authors_of(signatures: Iterable[tuple[str, str]]) -> dict[tuple[str, str], User]:
    """The person of each (name, e-mail address) that an import met, the latest first; in its transaction.

    Whoever has verified the address is credited at once; any other address has a ghost, one per
    address, under its latest name. Without an address there is one ghost per name.
    """
    pairs = list(dict.fromkeys(signatures))
    keys = {pair: _key(*pair) for pair in pairs}
    names: dict[tuple[str, str], list[str]] = {}
    for pair, key in keys.items():
        names.setdefault(key, []).append(pair[0][:NAME_LENGTH])
    found = _people(names)
    User.objects.bulk_create(
        User(
            signature=email or None,
            name=names[email, name][0],
            ghost=True,
            is_active=False,
            password=UNUSABLE,
        )
        for email, name in sorted(names.keys() - found.keys())
    )
    found = _people(names)
    for key, person in found.items():
        # A name that an admin gave a ghost is none of those that its commits bear, and stays.
        if person.ghost and person.name != names[key][0] and person.name in names[key]:
            person.name = names[key][0]
            person.save(update_fields=["name"])
    return {pair: found[key] for pair, key in keys.items()}


def _usable(email: str) -> str:
    """The address as it is kept, or nothing when it is none."""
    address = folded(email) or ""
    return address if "@" in address and len(address) <= EMAIL_LENGTH and address.isprintable() else ""


def _key(name: str, email: str) -> tuple[str, str]:
    """What tells people apart: their address, else their name."""
    address = _usable(email)
    return (address, "") if address else ("", name[:NAME_LENGTH])


def _verified(addresses: Collection[str]) -> dict[str, User]:
    known = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    return {folded(address.email) or "": address.user for address in known}


def _people(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], User]:
    """The rows that there are of these people: accounts by a verified address, else ghosts."""
    addresses = {email for email, _name in keys if email}
    nameless = {name for email, name in keys if not email}
    ghosts = User.objects.filter(ghost=True)
    found = {(person.signature or "", ""): person for person in ghosts.filter(signature__in=addresses)}
    found |= {("", person.name): person for person in ghosts.filter(signature=None, name__in=nameless)}
    found |= {(email, ""): person for email, person in _verified(addresses).items()}
    digests = {former(address): address for address in addresses}
    erased = FormerAddress.objects.filter(digest__in=digests, person__erased_at__isnull=False)
    return found | {(digests[row.digest], ""): row.person for row in erased.select_related("person")}


def addresses_of(person: User) -> set[str]:
    """The verified addresses of somebody."""
    return set(EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True))


def keep_former(person: User, addresses: Collection[str]) -> None:
    """Remember, so that nobody reads it, which addresses somebody had: those are erased with them."""
    for address in addresses:
        FormerAddress.objects.get_or_create(digest=former(address), defaults={"person": person})


def former(address: str) -> str:
    """How an address that somebody had is known again, and read by nobody."""
    return salted_hmac("accounts.former-address", address, algorithm="sha256").hexdigest()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
