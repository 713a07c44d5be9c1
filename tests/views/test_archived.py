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
        assert f'<a href="/-/archived/{made[path].pk}/">' in body
        assert client.get(f"/-/archived/{made[path].pk}/").status_code == 200


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
    assert (body.count('<li class="note">'), len(asked)) == (rows, 9)


@pytest.mark.parametrize("path", ["%00", "a%0ab", "x" * 2_000, "-", "-/map/more", "advice//first"])
def test_address_that_no_page_can_have_is_not_found_by_those_who_decide_either(client, path):
    factories.guide()
    client.force_login(factories.admin())
    answer = client.get(f"/{path}/")
    assert (answer.status_code, "archivée" in text(answer)) == (404, False)


# --- brought back -------------------------------------------------------------------------------------------


def referent(section):
    """Somebody whom the charter of this section names, and no role besides."""
    person = factories.person()
    factories.charter(section, person)
    return person


def test_referent_is_told_of_a_page_put_away_and_brings_it_back_with_those_that_went_along(client):
    made = factories.guide()
    client.force_login(referent(made["advice"]))
    put_away(made["advice"])
    note = client.get("/advice/first/")
    assert (note.status_code, f"/-/archived/{made['advice/first'].pk}/" in text(note)) == (404, True)
    assert "/admin/" not in text(note)
    asked = client.get(f"/-/archived/{made['advice'].pk}/")
    assert (asked.status_code, "<code>/advice/first/</code>" in text(asked)) == (200, True)
    sent = {"base": current(made["advice"]), "reason": "We need it again."}
    answer = client.post(f"/-/archived/{made['advice'].pk}/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/advice/")
    assert [client.get(path).status_code for path in ("/advice/", "/advice/first/")] == [200, 200]
    assert "We need it again." in text(client.get("/advice/-/history/"))


@pytest.mark.parametrize("who", ["stranger", "reader", "referent elsewhere"])
def test_page_put_away_is_not_there_for_whoever_does_not_decide_where_it_stood(client, who):
    made = factories.guide()
    put_away(made["advice/second"])
    if who != "stranger":
        client.force_login(referent(made["lessons"]) if who != "reader" else factories.person())
    address = f"/-/archived/{made['advice/second'].pk}/"
    assert client.get(address).status_code == 404
    sent = client.post(address, {"base": current(made["advice/second"]), "reason": "Mine."})
    assert (sent.status_code, "Mine." in text(sent)) == (403 if who == "stranger" else 404, True)
    assert client.get("/advice/second/").status_code == 404
    assert Page.objects.get(pk=made["advice/second"].pk).state == "archived"


def test_whoever_comes_second_is_led_to_the_page_that_is_back(client):
    made = factories.guide()
    put_away(made["advice/second"])
    client.force_login(factories.moderator())
    address, base = f"/-/archived/{made['advice/second'].pk}/", current(made["advice/second"])
    for _time in range(2):
        answer = client.post(address, {"base": base})
        assert (answer.status_code, answer["Location"]) == (302, "/advice/second/")
    assert "est déjà revenue" in text(client.get("/advice/second/"))


def test_page_that_changed_while_one_read_is_shown_once_more(client):
    made = factories.guide()
    put_away(made["advice/second"])
    client.force_login(factories.moderator())
    base = current(made["advice/second"])
    pages.unarchive(made["advice/second"], by=rules.SYSTEM, base=base)
    put_away(made["advice/second"])
    address = f"/-/archived/{made['advice/second'].pk}/"
    answer = client.post(address, {"base": base, "reason": "Typed with care."})
    assert (answer.status_code, "Typed with care." in text(answer)) == (409, True)
    assert client.post(address, {"reason": "No base."}).status_code == 400
    assert client.get("/-/archived/99999999999999999999/").status_code == 404
    assert client.get(f"/-/archived/{2**64}/").status_code == 404


def test_page_whose_address_was_taken_comes_back_beside_it_and_says_so(client):
    made = factories.guide()
    put_away(made["advice/second"])
    factories.page(made["advice"], "second", "# The new second\n")
    client.force_login(factories.moderator())
    answer = client.post(f"/-/archived/{made['advice/second'].pk}/", {"base": current(made["advice/second"])})
    assert answer["Location"] == "/advice/second-1/"
    assert "Une autre page a pris son adresse" in text(client.get(answer["Location"]))


def test_list_tells_each_what_they_may_bring_back_and_nothing_of_what_went_along(client):
    made = factories.guide()
    leads = referent(made["advice"])
    put_away(made["advice"])
    put_away(made["lessons"])
    named = {"advice": made["advice"].title, "lessons": made["lessons"].title, "first": "First"}

    def listed(person):
        client.force_login(person)
        body = text(client.get("/-/archived/"))
        return {name for name, title in named.items() if f"<b>{title}</b>" in body}

    assert listed(factories.moderator()) == {"advice", "lessons"}
    assert listed(leads) == {"advice"}


@pytest.mark.parametrize("who", [None, factories.person])
def test_list_is_for_those_who_decide_somewhere(client, who):
    factories.guide()
    if who:
        client.force_login(who())
    assert client.get("/-/archived/").status_code == (403 if who else 302)


@pytest.mark.parametrize("role", ["moderator", "referent"])
def test_list_asks_the_same_of_one_page_and_of_three(client, role):
    made = factories.guide()
    client.force_login(factories.moderator() if role == "moderator" else referent(made["advice"]))
    found = []
    for number in range(3):
        put_away(factories.page(made["advice"], f"gone-{number}"))
        client.get("/-/archived/")
        with CaptureQueriesContext(connection) as asked:
            body = text(client.get("/-/archived/"))
        found.append((body.count('class="sub"><time'), len(asked)))
    assert [rows for rows, _asked in found] == [1, 2, 3]
    assert found[0][1] == found[2][1]
