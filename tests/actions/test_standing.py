"""Supports and objections: taken, taken back, lapsed with their words; each permission refused."""

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from wiki.actions import pages, standing, suggestions
from wiki.errors import BadSuggestion, NotAllowed, SuggestionSettled, TooSoon
from wiki.models import Page, Stand, Suggestion
from wiki.queries import stands
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n"
AGAINST = {"reason": "It says less.", "other_way": "Say both."}


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def made(here):
    return factories.suggestion(here, ("first", "foremost"), ("some other", "quite other"))


def now(suggestion):
    return Suggestion.objects.select_related("page", "on").get(pk=suggestion.pk)


def support(suggestion, by=None, **how):
    suggestion = now(suggestion)
    return standing.support(suggestion, by=by or factories.person(), seen=suggestion.version, **how)


def objection(suggestion, by=None, **how):
    suggestion = now(suggestion)
    return standing.object_to(
        suggestion, by=by or factories.person(), seen=suggestion.version, **AGAINST | how
    )


def standing_of(suggestion):
    return [(one.stance, one.change) for one in Stand.objects.standing().filter(suggestion=suggestion)]


def edited(page, old, new):
    page = Page.objects.get(pk=page.pk)
    return pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))


def test_whole_and_changes_are_told_apart(made):
    who = factories.person()
    support(made, who)
    objection(made, who, chosen=["2"])
    told = stands.of(made, who)
    assert [one.by for one in told[""].supports] == [who]
    assert [(one.reason, one.other_way) for one in told["2"].objections] == [("It says less.", "Say both.")]
    assert (told[""].mine.stance, told["2"].mine.stance) == ("support", "objection")
    counted = stands.counted(Suggestion.objects.all()).get()
    assert (counted.supports, counted.objections) == (1, 1)


def test_support_twice_is_one(made):
    who = factories.person()
    assert support(made, who).pk == support(made, who).pk
    assert standing_of(made) == [("support", "")]


def test_whoever_changes_their_mind_has_one_stand(made):
    who = factories.person()
    support(made, who)
    objection(made, who)
    objection(made, who, reason="It says even less.")
    assert standing_of(made) == [("objection", "")]
    assert Stand.objects.count() == 3


def test_database_keeps_one_stand_of_a_person(made):
    one = support(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stand.objects.create(suggestion=made, by=one.by, stance="objection", reason="a", other_way="b")


@pytest.mark.parametrize("missing", ["reason", "other_way"])
def test_objection_says_why_and_how_else(made, missing):
    with pytest.raises(BadSuggestion):
        objection(made, **{missing: "  "})
    with pytest.raises(BadSuggestion):
        objection(made, **{missing: "x" * 2_001})
    assert not Stand.objects.exists()


def test_taken_back_it_counts_no_more(made):
    one = support(made)
    standing.take_back(one, by=one.by)
    standing.take_back(one, by=one.by)
    assert standing_of(made) == []
    assert Stand.objects.count() == 1


def test_support_lapses_with_its_words_and_an_objection_stands(here, made):
    support(made)
    support(made, chosen=["1"])
    support(made, chosen=["2"])
    objection(made)
    objection(made, chosen=["1"])
    text = TEXT.replace("first", "very first").replace("some other", "quite other")
    suggestion = now(made)
    base = factories.last_revision(here).pk
    suggestions.amend(suggestion, by=made.author, seen=1, base=base, source=text, summary="Better.")
    assert standing_of(made) == [("support", "2"), ("objection", ""), ("objection", "1")]


def test_support_stands_when_other_words_are_published_or_decided(here, made):
    support(made)
    support(made, chosen=["1"])
    edited(here, "Then come", "There come")
    assert len(standing_of(made)) == 2
    suggestions.accept(now(made), by=factories.moderator(), seen=1, chosen=["2"])
    assert len(standing_of(made)) == 2


def test_stand_on_a_change_goes_when_the_change_is_decided(made):
    support(made, chosen=["1"])
    objection(made, chosen=["1"])
    objection(made, chosen=["2"])
    suggestions.decline(now(made), by=factories.moderator(), seen=1, reason="No.", chosen=["1"])
    assert standing_of(made) == [("objection", "2")]


@pytest.mark.parametrize("chosen", [["9"], ["title"], ["1", "9"]])
def test_changes_of_another_suggestion_are_refused(made, chosen):
    with pytest.raises(BadSuggestion):
        support(made, chosen=chosen)


def test_whoever_saw_another_version_is_told(made):
    suggestion = now(made)
    suggestions.ask(now(made), by=factories.moderator(), seen=1, reason="Which?")
    with pytest.raises(SuggestionSettled):
        standing.support(suggestion, by=factories.person(), seen=2)
    with pytest.raises(SuggestionSettled):
        standing.support(suggestion, by=factories.person(), seen=1)


def test_whoever_may_not_is_refused(here, made):
    with pytest.raises(NotAllowed):
        support(made, made.author)
    with pytest.raises(NotAllowed):
        support(made, factories.person(is_active=False))
    one = support(made)
    with pytest.raises(NotAllowed):
        standing.take_back(one, by=factories.moderator())
    draft = factories.suggestion(here, ("first", "foremost"), draft=True)
    with pytest.raises(NotAllowed):
        support(draft)
    suggestions.decline(now(made), by=factories.moderator(), seen=1, reason="No.")
    with pytest.raises(NotAllowed):
        support(made)
    with pytest.raises(NotAllowed):
        standing.take_back(one, by=one.by)


def test_stands_have_their_pace(made, settings):
    settings.LIMITS_ARE_KEPT = True
    who = factories.person()
    most, _seconds = settings.LIMITS["contributor"]["stand"]
    for _time in range(most):
        support(made, who)
    with pytest.raises(TooSoon):
        support(made, who)
