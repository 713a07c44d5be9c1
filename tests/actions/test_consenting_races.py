"""Two workers at once, or a worker and somebody who objects: silence adopts once, and never over an objection."""

import os
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from tests import factories
from tests.actions.test_races import outcomes, race
from wiki.actions import consenting, standing
from wiki.models import Charter, Review, Stand, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")]
TEXT = "# B\n\nHere stand some words.\n"
ROUNDS = int(os.environ.get("RACE_ROUNDS", "8"))


@pytest.fixture
def page():
    section = factories.page(factories.home(), "a", "# A\n")
    factories.charter(section, consent_days=7, consent_supports=1)
    Charter.objects.update(consent_since=timezone.now() - timedelta(days=8))
    return factories.page(fresh(section), "b", TEXT)


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def due(page, number):
    """A suggestion that one person supports, and whose days are over."""
    made = factories.suggestion(fresh(page), ("Here", f"{number} Here"))
    standing.support(made, by=factories.person(), seen=made.version)
    Suggestion.objects.filter(pk=made.pk).update(open_since=timezone.now() - timedelta(days=7, seconds=1))
    return made


def test_four_workers_adopt_it_once(page):
    for number in range(ROUNDS):
        made = due(page, number)
        became = race(*[partial(consenting.adopt, made.pk, by=SYSTEM)] * 4)
        assert outcomes(became) == ["done"] * 4
        assert fresh(page).source.count(f"{number} Here") == 1
        assert (fresh(made).state, made.reviews.count(), made.revisions.count()) == ("accepted", 1, 1)


def test_whoever_objects_in_time_is_heard(page):
    """Either the objection stands and nothing went in, or it came after it had gone in, and was told so."""
    said = {"reason": "It would mislead.", "other_way": "Say when."}
    for number in range(ROUNDS):
        made, who = due(page, number), factories.person()
        race(
            partial(consenting.adopt, made.pk, by=SYSTEM),
            partial(standing.object_to, fresh(made), by=who, seen=made.version, **said),
        )
        objects = Stand.objects.standing().filter(suggestion=made, by=who).exists()
        adopted = Review.objects.filter(suggestion=made, verdict="consent").exists()
        assert (objects, adopted) in [(True, False), (False, True)]
        assert (f"{number} Here" in fresh(page).source) == adopted
