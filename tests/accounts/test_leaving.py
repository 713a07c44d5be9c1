"""Leaving: all is taken away first, some days are left to think again, then no name nor address is left."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import departures
from accounts.actions import authors_of
from accounts.models import User
from tests import factories
from wiki.actions import people, threads
from wiki.models import ModerationEntry, Page, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    person = factories.person(email="ada@lovelace.example", name="Ada Lovelace")
    home = factories.home()
    told = [{"name": "Ada Lovelace", "person": person.pk}]
    home.history.update(history_user=person, co_authors=told, history_change_reason="For Ada Lovelace")
    ModerationEntry.objects.create(action="x", subject="Ada Lovelace", by=person)
    return person


def dumped() -> str:
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue().casefold()


def test_person_takes_away_all_that_is_known_of_them(client: Client, ada: User) -> None:
    client.force_login(ada)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.post("/accounts/data/export/").streaming_content)))
    told = json.loads(archive.read("data.json"))
    assert (told["account"]["email"], len(told["pagerevision"])) == ("ada@lovelace.example", 1)
    assert archive.read("revisions/home-1.md").decode() == "# Home\n"
    assert sorted(archive.namelist()) == ["account.md", "data.json", "revisions.md", "revisions/home-1.md"]


def read(person: User, name: str) -> str:
    into = io.BytesIO()
    departures.export(person, by=person, into=into)
    return zipfile.ZipFile(into).read(name).decode()


def test_text_for_people_speaks_their_language_without_codes(ada: User) -> None:
    at = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    User.objects.filter(pk=ada.pk).update(date_joined=at, last_login=at)
    Authenticator.objects.create(user=ada, type="totp", data={})
    UserSession.objects.create(user=ada, ip="192.0.2.1", session_key="x", user_agent="Firefox", data={})
    ada.refresh_from_db()
    french = read(ada, "account.md")
    assert french.splitlines()[0] == "# Compte"
    assert "- Nom affiché\u00a0: Ada Lovelace\n" in french
    assert (
        "- adresse\u00a0: ada@lovelace.example, confirmée\u00a0: oui, adresse principale\u00a0: oui" in french
    )
    assert "2 mars 2026 13:30" in french
    codes = r"second_steps|totp|verified|True|None|user_agent|\d{4}-\d\d-\d\d|\w+_\w+"
    assert re.findall(codes, french) == []
    assert [line for line in french.splitlines() if line.startswith("## ")] == [
        "## Adresses électroniques",
        "## Secondes étapes",
        "## Comptes d’ailleurs",
        "## Sessions",
    ]
    ada.language = "en"
    assert "confirmed: yes" in read(ada, "account.md")


def test_list_of_revisions_speaks_their_language(ada: User) -> None:
    text = read(ada, "revisions.md")
    assert text.splitlines()[0] == "# Révisions"
    assert "n°\u00a01\u00a0: " in text
    ada.language = "en"
    assert "no. 1: " in read(ada, "revisions.md")


def test_nobody_takes_away_or_erases_another(ada: User) -> None:
    other = factories.admin()
    for refused in (
        lambda: departures.export(ada, by=other, into=io.BytesIO()),
        lambda: departures.leave(ada, by=other),
        lambda: departures.stay(ada, by=other),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_person_who_thinks_again_stays(ada: User) -> None:
    departures.leave(ada, by=ada)
    assert departures.erase_on_time.func(ada.pk) is False  # not yet
    departures.stay(ada, by=ada)
    ada.refresh_from_db()
    assert (ada.leaves_at, ada.is_active) == (None, True)


def test_person_who_left_leaves_no_name_and_no_address(ada: User) -> None:
    departures.leave(ada, by=ada)
    User.objects.update(leaves_at=timezone.now() - timedelta(seconds=1))
    assert departures.erase_on_time.func(ada.pk) is True
    kept = dumped()
    assert [kept.count(word) for word in ("lovelace.example", "ada lovelace")] == [0, 0]
    ada.refresh_from_db()
    assert (str(ada), ada.is_active) == (f"Compte supprimé n°\u00a0{ada.pk}", False)


def test_person_who_left_is_not_met_again_by_an_import(ada: User) -> None:
    departures.erase(ada)
    assert list(authors_of([("Ada Lovelace", "ada@lovelace.example")]).values()) == [ada]
    assert User.objects.count() == 1


def test_last_admin_cannot_leave() -> None:
    root = factories.admin()
    with pytest.raises(departures.LastAdmin):
        departures.leave(root, by=root)
    factories.admin()
    assert departures.leave(root, by=root).leaves_at is not None


def test_taking_away_holds_nothing_of_a_page_that_went_out_of_sight(db: None) -> None:
    person = factories.person()
    page = factories.page(factories.home(), "a", "# Ours\n\nSome words.\n")
    quote = threads.Selection("Some words")
    said = threads.open(page, by=person, text="Mine.", uuid=uuid4(), quote=quote)
    Thread.objects.filter(pk=said.thread_id).update(after="Secret words")
    Page.objects.filter(pk=page.pk).update(state="draft", title="Secret title")
    work = people.export(person, by=person)
    told = f"{work.told}{dict(work.texts)}"
    assert [word in told for word in ("Mine.", "Some words", "Secret words", "Secret title")] == [
        True,
        True,
        False,
        False,
    ]
