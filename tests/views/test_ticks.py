"""Ticks on an account: kept by task, the latest counts, theirs alone; sent by a browser or by a form."""

from __future__ import annotations

import json
from time import time

import pytest
from django.test import Client

from accounts.models import User
from tests import factories
from wiki.actions import people, ticking
from wiki.errors import NotAllowed, TooSoon
from wiki.models import Page, Ticks

pytestmark = pytest.mark.django_db

TASKS = "# Tasks\n\n## One\n\n* [ ] **A.1** Say the need\n* [ ] Buy chalk\n* [x] Done by the guide\n\n## Two\n\n* [ ] Twin\n* [ ] Twin\n"
CHALK, TWIN = "Buy chalk\none\n1", "Twin\ntwo\n2"


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "tasks", TASKS)


@pytest.fixture
def reader(client) -> User:
    who = factories.person()
    client.force_login(who)
    return who


def address(page: Page, tail: str = "") -> str:
    return f"/-/ticks/{page.pk}/{tail}"


def send(client: Client, page: Page, **ticks):
    """Each is told with how many seconds ago it was ticked."""
    dated = {key: [is_on, time() - ago] for key, (is_on, ago) in ticks.items()}
    return client.post(address(page), {"ticks": json.dumps(dated)})


def kept(client: Client, page: Page) -> dict[str, bool | None]:
    return client.get(address(page)).json()["ticks"]


def test_ticks_are_kept_by_task_and_read_with_the_page(client, reader, page):
    told = send(client, page, **{"A.1": [True, 0], CHALK: [True, 0], TWIN: [True, 0]})
    assert told.json()["ticks"] == {"A.1": True, CHALK: True, TWIN: True}
    send(client, page, **{TWIN: [None, 0]})
    assert client.get("/tasks/").context["ticks"] == {"A.1": True, CHALK: True}
    other = factories.page(page.parent, "others", "# Others\n\n* [ ] **A.1** Say the need\n* [ ] Buy chalk\n")
    assert kept(client, other) == {"A.1": True}


def test_of_two_devices_the_one_that_ticked_last_counts(client, reader, page):
    send(client, page, **{CHALK: [True, 60]})
    send(client, page, **{CHALK: [None, 30]})
    assert kept(client, page) == {CHALK: None}
    send(client, page, **{CHALK: [True, 45], TWIN: [True, 1e12]})  # sent late, by a clock of its own
    assert kept(client, page) == {CHALK: None, TWIN: True}
    send(client, page, **{CHALK: [True, -5], TWIN: [None, -1e300]})
    send(client, page, **{CHALK: [False, -1]})
    assert kept(client, page) == {CHALK: False, TWIN: None}


def test_what_is_no_task_of_the_page_is_left_out(client, reader, page):
    odd = {"B.7": [True, 0], "Sell chalk\none\n1": [True, 0], "x" * 3_000: [True, 0], "a\x00": [True, 0]}
    assert send(client, page, **odd).json()["ticks"] == {}
    assert not Ticks.objects.exists()


def test_task_that_the_page_has_no_more_stays_and_is_taken_back(client, reader, page):
    send(client, page, **{CHALK: [True, 5]})
    Page.objects.filter(pk=page.pk).update(html=page.html.replace("chalk", "ink"))
    send(client, page, **{CHALK: [None, 0], "Buy\u202fink\none\n1": [True, 0]})
    assert kept(client, page) == {CHALK: None, "Buy ink\none\n1": True}


@pytest.mark.parametrize(
    "told",
    [
        *("", "x", "[]", "3", '{"A.1": true}', '{"A.1": [1, 0]}', '{"A.1": [true, "0"]}'),
        *('{"A.1": [true, true]}', '{"A.1": [true, NaN]}', '{"A.1": [true]}', '{"A.1": {"on": true}}'),
        json.dumps({f"A.{number}": [True, 0] for number in range(201)}),
    ],
)
def test_what_are_no_ticks_is_refused(client, reader, page, told):
    assert client.post(address(page), {"ticks": told}).status_code == 400
    assert not Ticks.objects.exists()


def test_what_is_too_long_is_refused(client, reader, page):
    assert client.post(address(page), {"ticks": " " * 65_000}).status_code == 413


def test_ticks_are_theirs_alone(client, reader, page):
    ticking.keep(page, {"A.1": (True, 0)}, by=factories.person())
    assert kept(client, page) == {}
    client.force_login(factories.admin())
    assert kept(client, page) == {}


@pytest.mark.parametrize("tail", ["", "list/"])
def test_strangers_and_those_who_may_write_no_more_are_refused(client, page, tail):
    assert client.post(address(page, tail)).status_code == 403
    banned = factories.person(banned=True)
    client.force_login(banned)
    assert client.get(address(page, tail)).status_code == 403
    assert client.post(address(page, tail), {"ticks": "{}"}).status_code == 403
    with pytest.raises(NotAllowed):
        ticking.keep(page, {"A.1": (True, 0)}, by=banned)
    assert client.get("/tasks/").context["ticks"] is None  # their browser keeps them
    assert not Ticks.objects.exists()


@pytest.mark.parametrize("tail", ["", "list/"])
def test_page_that_one_may_not_read_or_that_has_no_task_is_not_there(client, reader, page, tail):
    draft = factories.page(page.parent, "draft", TASKS, state="draft")
    bare = [draft.pk, page.parent.pk, 0, 2**63, 10**30]
    assert [client.get(f"/-/ticks/{pk}/{tail}").status_code for pk in bare] == [404] * 5
    with pytest.raises(NotAllowed):
        ticking.keep(draft, {"A.1": (True, 0)}, by=reader)


def test_form_is_asked_for_its_token(page, reader):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reader)
    assert send(strict, page, **{"A.1": [True, 0]}).status_code == 403
    token = strict.get(address(page)).json()["token"]
    sent = strict.post(address(page), {"ticks": '{"A.1": [true, 0]}', "csrfmiddlewaretoken": token})
    assert sent.json()["ticks"] == {"A.1": True}


def test_ticks_have_their_pace(client, reader, page, settings):
    settings.LIMITS = {"contributor": settings.LIMITS["contributor"] | {"tick": (2, 60)}}
    sent = [send(client, page, **{"A.1": [True, 0]}).status_code for _time in range(3)]
    assert sent == [200, 200, 429]
    late = client.post(address(page, "list/"), {"on": [CHALK]})
    assert (late.status_code, "Retry-After" in late.headers) == (429, True)
    assert [one["on"] for one in late.context["tasks"]] == [
        False,
        True,
        False,
        False,
        False,
    ]  # as it was sent
    with pytest.raises(TooSoon):
        ticking.keep(page, {}, by=reader)


def test_oldest_make_room(reader, page, monkeypatch):
    monkeypatch.setattr(ticking, "MOST", 2)
    ticking.keep(
        page, {CHALK: (True, 1.7e9), TWIN: (True, 1.72e9), "Twin\ntwo\n1": (True, 1.71e9)}, by=reader
    )
    assert set(Ticks.objects.get().ticks) == {TWIN, "Twin\ntwo\n1"}


def test_without_script_the_tasks_are_ticked_in_a_form(client, reader, page):
    form = client.get(address(page, "list/"))
    assert [(one["task"].words, one["on"]) for one in form.context["tasks"]][:3] == [
        ("A.1 Say the need", False),
        ("Buy chalk", False),
        ("Done by the guide", True),
    ]
    sent = {"was": ["Done by the guide\r\none\r\n1"], "on": ["A.1", "Twin\r\ntwo\r\n2"]}
    assert client.post(address(page, "list/"), sent)["Location"] == address(page, "list/")
    assert kept(client, page) == {"A.1": True, TWIN: True, "Done by the guide\none\n1": False}
    client.post(address(page, "list/"), {"was": ["A.1"], "on": ["Done by the guide\none\n1"]})
    assert kept(client, page) == {"A.1": None, TWIN: True, "Done by the guide\none\n1": None}


def test_only_those_who_are_logged_in_ask_one_query_more(client, page, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = client.get("/tasks/")
    assert b"ui-ticks-title" in answer.content
    assert b'id="ui-ticks"' not in answer.content
    assert b"account.js" not in answer.content
    factories.page(page.parent, "plain", "# Plain\n")
    client.force_login(factories.person())
    client.get("/plain/")
    with django_assert_num_queries(7):
        client.get("/plain/")
    for _time in ("nothing ticked", "one task", "three"):
        with django_assert_num_queries(8):
            client.get("/tasks/")
        send(
            client, page, **{key: [True, 0] for key in ("A.1", CHALK, TWIN)[: 1 + 2 * Ticks.objects.count()]}
        )


def test_page_is_the_same_bytes_until_something_is_ticked(client, reader, page):
    before = client.get("/tasks/")["ETag"]
    assert client.get("/tasks/", headers={"if-none-match": before}).status_code == 304
    send(client, page, **{"A.1": [True, 0]})
    assert client.get("/tasks/", headers={"if-none-match": before}).status_code == 200


def test_they_leave_with_whoever_ticked_and_are_theirs_to_take(client, reader, page):
    send(client, page, **{CHALK: [True, 0], "A.1": [True, 0]})
    told = people.export(reader, by=reader).told["ticks"]
    assert [(row["page"], list(row["ticks"])) for row in told] == [(None, ["A.1"]), (page.pk, [CHALK])]
    people.erase(reader, names=frozenset(), addresses=frozenset(), was_theirs=lambda _address: False)
    assert not Ticks.objects.exists()
