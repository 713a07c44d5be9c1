"""An acceptance undone by a new revision, whatever was written elsewhere since; each permission refused."""

import pytest

from tests import factories
from wiki.actions import pages, suggestions, undoing
from wiki.errors import BadSuggestion, NotAllowed
from wiki.models import Page, PageRevision
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n"


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


def accepted(here, *changes, **how):
    made = factories.suggestion(here, *changes, **how)
    return suggestions.accept(made, by=factories.moderator(), seen=made.version)


def edited(here, old, new):
    page = Page.objects.get(pk=here.pk)
    return pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))


def text(here):
    return Page.objects.get(pk=here.pk).source


def test_undone_words_are_as_they_were_by_a_revision_of_whoever_undid_it(here):
    review, who = accepted(here, ("first", "foremost")), factories.moderator()
    revision = undoing.undo(review, by=who)
    assert (text(here), revision.origin, revision.author) == (TEXT, "restore", who)
    assert (revision.suggestion_id, revision.number) == (review.suggestion_id, 3)
    assert undoing.is_undone(review)


def test_what_was_written_elsewhere_since_stays(here):
    review = accepted(here, ("first", "foremost"))
    edited(here, "some other", "quite other")
    undoing.undo(review, by=factories.moderator())
    assert text(here) == TEXT.replace("some other", "quite other")


def test_title_and_description_are_undone_too(here):
    review = accepted(here, ("first", "foremost"), fields={"title": "B", "description": "What it is."})
    undoing.undo(review, by=factories.moderator())
    page = Page.objects.get(pk=here.pk)
    assert (page.title, page.description, page.source) == ("A", "", TEXT)


def test_words_that_others_changed_since_are_not_undone(here):
    review = accepted(here, ("first", "foremost"))
    edited(here, "foremost", "very first")
    with pytest.raises(BadSuggestion):
        undoing.undo(review, by=factories.moderator())
    assert not undoing.is_undone(review)


def test_acceptance_is_undone_once(here):
    review = accepted(here, ("first", "foremost"))
    undoing.undo(review, by=factories.moderator())
    with pytest.raises(BadSuggestion):
        undoing.undo(review, by=factories.moderator())
    assert PageRevision.objects.filter(id=here.pk).count() == 3


def test_refusal_has_nothing_to_undo(here):
    made = factories.suggestion(here, ("first", "foremost"))
    review = suggestions.decline(made, by=factories.moderator(), seen=1, reason="No.")
    with pytest.raises(BadSuggestion):
        undoing.undo(review, by=factories.moderator())


def test_whoever_may_not_edit_may_not_undo(here):
    author = factories.person()
    review = accepted(here, ("first", "foremost"), by=author)
    for who in (author, factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            undoing.undo(review, by=who)
    assert text(here) == TEXT.replace("first", "foremost")
