"""Mails that tell of notices: what they say, to whom, how they end, and that a dead server loses none."""

from __future__ import annotations

import email
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as site
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import letters
from accounts.models import Letter, User
from tests import factories
from tests.actions.test_notices import crowd, edit, say, tell
from tests.views.suggested import TEXT, TWO
from wiki.actions import digesting, mailing, moderation, stopping, suggestions, threads, watching
from wiki.models import Notice, NoticeSettings, Page, Watch
from wiki.models.watch import Level, Pace
from wiki.queries import dues
from wiki.queries.telling import settings_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def here() -> Page:
    section = factories.page(factories.home(), "a", "# A\n")
    return factories.page(section, "b", TEXT.replace("# A\n", "# B &amp; &lt;co&gt;\n", 1))


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada", email="ada@example.org")


def carry() -> list[int]:
    """What the queue does with the letters that are due."""
    due = DBTaskResult.objects.ready().filter(task_path__endswith="letters.carry_all")
    sent = []
    for result in due:
        DBTaskResult.objects.filter(pk=result.pk).delete()
        sent.append(letters.carry_all.func(*result.args_kwargs["args"]))
    return sent


def read(message: Any) -> EmailMessage:
    """A message as a reader of mail takes it apart; it finds nothing wrong with it."""
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
    assert [part.defects for part in parsed.walk() if part.defects] == []
    return parsed


def parts(message: Any) -> tuple[str, str]:
    parsed = read(message)
    body, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert body is not None
    assert html is not None
    return str(body.get_content()), str(html.get_content())


def answered(here: Page, ada: User, text: str = "Because <b> & so.") -> Any:
    """Somebody answers Ada, who is told at once."""
    said = say(here, ada)
    threads.reply(said.thread, by=factories.person(name="Yann"), text=text, uuid=uuid4())
    tell()
    return said.thread


@pytest.mark.parametrize(
    ("language", "subject", "why"),
    [
        ("fr", "Yann vous a répondu dans le fil 1", "parce que vous avez ouvert ce fil"),
        ("en", "Yann answered you in thread 1", "because you opened this thread"),
    ],
)
def test_mail_says_who_said_what_and_why_it_came(
    here: Page, ada: User, language: str, subject: str, why: str
) -> None:
    User.objects.filter(pk=ada.pk).update(language=language)
    thread = answered(here, ada)
    assert carry() == [1]
    [sent] = mail.outbox
    text, html = parts(sent)
    title = here.title
    assert (sent.to, sent.subject.replace("\xa0", " ")) == (
        ["ada@example.org"],
        f"{title} : {subject}" if language == "fr" else f"{title}: {subject}",
    )
    for said in (text, html):
        assert (why in said, f"/-/t/{thread.pk}/#ui-comment-" in said) == (True, True)
    assert ("Because <b> & so." in text, "Because &lt;b&gt; &amp; so." in html) == (True, True)
    assert re.findall(r"<img|<script|<link", html) == []
    assert re.findall(r'class="\w+"(?! style=)', html) == []
    assert "ada@" not in text + html


def test_mail_has_the_headers_by_which_it_is_sorted_and_left(here: Page, ada: User) -> None:
    thread = answered(here, ada)
    threads.reply(thread, by=factories.person(), text="And again.", uuid=uuid4())
    tell()
    carry()
    sent = [one for one in mail.outbox if one.to == ["ada@example.org"]]
    first, second = map(read, sent)
    for told, told_by in zip((first, second), sent, strict=True):
        assert told["References"] == told["In-Reply-To"] == f"<thread-{thread.pk}@localhost>"
        assert (told["Auto-Submitted"], told["List-Unsubscribe-Post"]) == (
            "auto-generated",
            "List-Unsubscribe=One-Click",
        )
        assert re.fullmatch(r"[\w -]+ <notices\.localhost>", told["List-Id"])
        assert re.fullmatch(r"/-/unsubscribe/[\w:.-]+/", way_out(told_by))
    assert first["Message-ID"] != second["Message-ID"]


def test_accepted_changes_are_told_word_by_word(here: Page, ada: User) -> None:
    made = factories.suggestion(here, *TWO, by=ada)
    suggestions.accept(made, by=factories.moderator(name="Mona"), seen=1, chosen=["1"], reason="Thanks.")
    tell()
    carry()
    text, html = parts(mail.outbox[-1])
    assert ("Thanks." in text, "{+" in text) == (True, True)
    assert re.search(r'<ins class="ins" style="[^"]+">', html)
    assert f"suggestion-{made.pk}@" in read(mail.outbox[-1])["References"]


def test_what_may_not_be_read_any_more_does_not_leave(here: Page, ada: User) -> None:
    answered(here, ada, "Rude words.")
    moderation.hide(Notice.objects.get(person=ada).fact.comment, by=factories.moderator(), reason="Rude.")
    assert (carry(), mail.outbox, Letter.objects.count()) == ([1], [], 0)


def test_whoever_may_not_be_written_to_is_not(here: Page, ada: User) -> None:
    answered(here, ada)
    ada.emailaddress_set.update(verified=False)
    assert (carry(), mail.outbox, Letter.objects.count()) == ([1], [], 0)


def test_letter_is_written_once(here: Page, ada: User) -> None:
    answered(here, ada)
    with pytest.raises(Exception, match="(?i)unique"):
        Letter.objects.create(person=ada, reference=Letter.objects.get().reference)


# --- no more of them ----------------------------------------------------------------------------------------


def way_out(message: Any) -> str:
    return read(message)["List-Unsubscribe"].strip().removeprefix(f"<{site.SITE_URL}").removesuffix(">")


def test_one_click_stops_a_thread_without_cookie_nor_token(here: Page, ada: User) -> None:
    thread = answered(here, ada)
    carry()
    client, address = Client(enforce_csrf_checks=True), way_out(mail.outbox[0])
    assert client.get(address).status_code == 200
    assert Watch.objects.filter(person=ada, level=Level.NOTHING).count() == 0
    for _again in range(2):
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert Watch.objects.get(person=ada, thread=thread).level == Level.NOTHING
    threads.reply(thread, by=factories.person(), text="Still there?", uuid=uuid4())
    assert [told for told in tell() if told[1] == "Ada"] == []


@pytest.mark.parametrize("token", ["x", "x:y:z", "WzEsInQiLDFd:1abc:tampered"])
def test_forged_way_out_leads_nowhere(client: Client, token: str) -> None:
    answers = [client.get(f"/-/unsubscribe/{token}/"), client.post(f"/-/unsubscribe/{token}/")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY])
def test_way_out_of_a_digest_ends_its_mails_alone(ada: User, pace: str) -> None:
    NoticeSettings.objects.create(person=ada, deciding=Pace.DAILY, watched=Pace.WEEKLY)
    answer = Client().post(f"/-/unsubscribe/{stopping.Stop(ada.pk, pace, 0).token}/")
    kept = NoticeSettings.objects.get(person=ada)
    left = {"daily": ("never", "weekly"), "weekly": ("daily", "never")}[pace]
    assert (answer.status_code, kept.answers, kept.deciding, kept.watched) == (200, "once", *left)


def test_way_out_of_somebody_who_is_gone_does_nothing(client: Client) -> None:
    for stop in (stopping.Stop(10**6, "t", 1), stopping.Stop(factories.person().pk, "t", 10**6)):
        assert client.post(f"/-/unsubscribe/{stop.token}/").status_code == 200
    assert Watch.objects.count() == 0


# --- digests ------------------------------------------------------------------------------------------------


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("pace", "now", "due"),
    [
        ("daily", "2026-11-25T07:59", "2026-11-24T08:00"),
        ("daily", "2026-11-25T08:00", "2026-11-25T08:00"),
        ("weekly", "2026-11-25T09:00", "2026-11-23T08:00"),
        ("weekly", "2026-11-23T07:59", "2026-11-16T08:00"),
        ("daily", "2026-03-29T12:00", "2026-03-29T08:00"),  # the clock went forward that night
        ("daily", "2026-10-25T07:00", "2026-10-24T08:00"),  # and back that one
    ],
)
def test_digest_is_due_at_the_hour_of_its_reader(pace: str, now: str, due: str) -> None:
    assert dues.last_hour(NoticeSettings(), pace, at(now)) == at(due)


def test_digest_tells_of_all_that_waits_once_and_groups_it_by_page(here: Page, ada: User) -> None:
    other = factories.page(here, "c", "# C\n\nWords.\n")
    NoticeSettings.objects.create(person=ada, watched=Pace.DAILY)
    watching.follow(here, by=ada, level=Level.DISCUSSION, below=True)
    by = factories.moderator(name="Mona")
    for page, words in ((here, "One."), (other, "Two."), (here, "Three.")):
        edit(page, by, words)
    tell()
    tomorrow = timezone.now() + timedelta(days=1)
    assert [digesting.send(when) for when in (tomorrow, tomorrow)] == [1, 0]
    assert carry() == [1]
    text, html = parts(mail.outbox[0])
    assert [html.count(f">{title}</h2>") for title in ("B &amp; &lt;co&gt;", "C")] == [1, 1]
    assert [f"{{+{words}+}}" in text.replace("\n", "") for words in ("One.", "Two.", "Three.")] == [True] * 3
    why = "parce que vous suivez"
    assert (html.count(f"({why}"), text.count(f"({why}")) == (
        3,
        3,
    )  # each says so, as the whole does at its foot
    assert "List-Unsubscribe-Post" in read(mail.outbox[0])
    assert carry() == []


def test_digest_is_bounded_and_leaves_out_what_was_read(here: Page, ada: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(mailing, "MOST_IN_DIGEST", 2)
    NoticeSettings.objects.create(person=ada, watched=Pace.DAILY)
    watching.follow(here, by=ada, level=Level.DISCUSSION)
    for number in range(5):
        say(here, factories.person(), f"Number {number}.")
    tell()
    first = Notice.objects.order_by("pk")[0]
    Notice.objects.filter(pk=first.pk).update(read_at=timezone.now())
    digesting.send(timezone.now() + timedelta(days=1))
    carry()
    text, _html = parts(mail.outbox[0])
    assert (text.count("Number"), "Number 0" in text) == (2, False)
    Notice.objects.update(read_at=timezone.now(), mailed_at=None)
    digesting.send(timezone.now() + timedelta(days=2))
    assert (carry(), len(mail.outbox)) == ([1], 1)  # nothing is left to be told


def test_pause_keeps_mails_back_until_its_day(here: Page, ada: User) -> None:
    today = timezone.localdate()
    NoticeSettings.objects.create(person=ada, paused_until=today + timedelta(days=3))
    answered(here, ada)
    assert (carry(), digesting.send(timezone.now() + timedelta(days=2))) == ([], 0)
    assert digesting.send(timezone.now() + timedelta(days=5)) == 1
    assert (carry(), len(mail.outbox)) == ([1], 1)


# --- a real server ------------------------------------------------------------------------------------------


class Kept:
    """A mailbox; it may refuse an address for good."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.senders: list[str] = []  # where each would come back to
        self.unknown: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append(email.message_from_bytes(envelope.content, policy=policy.default))
        self.senders.append(envelope.mail_from)
        return "250 OK"


@pytest.fixture
def post_office(settings: Any) -> tuple[Kept, Callable[[], Any]]:
    """A mailbox, and what opens its server for a while; it is shut at first."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    box = Kept()

    @contextmanager
    def opened() -> Iterator[None]:
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()

    return box, opened


def later() -> list[int]:
    DBTaskResult.objects.update(run_after=timezone.now())
    return carry()


def test_server_that_is_down_loses_nothing(here: Page, post_office: Any, caplog: Any) -> None:
    box, opened = post_office
    people = crowd(here, 5)
    NoticeSettings.objects.bulk_create([NoticeSettings(person=one, watched=Pace.ONCE) for one in people])
    edit(here, factories.moderator())
    tell()
    assert (carry(), later(), box.messages) == ([0], [0], [])
    assert "example.org" not in caplog.text
    with opened():
        assert later() == [5]
    assert sorted(told["To"] for told in box.messages) == sorted(one.email for one in people)
    assert len({told["Message-ID"] for told in box.messages}) == 5
    assert (Letter.objects.count(), later()) == (0, [])


def test_sender_that_is_killed_doubles_one_at_most_under_the_same_name(
    here: Page, post_office: Any, monkeypatch: Any
) -> None:
    box, opened = post_office
    people = crowd(here, 3)
    NoticeSettings.objects.bulk_create([NoticeSettings(person=one, watched=Pace.ONCE) for one in people])
    edit(here, factories.moderator())
    tell()
    forget, calls = Letter.delete, []

    def killed(letter: Letter) -> Any:
        calls.append(letter)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return forget(letter)

    monkeypatch.setattr(Letter, "delete", killed)
    with opened():
        with pytest.raises(KeyboardInterrupt):
            carry()
        assert (letters.left_behind(), carry()) == (2, [1, 1])
    names = [told["Message-ID"] for told in box.messages]
    assert (len(names), len(set(names)), Letter.objects.count()) == (4, 3, 0)


def test_address_that_is_refused_for_good_is_switched_off_and_the_site_says_so(
    here: Page, ada: User, post_office: Any, client: Client
) -> None:
    box, opened = post_office
    box.unknown.add("ada@example.org")
    thread = answered(here, ada)
    with opened():
        assert carry() == [0]
    assert (Letter.objects.count(), settings_of(User.objects.get(pk=ada.pk)).refused_at is None) == (0, False)
    threads.reply(thread, by=factories.person(), text="Again.", uuid=uuid4())
    tell()
    assert (Letter.objects.filter(person=ada).count(), Notice.objects.filter(person=ada).count()) == (0, 2)
    client.force_login(ada)
    assert "a refusé un de nos messages" in client.get("/-/watches/").content.decode()
