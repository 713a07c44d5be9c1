"""Following by mail without an account: asked for, confirmed from the mail itself, left in one click.

Whoever asks learns nothing of an address: it is told the same, and written to the same, whether it follows
already or not. An address is kept for no longer than it follows something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import letters
from accounts.models import Letter, folded
from wiki import rules
from wiki.actions import limiting
from wiki.models import NoticeSettings, Page, Subscription
from wiki.models.watch import Pace
from wiki.queries import dues

SALT = "wiki.subscriptions"
GOOD_FOR = timedelta(days=2)  # the link by which somebody confirms; what nobody confirmed is forgotten then


@transaction.atomic
def ask(
    page: Page, *, by: Any, email: str, below: bool, pace: str, language: str, network: str | None
) -> None:
    """Write to this address, which decides; past the limits of one address nothing leaves, and the answer is
    the same."""
    rules.require(by, "subscription.ask", page)
    limiting.subscription(network)
    if limiting.is_written_to_enough(email):
        letters.post_to_nobody()
        return
    told = {"below": below, "pace": pace, "language": language}
    row, _is_new = Subscription.objects.get_or_create(email=folded(email), page=page, defaults=told)
    Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(asked_at=timezone.now())
    # What a row that follows already has is changed by whoever reads its mail alone.
    letters.post_all([Letter(about={"confirm": row.pk, **told})])


def ask_nothing(page: Page, *, by: Any, network: str | None) -> None:
    """What asking costs, for what no person has sent: nobody learns that it was seen through."""
    rules.require(by, "subscription.ask", page)
    limiting.subscription(network)
    letters.post_to_nobody()


def token_of(about: dict[str, Any]) -> str:
    """What the link of a mail says: which row, and what is wanted of it; no address stands in it."""
    return signing.dumps([about["confirm"], about["below"], about["pace"], about["language"]], salt=SALT)


def wanted(token: str) -> tuple[Subscription, dict[str, Any]] | None:
    """What a link confirms, while it is good, and if its row is still there."""
    try:
        pk, below, pace, language = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    row = Subscription.objects.select_related("page").filter(pk=pk).first()
    return (row, {"below": below, "pace": pace, "language": language}) if row else None


@transaction.atomic
def confirm(token: str, *, by: Any) -> Subscription | None:
    """Its owner has read the mail: it follows from now on. Twice is once."""
    rules.require(by, "notice.stop", None)
    found = wanted(token)
    if found is None:
        return None
    row, told = found
    Subscription.objects.filter(pk=row.pk).update(**told)
    now = timezone.now()
    Subscription.objects.filter(pk=row.pk, confirmed_at=None).update(confirmed_at=now, told_until=now)
    return row


@transaction.atomic
def leave(pk: int, *, by: Any) -> bool:
    """Follow this no more; the row goes, and the address with the last of them. Whether there was any."""
    rules.require(by, "notice.stop", None)
    return bool(Subscription.objects.filter(pk=pk).delete()[0])


@transaction.atomic
def leave_all(key: int, *, by: Any) -> bool:
    """The address of this key follows nothing any more, whatever it has begun or left since that mail."""
    rules.require(by, "notice.stop", None)
    known = Subscription.objects.order_by().values_list("email", flat=True).distinct()
    theirs = [email for email in known.iterator() if key_of(email) == key]
    return bool(Subscription.objects.filter(email__in=theirs).delete()[0])


def key_of(email: str) -> int:
    """What stands for an address in the way out of its mails, and tells nobody which it is."""
    return int(salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:14], 16)


@transaction.atomic
def take_away(chosen: Collection[int], *, by: Any) -> int:
    """An admin takes these away; how many."""
    rules.require(by, "subscription.inspect")
    return Subscription.objects.filter(pk__in=chosen).delete()[0]


def forget(addresses: Collection[str], *, by: Any) -> None:
    """Whoever leaves the site leaves this too; within that transaction."""
    rules.require(by, "person.erase", None)
    Subscription.objects.filter(email__in=[folded(one) for one in addresses]).delete()


def clear(now: datetime) -> int:
    """Forget the addresses that nobody has confirmed in time; how many."""
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - GOOD_FOR).delete()[0]


def send(now: datetime) -> int:
    """Write down the letters that are due by now, one for each address; how many they are. Each tells of what
    happened since the one before it, and is written as it leaves."""
    return sum(_send(pace, dues.last_hour(NoticeSettings(), pace, now)) for pace in (Pace.DAILY, Pace.WEEKLY))


@transaction.atomic
def _send(pace: Pace, until: datetime) -> int:
    """All that follow something at this pace and were told before that hour."""
    waiting = Subscription.objects.select_for_update().filter(pace=pace, told_until__lt=until)
    rows = list(waiting.order_by("email", "pk"))
    by_address: defaultdict[str, list[Subscription]] = defaultdict(list)
    for row in rows:
        by_address[row.email].append(row)
    Subscription.objects.filter(pk__in=[row.pk for row in rows]).update(told_until=until)
    letters.post_all([_letter(pace, own, until) for own in by_address.values()])
    return len(by_address)


def _letter(pace: Pace, rows: list[Subscription], until: datetime) -> Letter:
    since = {str(row.pk): row.told_until.isoformat() for row in rows if row.told_until}
    return Letter(
        about={"news": since, "until": until.isoformat(), "pace": pace},
        reference=f"news-{pace}-{rows[0].pk}-{until:%Y%m%d%H}",
    )
