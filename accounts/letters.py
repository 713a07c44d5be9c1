"""Mails that leave by the queue: written down with what they tell of, and carried once the answer has gone.

Nobody waits for a mail server, nor learns from the delay of an answer whether a mail was sent; while the
server is down letters wait, and leave when it is back. Whoever is killed between the sending and the
forgetting sends once more, under the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from accounts.models import Letter, User
from communs import speaking

log = logging.getLogger(__name__)

# Minutes to wait after each failure; after the last one whoever waits has long asked again.
WAITS = (1, 5, 15, 60, 240, 720)
# What a server says of one letter alone; all else stands against every other as well.
REFUSED = SMTPRecipientsRefused
OF_ONE = (REFUSED, SMTPDataError, SMTPSenderRefused)
FOR_GOOD = (550, 551, 553)  # there is no such address


class Writer(Protocol):
    """Who writes the letters to people as they leave."""

    def written(self, letter: Letter) -> EmailMessage | None: ...

    def refused(self, letter: Letter) -> None: ...

    def return_path(self, letter: Letter) -> str: ...


def writer() -> Writer:
    """The one whom the settings name: accounts know nothing of what is told."""
    return cast("Writer", import_module(settings.WRITER_OF_LETTERS))


@transaction.atomic
def post(message: EmailMessage) -> None:
    """Write a mail down, to be carried; at once where letters do not wait."""
    if not settings.LETTERS_WAIT:
        message.send()
        return
    for address in message.recipients():
        letter = Letter.objects.create(to=address, subject=message.subject[:255], body=str(message.body))
        carry.enqueue(letter.pk)


@transaction.atomic
def post_to_nobody() -> None:
    """What posting costs, where nobody is written to: a stranger's answer takes as long as a person's."""
    if settings.LETTERS_WAIT:
        carry.enqueue(Letter.objects.create().pk)


def invite(email: str, *, link: str, until: datetime, by: User, site: str) -> None:
    """Send somebody the link by which they make an account, in the language of the site; only they are told
    it."""
    told = {"link": settings.SITE_URL + link, "until": until, "by": by, "site": site}
    with override(speaking.site_language()):
        subject = render_to_string("account/email/invitation_subject.txt", told).strip()
        body = render_to_string("account/email/invitation_message.txt", told)
    post(EmailMessage(" ".join(subject.split()), body, to=[email]))


@transaction.atomic
def post_all(letters: Sequence[Letter]) -> None:
    """Write down letters to people, which are carried together."""
    if letters:
        made = Letter.objects.bulk_create(letters)
        carry_all.enqueue([letter.pk for letter in made])


@task()
def carry(pk: int) -> bool:
    """Send a letter, or try again later; whether it has left."""
    return bool(_carry([pk], lambda keys: [carry.using(run_after=_later(key)).enqueue(key) for key in keys]))


@task(priority=-5)
def carry_all(keys: list[int]) -> int:
    """Send many by one connection; where the server is down, those that are left wait together."""
    return _carry(keys, lambda left: carry_all.using(run_after=_later(left[0])).enqueue(left))


def left_behind() -> int:
    """Have letters carried that no task carries any more, each by itself and not for ever: one of them may be
    what a task failed of. How many they were."""
    waiting = DBTaskResult.objects.filter(
        task_path__in=[carry.module_path, carry_all.module_path],
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    known: set[int] = set()
    for arguments in waiting.values_list("args_kwargs", flat=True):
        [given] = arguments["args"]
        known |= {given} if isinstance(given, int) else set(given)
    lost = [pk for pk in Letter.objects.order_by("pk").values_list("pk", flat=True) if pk not in known]
    tired = set(Letter.objects.filter(tries__gte=len(WAITS)).values_list("pk", flat=True))
    Letter.objects.filter(pk__in=tired & set(lost)).delete()
    Letter.objects.filter(pk__in=lost).update(tries=F("tries") + 1)
    for pk in lost:
        if pk not in tired:
            carry_all.enqueue([pk])
    return len(lost)


def reference_of(name: str) -> str:
    """A name as mails refer to it: the same whenever it is asked."""
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"


def _carry(keys: Sequence[int], wait: Any) -> int:
    """How many have left; `wait` has those carried later that could not."""
    connection, sent = get_connection(), 0
    try:
        for place, pk in enumerate(keys):
            letter = Letter.objects.select_related("person").filter(pk=pk).first()
            fault = _send(letter, connection) if letter else None
            if letter and fault is None:
                letter.delete()
                sent += 1
            elif letter and isinstance(fault, OF_ONE):
                _refused(letter, fault, wait)
            elif fault is not None:
                _put_off(keys[place:], fault, wait)
                break
    finally:
        connection.close()
    return sent


def _send(letter: Letter, connection: Any) -> OSError | None:
    """What stood against it. One to nobody goes nowhere, and so does one that has nothing left to tell."""
    message: EmailMessage | None = None
    if letter.is_written_late:
        message = writer().written(letter)
        _ask_back(message, letter)
    elif letter.to:
        message = EmailMessage(letter.subject, letter.body, to=[letter.to])
    if message is None:
        return None
    name = letter.reference or f"letter-{letter.pk}-{int(letter.written_at.timestamp())}"
    message.extra_headers.setdefault("Message-ID", reference_of(name))
    message.connection = connection
    try:
        connection.open()  # and kept open for those that follow
        message.send()
    except OSError as fault:  # of the network, or of the server: SMTPException is one too
        return fault
    return None


def _ask_back(message: EmailMessage | None, letter: Letter) -> None:
    """What cannot be delivered comes back to an address that says whose letter it was (VERP)."""
    address = writer().return_path(letter) if message is not None else ""
    if message is not None and address:
        message.extra_headers.setdefault("From", message.from_email)
        message.from_email = address


def _refused(letter: Letter, fault: OSError, wait: Any) -> None:
    """It alone waits; or goes nowhere any more, where the server of its reader takes in nothing for them."""
    codes = [code for code, _said in fault.recipients.values()] if isinstance(fault, REFUSED) else []
    if letter.is_written_late and any(code in FOR_GOOD for code in codes):
        writer().refused(letter)
        letter.delete()
    else:
        _put_off([letter.pk], fault, wait)


def _put_off(keys: Sequence[int], fault: OSError, wait: Any) -> None:
    """Neither an address nor a text is told: logs are read by others."""
    found = Letter.objects.filter(pk__in=keys)
    tired = list(found.filter(tries__gte=len(WAITS)).values_list("pk", flat=True))
    if tired:
        log.error("letters no. %s could not leave, and are given up: %s", tired, type(fault).__name__)
        Letter.objects.filter(pk__in=tired).delete()
    found.update(tries=F("tries") + 1)
    left = list(found.order_by("pk").values_list("pk", flat=True))
    if left:
        log.warning("letters no. %s could not leave, and wait: %s", left, type(fault).__name__)
        wait(left)


def _later(pk: int) -> Any:
    tries = Letter.objects.values_list("tries", flat=True).get(pk=pk)
    return timezone.now() + timedelta(minutes=WAITS[min(tries, len(WAITS)) - 1])


def forget(address: str, person: int) -> None:
    """Nothing leaves to this address, nor to this person, any more."""
    Letter.objects.filter(Q(to__iexact=address) | Q(person=person)).delete()
