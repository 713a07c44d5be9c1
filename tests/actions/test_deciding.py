"""How many people must agree: counted change by change, in its very words, each person once."""

import pytest

from tests import factories
from wiki.actions import deciding, pages, rebasing, suggestions
from wiki.models import Page, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n"
TWO = (("first", "foremost"), ("some other", "quite other"))


@pytest.fixture
def people():
    return [factories.person() for _ in range(3)]


@pytest.fixture
def here(people):
    section = factories.page(factories.home(), "a", TEXT)
    factories.charter(section, *people, approvals=2)
    return Page.objects.get(pk=section.pk)


@pytest.fixture
def made(here):
    return factories.suggestion(here, *TWO)


def accept(made, by, chosen=None):
    made = Suggestion.objects.get(pk=made.pk)
    by = type(by).objects.get(pk=by.pk)
    return suggestions.accept(made, by=by, seen=made.version, chosen=chosen)


def text(here):
    return Page.objects.get(pk=here.pk).source


def changed():
    source = TEXT
    for old, new in TWO:
        source = source.replace(old, new)
    return source


def test_first_of_two_approves_and_second_publishes(here, made, people):
    approval = accept(made, people[0])
    assert (approval.verdict, approval.revision, text(here)) == ("approved", None, TEXT)
    review = accept(made, people[1])
    assert (review.verdict, review.revision.accepted_by, text(here)) == ("accepted", people[1], changed())


def test_same_person_is_counted_once(here, made, people):
    assert accept(made, people[0]) == accept(made, people[0])
    assert (made.reviews.count(), text(here)) == (1, TEXT)


def test_each_change_needs_its_approvals(here, made, people):
    accept(made, people[0], ["1"])
    assert accept(made, people[1]).revision is None
    assert text(here) == TEXT
    assert accept(made, people[2], ["2"]).revision is not None
    assert text(here) == TEXT.replace("some other", "quite other")


def test_approval_lapses_when_its_words_are_amended(here, made, people):
    accept(made, people[0])
    base = factories.last_revision(here).pk
    source = TEXT.replace("first", "very first")
    suggestions.amend(made, by=made.author, seen=made.version, base=base, source=source, summary="Otherwise.")
    assert accept(made, people[1]).revision is None
    assert text(here) == TEXT


def test_approval_stands_when_others_write_elsewhere(here, made, people):
    accept(made, people[0])
    page = Page.objects.get(pk=here.pk)
    pages.edit(page, by=SYSTEM, base=page.version, source=f"{TEXT}\nA line more.\n")
    assert accept(made, people[1]).revision is not None


def test_default_charter_asks_for_one(people):
    here = factories.page(factories.home(), "b", TEXT)
    made = factories.suggestion(here, *TWO)
    assert deciding.needed(here) == 1
    assert accept(made, factories.moderator()).revision is not None


def test_agreement_is_told_for_all_of_it(here, made, people):
    told = rebasing.told(made.difference, {1, 2})
    accept(made, people[0], ["1"])
    assert deciding.agreed(made, told) == 0
    accept(made, people[0])
    assert deciding.agreed(Suggestion.objects.get(pk=made.pk), told) == 1
    assert deciding.agreed(made, {}) == 0
