"""The accounts of the site, listed for those who moderate: by name, never by address, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.views.suggested import read
from wiki.queries import accounts

pytestmark = pytest.mark.django_db
LIST = "/-/moderation/people/"


@pytest.fixture
def moderator(client):
    factories.home()
    person = factories.moderator(name="Mona Olin")
    client.force_login(person)
    return person


def names(**how):
    told = {"kind": "all", "name": "", "asked": ""} | how
    return [person.name for person in accounts.leaf(**told).people]


def test_accounts_are_found_by_name_and_kind_and_lead_to_what_may_be_decided(client, moderator):
    ana = factories.person(name="Ana Bel", trusted=True)
    factories.person(name="Otto Herr", suspended_until=timezone.now() + timedelta(days=1))
    factories.person(name="Lin Ode", suspended_until=timezone.now() - timedelta(days=1), watched=True)
    gone = factories.person()
    User.objects.filter(pk=gone.pk).update(erased_at=timezone.now(), email=None, name="", is_active=False)
    User.objects.create(name="Ghost Bel", ghost=True, is_active=False)
    assert names() == ["Lin Ode", "Otto Herr", "Ana Bel", "Mona Olin"]
    assert [names(kind=kind) for kind in ("barred", "watched", "trusted")] == [
        ["Otto Herr"],
        ["Lin Ode"],
        ["Ana Bel"],
    ]
    assert (names(name="bel"), names(name="%"), names(name=ana.email)) == (["Ana Bel"], [], [])
    shown = read(client, f"{LIST}?q=  ana&show=trusted")
    assert (f'href="{LIST}{ana.pk}/"' in shown, "Otto Herr" in shown, "1 compte" in shown) == (
        True,
        False,
        True,
    )
    assert f'href="{LIST}"' in read(client, "/-/moderation/")
    assert User.objects.exclude(email=None).filter(email__in=read(client, LIST).split()).count() == 0
    assert [
        person.email for person in User.objects.exclude(email=None) if person.email in read(client, LIST)
    ] == []


@pytest.mark.parametrize(
    "asked", ["?show=x", "?page=-1", "?page=99999999999", "?q=%00&show=", "?q=" + "é" * 999]
)
def test_question_that_makes_no_sense_is_answered(client, moderator, asked):
    assert client.get(LIST + asked).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_many_queries_whatever_it_holds(client, moderator, rows):
    client.get(LIST)
    for _number in range(rows):
        factories.person()
    with CaptureQueriesContext(connection) as found:
        client.get(LIST)
    assert len(found) == 8


def test_list_is_closed_to_all_but_those_who_moderate(client):
    factories.home()
    assert client.get(LIST).status_code == 302
    for someone in (factories.person(trusted=True), factories.moderator(banned=True)):
        client.force_login(someone)
        assert client.get(LIST).status_code == 403
    assert client.post(LIST).status_code == 403
