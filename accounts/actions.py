"""What can be done about accounts: the key of the first admin, and its one use."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import FirstAdminKey, User, folded


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


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
