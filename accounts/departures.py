"""Leaving: asked for by the one who leaves, put off for some days, then done once and for all."""

from __future__ import annotations

import json
import logging
import re
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
from django.db.models import ForeignObjectRel, Q
from django.utils import timezone, translation
from django_tasks import task

from accounts import letters, telling, works
from accounts.actions import UNUSABLE, former
from accounts.models import FormerAddress, User, folded, not_barred
from communs import mail, speaking

log = logging.getLogger(__name__)


class LastAdmin(Exception):
    """A site whose last admin left would be nobody's."""


# --- taking away --------------------------------------------------------------------------------------------


def export(person: User, *, by: User, into: IO[bytes]) -> None:
    """Write all that the site knows of somebody: a JSON file to be read again, and texts to be read."""
    if by != person:
        raise PermissionDenied
    work = works.keeper().export(person, by=by)
    spoken = translation.override(person.language or speaking.site_language())
    with spoken, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        told = {"account": _account(person), **work.told}
        archive.writestr("data.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("account.md", telling.account(told["account"]))
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


# --- leaving ------------------------------------------------------------------------------------------------


@transaction.atomic
def leave(person: User, *, by: User, comments: bool = False) -> User:
    """Set the day on which somebody is erased, with the words of their `comments` if they say so; until then
    they may think again."""
    if by != person:
        raise PermissionDenied
    if _is_last_admin(person):
        raise LastAdmin
    person.leaves_at = timezone.now() + timedelta(days=settings.ERASURE_DAYS)
    person.takes_comments = comments
    person.save(update_fields=["leaves_at", "takes_comments"])
    erase_on_time.using(run_after=person.leaves_at).enqueue(person.pk)
    return person


def _is_last_admin(person: User) -> bool:
    """Asked of one after the other: two who leave at once would leave nobody."""
    if not person.is_superuser:
        return False
    admins = User.objects.select_for_update().filter(not_barred(), is_superuser=True, is_active=True)
    return all(admin.pk == person.pk or admin.leaves_at is not None for admin in admins)


def stay(person: User, *, by: User) -> User:
    """Think again."""
    if by != person:
        raise PermissionDenied
    person.leaves_at, person.takes_comments = None, False
    person.save(update_fields=["leaves_at", "takes_comments"])
    return person


@task()
def erase_on_time(pk: int) -> bool:
    """Erase somebody whose day has come; whoever stayed, or asked again later, is left alone, and so is an
    admin whom nobody is left to follow."""
    with transaction.atomic():
        person = User.objects.filter(pk=pk, leaves_at__lte=timezone.now()).first()
        if person is None:
            return False
        if _is_last_admin(person):
            log.warning("person no. %s administers alone, and is not erased", pk)
            stay(person, by=person)
            return False
    erase(person)
    return True


def erase(person: User) -> None:
    """Take away who somebody is: their account is nobody's, what they wrote stays under a number."""
    addresses = set(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
    addresses |= {person.email} if person.email else set()
    names = {person.name} - {""}
    digests = frozenset(FormerAddress.objects.filter(person=person).values_list("digest", flat=True))

    def was_theirs(address: str) -> bool:
        return former(folded(address) or "") in digests

    with transaction.atomic():
        works.keeper().erase(
            person,
            names=frozenset(names),
            addresses=frozenset(addresses),
            was_theirs=was_theirs,
            comments=person.takes_comments,
        )
        _erase_lines_of_admin(person, names | addresses)
        _end_all_sessions(person, addresses)
        _erase_account(person, addresses)
    # Files come last: what is taken away of them does not come back.
    words = [re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE) for word in names | addresses]
    mail.forget(lambda to, text: was_theirs(to) or any(word.search(text) for word in words))
    log.info("erased person no. %s", person.pk)


def _erase_lines_of_admin(person: User, words: set[str]) -> None:
    """What Django's admin noted of somebody, or of what bears their name."""
    said = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
    for word in words:
        said |= Q(object_repr__icontains=word) | Q(change_message__icontains=word)
    LogEntry.objects.filter(said).update(object_repr="", change_message="")


def _erase_account(person: User, addresses: set[str]) -> None:
    for address in addresses:
        FormerAddress.objects.get_or_create(digest=former(address), defaults={"person": person})
        letters.forget(address, person.pk)
    # All that allauth keeps of somebody: addresses, second steps, sessions, accounts elsewhere.
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model.__module__.startswith("allauth"):
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()
    person.name = person.bio = person.language = person.theme = person.terms_version = ""
    person.email = person.terms_at = person.leaves_at = person.last_login = None
    person.is_active = person.is_superuser = person.moderator = person.trusted = person.watched = False
    person.takes_comments, person.trust, person.to_read = False, "", False
    person.banned, person.suspended_until = False, None
    person.password, person.erased_at = UNUSABLE, timezone.now()
    person.save()


def _end_all_sessions(person: User, addresses: set[str]) -> None:
    """Those in which they are logged in, and those that began to log in and hold an address."""
    for session in Session.objects.iterator(chunk_size=500):
        held = session.get_decoded()
        told = json.dumps(held, ensure_ascii=False).lower()
        if held.get("_auth_user_id") == str(person.pk) or any(address in told for address in addresses):
            session.delete()
