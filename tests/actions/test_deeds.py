"""A new page, another place, an archiving: proposed, done once accepted, undone; each permission refused."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import deeds, pages, suggestions, undoing
from wiki.actions.deeds import Deed
from wiki.errors import BadAddress, BadPage, BadSuggestion, NotAllowed, SuggestionSettled
from wiki.models import Page, PageRevision, Suggestion
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
NEW = Deed("page", "Some words.\n", {"title": "A new one", "description": "Short.", "slug": ""})


@pytest.fixture
def guide():
    return factories.guide()


@pytest.fixture
def judge():
    return factories.moderator()


def proposed(page, deed, **how):
    told = {"by": factories.person(), "uuid": uuid4(), "summary": "It is missing."} | how
    return deeds.propose(page, deed, **told)


def place(guide, path):
    return Deed("place", fields={"parent": guide[path].pk})


def now(page):
    return Page.objects.get(pk=page.pk)


def accept(suggestion, by):
    return suggestions.accept(suggestion, by=by, seen=suggestion.version)


def test_new_page_is_made_in_its_author_s_name(guide, judge):
    made = proposed(guide["advice"], NEW)
    assert not Page.objects.filter(path="advice/a-new-one").exists()
    review = accept(made, judge)
    page = Page.objects.get(path="advice/a-new-one")
    assert (page.title, page.description, page.state) == ("A new one", "Short.", "published")
    assert page.source == "# A new one\n\nSome words.\n"
    revision = review.revision
    assert (revision.id, revision.number, revision.origin) == (page.pk, 1, "suggestion")
    assert (revision.author, revision.accepted_by, revision.suggestion) == (made.author, judge, made)
    assert (revision.reason, Suggestion.objects.get().state) == ("It is missing.", "accepted")


def test_page_is_moved_in_its_author_s_name_and_its_old_address_leads_there(guide, judge):
    made = proposed(guide["advice/first"], place(guide, "lessons"))
    revision = accept(made, judge).revision
    assert now(guide["advice/first"]).path == "lessons/first"
    assert (revision.author, revision.accepted_by, revision.origin) == (made.author, judge, "suggestion")


def test_page_is_archived_with_what_stands_below(guide, judge):
    made = proposed(guide["advice"], Deed("archive"))
    revision = accept(made, judge).revision
    assert {now(guide[path]).state for path in ("advice", "advice/first", "advice/second")} == {"archived"}
    assert (revision.author, revision.reason) == (made.author, "It is missing.")


@pytest.mark.parametrize(
    ("path", "deed"),
    [
        ("advice", lambda _g: NEW),
        ("advice/first", lambda g: place(g, "lessons")),
        ("advice", lambda _g: Deed("archive")),
    ],
    ids=["page", "place", "archive"],
)
def test_deed_is_undone_by_its_contrary(guide, judge, path, deed):
    before = set(Page.objects.exclude(state="archived").values_list("path", "state"))
    review = accept(proposed(guide[path], deed(guide)), judge)
    assert set(Page.objects.exclude(state="archived").values_list("path", "state")) != before
    review.suggestion.refresh_from_db()
    revision = undoing.undo(review, by=judge)
    assert set(Page.objects.exclude(state="archived").values_list("path", "state")) == before
    assert (revision.origin, revision.author, revision.suggestion_id) == (
        "restore",
        judge,
        review.suggestion_id,
    )
    with pytest.raises(BadSuggestion):
        undoing.undo(review, by=judge)


def test_accepted_twice_is_done_once(guide, judge):
    made = proposed(guide["advice"], NEW)
    accept(made, judge)
    with pytest.raises(SuggestionSettled):
        suggestions.accept(made, by=judge, seen=made.version)
    assert Page.objects.filter(title="A new one").count() == 1


def test_same_form_twice_is_one_suggestion(guide):
    who, key = factories.person(), uuid4()
    first, again = (proposed(guide["advice"], NEW, by=who, uuid=key) for _time in range(2))
    assert (first.pk, Suggestion.objects.count()) == (again.pk, 1)


def test_address_taken_meanwhile_leaves_the_suggestion_open(guide, judge):
    made = proposed(guide["advice"], Deed("page", "Words.\n", {"title": "New", "slug": "new"}))
    factories.page(guide["advice"], "new")
    with pytest.raises(BadAddress):
        accept(made, judge)
    assert (Suggestion.objects.get().state, Page.objects.filter(title="New").count()) == ("open", 1)


def test_place_that_went_away_leaves_the_suggestion_open(guide, judge):
    made = proposed(guide["advice/first"], place(guide, "lessons"))
    pages.archive(now(guide["lessons"]), by=SYSTEM, base=now(guide["lessons"]).version, reason="Gone.")
    with pytest.raises(BadSuggestion):
        accept(made, judge)
    assert (Suggestion.objects.get().state, now(guide["advice/first"]).path) == ("open", "advice/first")


def test_text_published_meanwhile_leaves_a_deed_as_it_is(guide, judge):
    made = proposed(guide["advice/first"], place(guide, "lessons"))
    page = now(guide["advice/first"])
    pages.edit(page, by=SYSTEM, base=page.version, source="# First\n\nOther words.\n")
    made.refresh_from_db()
    assert (made.footing, made.proposal, made.version) == ("current", "", 1)
    accept(made, judge)
    assert now(page).source == "# First\n\nOther words.\n"


def test_deed_is_amended_and_what_it_said_is_kept(guide, judge):
    made = proposed(guide["advice"], NEW)
    suggestions.ask(made, by=judge, seen=1, reason="Say more.")
    made.refresh_from_db()
    deed = Deed("page", "More words.\n", {"title": "A better one"})
    made = deeds.amend(made, deed, by=made.author, seen=made.version, summary="It is missing, still.")
    assert (made.state, [one.fields["title"] for one in made.versions.all()]) == (
        "open",
        ["A new one", "A better one"],
    )
    assert accept(made, judge).revision.title == "A better one"


def test_declined_withdrawn_and_taken_up_again(guide, judge):
    made = proposed(guide["advice"], Deed("archive"))
    for gesture, state in (("withdraw", "withdrawn"), ("reopen", "draft"), ("send", "open")):
        made = getattr(suggestions, gesture)(made, by=made.author, seen=made.version)
        assert made.state == state
    review = suggestions.decline(made, by=judge, seen=made.version, reason="It is read a lot.")
    made.refresh_from_db()
    assert (made.state, set(review.changes)) == ("declined", {"whole"})


def test_charter_that_asks_for_two_is_heard(guide):
    first, second = factories.person(), factories.person()
    factories.charter(guide["advice"], first, second, approvals=2)
    made = proposed(guide["advice"], Deed("archive"))
    assert accept(made, first).revision is None
    assert now(guide["advice"]).state == "published"
    assert accept(made, second).revision is not None


@pytest.mark.parametrize("aim", ["place", "archive"])
def test_home_page_stays_where_it_is(guide, aim):
    with pytest.raises(BadSuggestion):
        proposed(guide[""], Deed(aim, fields={"parent": guide["advice"].pk}))


@pytest.mark.parametrize("path", ["advice", "advice/first"])
def test_place_that_could_never_be_is_refused(guide, path):
    """Where it stands already, or below itself."""
    page = guide["advice/first"] if path == "advice" else guide["advice"]
    with pytest.raises((BadSuggestion, BadPage)):
        proposed(page, place(guide, path))


def test_page_without_title_is_refused(guide):
    with pytest.raises(BadPage):
        proposed(guide["advice"], Deed("page", "", {"title": " "}))


def test_whoever_may_not_is_refused(guide):
    someone = factories.person()
    made = proposed(guide["advice"], NEW, by=someone)
    for who in (someone, factories.person(), factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            accept(made, who)
    with pytest.raises(NotAllowed):
        deeds.amend(made, NEW, by=factories.person(), seen=1, summary="Mine.")
    with pytest.raises(NotAllowed):
        proposed(guide["lessons/secret"], NEW)
    assert not PageRevision.objects.filter(suggestion=made).exists()
