"""What people may do together: questions nobody answered, newcomers, pages to update; never what is hidden."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from tests import factories
from wiki.actions import moderation, pages, threads, upkeep
from wiki.models import Comment, Page, Thread
from wiki.queries import together
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
NOBODY = AnonymousUser()


@pytest.fixture
def page():
    return factories.page(factories.page(factories.home(), "a"), "b", "Words.\n", title="Bees & <b>")


@pytest.fixture
def ada(page):
    """Somebody who has spoken before, and was answered."""
    who = factories.person(name="Ada")
    first = ask(page, who, "First words.")
    answer(first, factories.person(name="Old"))
    answer(first, who)
    return who


def ask(page, who, text="Who pays?"):
    return threads.open(page, by=who, text=text, uuid=uuid4()).thread


def answer(thread, who):
    thread = Thread.objects.get(pk=thread.pk)
    return threads.reply(thread, by=who, text="They do.", uuid=uuid4())


def told(user=NOBODY):
    found = together.now(user)
    return (
        [one.said for one in found.questions],
        [one.author for one in found.newcomers],
        [one.title for one in found.late],
    )


def test_question_waits_until_somebody_else_speaks(page, ada):
    thread = ask(page, ada)
    answer(thread, ada)
    assert told() == (["Who pays?"], [], [])
    answer(thread, factories.person(name="Bea"))
    assert told() == ([], ["Bea"], [])  # who welcomes may be new too


def test_question_that_is_settled_waits_no_more(page, ada):
    thread = ask(page, ada)
    threads.resolve(thread, by=ada)
    assert told() == ([], [], [])


def test_newcomers_are_told_of_once_and_until_they_are_answered(page, ada):
    bea, cleo = factories.person(name="Bea"), factories.person(name="Cleo")
    theirs = ask(page, bea, "Hello?")
    said = answer(ask(page, ada), cleo)
    assert told() == ([], ["Cleo", "Bea"], [])
    answer(theirs, ada)
    assert told() == ([], ["Cleo"], [])
    assert told(cleo) == ([], [], [])  # nobody welcomes themselves
    answer(said.thread, ada)
    assert told() == ([], [], [])


def test_what_is_hidden_held_or_of_a_draft_is_told_to_nobody(page, ada):
    bea = factories.person(name="Bea")
    hidden = ask(page, bea, "Rude.")
    comment = Comment.objects.get(thread=hidden)
    moderation.hide(comment, by=factories.moderator(), reason="Rude.")
    ask(page, ada)
    pages.unpublish(page, by=SYSTEM, base=page.version)
    upkeep.check(Page.objects.get(pk=page.pk), by=SYSTEM, seen=0, months=1)
    assert told() == ([], [], [])


def test_pages_to_update_stand_the_longest_overdue_first(page):
    day = timezone.localdate()
    for number in range(4):
        other = factories.page(page, f"p{number}")
        upkeep.set_day(other, by=SYSTEM, seen=0, due=day)
    upkeep.set_day(page, by=SYSTEM, seen=0, due=day.replace(year=day.year + 1, day=1))
    assert told()[2] == ["P0", "P1", "P2"]


def test_home_and_activity_tell_it_escaped_and_are_the_same_for_all_strangers(page, ada):
    ask(page, ada, "<i>Who</i> pays?")
    upkeep.set_day(page, by=SYSTEM, seen=0, due=timezone.localdate())
    ask(page, factories.person(name="Bea <b>"), "Hello?")
    for address in ("/", "/-/activity/"):
        body = Client().get(address).content.decode()
        assert "&lt;i&gt;Who&lt;/i&gt; pays?" in body
        assert "Répondre à Bea &lt;b&gt;" in body
        assert "Bees &amp; &lt;b&gt;</a> <span>à revoir depuis" in body
        assert body == Client().get(address).content.decode()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_home_asks_two_queries_whatever_waits(page, ada, django_assert_num_queries, count):
    for number in range(count):
        ask(page, ada, f"Question {number}?")
        ask(page, factories.person(), "Hello?")
        upkeep.set_day(factories.page(page, f"p{number}"), by=SYSTEM, seen=0, due=timezone.localdate())
    Client().get("/-/map/")
    with django_assert_num_queries(2):
        body = Client().get("/").content.decode()
    assert body.count("Question ") == count
    with django_assert_num_queries(1):
        together.now(NOBODY)
