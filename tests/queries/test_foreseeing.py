"""What another rule would have changed: read from facts, and a pure table of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests import factories
from wiki.actions import standing, suggestions
from wiki.models import Charter, Suggestion
from wiki.queries import foreseeing
from wiki.queries.foreseeing import Fact, Opinion, Rule, adopted_at, foresee, silent_at

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
ONE, TWO = Rule(1, False, None, 1), Rule(2, False, None, 1)
SILENCE = Rule(2, False, 7, 2)


def fact(*agreed, adopted=3, opinions=(), **told):
    when = tuple((person, START + DAY * day) for person, day in agreed)
    said = tuple(
        Opinion(by, is_for, START + DAY * at, None if until is None else START + DAY * until)
        for by, is_for, at, until in opinions
    )
    done = None if adopted is None else START + DAY * adopted
    return Fact(author=0, opened=START, adopted=done, agreed=when, opinions=said, **told)


@pytest.mark.parametrize(
    ("given", "rule", "day"),
    [
        (fact((1, 3)), ONE, 3),
        (fact((1, 3)), TWO, None),
        (fact((1, 3), (2, 5)), TWO, 5),
        (fact((1, 3), (1, 5)), TWO, None),  # the same person twice is one
        (fact((0, 1), (1, 3)), ONE, 3),  # one's own does not count
        (fact((0, 1), (1, 3)), Rule(1, True, None, 1), 1),
        (fact(opinions=[(1, True, 1, None), (2, True, 2, None)]), SILENCE, 7),
        (fact(opinions=[(1, True, 1, None), (2, True, 9, None)]), SILENCE, 9),
        (fact(opinions=[(1, True, 1, None), (1, True, 2, None)]), SILENCE, None),
        (fact(opinions=[(1, True, 1, 5), (2, True, 2, None)]), SILENCE, None),
        (fact(opinions=[(1, True, 1, None), (2, True, 2, None), (3, False, 3, None)]), SILENCE, None),
        (fact(opinions=[(1, True, 1, None), (2, True, 2, None), (3, False, 3, 10)]), SILENCE, 10),
        (fact(opinions=[(1, True, 1, None), (2, True, 2, None)], is_text=False), SILENCE, None),
        (fact((1, 3), (2, 5), opinions=[(1, True, 1, None), (2, True, 2, None)]), SILENCE, 5),
    ],
)
def test_when_it_would_have_been_adopted(given, rule, day):
    assert adopted_at(given, rule) == (None if day is None else START + DAY * day)


def test_what_the_form_counts():
    both = [(5, True, 1, None), (6, True, 2, None)]
    facts = [
        fact((1, 3)),  # one more would have been needed
        fact((1, 3), (2, 3)),  # enough at once
        fact((1, 10), (2, 10), adopted=10, opinions=both),  # silence was faster
        fact((1, 3), adopted=3, opinions=both),  # silence later, but some day
        fact(adopted=None, opinions=both),  # open, no silence until now
    ]
    told = foresee(facts, ONE, SILENCE, START + DAY * 20)
    assert (told.adopted, told.longer, told.lacking, told.silent) == (4, 2, 1, 1)
    assert (told.waiting, told.waiting_longer, told.most_supports) == (1, 0, 2)
    slower = Rule(2, False, 9, 2)
    assert foresee(facts, SILENCE, slower, START).waiting_longer == 1
    assert foresee(facts, SILENCE, ONE, START).waiting_longer == 1
    assert foresee(facts, SILENCE, SILENCE, START).silent == 0
    assert foresee([], ONE, SILENCE, START).most_supports is None


def test_same_rule_changes_nothing():
    facts = [fact((1, 3)), fact((2, 4), adopted=4), fact(adopted=None)]
    told = foresee(facts, ONE, ONE, START)
    assert (told.longer, told.lacking, told.silent, told.waiting_longer) == (0, 0, 0, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("unlimited")
def test_facts_are_those_of_the_section_and_of_the_year(django_assert_num_queries):
    root = factories.home()
    section, other = (
        factories.page(root, "a", "# A\n\nThe first words.\n"),
        factories.page(root, "b", "# B\n\nWords.\n"),
    )
    referent = factories.person()
    factories.charter(section, referent)
    section = type(section).objects.get(pk=section.pk)

    def adopted(page, words, by):
        made = factories.suggestion(type(page).objects.get(pk=page.pk), words)
        standing.support(made, by=factories.person(), seen=1)
        suggestions.accept(Suggestion.objects.get(pk=made.pk), by=by, seen=1)
        return made

    first = adopted(section, ("first", "second"), referent)
    adopted(other, ("Words", "Texts"), factories.moderator())
    old = adopted(section, ("second", "third"), referent)
    Suggestion.objects.filter(pk=old.pk).update(settled_at=timezone.now() - timedelta(days=366))
    open_one = factories.suggestion(type(section).objects.get(pk=section.pk), ("third", "last"))
    factories.suggestion(type(section).objects.get(pk=section.pk), ("third", "4th"), draft=True)
    with django_assert_num_queries(3):
        told = foreseeing.facts(section, timezone.now())
    assert [(one.author, one.adopted is None) for one in told] == [
        (open_one.author_id, True),
        (first.author_id, False),
    ]
    assert [person for person, _at in told[1].agreed] == [referent.pk]
    assert len(told[1].opinions) == 1
    wanted = Charter(approvals=2, consent_days=3, consent_supports=4)
    with django_assert_num_queries(3):
        seen = foreseeing.of_section(section, wanted, Charter())
    assert (seen.adopted, seen.longer, seen.lacking, seen.waiting, seen.most_supports) == (1, 1, 1, 1, 1)
    assert silent_at(told[1], foreseeing.rule_of(wanted)) is None
