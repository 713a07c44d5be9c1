"""Leaving: all is taken away first, some days are left to think again, then no name nor address is left."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import departures
from accounts.actions import authors_of
from accounts.models import User
from tests import factories
from wiki.models import ModerationEntry

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
