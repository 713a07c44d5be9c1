"""Two who decide at once: each suggestion goes in exactly once, and no edit is lost beside it."""

import os
from functools import partial

import pytest

from tests import factories
from tests.actions.test_races import outcomes, race
from wiki.actions import pages, suggestions
from wiki.errors import EditConflict, SuggestionSettled
from wiki.models import PageRevision, Review, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")]
WORDS = ("one", "two", "three", "four")
TEXT = "# A\n\nHere stand: and one, and two, and three, and four.\n"
ROUNDS = int(os.environ.get("RACE_ROUNDS", "12"))


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


last, proposed = factories.last_revision, factories.suggestion


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def test_suggestion_accepted_by_four_at_once_goes_in_once(here):
    referents = [factories.moderator() for _ in WORDS]
    for number in range(ROUNDS):
        made = proposed(fresh(here), ("Here", f"{number} Here"))
        became = race(*(partial(suggestions.accept, fresh(made), by=who, seen=1) for who in referents))
        assert outcomes(became) == [SuggestionSettled.__name__] * 3 + ["done"]
        assert fresh(here).source.count(f"{number} Here") == 1
        assert (fresh(made).state, made.reviews.count(), made.revisions.count()) == ("accepted", 1, 1)


def test_suggestions_on_other_words_accepted_at_once_all_go_in(here):
    for number in range(ROUNDS):
        page = fresh(here)
        made = [proposed(page, (f"and {word}", f"and {word} {number}")) for word in WORDS]
        who = factories.moderator()
        became = race(*(partial(suggestions.accept, fresh(one), by=who, seen=1) for one in made))
        # Whoever lost to the others each time is told so, and may try again: nothing was half done.
        for one, result in zip(made, became, strict=True):
            if isinstance(result, EditConflict):
                suggestions.accept(fresh(one), by=who, seen=fresh(one).version)
        assert [fresh(here).source.count(f"and {word} {number}") for word in WORDS] == [1] * len(WORDS)
    assert Review.objects.count() == ROUNDS * len(WORDS)
    numbers = list(
        PageRevision.objects.filter(id=here.pk).order_by("number").values_list("number", flat=True)
    )
    assert numbers == list(range(1, ROUNDS * len(WORDS) + 2))


def test_accepting_and_declining_at_once_has_one_verdict(here):
    for number in range(ROUNDS):
        made, who = proposed(fresh(here), ("Here", f"{number} Here")), factories.moderator()
        became = race(
            partial(suggestions.accept, fresh(made), by=who, seen=1),
            partial(suggestions.decline, fresh(made), by=who, seen=1, reason="No."),
            partial(suggestions.withdraw, fresh(made), by=made.author, seen=1),
        )
        assert outcomes(became) == [SuggestionSettled.__name__] * 2 + ["done"]
        went_in = f"{number} Here" in fresh(here).source
        assert went_in == (fresh(made).state == "accepted")


def test_proposing_while_somebody_publishes_misses_no_text(here):
    for number in range(ROUNDS):
        page = fresh(here)
        became = race(
            partial(proposed, page, ("and three", f"and {number} three"), base=last(page).pk),
            partial(
                pages.edit, fresh(here), by=SYSTEM, base=page.version, source=page.source + f"\n{number}\n"
            ),
        )
        assert outcomes(became) == ["done", "done"]
        made = Suggestion.objects.order_by("-pk")[0]
        assert made.on_id == last(here).pk
        suggestions.withdraw(made, by=made.author, seen=1)  # beyond five, the queue brings the latest


def test_withdrawing_while_somebody_publishes_is_not_undone(here):
    for number in range(ROUNDS):
        page = fresh(here)
        made = proposed(page, ("and three", f"and {number} three"))
        became = race(
            partial(suggestions.withdraw, fresh(made), by=made.author, seen=1),
            partial(
                pages.edit, fresh(here), by=SYSTEM, base=page.version, source=f"{page.source}\n{number}\n"
            ),
        )
        assert outcomes(became) == ["done", "done"]
        assert (fresh(made).state, fresh(made).version) == ("withdrawn", 2)


def test_two_approvals_at_once_of_two_that_are_needed_publish_once(here):
    people = [factories.person() for _ in range(2)]
    factories.charter(here, *people, approvals=2)
    for number in range(ROUNDS):
        made = proposed(fresh(here), ("Here", f"{number} Here"))
        became = race(*(partial(suggestions.accept, fresh(made), by=fresh(who), seen=1) for who in people))
        assert outcomes(became) == ["done", "done"]
        assert fresh(here).source.count(f"{number} Here") == 1
        verdicts = sorted(made.reviews.values_list("verdict", flat=True))
        assert (fresh(made).state, verdicts) == ("accepted", ["accepted", "approved"])
