"""Mails about one thing are one conversation for readers of mail, and their headers are what the standards say."""

from __future__ import annotations

import re
from datetime import timedelta
from email.headerregistry import DateHeader
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as site
from django.core import mail
from django.utils import timezone

from accounts.models import User
from tests import factories, jwz
from tests.actions import telling
from tests.actions.test_mailing import carry, read
from tests.actions.test_notices import edit, here, say, tell
from tests.views.suggested import TWO
from wiki.actions import digesting, standing, suggestions, threads, watching
from wiki.models import NoticeSettings, Page
from wiki.models.watch import Level, Pace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
__all__ = ["here"]


@pytest.fixture
def wanda(here: Page) -> User:
    """Somebody who hears of everything, at once."""
    made = factories.person(name="Wanda", email="wanda@example.org")
    NoticeSettings.objects.create(person=made, watched=Pace.ONCE, answers=Pace.ONCE, mine=Pace.ONCE)
    watching.follow(here, by=made, level=Level.DISCUSSION)
    return made


def received(address: str = "wanda@example.org") -> list[EmailMessage]:
    """What came to her since the last time, as a reader of mail takes it apart."""
    tell()
    carry()
    found = [read(one) for one in mail.outbox if one.to == [address]]
    mail.outbox.clear()
    return found


def gathered(*conversations: list[EmailMessage]) -> bool:
    """Whether a reader of mail gathers just these, in whatever order they come."""
    wanted = sorted(sorted(one["Message-ID"].strip() for one in messages) for messages in conversations)
    everything = [one for messages in conversations for one in messages]
    return all(jwz.conversations(order) == wanted for order in (everything, everything[::-1]))


def test_what_happens_to_a_suggestion_is_one_conversation_and_another_is_another(
    here: Page, wanda: User
) -> None:
    by, one = factories.moderator(), factories.suggestion(here, TWO[0], by=factories.person())
    standing.object_to(one, by=factories.person(), seen=1, reason="Too long.", other_way="Shorter.")
    spoken = threads.discuss(one, by=by, text="Why?", uuid=uuid4())
    threads.reply(spoken.thread, by=one.author, text="Because.", uuid=uuid4())
    suggestions.accept(one, by=by, seen=1)
    first = received()
    other = factories.suggestion(Page.objects.get(pk=here.pk), TWO[1], by=factories.person())
    suggestions.decline(other, by=by, seen=1, reason="No.")
    second = received()
    assert (len(first), len(second)) == (5, 2)
    assert gathered(first, second)


def test_threads_reuses_and_pages_are_conversations_of_their_own(here: Page, wanda: User) -> None:
    by = factories.moderator()
    spoken = [say(here, factories.person()) for _each in range(2)]
    for said in spoken:
        threads.reply(said.thread, by=by, text="Because.", uuid=uuid4())
    messages = received()
    one, two = (
        [told for told in messages if f"thread-{said.thread_id}@" in told["References"]] for said in spoken
    )
    reuse = telling.tell(here, by=factories.person())
    remark = threads.remark(reuse, by=by, text="How many came?", uuid=uuid4())
    threads.reply(remark.thread, by=factories.person(), text="Twelve.", uuid=uuid4())
    three = received()
    for words in ("First.", "Second."):
        edit(here, by, words)
    four = received()
    assert [len(told) for told in (one, two, three, four)] == [2, 2, 3, 2]
    assert gathered(one, two, three, four)


def test_digests_are_no_conversation(here: Page, wanda: User) -> None:
    NoticeSettings.objects.filter(person=wanda).update(watched=Pace.DAILY)
    by, digests = factories.moderator(), []
    for day in (1, 2):
        edit(here, by, f"Day {day}.")
        tell()
        digesting.send(timezone.now() + timedelta(days=day))
        digests.append(received())
    assert [len(told) for told in digests] == [1, 1]
    assert gathered(*digests)


def test_headers_are_what_the_standards_say(here: Page, wanda: User) -> None:
    """RFC 5322 for names and dates, 2919 for the list, 2369 and 8058 for the way out, 3834 for what is sent by
    itself."""
    say(here, factories.person(name="Élodie  Œ"))
    told = received()
    NoticeSettings.objects.filter(person=wanda).update(watched=Pace.DAILY)
    edit(here, factories.moderator())
    tell()
    digesting.send(timezone.now() + timedelta(days=1))
    digest = received()
    assert (len(told), len(digest)) == (1, 1)
    for one in [*told, *digest]:
        assert jwz.NAME.fullmatch(one["Message-ID"].strip())
        _check(one)
    assert jwz.NAMES.fullmatch(told[0]["References"].strip())
    assert told[0]["References"].split()[-1] == told[0]["In-Reply-To"].strip()
    assert (digest[0]["In-Reply-To"], digest[0]["References"]) == (None, None)


def _check(message: EmailMessage) -> None:
    host = urlsplit(site.SITE_URL).hostname
    assert re.fullmatch(rf"[\w -]* ?<notices\.{host}>", message["List-Id"].strip(), re.ASCII)
    assert re.fullmatch(
        rf"<{re.escape(site.SITE_URL)}/[\x21-\x3d\x3f-\x7e]+>", message["List-Unsubscribe"].strip()
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    date: Any = message["Date"]
    assert isinstance(date, DateHeader)
    assert date.datetime is not None
    assert [message[name].defects for name in ("From", "To", "Subject", "Date", "Message-ID")] == [()] * 5
    raw = message.as_bytes()
    assert raw.partition(b"\n\n")[0].isascii()
    assert max(len(line) for line in raw.split(b"\n")) <= 998
    plain, html = [part.get_content_type() for part in message.iter_parts()]
    assert (message.get_content_type(), plain, html) == ("multipart/alternative", "text/plain", "text/html")
