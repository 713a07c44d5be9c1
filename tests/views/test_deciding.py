"""Suggestions decided on behind their addresses: who may, what happens, what is said to who comes too late."""

import pytest

from tests import factories
from tests.views.suggested import TEXT, TWO, edited, form_of, of, read, state_of
from wiki.models import PageRevision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


def test_what_is_ticked_is_published_and_the_rest_stays_open(client, here, made, author):
    judge = factories.moderator()
    client.force_login(judge)
    answer = client.post(of(made, "accept"), {"seen": made.version, "chosen": ["2"]}, follow=True)
    assert answer.status_code == 200
    revision = factories.last_revision(here)
    assert (revision.author, revision.accepted_by) == (author, judge)
    assert revision.source == TEXT.replace("an end", "the end")
    assert state_of(made) == "open"
    client.post(of(made, "accept"), {"seen": made.version + 1, "chosen": ["1"]})
    assert state_of(made) == "accepted"
    assert factories.last_revision(here).source == TEXT.replace("an end", "the end").replace(
        "first", "foremost"
    )


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"chosen": ["1"]}, 400),
        ({"seen": "x", "chosen": ["1"]}, 400),
        ({"seen": 1, "chosen": ["<b>"]}, 400),
        ({"seen": 1, "chosen": []}, 422),
        ({"seen": 1, "chosen": ["7"]}, 422),
        ({"seen": 9, "chosen": ["1"]}, 409),
    ],
)
def test_choice_that_cannot_be_published_says_so_and_changes_nothing(client, here, made, sent, status):
    client.force_login(factories.moderator())
    before = PageRevision.objects.count()
    assert client.post(of(made, "accept"), sent).status_code == status
    assert (PageRevision.objects.count(), state_of(made)) == (before, "open")


def test_conflicting_change_is_not_published(client, here, made):
    edited(here, "The first words", "The last words")
    client.force_login(factories.moderator())
    html = read(client, of(made))
    assert 'name="chosen" value="2"' in html
    assert 'name="chosen" value="1' not in html
    answer = client.post(of(made, "accept"), {"seen": 1, "chosen": ["1"]})
    assert answer.status_code == 409


@pytest.mark.parametrize("gesture", ["accept", "ask", "decline"])
def test_nobody_decides_who_may_not(client, made, author, gesture):
    for who in (author, factories.person()):
        client.force_login(who)
        assert client.post(of(made, gesture), {"seen": 1, "chosen": ["1"], "reason": "x"}).status_code == 403
    client.logout()
    assert client.post(of(made, gesture), {"seen": 1, "chosen": ["1"], "reason": "x"}).status_code == 403
    assert state_of(made) == "open"


def test_decline_asks_why_and_shows_what_it_is_about(client, made):
    client.force_login(factories.moderator())
    html = read(client, of(made, "decline") + "?seen=1&chosen=2")
    assert html.count('class="hunk"') == 1
    assert client.post(of(made, "decline"), {"seen": 1, "chosen": ["2"], "reason": ""}).status_code == 422
    answer = client.post(of(made, "decline"), {"seen": 1, "chosen": ["2"], "reason": "No."})
    assert answer.status_code == 302
    assert state_of(made) == "open"
    client.post(of(made, "decline"), {"seen": 2, "reason": "No."})
    assert state_of(made) == "declined"


def test_changes_are_asked_for_with_a_reason(client, made, author):
    client.force_login(factories.moderator())
    read(client, of(made, "ask"))
    assert client.post(of(made, "ask"), {"seen": 1, "reason": "Say where."}).status_code == 302
    assert state_of(made) == "asked"
    client.force_login(author)
    assert "Say where." in read(client, of(made))


def test_author_withdraws_and_takes_up_again(client, made, author):
    client.force_login(author)
    client.post(of(made, "withdraw"), {"seen": 1})
    assert state_of(made) == "withdrawn"
    client.post(of(made, "reopen"), {"seen": 2})
    assert state_of(made) == "draft"
    client.post(of(made, "send"), {"seen": 3})
    assert state_of(made) == "open"


@pytest.mark.parametrize("gesture", ["accept", "withdraw", "send", "reopen"])
def test_gesture_opened_by_link_changes_nothing(client, made, author, gesture):
    client.force_login(author if gesture != "accept" else factories.moderator())
    assert client.get(of(made, gesture)).status_code in (302, 403)
    assert state_of(made) == "open"


def test_acceptance_is_undone_in_one_click(client, here, made):
    client.force_login(factories.moderator())
    client.post(of(made, "accept"), {"seen": made.version, "chosen": ["1", "2"]})
    review = made.reviews.get()
    assert of(made, "undo") in read(client, of(made))
    assert client.post(of(made, "undo"), {"review": review.pk}).status_code == 302
    assert factories.last_revision(here).source == TEXT
    html = read(client, of(made))
    assert of(made, "undo") not in html
    assert client.post(of(made, "undo"), {"review": review.pk}).status_code == 422
    assert client.post(of(made, "undo"), {"review": "x"}).status_code == 400


def test_review_of_another_suggestion_is_not_undone(client, here, made):
    other = factories.suggestion(here, ("some other", "quite other"))
    client.force_login(factories.moderator())
    client.post(of(made, "accept"), {"seen": made.version, "chosen": ["1"]})
    answer = client.post(of(other, "undo"), {"review": made.reviews.get().pk})
    assert (answer.status_code, factories.last_revision(here).number) == (422, 2)


def test_author_undoes_nothing(client, here, made, author):
    client.force_login(factories.moderator())
    client.post(of(made, "accept"), {"seen": made.version, "chosen": ["1"]})
    client.force_login(author)
    assert of(made, "undo") not in read(client, of(made))
    assert client.post(of(made, "undo"), {"review": made.reviews.get().pk}).status_code == 403


def test_approval_is_noted_where_more_people_are_needed(client, here, made):
    people = [factories.person() for _ in range(2)]
    factories.charter(here, *people, approvals=2)
    for number, told in ((1, "0 sur 2"), (2, "1 sur 2")):
        client.force_login(people[number - 1])
        assert told in read(client, of(made))
        client.post(of(made, "accept"), {"seen": made.version, "chosen": ["1", "2"]})
        assert factories.last_revision(here).number == number
    assert state_of(made) == "accepted"


def test_retouched_text_is_accepted_and_both_are_credited(client, here):
    made, judge = factories.suggestion(here, *TWO), factories.moderator(name="Ada Dorn")
    client.force_login(judge)
    assert of(made, "retouch") in read(client, of(made))
    shown = read(client, of(made, "retouch"))
    assert "foremost" in shown
    form = form_of(here, source=here.source.replace("first", "very first"), seen=1)
    looked = client.post(of(made, "retouch"), form | {"do": "changes", "reason": ""})
    assert (looked.status_code, state_of(made)) == (200, "open")
    answer = client.post(of(made, "retouch"), form)
    assert answer.headers["Location"] == of(made)
    assert state_of(made) == "accepted"
    assert "avec une retouche" in read(client, of(made))
    assert "avec Ada Dorn" in read(client, "/a/-/history/")


def test_retouch_on_an_older_page_keeps_what_was_typed_and_offers_the_rest(client, here):
    made = factories.suggestion(here, *TWO)
    client.force_login(factories.moderator())
    form = form_of(here, source=here.source.replace("first", "very first"), seen=1)
    edited(here, "some other", "quite other")
    answer = client.post(of(made, "retouch"), form)
    assert (answer.status_code, state_of(made)) == (409, "open")
    shown = answer.content.decode()
    assert "very first" in shown
    assert 'value="merge"' in shown


def test_retouch_is_refused_to_others_and_offered_where_one_decides(client, here):
    made = factories.suggestion(here, *TWO)
    client.force_login(made.author)
    assert client.get(of(made, "retouch")).status_code == 403
    first, second = factories.person(), factories.person()
    factories.charter(here, first, second, approvals=2)
    client.force_login(first)
    assert of(made, "retouch") not in read(client, of(made))
    assert client.get(of(made, "retouch")).status_code == 302
