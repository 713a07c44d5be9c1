"""Pages that are looked at anew: found right, given another day, recalled by the queue, each time once."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.actions.test_races import race
from wiki.actions import notices, pages, upkeep, watching
from wiki.errors import BadDate, EditConflict, NotAllowed
from wiki.models import Fact, ModerationEntry, Notice, Page, Upkeep
from wiki.models.notice import Kind
from wiki.queries import upkeep as kept_of
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TODAY = timezone.localdate


@pytest.fixture
def referent():
    return factories.person(name="Ada")


@pytest.fixture
def page(referent):
    section = factories.page(factories.home(), "a")
    factories.charter(section, referent)
    return Page.objects.get(pk=factories.page(section, "b").pk)


def comes(page, days=0):
    """The day of a page, some days ago."""
    Upkeep.objects.filter(pk=page.pk).update(due=TODAY() - timedelta(days=days), late_since=None)


def remind():
    return upkeep.remind(by=SYSTEM)


def told():
    for fact in Fact.objects.filter(kind=Kind.OUTDATED):
        notices.tell.func(fact.pk)
    return [(one.fact.page_id, one.person.name) for one in Notice.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 28), 12, date(2027, 11, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_later_is_the_same_day_or_the_last_of_its_month(day, months, expected):
    assert upkeep.later(day, months) == expected


def test_page_is_found_right_and_the_journal_says_by_whom_until_when(page, referent):
    kept = upkeep.check(page, by=referent, seen=0, months=6, note=" Links \n and figures. ")
    line = ModerationEntry.objects.get(action="page.check")
    assert (kept.due, kept.version, kept.note) == (upkeep.later(TODAY(), 6), 1, "Links and figures.")
    assert (line.by, line.page_id, line.reason) == (referent, page.pk, "Links and figures.")
    assert (line.before, line.after) == ({}, {"due": kept.due.isoformat()})
    [check] = kept_of.checks(page)
    assert (check.who, check.note, check.is_check, check.due) == ("Ada", kept.note, True, kept.due)


def test_day_is_set_moved_and_dropped(page, referent):
    day = TODAY() + timedelta(days=9)
    upkeep.set_day(page, by=referent, seen=0, due=day, reason="A law changes.")
    upkeep.set_day(page, by=referent, seen=1, due=day + timedelta(days=1))
    upkeep.drop(page, by=referent, seen=2)
    assert not Upkeep.objects.exists()
    assert [one.due for one in kept_of.checks(page)] == [None, day + timedelta(days=1), day]


@pytest.mark.parametrize("days", [-1, 366 * 6])
def test_day_that_is_over_or_far_away_is_refused(page, referent, days):
    with pytest.raises(BadDate):
        upkeep.set_day(page, by=referent, seen=0, due=TODAY() + timedelta(days=days))
    with pytest.raises(BadDate):
        upkeep.check(page, by=referent, seen=0, months=0)
    assert not Upkeep.objects.exists()


def test_others_may_not(page):
    stranger, trusted = factories.person(), factories.person(trusted=True)
    for who in (stranger, trusted):
        with pytest.raises(NotAllowed):
            upkeep.check(page, by=who, seen=0, months=6)
    with pytest.raises(NotAllowed):
        upkeep.remind(by=factories.admin())
    assert not Upkeep.objects.exists()


def test_who_saw_another_state_is_told_so(page, referent):
    upkeep.check(page, by=referent, seen=0, months=6)
    for deed in (
        partial(upkeep.check, months=1),
        partial(upkeep.set_day, due=TODAY()),
        upkeep.drop,
    ):
        with pytest.raises(EditConflict):
            deed(page, by=referent, seen=0)
    assert Upkeep.objects.get().months == 6


def test_queue_recalls_it_once_a_month_to_those_who_decide(page, referent, mailoutbox):
    upkeep.check(page, by=referent, seen=0, months=6)
    assert (remind(), told()) == (0, [])
    comes(page)
    assert (remind(), remind()) == (1, 0)
    assert told() == [(page.pk, "Ada")]
    assert Upkeep.objects.get().late_since == TODAY()
    Upkeep.objects.update(reminded_at=timezone.now() - kept_of.AGAIN - timedelta(hours=1))
    assert remind() == 1
    assert len(told()) == 2
    assert mail.outbox == []  # it comes with the digest


def test_without_referents_those_who_moderate_are_reminded(page, referent):
    upkeep.check(page, by=referent, seen=0, months=6)
    factories.charter(page.parent)
    factories.moderator(name="Mona")
    comes(page)
    assert (remind(), told()) == (1, [(page.pk, "Mona")])


def test_who_follows_the_page_and_decides_nothing_is_not_told(page, referent):
    watching.follow(page, by=factories.person(name="Bea"), level="discussion")
    upkeep.check(page, by=referent, seen=0, months=6)
    comes(page)
    remind()
    assert told() == [(page.pk, "Ada")]


def test_page_that_nobody_reads_waits_for_nothing(page, referent):
    upkeep.check(page, by=referent, seen=0, months=6)
    comes(page)
    pages.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    assert (remind(), Fact.objects.filter(kind=Kind.OUTDATED).count()) == (0, 0)


def test_what_is_right_again_is_late_no_more(page, referent):
    upkeep.check(page, by=referent, seen=0, months=6)
    comes(page, 3)
    remind()
    assert [one.pk for one in kept_of.late(referent)] == [page.pk]
    upkeep.check(page, by=referent, seen=1, months=1)
    assert ([*kept_of.late(referent)], remind()) == ([], 0)


def test_look_plans_the_next_one_first():
    upkeep.look.func()
    upkeep.plan()
    assert DBTaskResult.objects.filter(task_path=upkeep.look.module_path).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_looks_at_once_recall_it_once(page, referent):
    upkeep.check(page, by=referent, seen=0, months=6)
    comes(page)
    assert (sum(race(*[remind] * 4)), Fact.objects.filter(kind=Kind.OUTDATED).count()) == (1, 1)
