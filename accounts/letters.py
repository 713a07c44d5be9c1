"""Mails of accounts: written down with what they tell of, and carried once the answer has gone.

Nobody waits for a mail server, nor learns from the delay of an answer whether a mail was sent; while the
server is down letters wait, and leave when it is back.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from accounts.models import Letter, User
from communs import speaking

log = logging.getLogger(__name__)

# Minutes to wait after each failure; after the last one whoever waits has long asked again.
WAITS = (1, 5, 15, 60, 240, 720)


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


@task()
def carry(pk: int) -> bool:
    """Send a letter, or try again later; whether it has left."""
    letter = Letter.objects.filter(pk=pk).first()
    if letter is None:
        return False
    if letter.to:
        try:
            EmailMessage(letter.subject, letter.body, to=[letter.to]).send()
        except OSError as fault:  # of the network, or of the server: SMTPException is one too
            _wait(letter, fault)
            return False
    letter.delete()
    return True


def _wait(letter: Letter, fault: OSError) -> None:
    """Neither the address nor the text is told: logs are read by others."""
    if letter.tries >= len(WAITS):
        log.error("letter no. %s could not leave, and is given up: %s", letter.pk, type(fault).__name__)
        letter.delete()
        return
    log.warning("letter no. %s could not leave, and waits: %s", letter.pk, type(fault).__name__)
    later = timezone.now() + timedelta(minutes=WAITS[letter.tries])
    letter.tries += 1
    letter.save(update_fields=["tries"])
    carry.using(run_after=later).enqueue(letter.pk)
