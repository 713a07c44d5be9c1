"""Letters that come back: whose they were, and that nothing more is sent where nobody takes anything in.

The envelope of a letter to somebody bears an address of the site's own, signed, that says whose letter it was
(VERP): a report of a mail server (RFC 3464) that comes to it is believed, and no other is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import Letter, User
from wiki import rules
from wiki.models import NoticeSettings, Subscription

LARGEST = 1_000_000  # bytes of a report
# There is no such mailbox or domain (RFC 3463); a full one, a text that was refused and a delay pass by.
FOR_GOOD = re.compile(r"5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)")
CAME_TO = ("X-Original-To", "Delivered-To", "Envelope-To", "To")


class Whose(NamedTuple):
    """Whose a letter was: a person, or somebody who follows without an account."""

    kind: str  # p or s
    key: int


class Outcome(StrEnum):
    """What became of a report."""

    OFF = "switched off"
    PASSING = "not for good"
    UNKNOWN = "of no letter of ours"


def whose(letter: Letter) -> Whose | None:
    """Whom a letter is to."""
    if letter.person_id:
        return Whose("p", letter.person_id)
    if "confirm" in letter.about:
        return Whose("s", letter.about["confirm"])
    return next((Whose("s", int(key)) for key in letter.about.get("news", ())), None)


def address_of(whose: Whose) -> str:
    """Where such a letter comes back to; nowhere of its own, where the site has no such address."""
    if not settings.EMAIL_BOUNCES:
        return ""
    box, _at, host = settings.EMAIL_BOUNCES.rpartition("@")
    return f"{box}+{whose.kind}{whose.key}-{_sign(whose)}@{host}"


def read_address(address: str) -> Whose | None:
    """Whose letter came back to this address; nobody's, unless it is signed."""
    box, _at, host = settings.EMAIL_BOUNCES.lower().rpartition("@")
    found = re.fullmatch(
        rf"{re.escape(box)}\+([ps])(\d{{1,18}})-([0-9a-f]{{16}})@{re.escape(host)}",
        address.strip(" <>").lower(),
    )
    if not (box and found):
        return None
    told = Whose(found[1], int(found[2]))
    return told if constant_time_compare(found[3], _sign(told)) else None


def read(report: bytes, *, by: Any) -> Outcome:
    """What a mail server reports, acted upon; twice is once."""
    rules.require(by, "notice.stop", None)
    message: Any = message_from_bytes(report[:LARGEST], policy=policy.default)
    found = next(filter(None, map(read_address, _came_to(message))), None)
    if found is None:
        return Outcome.UNKNOWN
    if not any(action == "failed" and FOR_GOOD.fullmatch(status) for action, status in _told(message)):
        return Outcome.PASSING
    switch_off(found, by=by)
    return Outcome.OFF


@transaction.atomic
def switch_off(whose: Whose, *, by: Any) -> None:
    """No more is sent there. A person is told so by the site; an address without an account is forgotten."""
    rules.require(by, "notice.stop", None)
    if whose.kind == "p" and User.objects.filter(pk=whose.key).exists():
        told = {"refused_at": timezone.now()}
        NoticeSettings.objects.update_or_create(person_id=whose.key, defaults=told)
    elif whose.kind == "s":
        same = Subscription.objects.filter(pk=whose.key).values("email")
        Subscription.objects.filter(email__in=same).delete()


def _sign(whose: Whose) -> str:
    """It goes with an address of today: who has another one is not switched off by what comes back late."""
    if whose.kind == "p":
        email = User.objects.filter(pk=whose.key).values_list("email", flat=True).first()
    else:
        email = Subscription.objects.filter(pk=whose.key).values_list("email", flat=True).first()
    said = f"{whose.kind}{whose.key} {email}"
    return salted_hmac("wiki.bounces", said, algorithm="sha256").hexdigest()[:16]


def _came_to(message: EmailMessage) -> Iterator[str]:
    for name in CAME_TO:
        for value in message.get_all(name, []):
            yield from re.findall(r"[^\s<>,;\"]+@[^\s<>,;\"]+", str(value))


def _told(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """The action and the status of each recipient that a report tells of."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            action = str(block.get("Action", "")).strip().lower()
            status = str(block.get("Status", "")).split()
            yield action, status[0] if status else ""
