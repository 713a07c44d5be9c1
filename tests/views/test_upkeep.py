"""When a page is looked at anew, on its screen, on the page, in lists and in the administration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from wiki.actions import upkeep
from wiki.models import Upkeep
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
AT = "/a/b/-/upkeep/"


@pytest.fixture
def referent():
    return factories.person(name="Ada")


@pytest.fixture
def page(referent):
    section = factories.page(factories.home(), "a", "# A\n")
    factories.charter(section, referent)
    return factories.page(section, "b", "# B\n\nWords.\n")


def signed(who):
    client = Client()
    client.force_login(who)
    return client


def is_late(page):
    upkeep.set_day(page, by=SYSTEM, seen=0, due=timezone.localdate())


def test_referent_finds_the_screen_and_says_that_the_page_is_right(page, referent):
    mine = signed(referent)
    assert f'href="{AT}"' in mine.get("/a/b/").content.decode()
    assert "Aucune date n’est fixée" in mine.get(AT).content.decode()
    answer = mine.post(AT, {"do": "check", "base": 0, "months": 6, "note": "Links."}, follow=True)
    assert answer.redirect_chain == [("/a/b/", 302)]
    assert "Elle est à revoir le" in answer.content.decode()
    assert "Vérifiée le" in Client().get("/a/b/").content.decode()
    told = mine.get(AT).content.decode()
    assert ("Links." in told, "par Ada" in told) == (True, True)


def test_day_is_set_and_dropped(page, referent):
    mine, day = signed(referent), timezone.localdate() + timedelta(days=40)
    mine.post(AT, {"do": "day", "base": 0, "due": day.isoformat(), "reason": "A law."})
    assert Upkeep.objects.get().due == day
    assert f'value="{day.isoformat()}"' in mine.get(AT).content.decode()
    assert mine.post(AT, {"do": "drop", "base": 1, "due": ""}).status_code == 302
    assert not Upkeep.objects.exists()


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"do": "day", "base": 0, "due": ""}, 422),
        ({"do": "day", "base": 0, "due": "tomorrow"}, 422),
        ({"do": "day", "base": 0, "due": "2001-01-01"}, 422),
        ({"do": "check", "base": 0, "months": "7"}, 422),
        ({"do": "check", "months": "6"}, 400),
        ({"do": "", "base": 0}, 400),
        ({"do": "check", "base": 7, "months": "6"}, 409),
    ],
)
def test_what_is_wrong_changes_nothing(page, referent, told, status):
    assert signed(referent).post(AT, told).status_code == status
    assert not Upkeep.objects.exists()


def test_who_was_late_sends_it_again_knowingly(page, referent):
    upkeep.check(page, by=SYSTEM, seen=0, months=1)
    mine = signed(referent)
    answer = mine.post(AT, {"do": "check", "base": 0, "months": 6, "note": "Mine."})
    body = answer.content.decode()
    assert (answer.status_code, "Mine." in body, 'name="base" value="1"' in body) == (409, True, True)


def test_others_may_not(page):
    assert Client().get(AT).status_code == 302
    assert Client().post(AT, {"do": "check", "base": 0, "months": 6}).status_code == 403
    for who in (factories.person(), factories.person(trusted=True), factories.person(banned=True)):
        client = signed(who)
        assert client.post(AT, {"do": "check", "base": 0, "months": 6}).status_code == 403
        assert AT not in client.get("/a/b/").content.decode()
    assert not Upkeep.objects.exists()


def test_page_that_waits_says_so_on_itself_and_in_lists(page, referent, django_assert_max_num_queries):
    before = [Client().get(address).content.decode() for address in ("/a/b/", "/a/", "/-/map/", "/")]
    assert ["À actualiser" in body for body in before] == [False] * 4
    is_late(page)
    with django_assert_max_num_queries(2):
        body = Client().get("/a/b/").content.decode()
    assert ("À actualiser\u202f: cette page était à revoir le" in body, AT in body) == (True, False)
    assert AT in signed(referent).get("/a/b/").content.decode()
    after = [Client().get(address).content.decode() for address in ("/a/", "/-/map/", "/")]
    assert ["À actualiser" in body or "Pages à actualiser" in body for body in after] == [True] * 3
    assert Client().get("/a/b/").content == Client().get("/a/b/").content


def test_administration_lists_them_and_says_many_are_right(page):
    is_late(page)
    mine = signed(factories.moderator())
    listed = mine.get("/admin/wiki/upkeep/").content.decode()
    assert AT in listed
    assert "page à actualiser" in mine.get("/admin/").content.decode()
    mine.post("/admin/wiki/upkeep/", {"action": "still_right", "_selected_action": [page.pk]})
    kept = Upkeep.objects.get()
    assert (kept.late_since, kept.version) == (None, 2)
    assert kept.due == upkeep.later(timezone.localdate(), 12)
