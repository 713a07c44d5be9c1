"""Taking what waits to be decided: one person at a time, for half an hour, and nobody shut out by it."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from tests.actions.test_races import outcomes, race
from wiki.actions import moderation, suggestions, taking, threads
from wiki.errors import NotAllowed, TakenAlready
from wiki.models import Suggestion, Taking
from wiki.models.taking import SPAN
from wiki.queries import takings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
ROUNDS = 20


@pytest.fixture
def referents():
    return factories.person(), factories.person()


@pytest.fixture
def made(referents):
    section = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    factories.charter(section, *referents)
    return fresh(factories.suggestion(section, ("first", "last")))


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def later(**span):
    """As if so much time had passed."""
    shift = timedelta(**span)
    for row in Taking.objects.all():
        Taking.objects.filter(pk=row.pk).update(at=row.at - shift, until=row.until - shift)


def test_one_has_it_for_half_an_hour_and_the_other_is_told_who(made, referents):
    first, second = referents
    taken = taking.take(made, by=first)
    assert timezone.now() + SPAN - timedelta(seconds=5) < taken.until <= timezone.now() + SPAN
    with pytest.raises(TakenAlready) as told:
        taking.take(made, by=second)
    assert str(first) in str(told.value)
    assert (Taking.objects.get().by, takings.of_suggestion(made, second).by) == (first, first)
    assert takings.of_suggestion(made, AnonymousUser()) is None


def test_it_lasts_for_as_long_as_one_is_there(made, referents):
    first, second = referents
    taking.take(made, by=first)
    later(minutes=29)
    before = Taking.objects.get().until
    assert taking.take(made, by=first).until > before
    later(minutes=29)
    with pytest.raises(TakenAlready):
        taking.take(made, by=second)


def test_it_lapses_by_itself_and_is_then_anothers(made, referents):
    first, second = referents
    taking.take(made, by=first)
    later(minutes=30, seconds=1)
    assert takings.of_suggestion(made, second) is None
    assert taking.take(made, by=second).by == second
    with pytest.raises(TakenAlready):
        taking.take(made, by=first)
    assert Taking.objects.count() == 1


def test_it_is_given_back_by_whoever_has_it_alone(made, referents):
    first, second = referents
    taking.take(made, by=first)
    assert (taking.give_back(made, by=second), Taking.objects.count()) == (False, 1)
    assert (taking.give_back(made, by=first), Taking.objects.count()) == (True, 0)
    assert taking.give_back(made, by=first) is False


def test_only_those_who_decide_take_it_and_only_what_waits_for_them(made, referents):
    with pytest.raises(NotAllowed):
        taking.take(made, by=made.author)
    suggestions.ask(made, by=referents[0], seen=1, reason="Which?")
    with pytest.raises(NotAllowed):
        taking.take(fresh(made), by=referents[0])


def test_another_decides_knowingly(made, referents):
    first, second = referents
    taking.take(made, by=first)
    with pytest.raises(TakenAlready):
        taking.require_free(made, by=second)
    taking.require_free(made, by=second, despite=True)
    taking.require_free(made, by=first)
    later(minutes=31)
    taking.require_free(made, by=second)


def test_decision_ends_it(made, referents):
    first, second = referents
    taking.take(made, by=first)
    suggestions.accept(made, by=second, seen=1)
    assert Taking.objects.count() == 0


def test_decision_on_a_part_by_another_leaves_it(made, referents):
    first, second = referents
    both = fresh(factories.suggestion(made.page, ("# A", "# All"), ("first", "only")))
    taking.take(both, by=first)
    suggestions.decline(
        both, by=second, seen=1, reason="No.", chosen=["title"] if "title" in both.fields else ["1"]
    )
    assert fresh(both).state == "open"
    assert Taking.objects.get().by == first
    suggestions.decline(fresh(both), by=first, seen=2, reason="No.")
    assert Taking.objects.count() == 0


def test_approval_ends_it_for_whoever_gave_it(made, referents):
    factories.charter(fresh(made.page), *referents, approvals=2)
    now = fresh(made)
    taking.take(now, by=referents[0])
    suggestions.accept(now, by=referents[0], seen=1)
    assert (fresh(made).state, Taking.objects.count()) == ("open", 0)


def test_comment_of_the_queue_is_taken_too_and_is_another_thing(made, referents):
    first, second = factories.moderator(), factories.moderator()
    said = threads.open(made.page, by=factories.person(), text="Rude.", uuid=uuid4())
    moderation.flag(said, by=factories.person(), reason="Rude.")
    taking.take(said, by=first)
    taking.take(made, by=second)
    with pytest.raises(TakenAlready):
        taking.take(said, by=second)
    with pytest.raises(NotAllowed):
        taking.take(said, by=referents[0])
    assert (takings.of_comment(said).by, takings.of_suggestion(made, first).by) == (first, second)
    seen = moderation.looked_at(said, list(said.flags.all()))
    moderation.keep(said, by=first, seen=seen)
    assert [row.kind for row in Taking.objects.all()] == ["suggestion"]


def test_rows_that_lapsed_long_ago_are_forgotten(made, referents):
    other = fresh(factories.suggestion(made.page, ("first", "only")))
    taking.take(other, by=referents[0])
    later(days=2)
    taking.take(made, by=referents[1])
    assert [row.key for row in Taking.objects.all()] == [made.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lapsed", [False, True])
def test_of_those_who_take_it_at_the_same_moment_exactly_one_has_it(made, lapsed):
    people = [factories.moderator() for _number in range(4)]
    won = 0
    for _round in range(ROUNDS):
        Taking.objects.all().delete()
        if lapsed:
            taking.take(made, by=factories.moderator())
            later(minutes=31)
        became = race(*(partial(taking.take, Suggestion.objects.get(pk=made.pk), by=who) for who in people))
        assert outcomes(became) == ["TakenAlready"] * 3 + ["done"]
        winner = next(one for one in became if isinstance(one, Taking))
        assert Taking.objects.get().by_id == winner.by_id
        won += 1
    assert won == ROUNDS
