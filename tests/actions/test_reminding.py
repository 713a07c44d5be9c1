"""Reminders: to those who decide when the promised answer is due, to authors who are silent; each noted once."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.actions.test_races import outcomes, race
from wiki.actions import charters, pages, reminding, suggestions, threads
from wiki.errors import NotAllowed
from wiki.models import Reminder, Review, Suggestion
from wiki.models.reminder import Recall
from wiki.queries import promises, review
from wiki.queries.promises import Due, Waiting, due
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
DAYS = 5
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def referent():
    return factories.person()


@pytest.fixture
def section(referent):
    made = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    factories.charter(made, referent, answer_days=DAYS)
    return fresh(made)


@pytest.fixture
def made(section):
    return fresh(factories.suggestion(section, ("first", "last")))


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def waits_since(suggestion, **span):
    Suggestion.objects.filter(pk=suggestion.pk).update(open_since=timezone.now() - timedelta(**span))


def told():
    return [(row.kind, row.to) for row in Reminder.objects.order_by("pk")]


def remind():
    return reminding.remind(by=SYSTEM)


# --- when, as a pure table ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waiting", "after", "kind"),
    [
        (Waiting(NOON, days=5), timedelta(days=4, seconds=-1), None),
        (Waiting(NOON, days=5), timedelta(days=4), Recall.NEAR),
        (Waiting(NOON, days=5), timedelta(days=5, seconds=-1), Recall.NEAR),
        (Waiting(NOON, days=5), timedelta(days=5), Recall.LATE),
        (Waiting(NOON, days=5), timedelta(days=400), Recall.LATE),
        (Waiting(NOON, days=1), timedelta(hours=11, minutes=59), None),
        (Waiting(NOON, days=1), timedelta(hours=12), Recall.NEAR),
        (Waiting(NOON, days=1), timedelta(days=1), Recall.LATE),
        (Waiting(NOON, days=5, answered=True), timedelta(days=400), None),
        (Waiting(NOON, asked=True), timedelta(days=7, seconds=-1), None),
        (Waiting(NOON, asked=True), timedelta(days=7), Recall.ASKED),
        (Waiting(NOON, conflict=True), timedelta(days=7, seconds=-1), None),
        (Waiting(NOON, conflict=True), timedelta(days=7), Recall.CONFLICT),
        (Waiting(NOON, days=5, conflict=True, asked=True), timedelta(days=7), Recall.CONFLICT),
        (Waiting(NOON, days=5), timedelta(days=-3), None),  # a clock that went back
    ],
)
def test_it_is_time(waiting, after, kind):
    found = due(waiting, NOON + after)
    assert (found.kind if found else None) == kind
    if kind in (Recall.NEAR, Recall.LATE):
        assert found == Due(kind, NOON + timedelta(days=waiting.days))


# --- what is noted, for whom --------------------------------------------------------------------------------


def test_referents_hear_before_and_after_the_promised_answer_each_time_once(made, referent):
    assert (remind(), told()) == (0, [])
    waits_since(made, days=DAYS - 1, seconds=1)
    assert (remind(), remind(), told()) == (1, 0, [("near", referent)])
    since = fresh(made).open_since
    Suggestion.objects.filter(pk=made.pk).update(open_since=since - timedelta(days=1))
    Reminder.objects.update(since=since - timedelta(days=1))
    assert (remind(), remind()) == (1, 0)
    assert told() == [("near", referent), ("late", referent)]
    assert [one.kind for one in promises.told_of(made)] == ["near", "late"]
    assert fresh(made).state == "open"


def test_clock_that_comes_late_tells_the_later_of_two_alone(made, referent):
    waits_since(made, days=40)
    assert (remind(), remind(), told()) == (1, 0, [("late", referent)])


def test_nothing_closes_by_silence_however_long(made):
    waits_since(made, days=3650)
    for _look in range(3):
        remind()
    assert (fresh(made).state, fresh(made).settled_at, Review.objects.count()) == ("open", None, 0)


@pytest.mark.parametrize("answer", ["verdict", "comment", "reply", "approval"])
def test_answer_by_whoever_decides_is_the_promised_one(made, referent, answer):
    if answer == "verdict":
        suggestions.decline(made, by=referent, seen=1, reason="No.")
    elif answer == "comment":
        threads.discuss(made, by=referent, text="Not yet.", uuid=uuid4())
    elif answer == "reply":
        said = threads.discuss(made, by=factories.person(), text="And?", uuid=uuid4())
        assert fresh(made).answered_at is None
        threads.reply(fresh(said.thread), by=referent, text="Soon.", uuid=uuid4())
    else:
        factories.charter(fresh(made.page), referent, factories.person(), approvals=2, answer_days=DAYS)
        suggestions.accept(fresh(made), by=referent, seen=1)
    assert fresh(made).answered_at is not None
    waits_since(made, days=30)
    assert (remind(), told()) == (0, [])


def test_word_of_somebody_who_does_not_decide_or_of_its_author_is_no_answer(made):
    threads.discuss(made, by=factories.person(), text="I like it.", uuid=uuid4())
    threads.discuss(made, by=made.author, text="Well?", uuid=uuid4())
    assert fresh(made).answered_at is None


def test_amended_suggestion_is_promised_an_answer_anew(made, referent):
    threads.discuss(made, by=referent, text="Which?", uuid=uuid4())
    page = fresh(made.page)
    base = factories.last_revision(page).pk
    text = page.source.replace("first", "very last")
    told_again = {"base": base, "source": text, "summary": "Clearer."}
    suggestions.amend(fresh(made), by=made.author, seen=1, **told_again)
    assert fresh(made).answered_at is None
    waits_since(made, days=DAYS, seconds=1)
    assert (remind(), told()) == (1, [("late", referent)])


def test_author_is_reminded_of_what_was_asked_once(made, referent):
    suggestions.ask(made, by=referent, seen=1, reason="Which?")
    assert remind() == 0
    Review.objects.update(at=timezone.now() - timedelta(days=8))
    assert (remind(), remind(), told()) == (1, 0, [("asked", made.author)])
    assert (fresh(made).state, promises.told_of(made)[0].to_author) == ("asked", True)


def test_author_is_reminded_of_a_conflict(made, section):
    pages.edit(section, by=SYSTEM, base=section.version, source="# A\n\nThe 1st words.\n")
    assert fresh(made).footing == "conflict"
    waits_since(made, days=30)
    assert (remind(), told()) == (0, [])  # it is not those who decide who keep it waiting
    model = type(factories.last_revision(section))
    model.objects.filter(id=section.pk, number=2).update(history_date=timezone.now() - timedelta(days=8))
    assert (remind(), remind(), told()) == (1, 0, [("conflict", made.author)])


def test_whoever_stands_in_is_reminded_for_a_referent_who_is_away(section, made, referent):
    deputy = factories.person()
    charters.leave(section, by=referent, until=timezone.localdate() + timedelta(days=3), deputy=deputy)
    waits_since(made, days=30)
    remind()
    assert told() == [("late", deputy)]


def test_section_without_referents_reminds_those_who_moderate(section, made):
    factories.charter(section, answer_days=DAYS)
    moderator, admin = factories.moderator(), factories.admin()
    factories.moderator(is_active=False)
    waits_since(made, days=30)
    remind()
    assert told() == [("late", moderator), ("late", admin)]


def test_nobody_is_reminded_of_what_they_may_not_decide(section, referent):
    own = factories.suggestion(section, ("first", "last"), by=referent)
    moderator = factories.moderator()
    waits_since(own, days=30)
    remind()
    assert told() == [("late", moderator)]


def test_own_suggestion_is_recalled_where_the_charter_lets_one_decide(section, referent):
    factories.charter(section, referent, answer_days=DAYS, own_acceptance=True)
    own = factories.suggestion(fresh(section), ("first", "last"), by=referent)
    waits_since(own, days=30)
    remind()
    assert told() == [("late", referent)]


def test_drafts_settled_ones_and_archived_pages_are_let_be(section, made):
    draft = factories.suggestion(section, ("words", "parts"), draft=True)
    suggestions.withdraw(made, by=made.author, seen=1)
    Suggestion.objects.filter(pk__in=[made.pk, draft.pk]).update(
        open_since=timezone.now() - timedelta(days=30)
    )
    assert remind() == 0


def test_nobody_reminds_by_hand(made):
    with pytest.raises(NotAllowed):
        reminding.remind(by=factories.admin())
    with pytest.raises(NotAllowed):
        reminding.remind_of(made.pk, by=factories.admin())


def test_what_was_answered_meanwhile_is_not_recalled(made, referent):
    waits_since(made, days=30)
    [(found, _what)] = promises.to_recall(timezone.now())
    suggestions.ask(made, by=referent, seen=1, reason="Which?")
    assert reminding.remind_of(found.pk, by=SYSTEM) == []
    assert reminding.remind_of(2**31 - 1, by=SYSTEM) == []


def test_look_takes_as_many_queries_for_three_as_for_one(section, made, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert list(promises.to_recall(timezone.now())) == []
    for word in ("very first", "quite first"):
        factories.suggestion(section, ("first", word))
    with django_assert_num_queries(4):
        assert list(promises.to_recall(timezone.now())) == []


# --- what is counted ----------------------------------------------------------------------------------------


def test_late_answer_is_listed_counted_and_told_in_days(made, referent):
    waits_since(made, days=DAYS + 3, seconds=60)
    remind()
    assert review.waiting_for(referent)[:2] == (1, 1)
    assert review.waiting_for(made.author)[:2] == (0, 0)
    leaf = review.of_site(referent, "late", "")
    assert [(one.pk, one.late_days) for one in leaf.suggestions] == [(made.pk, 3)]
    assert review.of_site(AnonymousUser(), "late", "").suggestions[0].late_days == 0
    threads.discuss(made, by=referent, text="Soon.", uuid=uuid4())
    assert review.waiting_for(referent)[:2] == (1, 0)
    assert review.of_site(referent, "late", "").total == 0


def test_days_are_those_of_the_calendar():
    promised = NOON
    assert promises.days_late(None, NOON) == 0
    assert promises.days_late(promised, NOON - timedelta(seconds=1)) == 0
    assert promises.days_late(promised, NOON) == 1
    assert promises.days_late(promised, NOON + timedelta(days=1)) == 1
    assert promises.days_late(promised, NOON + timedelta(days=3)) == 3


# --- the queue ----------------------------------------------------------------------------------------------


def waiting():
    return DBTaskResult.objects.filter(task_path=reminding.look.module_path, status="READY")


def test_look_plans_the_next_before_it_looks_and_one_waits_at_a_time(made):
    waits_since(made, days=30)
    assert (reminding.look.call(), waiting().count()) == (1, 1)
    assert (reminding.look.call(), waiting().count()) == (0, 1)
    [row] = waiting()
    assert timezone.now() < row.run_after <= timezone.now() + reminding.EVERY


def test_looks_that_are_over_are_forgotten(made):
    reminding.look.call()
    waiting().update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=2))
    reminding.plan()
    assert DBTaskResult.objects.filter(task_path=reminding.look.module_path).count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_remind_once(made, referent, section):
    other = factories.person()
    factories.charter(section, referent, other, answer_days=DAYS)
    for _round in range(10):
        Reminder.objects.all().delete()
        waits_since(made, days=30)
        became = race(*[partial(reminding.remind, by=SYSTEM)] * 4)
        assert outcomes(became) == ["done"] * 4
        assert (sum(became), told()) == (1, [("late", referent), ("late", other)])
