"""“Did this page help you?” behind its addresses: without account, cookie or script; read by those who decide."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from tests import factories
from tests.views.feedback_deeds import answered, stamp
from wiki.actions import feedback, pages
from wiki.models import Feedback, Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
ASK, LIST = "/a/b/-/feedback/", "/-/feedback/"


@pytest.fixture
def referent():
    return factories.person(name="Ada")


@pytest.fixture
def page(referent):
    section = factories.page(factories.home(), "a")
    factories.charter(section, referent)
    return factories.page(section, "b", "# B\n\nWords.\n")


def signed(who):
    client = Client()
    client.force_login(who)
    return client


def said(page, **told):
    return feedback.give(page, by=AnonymousUser(), network=None, **{"helped": False, "words": "Why?"} | told)


def test_page_leads_to_the_question_in_few_bytes_and_two_queries(page, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        body = Client().get("/a/b/").content.decode()
    assert '<a href="-/feedback/">Cette page vous a-t-elle aidé\u202f?</a>' in body
    assert '<a href="-/home/feedback/">' in Client().get("/").content.decode()
    assert [Client().get(address).status_code for address in (ASK, "/-/home/feedback/")] == [200, 200]
    draft = factories.page(page, "c", state="draft")
    assert "/feedback/" not in signed(factories.admin()).get(draft.address).content.decode()


def test_reader_answers_without_an_account_nor_a_cookie(page):
    strict = Client(enforce_csrf_checks=True)
    form = strict.get(ASK)
    assert (form.cookies, form["Cache-Control"], form["X-Robots-Tag"]) == ({}, "no-store", "noindex")
    answer = strict.post(ASK, answered(page.pk))
    assert (answer.status_code, answer["Location"], answer.cookies) == (302, f"{ASK}?thanks=1", {})
    [kept] = Feedback.objects.all()
    assert (kept.page_id, kept.helped, kept.words) == (page.pk, False, "A case is missing.")
    thanks = strict.get(answer["Location"])
    assert ("Merci" in thanks.content.decode(), thanks.cookies) == (True, {})


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"helped": ""}, 422),
        ({"helped": "maybe"}, 422),
        ({"website": "https://spam.example"}, 422),
        ({"stamp": ""}, 422),
        ({"stamp": "1:2"}, 422),
        ({"words": "x" * 1001}, 413),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(page, told, status):
    answer = Client().post(ASK, answered(page.pk, **told))
    assert (answer.status_code, Feedback.objects.count()) == (status, 0)
    assert told.get("words", "A case is missing.") in answer.content.decode()


def test_form_that_is_too_fresh_too_old_or_of_another_page_is_sent_once_more(page):
    for one in (stamp(page.pk, 0), stamp(page.pk, 86_500), stamp(page.parent_id)):
        assert Client().post(ASK, answered(page.pk, stamp=one)).status_code == 422
    from_elsewhere = Client(headers={"sec-fetch-site": "cross-site"})
    assert from_elsewhere.post(ASK, answered(page.pk)).status_code == 422
    assert Feedback.objects.count() == 0
    shown = Client().post(ASK, answered(page.pk, stamp="")).content.decode()
    fresh = re.search(r'name="stamp" value="([^"]+)"', shown)[1]
    assert fresh.startswith(f"{page.pk}:")


def test_far_too_many_are_put_off_with_their_words(page, settings):
    settings.LIMITS_ARE_KEPT = True
    settings.LIMITS = settings.LIMITS | {"network": {"feedback": (9, 60), "feedback_at_most": (1, 60)}}
    told = [Client().post(ASK, answered(page.pk)) for _time in range(2)]
    assert [one.status_code for one in told] == [302, 429]
    assert "A case is missing." in told[1].content.decode()
    assert int(told[1]["Retry-After"]) > 0


def test_page_that_is_not_there_is_absent_and_one_that_moved_is_found(page):
    assert Client().get("/a/nowhere/-/feedback/").status_code == 404
    assert Client().post("/a/nowhere/-/feedback/", answered(page.pk)).status_code == 404
    pages.rename(page, by=SYSTEM, base=page.version, slug="c", title="C")
    assert Client().get(ASK)["Location"] == "/a/c/-/feedback/"


def test_banned_are_refused_and_other_methods_too(page):
    banned = signed(factories.person(banned=True))
    assert [banned.get(ASK).status_code, banned.post(ASK, answered(page.pk)).status_code] == [403, 403]
    assert Client().put(ASK).status_code == 405
    assert Feedback.objects.count() == 0


# --- the list -----------------------------------------------------------------------------------------------


def test_list_is_for_those_who_decide_somewhere(page, referent):
    assert Client().get(LIST).status_code == 302
    assert Client().post(LIST).status_code == 405
    for who in (factories.person(), factories.person(trusted=True), factories.person(banned=True)):
        assert signed(who).get(LIST).status_code == 403
    for who in (referent, factories.moderator(), factories.admin()):
        assert signed(who).get(LIST).status_code == 200


def test_list_shows_what_is_asked_for_and_escapes_it(page, referent):
    other = factories.page(Page.objects.get(path=""), "c")
    said(page, words="<b>Bold</b> words")
    said(page, helped=True, words="Thanks")
    said(page, words="")
    said(other, words="Elsewhere")
    mine = signed(referent)

    def words(question=""):
        body = mine.get(f"{LIST}{question}").content.decode()
        assert "<b>Bold" not in body
        return [one for one in ("&lt;b&gt;Bold&lt;/b&gt;", "Thanks", "Elsewhere") if one in body]

    assert words() == ["&lt;b&gt;Bold&lt;/b&gt;", "Thanks"]
    assert words("?show=no") == ["&lt;b&gt;Bold&lt;/b&gt;"]
    assert words(f"?of={page.pk}&show=all") == words()
    assert words(f"?of={other.pk}") == []
    assert words("?show=nothing&section=x&of=²&page=99") == words()
    assert "Elsewhere" in signed(factories.moderator()).get(LIST).content.decode()
    assert "33\u202f% ont été aidés" in mine.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(page, referent, django_assert_num_queries, count):
    for number in range(count):
        said(factories.page(page, f"p{number}"), words=f"no. {number}")
    mine = signed(referent)
    mine.get(LIST)
    with django_assert_num_queries(9):
        body = mine.get(LIST).content.decode()
    assert body.count("<blockquote>") == count


def test_answer_is_taken_away_by_those_who_decide_there(page, referent):
    kept = said(page)
    at = f"/-/feedback/{kept.pk}/drop/"
    elsewhere = factories.person()
    factories.charter(factories.page(Page.objects.get(path=""), "c"), elsewhere)
    told = [signed(who).post(at).status_code for who in (factories.person(), elsewhere)]
    assert (Client().post(at).status_code, told) == (403, [404, 404])
    assert signed(referent).get(at).status_code == 302
    assert Feedback.objects.count() == 1
    assert Client(enforce_csrf_checks=True).post(at).status_code == 403
    assert signed(referent).post(at)["Location"] == LIST
    assert Feedback.objects.count() == 0
    for number in (0, 2**63, 2**70):
        assert signed(referent).post(f"/-/feedback/{number}/drop/").status_code == 404


def test_window_of_the_administration_reads_and_takes_away(page):
    kept = said(page)
    mine = signed(factories.moderator())
    assert "Why?" in mine.get("/admin/wiki/feedback/").content.decode()
    assert mine.get(f"/admin/wiki/feedback/{kept.pk}/change/").status_code == 200
    mine.post("/admin/wiki/feedback/", {"action": "take_away", "_selected_action": [kept.pk]})
    assert Feedback.objects.count() == 0
