"""Mails by a real mail server: one is told, leaves in one click, is switched off, or follows without an account."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.actions.test_bouncing import report
from tests.actions.test_mailing import carry, post_office
from tests.actions.test_notices import edit, say, tell
from tests.views.suggested import TEXT
from wiki.actions import subscribing, threads
from wiki.models import Notice, Page, Subscription, Thread

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
__all__ = ["post_office"]
Logs = Callable[[Tab, Any], None]
SWITCHED_OFF = "Le serveur de votre adresse refuse nos messages"


@pytest.fixture(autouse=True)
def site(settings: Any, live_server: Any) -> None:
    settings.LETTERS_WAIT = True
    settings.SITE_URL = live_server.url  # links of mails lead to it
    settings.EMAIL_BOUNCES = "bounces@guide.example"


@pytest.fixture
def here() -> Page:
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada", email="ada@example.org")


def answered(thread: Thread, opened: Any) -> int:
    """Always the same person answers, and what waits is carried to the server; how many mails left."""
    yann = User.objects.filter(name="Yann").first() or factories.person(name="Yann")
    threads.reply(thread, by=yann, text="Because.", uuid=uuid4())
    tell()
    with opened():
        return sum(carry())


def one_click(message: EmailMessage) -> tuple[int, str | None]:
    """What a reader of mail does at the press of its button (RFC 8058): no cookie, no page read before."""
    assert message["List-Unsubscribe-Post"].strip() == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip().removeprefix("<").removesuffix(">")
    asked = urllib.request.Request(address, data=b"List-Unsubscribe=One-Click", method="POST")
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.status, answer.headers["Set-Cookie"]


def link_of(message: EmailMessage, path: str) -> str:
    """Where a link of the mail leads, as a reader of plain text finds it."""
    body = message.get_body(("plain",))
    assert body is not None
    return next(word for word in str(body.get_content()).split() if path in word)


def test_thread_is_left_in_one_click_of_the_mail_that_came(here: Page, ada: User, post_office: Any) -> None:
    box, opened = post_office
    said = say(here, ada)
    assert answered(said.thread, opened) == 1
    [mail] = box.messages
    assert (mail["To"], "vous a répondu" in mail["Subject"]) == (ada.email, True)
    assert [one_click(mail) for _twice in range(2)] == [(200, None)] * 2
    assert answered(said.thread, opened) == 0
    other = say(here, ada, "And here?")
    assert answered(other.thread, opened) == 1  # of that thread alone
    assert len(box.messages) == 2


def test_address_that_its_server_refuses_is_switched_off_and_the_site_says_so(
    tab: Tab, log_in: Logs, here: Page, ada: User, post_office: Any
) -> None:
    box, opened = post_office
    box.unknown.add(ada.email)
    log_in(tab, ada)
    said = say(here, ada)
    tab.goto("/-/notices/")
    expect(tab.get_by_text(SWITCHED_OFF)).to_have_count(0)
    assert answered(said.thread, opened) == 0
    tab.goto("/-/notices/")
    expect(tab.get_by_text(SWITCHED_OFF)).to_be_visible()
    box.unknown.clear()
    assert answered(said.thread, opened) == 0  # though the server would take it
    assert (box.messages, Notice.objects.filter(person=ada).count()) == ([], 2)
    tab.goto("/-/watches/")
    tab.get_by_role("button", name="Enregistrer").last.click()
    expect(tab.get_by_text("Vos réglages sont enregistrés")).to_be_visible()
    assert answered(said.thread, opened) == 1


def test_mail_that_comes_back_later_switches_its_address_off(
    tab: Tab, log_in: Logs, here: Page, ada: User, post_office: Any, monkeypatch: Any, capsys: Any
) -> None:
    """The server took it in, and the one behind it reports that there is no such mailbox."""
    box, opened = post_office
    said = say(here, ada)
    assert answered(said.thread, opened) == 1
    [sender] = box.senders
    for status, told in (("4.2.2", "1 not for good\n"), ("5.1.1", "1 switched off\n")):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(report(sender, status))))
        call_command("bounces")
        assert capsys.readouterr().out == told
    log_in(tab, ada)
    tab.goto("/-/notices/")
    expect(tab.get_by_text(SWITCHED_OFF)).to_be_visible()
    assert answered(said.thread, opened) == 0


def test_stranger_confirms_from_the_mail_receives_and_leaves_in_one_click(
    tab: Tab, here: Page, post_office: Any
) -> None:
    box, opened = post_office
    by = factories.moderator()
    tab.goto(f"{here.address}-/subscribe/")
    tab.get_by_label("Votre adresse électronique").fill("zoe@example.org")
    tab.get_by_text("Chaque jour").click()
    tab.get_by_role("button", name="Suivre").click()
    expect(tab.get_by_role("heading", name="Consultez vos courriels")).to_be_visible()
    edit(here, by, "Said before.")
    with opened():
        assert carry() == [1]
    [asked] = box.messages
    assert (asked["To"], subscribing.send(tomorrow())) == ("zoe@example.org", 0)  # nothing before they say so
    tab.goto(link_of(asked, "/-/subscriptions/"))
    tab.get_by_role("button", name="Oui, suivre").click()
    expect(tab.get_by_role("heading", name="Vous suivez.")).to_be_visible()
    edit(here, by, "Said since.")
    with opened():
        assert (subscribing.send(tomorrow()), carry()) == (1, [1])
    news = box.messages[1]
    body = news.get_body(("plain",))
    assert body is not None
    words = str(body.get_content())
    assert ("Said since." in words, "Said before." in words, news["To"]) == (True, False, "zoe@example.org")
    assert one_click(news) == (200, None)
    assert Subscription.objects.count() == 0
    edit(here, by, "Said too late.")
    with opened():
        assert (subscribing.send(tomorrow() + timedelta(days=1)), carry(), len(box.messages)) == (0, [], 2)


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)
