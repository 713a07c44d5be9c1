"""Figures from what a guide holds: answers beside promises, what is open, who writes, how fresh pages are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from wiki.actions import feedback, threads, upkeep
from wiki.models import Comment, Page, PageRevision, Suggestion, Upkeep
from wiki.queries import figures, statistics, tree
from wiki.queries.figures import Answers, Asked, Freshness, Open, Settled
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
NOW = timezone.make_aware(datetime.combine(date(2026, 3, 20), time(12)))
AT = "/-/figures/"


@pytest.fixture
def referent():
    return factories.person(name="Ada")


@pytest.fixture
def section(referent):
    made = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    factories.charter(made, referent, answer_days=5)
    return Page.objects.get(pk=made.pk)


def read(section=None, count=3):
    menu = tree.menu(AnonymousUser())
    months = statistics.months(NOW.date(), count)
    entry = menu.find(section.pk) if section else None
    return figures.read(Asked(user=AnonymousUser(), menu=menu, section=entry, months=months, now=NOW))


def sent(page, days, *, answered=None, settled=None, by=None, **told):
    """A suggestion that was sent so many days ago, answered and settled so many days later."""
    made = factories.suggestion(page, ("first", "last"), by=by)
    at = NOW - timedelta(days=days)
    told |= {"created": at, "open_since": at}
    told |= {"answered_at": at + timedelta(days=answered)} if answered is not None else {}
    told |= {"settled_at": at + timedelta(days=settled)} if settled is not None else {}
    Suggestion.objects.filter(pk=made.pk).update(**told)
    return made


def test_answers_stand_beside_the_promise_month_by_month(section):
    sent(section, 2, answered=1)  # March
    sent(section, 3, answered=2)
    sent(section, 40, answered=8)  # February, later than promised
    sent(section, 8)  # late, with no answer
    sent(section, 1)  # still within
    sent(section, 200, answered=1)  # long before
    told = read().answers
    assert told == Answers(2.0, [None, 8.0, 1.5], 5, 2, 2)
    assert told.share == 50


def test_open_ones_are_counted_by_age_and_those_later_than_promised(section):
    for days in (0, 3, 8, 40):
        sent(section, days)
    sent(section, 41, answered=1)
    sent(section, 50, answered=1, settled=2, state="declined")
    assert read().open == Open([1, 1, 1, 2], 41, 2)


def test_what_went_in_is_told_of_what_was_decided(section):
    for state in ("accepted", "partly", "declined", "withdrawn"):
        sent(section, 10, answered=1, settled=2, state=state)
    assert read().settled == Settled(2, 3)
    assert Settled(0, 0).share is None


def test_promise_is_told_where_one_holds_for_all(section):
    assert read().answers.promise == 5
    other = factories.page(Page.objects.get(path=""), "c")
    assert (read().answers.promise, read(section).answers.promise, read(other).answers.promise) == (
        None,
        5,
        7,
    )


def test_people_are_counted_once_a_month_and_are_new_once(section, referent):
    bea = factories.person(name="Bea")
    for days in (1, 40, 300):
        said = threads.open(section, by=referent, text=f"{days} days.", uuid=uuid4())
        Comment.objects.filter(pk=said.pk).update(created=NOW - timedelta(days=days))
    sent(section, 1, by=bea)
    sent(section, 2, by=bea)
    hidden = {"author_hidden": True, "hidden_at": NOW, "hidden_reason": "A name."}
    PageRevision.objects.update(history_user=referent, history_date=NOW, **hidden)
    told = read()
    assert told.people == [(0, 0), (1, 0), (2, 1)]
    assert (told.writers, told.newcomers) == (2, 1)


def test_pages_are_counted_by_their_day(section):
    for number, days in enumerate((-3, 0, 30, 31)):
        page = factories.page(section, f"p{number}")
        upkeep.check(page, by=SYSTEM, seen=0, months=1)
        Upkeep.objects.filter(pk=page.pk).update(due=NOW.date() + timedelta(days=days))
    assert read().freshness == Freshness(fresh=1, soon=1, late=2, without=2)
    assert read(section).freshness.without == 1


def test_section_counts_its_own_alone(section):
    other = factories.page(Page.objects.get(path=""), "c", "# C\n\nThe first words.\n")
    sent(other, 1)
    feedback.give(other, by=AnonymousUser(), network=None, helped=True)
    assert (read(section).open.total, read(other).open.total, read().open.total) == (0, 1, 1)
    assert [read(section).writers, read(other).writers] == [0, 1]


def test_nothing_is_told_of_an_empty_guide():
    factories.home()
    told = read()
    assert (told.answers.median, told.open.oldest, told.writers, told.helped.share) == (None, None, 0, 0)


# --- the screen ---------------------------------------------------------------------------------------------


def signed(who):
    client = Client()
    client.force_login(who)
    return client


def test_screen_is_for_those_who_decide_somewhere(section, referent):
    assert Client().get(AT).status_code == 302
    for who in (factories.person(), factories.person(trusted=True), factories.person(banned=True)):
        assert signed(who).get(AT).status_code == 403
    for who in (referent, factories.moderator(), factories.admin()):
        answer = signed(who).get(AT)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert signed(referent).post(AT).status_code == 405


def test_each_chart_stands_beside_its_table_and_all_is_escaped(section, referent):
    made = factories.suggestion(section, ("first", "last"), summary="<b>Late</b>")
    Suggestion.objects.filter(pk=made.pk).update(open_since=timezone.now() - timedelta(days=9, hours=1))
    asked = threads.open(section, by=referent, text="<i>Why</i>?", uuid=uuid4())
    mine = signed(referent)
    body = mine.get(AT).content.decode()
    assert (body.count('role="img"'), body.count("<table>"), body.count("<style")) == (3, 4, 0)
    assert ("&lt;b&gt;Late&lt;/b&gt;" in body, "<b>Late" in body) == (True, False)
    assert ("&lt;i&gt;Why&lt;/i&gt;" in body, f"/-/t/{asked.thread_id}/" in body) == (True, True)
    assert "1 attend une réponse depuis plus longtemps" in body
    assert "3 derniers mois" in mine.get(f"{AT}?section={section.pk}&months=3").content.decode()
    assert mine.get(f"{AT}?section=x&months=99&section=²").status_code == 200


def test_screen_asks_as_much_for_one_as_for_many(section, referent, django_assert_num_queries):
    mine = signed(referent)

    def counted():
        mine.get(AT)
        from django.db import connection

        with CaptureQueriesContext(connection) as asked:
            assert mine.get(AT).status_code == 200
        return len(asked)

    counts = []
    for number in range(4):
        page = factories.page(section, f"p{number}", "# P\n\nThe first words.\n")
        sent(page, 1, answered=1)
        sent(page, 2)
        upkeep.set_day(page, by=SYSTEM, seen=0, due=timezone.localdate())
        threads.open(page, by=factories.person(), text="Why?", uuid=uuid4())
        feedback.give(page, by=AnonymousUser(), network=None, helped=False, words="No.")
        counts.append(counted())
    assert len({*counts}) == 1, counts
    assert counts[0] <= 24
