"""Suggestions: proposed, met by other edits, accepted whole or in part; each permission beside its refusal."""

from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from wiki.actions import pages, rebasing, suggestions
from wiki.errors import BadPage, BadSuggestion, EditConflict, NotAllowed, SuggestionSettled, TooSoon
from wiki.models import Page, Review, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones, and an end.\n"


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


last, proposed = factories.last_revision, factories.suggestion


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def accepted(suggestion, chosen=None, by=None):
    by = by or factories.moderator()
    return suggestions.accept(suggestion, by=by, seen=suggestion.version, chosen=chosen)


def told(suggestion):
    """What is still asked for, by key."""
    suggestion = fresh(suggestion)
    words = {str(hunk.number): (hunk.removed, hunk.added) for hunk in suggestion.difference.hunks}
    return words | suggestion.fields


TWO = (("first", "very first"), ("an end", "the end"))


def test_suggestion_keeps_what_is_proposed_as_changes_of_words(here):
    author = factories.person()
    made = proposed(here, ("some other", "the same"), by=author)
    kept = fresh(made)
    assert (kept.author, kept.state, kept.footing, kept.summary) == (
        author,
        "open",
        "current",
        "It reads better.",
    )
    assert (kept.base, kept.on, kept.version) == (last(here), last(here), 1)
    assert told(made) == {"1": ("some other", "the same")}
    assert [(one.number, one.proposal) for one in kept.versions.all()] == [(1, kept.proposal)]
    assert fresh(here).source == TEXT


def test_suggestion_accepted_whole_is_a_revision_of_its_author(here):
    author, referent = factories.person(), factories.moderator()
    made = proposed(here, ("first", "very first"), by=author)
    review = accepted(made, by=referent)
    page, revision = fresh(here), last(here)
    assert (page.source, page.version) == (TEXT.replace("first", "very first"), 1)
    assert (revision.author, revision.accepted_by, revision.reason) == (author, referent, "It reads better.")
    assert (revision.origin, revision.suggestion, review.revision) == ("suggestion", made, revision)
    assert (review.verdict, review.by, review.changes) == (
        "accepted",
        referent,
        {"1": ["", "very "]},
    )
    assert (fresh(made).state, fresh(made).settled_at is None, told(made)) == ("accepted", False, {})


def test_suggestion_accepted_in_part_leaves_the_rest_open_on_the_new_text(here):
    made = proposed(here, *TWO)
    assert set(told(made)) == {"1", "2"}
    accepted(made, {"2"})
    assert fresh(here).source == TEXT.replace("an end", "the end")
    rest = fresh(made)
    assert (rest.state, rest.footing, rest.on, rest.version) == ("open", "merged", last(here), 2)
    assert told(made) == {"1": ("", "very ")}
    accepted(rest)
    assert fresh(here).source == TEXT.replace("first", "very first").replace("an end", "the end")
    assert fresh(made).state == "accepted"


def test_suggestion_follows_an_edit_of_other_words(here):
    made = proposed(here, ("first", "last"))
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("some other", "a few"))
    assert (fresh(made).footing, fresh(made).on, fresh(made).base.number) == ("merged", last(here), 1)
    assert told(made) == {"1": ("first", "last")}
    accepted(fresh(made))
    assert fresh(here).source == TEXT.replace("first", "last").replace("some other", "a few")


def test_edit_of_the_same_words_leaves_the_suggestion_to_its_author(here):
    author = factories.person()
    made = proposed(here, ("first", "last"), by=author)
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("first", "second"))
    stuck = fresh(made)
    assert (stuck.state, stuck.footing, stuck.on.number) == ("open", "conflict", 1)
    with pytest.raises(EditConflict):
        accepted(stuck)
    assert fresh(here).version == 1
    text = fresh(here).source.replace("second", "next")
    mended = suggestions.amend(
        stuck, by=author, seen=1, base=last(here).pk, source=text, summary="Next, then."
    )
    assert (mended.footing, mended.version, mended.summary) == ("current", 2, "Next, then.")
    assert told(mended) == {"2": ("second", "next")}
    accepted(mended)
    assert fresh(here).source == text


def test_conflict_goes_when_the_other_words_go(here):
    made = proposed(here, ("first", "last"))
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("first", "second"))
    pages.edit(here, by=SYSTEM, base=1, source=TEXT)
    assert fresh(made).footing == "merged"
    assert told(made) == {"1": ("first", "last")}


def test_hunks_beside_a_conflict_are_accepted_alone(here):
    made = proposed(here, ("first", "last"), ("an end", "the end"))
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("first", "second"))
    accepted(fresh(made), {"2"})
    assert fresh(here).source == TEXT.replace("first", "second").replace("an end", "the end")
    assert (fresh(made).state, fresh(made).footing) == ("open", "conflict")
    assert told(made) == {"1": ("first", "last")}


def test_same_change_published_meanwhile_is_told_as_published(here):
    made = proposed(here, ("first", "last"))
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("first", "last"))
    assert (fresh(made).state, told(made)) == ("accepted", {})
    review = Review.objects.get(suggestion=made)
    assert (review.verdict, review.by, review.revision) == ("there", None, last(here))
    assert review.changes == {"1": ["first", "last"]}


def test_proposal_on_an_older_revision_meets_the_latest(here):
    base = last(here).pk
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("some other", "a few"))
    made = proposed(fresh(here), base=base, source=TEXT.replace("first", "last"))
    assert (made.footing, made.base.number, made.on.number) == ("merged", 1, 2)
    assert told(made) == {"1": ("first", "last")}


def test_title_is_said_by_the_heading_that_opens_the_text(here):
    made = proposed(here, fields={"title": "Another", "description": "What it is."})
    assert told(made) == {"1": ("A", "Another"), "description": "What it is."}
    accepted(made, {"1"})
    assert (fresh(here).title, fresh(here).description, fresh(here).source[:9]) == (
        "Another",
        "",
        "# Another",
    )
    accepted(fresh(made))
    assert (fresh(here).description, fresh(made).state) == ("What it is.", "accepted")


def test_field_changed_otherwise_meanwhile_needs_its_author(here):
    made = proposed(here, ("first", "last"), fields={"description": "What it is."})
    pages.edit(here, by=SYSTEM, base=0, description="Something else.")
    assert fresh(made).footing == "conflict"
    with pytest.raises(EditConflict):
        accepted(fresh(made), {"description"})
    accepted(fresh(made), {"1"})
    assert fresh(here).source == TEXT.replace("first", "last")


def test_field_published_meanwhile_is_told_with_what_it_stood_for(here):
    made = proposed(here, ("first", "last"), fields={"description": "What it is."})
    pages.edit(here, by=SYSTEM, base=0, description="What it is.")
    assert Review.objects.get(suggestion=made).changes == {"description": ["", "What it is."]}
    assert (fresh(made).state, told(made)) == ("open", {"1": ("first", "last")})


def test_declined_in_part_then_accepted_is_partly_accepted(here):
    made, referent = proposed(here, *TWO), factories.moderator()
    suggestions.decline(made, by=referent, seen=1, reason="Too strong.", chosen={"1"})
    assert (fresh(made).state, set(told(made))) == ("open", {"2"})
    accepted(fresh(made))
    assert fresh(made).state == "partly"
    assert fresh(here).source == TEXT.replace("an end", "the end")


def test_rest_withdrawn_is_partly_accepted_and_stays_so(here):
    author = factories.person()
    made = proposed(here, *TWO, by=author)
    accepted(made, {"1"})
    ended = suggestions.withdraw(fresh(made), by=author, seen=2)
    assert ended.state == "partly"
    with pytest.raises(NotAllowed):
        suggestions.reopen(ended, by=author, seen=3)


def test_declined_whole_is_declined_with_its_reason(here):
    made, referent = proposed(here, *TWO), factories.moderator()
    review = suggestions.decline(made, by=referent, seen=1, reason=" Not now. ")
    assert (fresh(made).state, review.reason, set(review.changes)) == ("declined", "Not now.", {"1", "2"})
    with pytest.raises(BadSuggestion):
        suggestions.decline(proposed(here, *TWO), by=referent, seen=1, reason=" ")


def test_changes_asked_then_amended_is_open_again(here):
    author = factories.person()
    made = proposed(here, *TWO, by=author)
    suggestions.ask(made, by=factories.moderator(), seen=1, reason="Keep the end.")
    assert fresh(made).state == "asked"
    text = TEXT.replace("first", "very first")
    again = suggestions.amend(
        fresh(made), by=author, seen=2, base=last(here).pk, source=text, summary="Shorter"
    )
    assert (again.state, again.version, set(told(again))) == ("open", 3, {"1"})
    assert list(again.versions.values_list("number", flat=True)) == [1, 2]


def test_withdrawn_comes_back_as_a_draft_and_is_sent_on_the_text_of_then(here):
    author = factories.person()
    made = suggestions.withdraw(proposed(here, ("first", "last"), by=author), by=author, seen=1)
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("some other", "a few"))
    draft = suggestions.reopen(made, by=author, seen=2)
    assert (draft.state, draft.settled_at) == ("draft", None)
    assert list(Suggestion.objects.visible_to(author)) == [draft]
    assert list(Suggestion.objects.visible_to(factories.moderator())) == []
    sent = suggestions.send(draft, by=author, seen=3)
    assert (sent.state, sent.footing, sent.on) == ("open", "merged", last(here))


def test_same_form_sent_twice_is_one_suggestion(here):
    author, uuid = factories.person(), uuid4()
    first = proposed(here, ("first", "last"), by=author, uuid=uuid)
    assert proposed(here, ("first", "last"), by=author, uuid=uuid) == first
    with pytest.raises(BadSuggestion):
        proposed(here, ("first", "last"), uuid=uuid)
    assert Suggestion.objects.count() == 1


def test_second_decision_on_one_version_is_refused(here):
    made, referent = proposed(here, *TWO), factories.moderator()
    accepted(made, {"1"})
    for act in (
        lambda: accepted(made, {"2"}),
        lambda: suggestions.decline(made, by=referent, seen=1, reason="No."),
        lambda: suggestions.withdraw(made, by=made.author, seen=1),
    ):
        with pytest.raises(SuggestionSettled):
            act()
    assert (fresh(made).version, Review.objects.count()) == (2, 1)


@pytest.mark.parametrize("chosen", [{"9"}, set(), {"title"}, {"1", "9"}])
def test_changes_of_nobody_are_refused(here, chosen):
    made = proposed(here, *TWO)
    with pytest.raises(BadSuggestion):
        accepted(made, chosen)
    assert fresh(here).version == 0


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({}, BadSuggestion),
        ({"source": TEXT.replace("first", "last"), "summary": " "}, BadSuggestion),
        ({"source": TEXT.replace("first", "last"), "summary": "x" * 501}, BadSuggestion),
        ({"source": "a" * 300_000}, BadPage),
        ({"source": "\x00"}, BadPage),
        ({"source": "\ud800"}, BadPage),
    ],
)
def test_what_no_page_could_be_is_refused(here, how, refusal):
    with pytest.raises(refusal):
        proposed(here, **how)
    assert not Suggestion.objects.exists()


def test_revision_of_another_page_is_refused(here):
    other = factories.page(here.parent, "b")
    with pytest.raises(BadSuggestion):
        proposed(here, ("first", "last"), base=last(other).pk)


def test_what_the_page_says_already_is_refused(here):
    base = last(here).pk
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("first", "last"))
    with pytest.raises(BadSuggestion):
        proposed(fresh(here), base=base, source=TEXT.replace("first", "last"))


def test_archived_page_takes_no_decision_and_loses_no_suggestion(here):
    made = proposed(here, ("first", "last"))
    leaving = proposed(here, ("an end", "the end"))
    pages.archive(here, by=SYSTEM, base=here.version, reason="Out of date")
    with pytest.raises(BadSuggestion):
        accepted(fresh(made))
    assert suggestions.withdraw(fresh(leaving), by=leaving.author, seen=1).state == "withdrawn"
    pages.unarchive(fresh(here), by=SYSTEM, base=fresh(here).version)
    accepted(fresh(made))
    assert fresh(here).source == TEXT.replace("first", "last")


def test_permissions_of_proposing(here):
    draft = factories.page(here.parent, "b", TEXT, state="draft")
    ghost = factories.person()
    ghost.emailaddress_set.all().delete()
    for who, page in ((ghost, here), (factories.person(), draft)):
        with pytest.raises(NotAllowed):
            proposed(page, ("first", "last"), by=who)
    pages.edit(here, by=SYSTEM, base=0, source=TEXT)
    Page.objects.filter(pk=here.pk).update(locked=True)
    assert proposed(fresh(here), ("first", "last")).state == "open"


def test_permissions_of_deciding(here):
    made = proposed(here, *TWO, by=(author := factories.moderator()))
    for who in (author, factories.person(), factories.person(trusted=True)):
        told = {"by": who, "seen": 1}
        with pytest.raises(NotAllowed):
            suggestions.accept(made, **told)
        with pytest.raises(NotAllowed):
            suggestions.decline(made, **told, reason="No.")
        with pytest.raises(NotAllowed):
            suggestions.ask(made, **told, reason="Why?")
    with pytest.raises(NotAllowed):
        suggestions.withdraw(made, by=factories.admin(), seen=1)
    assert accepted(made, by=factories.admin()).verdict == "accepted"


def test_permissions_of_authors(here):
    author, stranger = factories.person(), factories.admin()
    text = TEXT.replace("first", "very first")
    told = {"seen": 1, "base": last(here).pk, "source": text, "summary": "Shorter"}
    made = proposed(here, *TWO, by=author, draft=True)
    with pytest.raises(NotAllowed):
        suggestions.amend(made, by=stranger, **told)
    with pytest.raises(NotAllowed):
        suggestions.send(made, by=stranger, seen=1)
    with pytest.raises(NotAllowed):
        suggestions.accept(made, by=stranger, seen=1)
    made = suggestions.send(suggestions.amend(made, by=author, **told), by=author, seen=2)
    accepted(made)
    for act in (suggestions.withdraw, suggestions.reopen, suggestions.send):
        with pytest.raises(NotAllowed):
            act(fresh(made), by=author, seen=4)


def test_limits_of_proposing(here, settings):
    settings.LIMITS_ARE_KEPT = True
    author = factories.person()
    for number in range(5):
        proposed(here, ("first", f"word{number}"), by=author)
    with pytest.raises(BadSuggestion):
        proposed(here, ("first", "sixth"), by=author)
    assert proposed(here, ("first", "sixth"), by=author, draft=True).state == "draft"
    trusted = factories.person(trusted=True)
    for number in range(30):
        proposed(here, ("first", f"word{number}"), by=trusted)
    with pytest.raises(TooSoon):
        proposed(here, ("first", "more"), by=trusted)
    assert Suggestion.objects.count() == 36


def test_many_suggestions_meet_a_text_a_few_at_once_and_the_others_after(
    here, django_capture_on_commit_callbacks
):
    made = [proposed(here, ("some other", f"word{number}")) for number in range(rebasing.AT_ONCE + 3)]
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("first", "last"))
    places = [fresh(one).on.number for one in made]
    assert places == [2] * rebasing.AT_ONCE + [1] * 3
    (queued,) = [one for one in DBTaskResult.objects.all() if one.task_path.endswith("rebasing._rest")]
    assert rebasing._rest.call(*queued.args_kwargs["args"]) == 3
    assert {fresh(one).on.number for one in made} == {2}
    assert rebasing._rest.call(*queued.args_kwargs["args"]) == 0
    assert [told(one) for one in made] == [{"1": ("some other", f"word{n}")} for n in range(len(made))]
