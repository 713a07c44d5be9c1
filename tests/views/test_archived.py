"""Pages in a state of their own: in no menu, a draft, put away; each is told to those whom it concerns."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki import rules
from wiki.actions import pages
from wiki.models import Page

pytestmark = pytest.mark.django_db

NO_MENU = "Cette page n’est ni dans le menu ni dans la recherche"
DRAFT = "Cette page est un brouillon"


def text(answer):
    return re.sub(r"<code>\w{16}</code>", "", answer.content.decode())


def put_away(page):
    page.refresh_from_db()
    pages.archive(page, by=rules.SYSTEM, base=page.version, reason="Done.")


def test_reader_of_an_unlisted_page_is_told_that_it_is_in_no_menu(client):
    made = factories.guide()
    factories.page(made["lessons"], "apart", listed=False)
    shown = {
        path: NO_MENU in text(client.get(path)) for path in ("/lessons/apart/", "/lessons/", "/advice/first/")
    }
    assert shown == {"/lessons/apart/": True, "/lessons/": False, "/advice/first/": False}


def test_draft_is_told_as_such_to_those_who_read_it(client):
    factories.guide()
    client.force_login(factories.moderator())
    assert [DRAFT in text(client.get(path)) for path in ("/lessons/secret/", "/advice/")] == [True, False]


@pytest.mark.parametrize("who", [None, factories.person])
def test_archived_page_answers_like_one_that_never_was(client, who):
    made = factories.guide()
    if who:
        client.force_login(who())
    before = client.get("/advice/second/")
    assert before.status_code == 200
    put_away(made["advice/second"])
    gone = client.get("/advice/second/")
    Page.objects.filter(pk=made["advice/second"].pk).update(path="elsewhere")
    never = client.get("/advice/second/")
    assert (gone.status_code, never.status_code, text(gone)) == (404, 404, text(never))


@pytest.mark.parametrize("who", [factories.moderator, factories.admin])
def test_those_who_decide_are_told_that_a_page_is_archived(client, who):
    made = factories.guide()
    put_away(made["advice"])
    client.force_login(who())
    for path in ("advice", "advice/first"):
        answer = client.get(f"/{path}/")
        body = text(answer)
        assert (answer.status_code, "<h1>Cette page est archivée</h1>" in body) == (404, True)
        address = f"/admin/wiki/page/{made[path].pk}/change/"
        assert f'<a href="{address}">' in body
        assert client.get(address).status_code == 200
    listed = re.findall(r'href="(/admin/wiki/page/\?[^"]*)"', body)
    assert [client.get(address).status_code for address in listed] == [200]


def test_page_that_took_the_address_is_shown_and_not_the_one_put_away(client):
    made = factories.guide()
    put_away(made["advice/second"])
    factories.page(made["advice"], "second", "# The new second\n")
    client.force_login(factories.admin())
    answer = client.get("/advice/second/")
    assert (answer.status_code, "<h1>The new second</h1>" in text(answer)) == (200, True)


def test_former_address_of_a_living_page_beats_the_page_put_away(client):
    made = factories.guide()
    put_away(made["advice/second"])
    pages.rename(made["advice/first"], by=rules.SYSTEM, base=current(made["advice/first"]), slug="second")
    pages.rename(made["advice/first"], by=rules.SYSTEM, base=current(made["advice/first"]), slug="third")
    client.force_login(factories.admin())
    answer = client.get("/advice/second/")
    assert (answer.status_code, answer["Location"]) == (301, "/advice/third/")


def current(page):
    page.refresh_from_db()
    return page.version


@pytest.mark.parametrize("rows", [1, 3])
def test_note_takes_the_same_queries_however_many_pages_stood_there(client, rows):
    made = factories.guide()
    for _ in range(rows):
        put_away(factories.page(made["advice"], "again"))
    client.force_login(factories.admin())
    client.get("/advice/again/")
    with CaptureQueriesContext(connection) as asked:
        body = text(client.get("/advice/again/"))
    assert (body.count('<li class="note">'), len(asked)) == (rows, 10)


@pytest.mark.parametrize("path", ["%00", "a%0ab", "x" * 2_000, "-", "-/map/more", "advice//first"])
def test_address_that_no_page_can_have_is_not_found_by_those_who_decide_either(client, path):
    factories.guide()
    client.force_login(factories.admin())
    answer = client.get(f"/{path}/")
    assert (answer.status_code, "archivée" in text(answer)) == (404, False)
