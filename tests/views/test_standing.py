"""Supports and objections behind their addresses: given, read, counted in lists, taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.views.suggested import TEXT, of, read
from wiki.actions import standing, suggestions
from wiki.models import Stand, Suggestion
from wiki.queries import review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
AGAINST = {"reason": "It says less.", "other_way": "Say both."}


def back(stand):
    return reverse("wiki:stand-withdraw", args=[stand.pk])


def test_support_of_the_whole_and_of_a_change(client, made, reader):
    shown = read(client, of(made))
    assert shown.count(f'formaction="{of(made, "support")}"') == 3
    client.post(of(made, "support"), {"seen": 1, "about": ""})
    client.post(of(made, "support"), {"seen": 1, "about": "2"})
    assert {(one.change, one.stance) for one in Stand.objects.all()} == {("", "support"), ("2", "support")}
    shown = read(client, of(made))
    assert "1 soutien" in shown
    assert shown.count("Reprendre mon soutien") == 2


def test_objection_is_asked_for_on_its_own_screen_and_read_by_everybody(client, made, reader):
    assert "foremost" in read(client, f"{of(made, 'object')}?seen=1&about=1")
    answer = client.post(of(made, "object"), {"seen": 1, "about": "1"} | AGAINST | {"other_way": ""})
    assert (answer.status_code, Stand.objects.count()) == (422, 0)
    assert "It says less." in answer.content.decode()
    client.post(of(made, "object"), {"seen": 1, "about": "1"} | AGAINST)
    client.logout()
    shown = read(client, of(made))
    assert "It says less." in shown
    assert "Say both." in shown
    assert "1 objection" in read(client, "/-/suggestions/?show=objection")
    assert "Reprendre" not in shown


def test_stand_is_taken_back(client, made, reader):
    stand = standing.support(made, by=reader, seen=1)
    assert client.get(back(stand)).status_code == 302
    client.post(back(stand))
    assert not Stand.objects.standing().exists()
    client.force_login(factories.person())
    assert client.post(back(stand)).status_code == 403
    assert client.post("/-/stands/99999/withdraw/").status_code == 404


@pytest.mark.parametrize("told", [{"seen": "x"}, {"about": "1;2"}, {"about": "x" * 6_000}, {"seen": ""}])
def test_forged_form_is_refused(client, made, reader, told):
    sent = {"seen": 1, "about": ""} | AGAINST | told
    assert client.post(of(made, "support"), sent).status_code == 400
    assert client.post(of(made, "object"), sent).status_code == 400
    assert not Stand.objects.exists()


def test_whoever_saw_another_version_reads_it_first(client, made, reader):
    suggestions.ask(Suggestion.objects.get(), by=factories.moderator(), seen=1, reason="Which?")
    answer = client.post(of(made, "support"), {"seen": 1, "about": ""})
    assert (answer.status_code, Stand.objects.count()) == (409, 0)
    answer = client.post(of(made, "object"), {"seen": 1, "about": ""} | AGAINST)
    assert (answer.status_code, Stand.objects.count()) == (409, 0)
    assert "It says less." in answer.content.decode()


def test_objection_to_words_that_changed_stays_in_view(client, here, made, reader):
    standing.object_to(made, by=reader, seen=1, chosen=["1"], **AGAINST)
    text, base = TEXT.replace("first", "very first"), factories.last_revision(here).pk
    suggestions.amend(made, by=made.author, seen=1, base=base, source=text, summary="Better.")
    shown = read(client, of(made))
    assert "reformulé depuis" in shown
    assert "It says less." in shown
    client.post(back(Stand.objects.get()))
    assert "It says less." not in read(client, of(made))


def test_nothing_is_offered_to_its_author_nor_to_strangers(client, made):
    assert "formaction" not in read(client, of(made))
    client.force_login(made.author)
    assert of(made, "support") not in read(client, of(made))
    assert client.post(of(made, "support"), {"seen": 1}).status_code == 403
    client.logout()
    assert client.get(of(made, "object")).status_code == 302
    assert client.post(of(made, "support"), {"seen": 1}).status_code == 403


def test_screen_and_list_take_as_many_queries_with_three_stands_as_with_one(client, made, reader):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    standing.support(made, by=factories.person(), seen=1)
    first = queries(of(made)), queries("/-/suggestions/")
    for _time in range(2):
        standing.object_to(made, by=factories.person(), seen=1, chosen=["1"], **AGAINST)
    assert (queries(of(made)), queries("/-/suggestions/")) == first


def test_home_tells_what_waits_for_opinions_those_with_the_fewest_first(
    client, here, django_assert_max_num_queries
):
    made = [
        factories.suggestion(here, ("first", f"{word} first"), summary=f"Say {word}.")
        for word in ("very", "quite", "rather", "fairly")
    ]
    standing.support(made[0], by=factories.person(), seen=1)
    standing.object_to(made[1], by=factories.person(), seen=1, **AGAINST)
    with django_assert_max_num_queries(2):
        shown = read(client, "/")
    found = [shown.index(f"Say {word}.") for word in ("quite", "rather", "fairly")]
    assert found == sorted(found)
    assert "Say very." not in shown
    assert "1 objection" in shown


def test_header_counts_what_waits_for_whoever_is_signed_in(client, here, made):
    own = factories.person()
    asked = factories.suggestion(here, ("first", "last"), by=own)
    assert 'class="count"' not in read(client, "/a/")
    client.force_login(own)
    assert 'class="count"' not in read(client, "/a/")
    suggestions.ask(asked, by=factories.moderator(), seen=1, reason="Which?")
    assert '<b class="count">1</b>' in read(client, "/a/")
    assert review.waiting_for(factories.moderator()).total == 1
    referent = factories.person()
    assert review.waiting_for(referent).total == 0
    factories.charter(here, referent)
    assert review.waiting_for(referent).total == 1
