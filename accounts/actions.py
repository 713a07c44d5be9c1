"""What can be done about accounts: the key of the first admin and its one use, the ghosts of an import."""

import hashlib
import secrets
from collections.abc import Collection, Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from accounts.models import FirstAdminKey, User, folded

NAME_LENGTH = 150
EMAIL_LENGTH = 254
UNUSABLE = UNUSABLE_PASSWORD_PREFIX + "ghost"


class KeyRefused(Exception):
    """The key of the first admin was used, replaced or never made."""


class AddressInUse(Exception):
    """Somebody who can log in already has this address."""


def has_admin() -> bool:
    """Whether anybody administers the site."""
    return User.objects.filter(is_superuser=True, is_active=True).exists()


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
def create_first_admin(key: str, *, email: str, name: str, password: str) -> User:
    """Make the first admin; deleting the key's row is what makes it single-use, whoever races."""
    used, _ = FirstAdminKey.objects.filter(digest=_digest(key)).delete()
    if not used or has_admin():
        raise KeyRefused
    person = User.objects.select_for_update().filter(email=folded(email)).first() or User(email=folded(email))
    if person.pk and not person.ghost:
        raise AddressInUse
    # Whoever holds the key runs the site: that verifies the address, even one a ghost had.
    person.ghost, person.is_active, person.is_superuser = False, True, True
    person.name = name
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def authors_of(signatures: Iterable[tuple[str, str]]) -> dict[tuple[str, str], User]:
    """The person of each (name, e-mail address) that an import met, the latest first; in its transaction.

    Whoever has verified the address is credited at once; any other address has a ghost, one per
    address, under its latest name. Without an address there is one ghost per name.
    """
    pairs = list(dict.fromkeys(signatures))
    addresses = {_usable(email) for _name, email in pairs} - {""}
    # An address that somebody claims without having verified it credits nobody: its words go by the name.
    held = User.objects.filter(email__in=addresses, ghost=False)
    claimed = set(held.values_list("email", flat=True)) - set(_verified(addresses))
    keys = {pair: _key(*pair, claimed) for pair in pairs}
    names: dict[tuple[str, str], list[str]] = {}
    for pair, key in keys.items():
        names.setdefault(key, []).append(pair[0][:NAME_LENGTH])
    found = _people(names)
    User.objects.bulk_create(
        User(email=email or None, name=names[email, name][0], ghost=True, is_active=False, password=UNUSABLE)
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


def _key(name: str, email: str, claimed: Collection[str | None]) -> tuple[str, str]:
    """What tells people apart: their address, else their name."""
    address = _usable(email)
    return (address, "") if address and address not in claimed else ("", name[:NAME_LENGTH])


def _verified(addresses: Collection[str]) -> dict[str, User]:
    known = EmailAddress.objects.filter(email__in=addresses, verified=True).select_related("user")
    return {folded(address.email) or "": address.user for address in known}


def _people(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], User]:
    """The rows that there are of these people: accounts by a verified address, else ghosts."""
    addresses = {email for email, _name in keys if email}
    nameless = {name for email, name in keys if not email}
    ghosts = User.objects.filter(ghost=True)
    found = {(person.email or "", ""): person for person in ghosts.filter(email__in=addresses)}
    found |= {("", person.name): person for person in ghosts.filter(email=None, name__in=nameless)}
    return found | {(email, ""): person for email, person in _verified(addresses).items()}


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
