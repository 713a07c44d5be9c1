"""A revision is hidden for a reason, and shown again; nothing of it comes back by another way meanwhile."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import hiding, pages, people, suggestions, threads, undoing
from wiki.actions.threads import Selection
from wiki.errors import BadComment, BadPage, BadSuggestion, NotAllowed
from wiki.models import ModerationEntry, Page, PageRevision, Suggestion
from wiki.queries import credits, masking, timeline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
REASON = "It named somebody."


@pytest.fixture
def page():
    """Three revisions, of which the second says what is hidden."""
    made = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    for source, reason in (("# A\n\nThe rude words.\n", "Rude."), ("# A\n\nThe last words.\n", "Mended.")):
        made = Page.objects.get(pk=made.pk)
        pages.edit(made, by=factories.moderator(), base=made.version, source=source, reason=reason)
    return Page.objects.get(pk=made.pk)


def states(page):
    return list(PageRevision.objects.filter(id=page.pk).order_by("number"))


def hidden(page, **what):
    return hiding.hide(states(page)[1], by=factories.moderator(), reason=REASON, **what)


def test_hidden_revision_keeps_all_that_it_says_and_the_journal_tells_why(page):
    before, moderator = states(page)[1], factories.moderator()
    hiding.hide(before, by=moderator, reason=f" {REASON} ", author=True)
    after = states(page)[1]
    told = (after.text_hidden, after.author_hidden, after.hidden_by, after.hidden_reason)
    assert told == (True, True, moderator, REASON)
    assert (after.source, after.history_user, after.reason) == (before.source, before.history_user, "Rude.")
    line = ModerationEntry.objects.get(action="revision.hide")
    assert (line.page, line.by, line.reason, line.role) == (page, moderator, REASON, "moderator")
    assert line.after == {"revision": after.pk, "number": 2, "text": True, "author": True}
    hiding.show(after, by=moderator, reason="Settled.")
    assert not states(page)[1].is_hidden
    assert ModerationEntry.objects.filter(action="revision.show", reason="Settled.").count() == 1


def test_page_as_it_is_read_is_restored_or_corrected_first(page):
    with pytest.raises(BadPage, match="restaurez une révision antérieure, ou corrigez-la"):
        hiding.hide(states(page)[2], by=factories.moderator(), reason=REASON)


@pytest.mark.parametrize(
    ("told", "why"),
    [({"reason": " "}, "Dites pourquoi"), ({"reason": REASON, "text": False}, "Dites ce qui est masqué")],
)
def test_neither_reason_nor_what_is_left_out(page, told, why):
    with pytest.raises(BadPage, match=why):
        hiding.hide(states(page)[1], by=factories.moderator(), **told)
    assert not states(page)[1].is_hidden


def test_revision_is_hidden_once_and_by_those_who_moderate(page):
    with pytest.raises(NotAllowed):
        hiding.hide(states(page)[1], by=factories.person(trusted=True), reason=REASON)
    revision = hidden(page)
    with pytest.raises(NotAllowed):
        hiding.hide(revision, by=factories.moderator(), reason=REASON)
    with pytest.raises(NotAllowed):
        hiding.show(revision, by=factories.person(), reason=REASON)


def test_hidden_text_is_not_restored_nor_suggested_on_nor_quoted(page):
    revision, author = hidden(page), factories.person()
    with pytest.raises(BadPage, match="montrez-le à nouveau"):
        pages.restore(page, by=factories.moderator(), base=page.version, revision=revision)
    with pytest.raises(BadSuggestion, match="masqué"):
        suggestions.propose(
            page, by=author, base=revision.pk, source="# A\n\nOther.\n", summary="So.", uuid=uuid4()
        )
    quote = Selection("rude words", revision=revision.pk)
    with pytest.raises(BadComment):
        threads.open(page, by=author, text="Hm.", uuid=uuid4(), quote=quote)


def test_acceptance_is_not_undone_into_a_hidden_text(page):
    proposed = factories.suggestion(page, ("last", "very last"))
    review = suggestions.accept(proposed, by=factories.moderator(), seen=proposed.version)
    hiding.hide(states(page)[2], by=factories.moderator(), reason=REASON)
    with pytest.raises(BadSuggestion, match="masqué"):
        undoing.undo(review, by=factories.moderator())


@pytest.mark.parametrize("what", [{}, {"text": False, "author": True}])
def test_suggestion_that_became_a_hidden_revision_is_read_by_those_who_moderate_alone(page, what):
    author = factories.person()
    proposed = factories.suggestion(page, ("last", "worst"), by=author)
    suggestions.accept(proposed, by=factories.moderator(), seen=proposed.version)
    said = threads.discuss(proposed, by=author, text="Hm.", uuid=uuid4())
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=factories.moderator(), base=page.version, source="# A\n\nThe end.\n")

    def readers():
        """Of the suggestion, and of what is said of it."""
        found = [author, factories.person(), factories.moderator()]
        own = [Suggestion.objects.kept_for(one).filter(pk=proposed.pk).exists() for one in found]
        return own, [type(said).objects.visible_to(one).filter(pk=said.pk).exists() for one in found]

    assert readers() == ([True] * 3, [True] * 3)
    hiding.hide(states(page)[3], by=factories.moderator(), reason=REASON, **what)
    assert readers() == ([False, False, True], [False, False, True])


def test_suggestion_that_is_stuck_on_a_hidden_text_stays_its_authors(page):
    author = factories.person()
    proposed = factories.suggestion(page, ("last", "worst"), by=author)
    pages.edit(page, by=factories.moderator(), base=page.version, source="# A\n\nThe end.\n")
    assert Suggestion.objects.get().footing == "conflict"
    hiding.hide(states(page)[2], by=factories.moderator(), reason=REASON)
    seen = [
        Suggestion.objects.visible_to(one).filter(pk=proposed.pk).exists()
        for one in (author, factories.person(), factories.moderator())
    ]
    assert seen == [True, False, True]


def test_mask_takes_away_what_the_reader_may_not_know_and_nothing_of_others(page):
    hidden(page, author=True)
    first, second, third = states(page)
    masking.mask([first, second, third], factories.person())
    assert [one.source for one in (first, third)] == ["# A\n\nThe first words.\n", "# A\n\nThe last words.\n"]
    assert {getattr(second, name) for name in masking.TEXT} == {""}
    assert (second.author, second.reason, second.co_authors) == (None, "", [])
    again = states(page)[1]
    masking.mask([again], factories.moderator())
    assert "rude" in again.source
    assert (masking.texts(page.pk), masking.authors(page.pk)) == ({second.pk}, {second.pk})
    readable = masking.readable(PageRevision.objects.filter(id=page.pk)).order_by("number")
    assert [one.number for one in readable] == [1, 3]


def test_name_of_whoever_leaves_goes_from_why_their_revision_was_hidden(page):
    rose = factories.person(name="Rose")
    PageRevision.objects.filter(pk=states(page)[1].pk).update(history_user=rose)
    hiding.hide(states(page)[1], by=factories.moderator(), reason="Rose was rude.")
    people.erase(rose, names=frozenset({"Rose"}), addresses=frozenset(), was_theirs=lambda _address: False)
    line = ModerationEntry.objects.get(action="revision.hide")
    assert [states(page)[1].hidden_reason, line.reason] == [f"#{rose.pk} was rude."] * 2


def test_own_data_hold_what_one_wrote_though_it_is_hidden_and_nobody_elses_do(page):
    revision, other = hidden(page, author=True), states(page)[2].history_user

    def data(person):
        work = people.export(person, by=person)
        return str(work.told) + "".join(text for _name, text in work.texts)

    own = data(revision.history_user)
    assert ("The rude words" in own, REASON in own) == (True, False)
    assert ("rude" in data(other).lower(), REASON in data(other)) == (False, False)


def test_who_accepted_their_own_words_is_hidden_with_their_author(page):
    author, other = states(page)[1].history_user, factories.moderator()
    for accepted_by, told in ((author, None), (other, other)):
        PageRevision.objects.filter(pk=states(page)[1].pk).update(
            accepted_by=accepted_by,
            author_hidden=True,
            hidden_at="2026-01-01T00:00:00Z",
            hidden_reason=REASON,
        )
        revision = states(page)[1]
        masking.mask([revision], factories.person())
        assert revision.accepted_by == told
        (moment,) = [
            one for one in timeline.history(page, "", factories.person()).moments if one.revision.number == 2
        ]
        assert moment.revision.accepted_by == told
        assert [one.person for one in credits.of_page(page).accepted] == ([told] if told else [])
