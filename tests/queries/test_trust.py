"""How far somebody is on the way to being trusted, as told on their profile."""

from uuid import uuid4

import pytest

from accounts.models import Trust
from tests import factories
from wiki.actions import moderation, suggestions, threads
from wiki.models import Comment, Page
from wiki.queries import trust

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WORDS = ("one", "two", "three")

# Whether trusted, and who said so last → whether it grew, whether it may grow.
STATES = [
    (False, "", False, True),
    (False, Trust.LOST, False, True),
    (True, Trust.GROWN, True, False),
    (True, Trust.GRANTED, False, False),
    (True, "", False, False),
    (True, Trust.LOST, False, False),
    (False, Trust.WITHDRAWN, False, False),
    (False, Trust.GROWN, False, False),
    (False, Trust.GRANTED, False, False),
]


@pytest.mark.parametrize(("trusted", "said", "is_grown", "grows"), STATES)
def test_trust_grows_and_is_lost_where_no_moderator_said_otherwise(trusted, said, is_grown, grows):
    person = factories.person(trusted=trusted, trust=said)
    assert (trust.is_grown(person), trust.grows(person)) == (is_grown, grows)
    assert trust.way_of(person).is_withdrawn is (not trusted and not grows)


def test_way_costs_the_same_for_one_acceptance_and_for_three(django_assert_num_queries):
    here = factories.page(factories.home(), "a", "# A\n\nand one, and two, and three.\n")
    ada, by = factories.person(), factories.moderator()
    for count, word in enumerate(WORDS, start=1):
        page = Page.objects.get(pk=here.pk)
        made = factories.suggestion(page, (f"and {word}", f"and the {word}"), by=ada)
        suggestions.accept(made, by=by, seen=1)
        ada = type(ada).objects.get(pk=ada.pk)
        with django_assert_num_queries(3):
            way = trust.way_of(ada)
        assert (way.accepted, way.missing, way.needed) == (count, 3 - count, 3)


def test_suggestions_and_comments_of_others_count_for_nobody_else():
    here = factories.page(factories.home(), "a", "# A\n\nand one, and two.\n")
    ada, by = factories.person(), factories.moderator()
    suggestions.accept(factories.suggestion(here, ("and one", "and the one")), by=by, seen=1)
    said = threads.open(here, by=factories.person(), text="Rude.", uuid=uuid4())
    moderation.flag(Comment.objects.get(pk=said.pk), by=ada, reason="Rude.")
    moderation.hide(Comment.objects.get(pk=said.pk), by=by, reason="Rude.")
    assert (trust.accepted(ada), trust.is_flagged(ada)) == (0, False)
    assert trust.is_flagged(said.author)
