"""What mail servers report later: whose letter it was, and that its address is switched off, or is not."""

from __future__ import annotations

from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Letter, User
from tests import factories
from tests.actions.test_mailing import answered, carry, read
from tests.views.suggested import TEXT
from wiki.actions import bouncing, watching
from wiki.actions.bouncing import Outcome, Whose
from wiki.models import NoticeSettings, Page, Subscription
from wiki.queries.telling import settings_of
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture(autouse=True)
def box(settings: Any) -> None:
    settings.EMAIL_BOUNCES = "bounces@guide.example"


@pytest.fixture
def here() -> Page:
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada", email="ada@example.org")


def report(to: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """As RFC 3464 has it."""
    whole = MIMEMultipart("report", report_type="delivery-status")
    whole["From"], whole["To"], whole["Subject"] = "MAILER-DAEMON@mx.example", to, "Undelivered"
    whole.attach(MIMEText("I could not deliver it."))
    told = Message()
    told["Content-Type"] = "message/delivery-status"
    per_message, per_recipient = Message(), Message()
    per_message["Reporting-MTA"] = "dns; mx.example"
    per_recipient["Final-Recipient"] = "rfc822; somebody@example.org"
    per_recipient["Action"], per_recipient["Status"] = action, status
    told.set_payload([per_message, per_recipient])
    whole.attach(told)
    return whole.as_bytes()


def envelope(here: Page, ada: User) -> str:
    """From where a letter to her leaves."""
    answered(here, ada)
    carry()
    [sent] = mail.outbox
    assert (read(sent)["From"], sent.to) == ("Communs <communs@localhost>", ["ada@example.org"])
    return sent.from_email


def is_off(person: User) -> bool:
    return settings_of(User.objects.get(pk=person.pk)).refused_at is not None


def test_envelope_says_whose_letter_it_is_and_the_header_who_writes(here: Page, ada: User) -> None:
    address = envelope(here, ada)
    assert bouncing.read_address(address.upper()) == Whose("p", ada.pk)


def test_site_without_such_an_address_sends_as_before(here: Page, ada: User, settings: Any) -> None:
    settings.EMAIL_BOUNCES = ""
    assert envelope(here, ada) == "Communs <communs@localhost>"
    assert bouncing.read_address("+p1-0000000000000000@") is None


@pytest.mark.parametrize(
    ("status", "action", "outcome"),
    [
        ("5.1.1", "failed", Outcome.OFF),
        ("5.1.2", "failed", Outcome.OFF),
        ("5.1.10", "failed", Outcome.OFF),
        ("5.2.1", "Failed", Outcome.OFF),
        ("5.2.2", "failed", Outcome.PASSING),
        ("5.7.1", "failed", Outcome.PASSING),
        ("4.4.1", "delayed", Outcome.PASSING),
        ("2.1.5", "delivered", Outcome.PASSING),
        ("5.1.1", "delayed", Outcome.PASSING),
        ("", "failed", Outcome.PASSING),
    ],
)
def test_only_what_is_for_good_switches_off(
    here: Page, ada: User, status: str, action: str, outcome: Outcome
) -> None:
    address = envelope(here, ada)
    assert bouncing.read(report(address, status, action), by=SYSTEM) == outcome
    assert is_off(ada) == (outcome == Outcome.OFF)


def test_site_says_so_and_whoever_chooses_anew_is_tried_again(here: Page, ada: User) -> None:
    bouncing.read(report(envelope(here, ada)), by=SYSTEM)
    client = Client()
    client.force_login(ada)
    for address in ("/-/notices/", "/-/watches/"):
        assert "refus" in client.get(address).content.decode().split("<main")[1]
    watching.set_up(ada, by=ada, hour=8)
    assert not is_off(ada)
    assert "refuse nos messages" not in client.get("/-/notices/").content.decode()


def test_report_that_is_not_signed_or_comes_for_a_former_address_changes_nothing(
    here: Page, ada: User
) -> None:
    address, other = envelope(here, ada), factories.person()
    forged = [
        address.replace(f"+p{ada.pk}-", f"+p{other.pk}-"),
        address.replace("@guide.example", "@elsewhere.example"),
        "bounces@guide.example",
        "nobody",
    ]
    assert [bouncing.read(report(to), by=SYSTEM) for to in forged] == [Outcome.UNKNOWN] * 4
    User.objects.filter(pk=ada.pk).update(email="ada@new.example.org")
    assert bouncing.read(report(address), by=SYSTEM) == Outcome.UNKNOWN
    assert NoticeSettings.objects.exclude(refused_at=None).count() == 0


@pytest.mark.parametrize(
    "rubbish", [b"", b"\xff\x00", b"To: x\n\nwords", b"Content-Type: multipart/report\n\n"]
)
def test_what_is_no_report_is_passed_over(rubbish: bytes) -> None:
    assert bouncing.read(rubbish, by=SYSTEM) == Outcome.UNKNOWN


def test_answer_of_a_person_who_is_away_is_no_report(here: Page, ada: User) -> None:
    message = EmailMessage()
    message["To"], message["Subject"] = envelope(here, ada), "Away until Monday: 5.1.1 failed"
    message.set_content("Action: failed\nStatus: 5.1.1\n")
    assert (bouncing.read(bytes(message), by=SYSTEM), is_off(ada)) == (Outcome.PASSING, False)


def test_address_without_an_account_is_forgotten(here: Page) -> None:
    for page in (here, here.parent):
        Subscription.objects.create(email="zoe@example.org", page=page, pace="daily", language="fr")
    row = Subscription.objects.earliest("pk")
    letter = Letter(about={"confirm": row.pk})
    whose = bouncing.whose(letter)
    assert whose == Whose("s", row.pk)
    assert bouncing.read(report(bouncing.address_of(whose)), by=SYSTEM) == Outcome.OFF
    assert Subscription.objects.count() == 0


def test_command_reads_one_report_or_the_new_ones_of_a_folder(
    here: Page, ada: User, tmp_path: Path, monkeypatch: Any, settings: Any
) -> None:
    address = envelope(here, ada)
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    for number, to in enumerate((address, address, "nobody@example.org")):
        (tmp_path / "new" / f"{number}.host").write_bytes(report(to))

    def run(*folder: str) -> str:
        told = StringIO()
        call_command("bounces", *folder, stdout=told)
        return told.getvalue()

    assert run(str(tmp_path)) == "2 switched off\n1 of no letter of ours\n"
    assert (run(str(tmp_path)), len(list((tmp_path / "cur").iterdir()))) == ("", 3)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(report(address, "4.2.2"))))
    assert run() == "1 not for good\n"
    with pytest.raises(CommandError, match="Maildir"):
        run(str(tmp_path / "nowhere"))
    settings.EMAIL_BOUNCES = ""
    with pytest.raises(CommandError, match="EMAIL_BOUNCES"):
        run()
