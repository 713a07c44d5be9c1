"""Referents who are away: who decides in their place, until when; each permission beside its refusal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from wiki import rules
from wiki.actions import charters, suggestions
from wiki.errors import BadCharter, NotAllowed
from wiki.models import ModerationEntry, Page, Referent, Suggestion
from wiki.models.page import led_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TODAY = timezone.localdate


@pytest.fixture
def section():
    return factories.page(factories.home(), "a", "# A\n")


@pytest.fixture
def ada(section):
    person = factories.person(name="Ada")
    factories.charter(section, person)
    return person


@pytest.fixture
def suggestion(section):
    page = factories.page(section, "b", "# B\n\nSome words.\n")
    return factories.suggestion(page, ("Some", "Many"))


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def leave(section, by, days=5, deputy=None):
    until = TODAY() + timedelta(days=days) if days is not None else None
    return charters.leave(fresh(section), by=fresh(by), until=until, deputy=deputy)


def may(person, suggestion):
    return rules.may(fresh(person), "suggestion.accept", fresh(suggestion))


def test_deputy_decides_in_the_place_of_the_referent(section, ada, suggestion):
    bob = factories.person(name="Bob")
    assert (may(bob, suggestion), led_by(fresh(bob))) == (False, frozenset())
    leave(section, ada, deputy=bob)
    assert (may(bob, suggestion), led_by(fresh(bob))) == (True, {section.pk})
    suggestions.accept(fresh(suggestion), by=fresh(bob), seen=1)
    assert Page.objects.get(pk=suggestion.page_id).source == "# B\n\nMany words.\n"


def test_deputy_decides_up_to_the_day_and_no_longer(section, ada, suggestion):
    bob = factories.person()
    leave(section, ada, days=0, deputy=bob)
    assert may(bob, suggestion)
    Referent.objects.update(away_until=TODAY() - timedelta(days=1))
    assert (may(bob, suggestion), led_by(fresh(bob)), may(ada, suggestion)) == (False, frozenset(), True)


def test_referent_who_is_back_decides_alone_again(section, ada, suggestion):
    bob = factories.person()
    leave(section, ada, deputy=bob)
    leave(section, ada, days=None)
    assert (may(bob, suggestion), may(ada, suggestion)) == (False, True)
    assert [
        one.after["deputy"] for one in ModerationEntry.objects.filter(action="charter.leave").order_by("pk")
    ] == [bob.pk, None]


def test_deputy_counts_among_those_who_approve(section, ada, suggestion):
    eve = factories.person()
    charters.amend(fresh(section), by=fresh(ada), seen=1, referents=[ada, eve], approvals=2)
    bob = factories.person()
    leave(section, ada, deputy=bob)
    suggestions.accept(fresh(suggestion), by=fresh(bob), seen=1)
    assert Suggestion.objects.get().state == "open"
    suggestions.accept(fresh(suggestion), by=fresh(eve), seen=fresh(suggestion).version)
    assert Suggestion.objects.get().state == "accepted"


def test_deputy_hands_nothing_on_and_referent_is_named_still(section, ada):
    bob = factories.person()
    leave(section, ada, deputy=bob)
    with pytest.raises(NotAllowed):
        leave(section, bob)
    charters.amend(fresh(section), by=fresh(bob), seen=1, answer_days=3)
    assert [one.person for one in Referent.objects.all()] == [ada]


@pytest.mark.parametrize("who", [factories.person, factories.moderator, factories.admin])
def test_nobody_else_is_away(section, ada, who):
    with pytest.raises(NotAllowed):
        leave(section, who())
    assert not Referent.objects.exclude(away_until=None).exists()


def test_absence_without_sense_is_refused(section, ada):
    asleep = factories.person(is_active=False)
    for days, deputy in ((-1, None), (400, None), (None, factories.person()), (3, ada), (3, asleep)):
        with pytest.raises(BadCharter):
            leave(section, ada, days=days, deputy=deputy)
    assert not Referent.objects.exclude(away_until=None).exists()


def test_deputy_who_may_log_in_no_more_decides_nothing(section, ada, suggestion):
    bob = factories.person()
    leave(section, ada, deputy=bob)
    type(bob).objects.filter(pk=bob.pk).update(is_active=False)
    assert not may(bob, suggestion)
