"""What goes wrong around charters: settled with a sentence or by somebody else, never half done."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import departures
from tests import factories
from wiki import rules
from wiki.actions import charters, consenting, people, reminding, standing, suggestions, taking
from wiki.errors import BadCharter, NotAllowed, SuggestionSettled
from wiki.models import Charter, Reminder, Suggestion, Taking
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# B\n\nThe first words.\n"


@pytest.fixture
def section():
    return factories.page(factories.home(), "a", "# A\n")


@pytest.fixture
def page(section):
    return factories.page(section, "b", TEXT)


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def made(page, **how):
    return fresh(factories.suggestion(fresh(page), ("first", "last"), **how))


# --- a charter that can never be met ------------------------------------------------------------------------


def test_charter_that_could_never_be_met_is_refused_with_a_sentence(section):
    with pytest.raises(BadCharter) as told:
        factories.charter(section, factories.person(), approvals=2)
    assert "plus d’approbations qu’elle n’a de référents" in str(told.value)
    assert Charter.objects.count() == 0


def test_referent_who_leaves_too_many_approvals_behind_is_made_up_for(section, page, client):
    gone, left, moderator = factories.person(), factories.person(), factories.moderator()
    factories.charter(section, gone, left, approvals=2)
    people.erase(gone, names=frozenset(), addresses=frozenset(), was_theirs=lambda _address: False)
    charter = Charter.objects.of(fresh(section))
    assert (charter.lacks_referents, charter.approvals) == (True, 2)
    assert "la modération complète" in client.get(f"/-/charters/{section.pk}/").content.decode()
    one = made(page)
    suggestions.accept(one, by=fresh(left), seen=1)
    assert fresh(one).state == "open"
    suggestions.accept(fresh(one), by=moderator, seen=1)
    assert fresh(one).state == "accepted"


def test_charter_whose_approvals_are_named_lacks_nobody(section):
    assert Charter().lacks_referents is False
    factories.charter(section, factories.person(), factories.person(), approvals=2)
    assert Charter.objects.of(fresh(section)).lacks_referents is False


# --- a section without referents ----------------------------------------------------------------------------


def test_section_without_referents_is_decided_by_those_who_moderate(section, page):
    one, contributor, moderator = made(page), factories.person(), factories.moderator()
    assert rules.may(contributor, "suggestion.accept", one) is False
    with pytest.raises(NotAllowed):
        suggestions.accept(one, by=contributor, seen=1)
    assert taking.take(one, by=moderator).by == moderator
    suggestions.accept(one, by=moderator, seen=1)
    assert (fresh(one).state, Taking.objects.count()) == ("accepted", 0)


def test_its_charter_is_written_by_admins_and_never_by_moderators(section):
    for who in (factories.moderator(), factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            charters.amend(fresh(section), by=who, seen=0, answer_days=3)
    assert charters.amend(fresh(section), by=factories.admin(), seen=0, answer_days=3).answer_days == 3


def test_where_nobody_at_all_may_decide_nothing_is_closed_and_nobody_reminded(page):
    one = made(page)
    Suggestion.objects.update(open_since=timezone.now() - timedelta(days=30))
    assert reminding.remind(by=SYSTEM) == 0
    assert (fresh(one).state, Reminder.objects.count()) == ("open", 0)
    moderator = factories.moderator()  # and somebody who comes is told at the next look
    assert reminding.remind(by=SYSTEM) == 1
    assert Reminder.objects.get().to == moderator


# --- the last admin -----------------------------------------------------------------------------------------


def test_last_admin_stays_also_as_the_only_referent(section):
    admin = factories.admin()
    factories.charter(section, admin)
    with pytest.raises(departures.LastAdmin):
        departures.leave(admin, by=admin)
    assert Charter.objects.of(fresh(section)).referent_pks == {admin.pk}


# --- decided already ----------------------------------------------------------------------------------------


def test_what_was_decided_is_not_taken_let_through_nor_decided_again(section, page):
    one, first, second = made(page), factories.moderator(), factories.moderator()
    suggestions.decline(one, by=first, seen=1, reason="No.")
    with pytest.raises(SuggestionSettled):
        suggestions.accept(fresh(one), by=second, seen=1)
    for act in (taking.take, taking.give_back):
        with pytest.raises(NotAllowed):
            act(fresh(one), by=second)
    with pytest.raises(NotAllowed):
        suggestions.release(fresh(one), by=second, seen=2)


# --- clocks -------------------------------------------------------------------------------------------------


def test_clock_that_goes_back_shuts_nobody_out(page):
    one, first, second = made(page), factories.moderator(), factories.moderator()
    taking.take(one, by=first)
    day = timedelta(days=1)
    row = Taking.objects.get()
    Taking.objects.update(at=row.at + day, until=row.until + day)
    taking.require_free(one, by=second)
    assert taking.take(one, by=second).by == second
    Taking.objects.update(at=timezone.now() + day, until=timezone.now() + 2 * day)
    assert taking.take(one, by=second).until < timezone.now() + day  # one's own too


@pytest.mark.parametrize("module", [consenting, reminding])
def test_look_planned_by_a_clock_that_has_gone_back_is_planned_anew(section, module):
    factories.charter(section, consent_days=3)
    module.plan()
    rows = DBTaskResult.objects.filter(task_path=module.look.module_path, status="READY")
    rows.update(run_after=timezone.now() + timedelta(days=400))
    module.plan()
    [row] = rows
    assert row.run_after <= timezone.now() + module.EVERY


def test_what_was_sent_in_a_future_that_has_not_come_is_neither_adopted_nor_recalled(section, page):
    factories.charter(section, factories.person(), consent_days=1, consent_supports=1)
    one = made(page)
    standing.support(one, by=factories.person(), seen=1)
    Suggestion.objects.update(open_since=timezone.now() + timedelta(days=300))
    assert (consenting.adopt_due(by=SYSTEM), reminding.remind(by=SYSTEM)) == (0, 0)
    assert fresh(one).state == "open"


# --- killed in the middle -----------------------------------------------------------------------------------


def test_worker_that_is_killed_while_it_reminds_leaves_nothing_half_done(section, page):
    referents = factories.person(), factories.person()
    factories.charter(section, *referents)
    one = made(page)
    Suggestion.objects.update(open_since=timezone.now() - timedelta(days=30))
    with transaction.atomic():
        assert len(reminding.remind_of(one.pk, by=SYSTEM)) == 2
        transaction.set_rollback(True)  # what becomes of it when the process ends before it is committed
    assert Reminder.objects.count() == 0
    assert (reminding.remind(by=SYSTEM), Reminder.objects.count()) == (1, 2)
