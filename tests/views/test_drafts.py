"""The draft of a form on the site: kept, given back to whoever typed it, dropped once sent; bounded."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from accounts.models import User
from tests import factories
from tests.views.suggested import TEXT, form_of
from wiki.actions import drafts, people
from wiki.errors import NotAllowed, TooSoon
from wiki.models import Draft

pytestmark = pytest.mark.django_db
ADDRESS = "/-/drafts/1-page-1/"


@pytest.fixture
def writer(client) -> User:
    who = factories.person()
    client.force_login(who)
    return who


def typed(source="Some words.", **in_view):
    return {"values": json.dumps({"source": source, "listed": True}), "in_view": json.dumps(in_view)}


def test_draft_is_kept_given_back_and_dropped(client, writer):
    assert client.get(ADDRESS).status_code == 204
    assert client.post(ADDRESS, typed(base="3")).status_code == 204
    assert client.post(ADDRESS, typed("Other words.", base="3")).status_code == 204
    told = client.get(ADDRESS).json()
    assert told["values"] == {"source": "Other words.", "listed": True}
    assert told["inView"] == {"base": "3"}
    assert client.post(ADDRESS, {"do": "drop"}).status_code == 204
    assert not Draft.objects.exists()


def test_nobody_reads_that_of_another(client, writer):
    drafts.keep(factories.person(), "1-page-1", values={"source": "Theirs."}, in_view={})
    assert client.get(ADDRESS).status_code == 204
    client.post(ADDRESS, typed())
    client.post(ADDRESS, {"do": "drop"})
    assert Draft.objects.get().values == {"source": "Theirs."}


def test_strangers_and_those_who_may_write_no_more_are_refused(client):
    for _who in ("stranger", "banned"):
        assert client.get(ADDRESS).status_code == 302
        assert client.post(ADDRESS, typed()).status_code == 403
        client.force_login(factories.person())
        User.objects.update(is_active=False)
    with pytest.raises(NotAllowed):
        drafts.keep(factories.person(is_active=False), "x", values={}, in_view={})
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"values": "x"}, 400),
        ({"values": "[]"}, 400),
        ({"values": '{"source": 3}'}, 400),
        ({"values": '{"password": "x"}'}, 400),
        ({"values": "{}", "in_view": '{"pk": "1"}'}, 400),
        ({}, 400),
        ({"values": json.dumps({"source": "x" * 600_000})}, 413),
    ],
)
def test_what_is_no_draft_of_a_form_is_refused(client, writer, told, status):
    assert client.post(ADDRESS, told).status_code == status
    assert not Draft.objects.exists()


def test_signs_that_no_database_keeps_are_left_out(client, writer):
    client.post(ADDRESS, {"values": '{"source": "a\\u0000b\\ud800c"}'})
    assert client.get(ADDRESS).json()["values"] == {"source": "ab\ufffdc"}
    assert connection.vendor in ("sqlite", "postgresql")


def test_sent_text_has_no_draft_any_more(client, writer):
    here = factories.page(factories.home(), "a", TEXT)
    key = f"{writer.pk}-suggest-{here.pk}"
    client.post(f"/-/drafts/{key}/", typed())
    assert f'data-draft="{key}"' in client.get("/a/-/suggest/").content.decode()
    client.post("/a/-/suggest/", form_of(here))
    assert not Draft.objects.exists()


def test_drafts_have_their_pace_and_the_oldest_make_room(writer, settings):
    most, _seconds = settings.LIMITS["contributor"]["draft"]
    for number in range(most):
        drafts.keep(writer, f"form-{number}", values={}, in_view={})
    with pytest.raises(TooSoon):
        drafts.keep(writer, "one-more", values={}, in_view={})
    assert Draft.objects.count() == drafts.MOST
    assert not Draft.objects.filter(key="form-0").exists()


def test_they_leave_with_whoever_typed_them_and_are_theirs_to_take(writer):
    drafts.keep(writer, "form", values={"source": "Some words."}, in_view={})
    told = people.export(writer, by=writer)
    assert "Some words." in json.dumps(told.told, default=str)
    people.erase(writer, names=frozenset(), addresses=frozenset(), was_theirs=lambda _address: False)
    assert not Draft.objects.exists()


def test_a_name_that_is_too_long_is_refused(client, writer):
    assert client.post(f"/-/drafts/{'x' * 201}/", typed()).status_code == 403
