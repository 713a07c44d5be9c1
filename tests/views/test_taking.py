"""What waits is taken, renewed, given back and decided all the same: suggestions, and comments of the queue."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.views.suggested import read
from wiki.actions import moderation, reminding, suggestions, taking, threads
from wiki.models import Comment, Suggestion, Taking
from wiki.queries import queue
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def claire():
    return factories.person(name="Claire Dumont")


@pytest.fixture
def yann():
    return factories.person(name="Yann Le Goff")


@pytest.fixture
def made(claire, yann):
    section = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    factories.charter(section, claire, yann, answer_days=5)
    return fresh(factories.suggestion(section, ("first", "last"), summary="Say last."))


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def at(it, gesture=""):
    return f"/-/suggestions/{it.pk}/{gesture}"


def signed(who):
    client = Client()
    client.force_login(who)
    return client


def test_one_takes_it_and_others_see_who_and_until_when(client, made, claire, yann):
    mine = signed(claire)
    assert "Je relis" in read(mine, at(made))
    answer = mine.post(at(made, "take/"), {"do": "take"})
    assert (answer.status_code, answer["Location"]) == (302, at(made))
    shown = read(mine, at(made))
    assert "Vous relisez, jusqu’à" in shown
    assert "js/behaviours/taking.js" in shown
    theirs = signed(yann)
    until = timezone.localtime(Taking.objects.get().until).strftime("%H:%M")
    assert f"<b>Claire Dumont</b> relit en ce moment, jusqu’à {until} au plus tard." in read(theirs, at(made))
    for address in ("/-/suggestions/", "/-/suggestions/?as=board", "/a/-/suggestions/"):
        assert "en relecture par Claire Dumont" in read(theirs, address)
        assert "en relecture" not in read(client, address)  # anonymous pages are kept, and it lapses
    assert "Claire Dumont</b> relit" not in read(client, at(made))


def test_second_is_told_and_nothing_changes(made, claire, yann):
    signed(claire).post(at(made, "take/"), {"do": "take"})
    theirs = signed(yann)
    theirs.post(at(made, "take/"), {"do": "take"})
    assert "Claire Dumont relit en ce moment" in read(theirs, at(made))
    assert Taking.objects.get().by == claire
    theirs.post(at(made, "take/"), {"do": "give"})
    assert Taking.objects.get().by == claire
    assert theirs.post(at(made, "take/"), {"do": "renew"}).status_code == 409


def test_sign_of_life_renews_it_and_a_click_gives_it_back(made, claire):
    mine = signed(claire)
    mine.post(at(made, "take/"), {"do": "take"})
    Taking.objects.update(until=timezone.now() + timedelta(minutes=3))
    assert mine.post(at(made, "take/"), {"do": "renew"}).status_code == 204
    assert Taking.objects.get().until > timezone.now() + timedelta(minutes=29)
    mine.post(at(made, "take/"), {"do": "give"})
    assert Taking.objects.count() == 0


def test_forged_turn_is_refused_and_a_link_leads_to_the_suggestion(made, claire):
    mine = signed(claire)
    assert mine.post(at(made, "take/"), {"do": "steal"}).status_code == 400
    assert mine.get(at(made, "take/"))["Location"] == at(made)
    assert signed(factories.person()).post(at(made, "take/"), {"do": "take"}).status_code == 403
    assert Client().post(at(made, "take/"), {"do": "take"}).status_code == 403


@pytest.mark.parametrize("gesture", ["accept/", "decline/", "ask/", "retouch/"])
def test_another_decides_all_the_same_once_they_say_so(made, claire, yann, gesture):
    taking.take(made, by=claire)
    theirs = signed(yann)
    sent = {"seen": 1, "chosen": ["1"], "reason": "It is wrong."}
    if gesture == "retouch/":
        page = made.page
        sent |= {
            "base": factories.last_revision(page).pk,
            "source": page.source.replace("first", "very last"),
        }
        sent |= {"title": "A", "description": "", "uuid": str(uuid4()), "do": "send"}
    shown = read(theirs, at(made) if gesture == "accept/" else at(made, gesture))
    assert shown.count('name="despite"') == 1
    answer = theirs.post(at(made, gesture), sent)
    assert (answer.status_code, fresh(made).state) == (409, "open")
    told = answer.content.decode()
    assert "Claire Dumont relit en ce moment" in told
    if gesture != "accept/":
        assert "It is wrong." in told
    answer = theirs.post(at(made, gesture), sent | {"despite": "yes"})
    assert answer.status_code == 302
    assert fresh(made).state in ("accepted", "declined", "asked")
    assert Taking.objects.count() == 0


def test_whoever_has_it_decides_without_being_asked(made, claire):
    taking.take(made, by=claire)
    mine = signed(claire)
    assert 'name="despite"' not in read(mine, at(made))
    assert mine.post(at(made, "accept/"), {"seen": 1, "chosen": ["1"]}).status_code == 302
    assert fresh(made).state == "accepted"


def test_list_takes_as_many_queries_for_three_as_for_one(made, claire, yann):
    theirs = signed(yann)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            read(theirs, "/-/suggestions/")
        return len(asked)

    taking.take(made, by=claire)
    queries()
    one = queries()
    for word in ("very first", "quite first"):
        taking.take(fresh(factories.suggestion(fresh(made.page), ("first", word))), by=claire)
    assert queries() == one


# --- the moderators' queue ----------------------------------------------------------------------------------


@pytest.fixture
def rude(made):
    said = threads.open(fresh(made.page), by=factories.person(), text="Rude.", uuid=uuid4())
    moderation.flag(said, by=factories.person(), reason="Rude.")
    return said


def test_comment_of_the_queue_is_taken_and_shown_as_such(rude):
    first, second = factories.moderator(name="Mona Olin"), factories.moderator()
    mine, theirs, where = signed(first), signed(second), f"/-/moderation/{rude.pk}/"
    answer = mine.post(f"{where}take/?show=flagged", {"do": "take"})
    assert answer["Location"] == f"{where}?show=flagged"
    assert "Vous relisez, jusqu’à" in read(mine, where)
    assert "en relecture par Mona Olin" in read(theirs, "/-/moderation/")
    assert "<b>Mona Olin</b> relit" in read(theirs, where)
    seen = moderation.looked_at(rude, queue.flags_of(rude))
    sent = {"do": "hide", "seen": seen, "because": "", "reason": "My words."}
    answer = theirs.post(where, sent)
    assert (answer.status_code, "My words." in answer.content.decode()) == (409, True)
    assert Comment.objects.get(pk=rude.pk).hidden is None
    assert theirs.post(where, sent | {"despite": "yes"}).status_code == 302
    assert Comment.objects.get(pk=rude.pk).hidden is not None
    assert Taking.objects.count() == 0


def test_referent_takes_nothing_of_the_queue(rude, claire):
    assert signed(claire).post(f"/-/moderation/{rude.pk}/take/", {"do": "take"}).status_code == 403


# --- what is recalled ---------------------------------------------------------------------------------------


def test_late_answer_is_told_in_lists_header_story_and_to_its_author(client, made, claire):
    Suggestion.objects.update(open_since=timezone.now() - timedelta(days=8, minutes=5))
    mine, author = signed(claire), signed(made.author)
    reminding.remind(by=SYSTEM)
    late = "En retard de 3 jours sur la réponse promise"
    assert late in read(mine, "/-/suggestions/?show=late")
    assert late not in read(client, "/-/suggestions/?show=late")
    assert "dont 1 en retard" in read(mine, "/a/")
    assert "dont 1 en retard" not in read(author, "/a/")
    assert late in read(author, "/-/suggestions/mine/")
    assert "Un rappel a été adressé aux référents le" in read(author, "/-/suggestions/mine/")
    story = "Rappel adressé aux référents\xa0: la réponse promise est en retard"
    assert read(mine, at(made)).count(story) == 1
    assert "La réponse promise a 3 jours de retard." in read(mine, at(made))
    threads.discuss(fresh(made), by=claire, text="Soon.", uuid=uuid4())
    assert "jours de retard" not in read(mine, at(made))
    assert late not in read(author, "/-/suggestions/mine/")


def test_promise_is_a_day_for_everybody(client, made):
    assert "Une réponse est promise avant le" in read(client, at(made))


def test_author_reads_that_it_waits_for_them(made, claire):
    suggestions.ask(made, by=claire, seen=1, reason="Which?")
    made.reviews.update(at=timezone.now() - timedelta(days=8))
    author = signed(made.author)
    assert "ne se ferme jamais toute seule" not in read(author, "/-/suggestions/mine/")
    reminding.remind(by=SYSTEM)
    assert "ne se ferme jamais toute seule" in read(author, "/-/suggestions/mine/")
    assert "Rappel adressé à l’auteur" in read(author, at(made))
