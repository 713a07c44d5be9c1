"""Leaving: asked for by the one who leaves, put off for some days, then done once and for all."""

from __future__ import annotations

import json
import logging
import zipfile
from datetime import timedelta
from typing import IO, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts import works
from accounts.actions import UNUSABLE, former
from accounts.models import FormerAddress, User

log = logging.getLogger(__name__)


class LastAdmin(Exception):
    """A site whose last admin left would be nobody's."""


# --- taking away --------------------------------------------------------------------------------------------


def export(person: User, *, by: User, into: IO[bytes]) -> None:
    """Write all that the site knows of somebody: a JSON file to be read again, and texts to be read."""
    if by != person:
        raise PermissionDenied
    work = works.keeper().export(person, by=by)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {"account": _account(person), **work.told}
        archive.writestr("data.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("account.md", _account_text(told["account"]))
        for name, text in work.texts:
            archive.writestr(name, text)


def _account(person: User) -> dict[str, Any]:
    own = ("email", "name", "bio", "language", "theme", "date_joined", "last_login")
    told: dict[str, Any] = {name: getattr(person, name) for name in own}
    told |= {"terms_version": person.terms_version, "terms_at": person.terms_at}
    told["addresses"] = list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary"))
    steps = Authenticator.objects.filter(user=person).order_by("pk")
    told["second_steps"] = list(steps.values("type", "created_at", "last_used_at"))
    elsewhere = SocialAccount.objects.filter(user=person).order_by("pk")
    known = ("provider", "uid", "extra_data", "date_joined", "last_login")
    told["accounts_elsewhere"] = list(elsewhere.values(*known))
    sessions = UserSession.objects.filter(user=person).order_by("pk")
    told["sessions"] = list(sessions.values("created_at", "last_seen_at", "ip", "user_agent"))
    return told


def _account_text(told: dict[str, Any]) -> str:
    plain = "".join(f"- {name}: {value}\n" for name, value in told.items() if not isinstance(value, list))
    lists = [(name, value) for name, value in told.items() if isinstance(value, list)]
    parts = [f"## {name}\n\n" + "".join(f"- {_line(row)}\n" for row in rows) for name, rows in lists]
    return "# Account\n\n" + "\n".join([plain, *parts])


def _line(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())


# --- leaving ------------------------------------------------------------------------------------------------


@transaction.atomic
def leave(person: User, *, by: User) -> User:
    """Set the day on which somebody is erased; until then they may think again."""
    if by != person:
        raise PermissionDenied
    others = User.objects.filter(is_superuser=True, is_active=True, leaves_at=None).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        raise LastAdmin
    person.leaves_at = timezone.now() + timedelta(days=settings.ERASURE_DAYS)
    person.save(update_fields=["leaves_at"])
    erase_on_time.using(run_after=person.leaves_at).enqueue(person.pk)
    return person


def stay(person: User, *, by: User) -> User:
    """Think again."""
    if by != person:
        raise PermissionDenied
    person.leaves_at = None
    person.save(update_fields=["leaves_at"])
    return person


@task()
def erase_on_time(pk: int) -> bool:
    """Erase somebody whose day has come; whoever stayed, or asked again later, is left alone."""
    person = User.objects.filter(pk=pk, leaves_at__lte=timezone.now()).first()
    if person is None:
        return False
    erase(person)
    return True


@transaction.atomic
def erase(person: User) -> None:
    """Take away who somebody is: their account is nobody's, what they wrote stays under a number."""
    addresses = set(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
    addresses |= {person.email} if person.email else set()
    _end_all_sessions(person, addresses)
    works.keeper().erase(person, names=frozenset({person.name, *addresses} - {""}))
    for address in addresses:
        FormerAddress.objects.get_or_create(digest=former(address), defaults={"person": person})
    for rows in (EmailAddress, Authenticator, UserSession):
        rows.objects.filter(user=person).delete()
    of_people = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=of_people, object_id=str(person.pk)).update(
        object_repr="", change_message=""
    )
    person.name = person.bio = person.language = person.theme = person.terms_version = ""
    person.email = person.terms_at = person.leaves_at = person.last_login = None
    person.is_active = person.is_superuser = person.moderator = person.trusted = person.watched = False
    person.password, person.erased_at = UNUSABLE, timezone.now()
    person.save()
    log.info("erased person no. %s", person.pk)


def _end_all_sessions(person: User, addresses: set[str]) -> None:
    """Those in which they are logged in, and those that began to log in and hold an address."""
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(person.pk) or any(it in json.dumps(held) for it in addresses):
            session.delete()
