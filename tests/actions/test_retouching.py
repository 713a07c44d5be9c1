"""A suggestion retouched and accepted so; the same change by two people; a thread resolved by what answers it."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import pages, retouching, suggestions, threads
from wiki.actions.threads import Selection
from wiki.errors import BadSuggestion, EditConflict, NotAllowed, SuggestionSettled
from wiki.models import Page, PageRevision, Suggestion, Thread
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n"
MINE = TEXT.replace("first", "very first").replace("some other", "quite other")


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def made(here):
    return factories.suggestion(here, ("first", "foremost"))


def now(it):
    return type(it).objects.get(pk=it.pk)


def retouched(suggestion, by, **how):
    page = now(suggestion.page)
    told = {"seen": suggestion.version, "base": factories.last_revision(page).pk, "source": MINE}
    told |= {"fields": {"title": page.title, "description": page.description}, "reason": "Shorter."}
    return retouching.accept(now(suggestion), by=by, **told | how)


def edited(page, old, new):
    page = now(page)
    return pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))


def test_both_are_credited_and_the_suggestion_is_accepted(here, made):
    judge = factories.moderator(name="Ada Dorn")
    review = retouched(made, judge)
    revision = review.revision
    assert now(here).source == MINE
    assert (revision.author, revision.accepted_by, revision.suggestion) == (made.author, judge, made)
    assert revision.co_authors == [{"name": "Ada Dorn", "person": judge.pk}]
    assert (now(made).state, review.reason, review.changes) == (
        "accepted",
        "Shorter.",
        {"1": ["first", "foremost"]},
    )


def test_whoever_wrote_meanwhile_is_not_written_over(here, made):
    base = factories.last_revision(here).pk
    edited(here, "Then", "There")
    with pytest.raises(EditConflict):
        retouched(made, factories.moderator(), base=base)
    assert (now(here).source, now(made).state) == (TEXT.replace("Then", "There"), "open")


def test_accepted_once(made):
    judge = factories.moderator()
    retouched(made, judge)
    with pytest.raises(SuggestionSettled):
        retouched(made, judge)


def test_where_several_decide_it_is_refused(here, made):
    first, second = factories.person(), factories.person()
    factories.charter(here, first, second, approvals=2)
    with pytest.raises(BadSuggestion):
        retouched(made, first)
    assert now(here).source == TEXT


def test_whoever_may_not_is_refused(made):
    for who in (made.author, factories.person(), factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            retouched(made, who)
    assert PageRevision.objects.filter(suggestion=made).count() == 0


def test_same_change_by_two_credits_both(here, made):
    other = factories.suggestion(here, ("first", "foremost"), ("some other", "quite other"))
    revision = suggestions.accept(now(other), by=factories.moderator(), seen=1).revision
    told = now(revision).co_authors
    assert [one["person"] for one in told] == [made.author.pk]
    assert now(made).state == "accepted"
    again = edited(here, "stand", "lie")
    assert again.co_authors == []


def asked(here):
    quote = Selection("first words")
    return threads.open(here, by=factories.person(), text="Which?", uuid=uuid4(), quote=quote).thread


@pytest.mark.parametrize("chosen", [None, ["1"]])
def test_thread_is_resolved_once_what_answers_it_is_accepted_as_a_whole(here, chosen):
    thread, judge = asked(here), factories.moderator()
    made = factories.suggestion(here, ("first", "foremost"), ("some other", "quite other"), answers=thread)
    suggestions.accept(now(made), by=judge, seen=1, chosen=chosen)
    assert Thread.objects.get().state == ("resolved" if chosen is None else "open")
    if chosen:
        suggestions.accept(now(made), by=judge, seen=2)
        assert (Thread.objects.get().state, Thread.objects.get().settled_by) == ("resolved", judge)


def test_retouch_resolves_it_too(here):
    thread = asked(here)
    made = factories.suggestion(here, ("first", "foremost"), answers=thread)
    retouched(made, factories.moderator())
    assert Thread.objects.get().state == "resolved"


def test_thread_of_another_page_is_not_answered(here):
    other = factories.page(Page.objects.get(path=""), "b", TEXT)
    made = factories.suggestion(other, ("first", "foremost"), answers=asked(here))
    suggestions.accept(made, by=factories.moderator(), seen=1)
    assert (Suggestion.objects.get().answers, Thread.objects.get().state) == (None, "open")
