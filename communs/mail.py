"""Mail of a site that has no server for it: said on the console, and kept as texts that one can read."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify

_ONE_AT_A_TIME = threading.Lock()
MODE = 0o600  # links in a mail open accounts


class KeptMail(BaseEmailBackend):
    """Writes each message as its reader would see it, instead of sending it."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        folder = settings.DATA / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in messages:
            told = _told(message)
            file = folder / _name(message)
            with os.fdopen(
                os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w", encoding="utf-8"
            ) as stream:
                stream.write(told)
            with _ONE_AT_A_TIME:
                sys.stdout.write(f"--- mail, kept in {file}\n{told}---\n")
                sys.stdout.flush()
        return len(messages)


def forget(is_to_go: Callable[[str, str], bool]) -> int:
    """Take away the mails, told by their reader and their words, that are to go; how many they were."""
    gone = 0
    for file in (settings.DATA / "mail").glob("*.txt"):
        told = file.read_text(encoding="utf-8")
        to = told.partition("\nTo: ")[2].partition("\n")[0]
        if is_to_go(to, told):
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _told(message: EmailMessage) -> str:
    to = ", ".join(message.recipients())
    head = f"From: {message.from_email}\nTo: {to}\nSubject: {message.subject}\n"
    return f"{head}\n{str(message.body).strip()}\n"


def _name(message: EmailMessage) -> str:
    """By the time, so that the last one is the last of the folder; the rest keeps namesakes apart."""
    subject = slugify(str(message.subject))[:60]
    return f"{timezone.localtime():%Y-%m-%d-%H%M%S}-{subject}-{secrets.token_hex(2)}.txt"
