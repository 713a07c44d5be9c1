"""Trust that grows by itself, at the third acceptance; lost by upheld flags; never against what was granted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Trust, User
from tests import factories
from wiki.actions import deeds, moderation, retouching, suggestions, threads, trusting, undoing
from wiki.errors import BadSuggestion, NotAllowed
from wiki.models import Comment, Flag, ModerationEntry, Page, Review
from wiki.queries import trust
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WORDS = ("one", "two", "three", "four", "five")
TEXT = "# A\n\nHere stand: and one, and two, and three, and four, and five.\n"


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def ada():
    return factories.person(name="Ada Lovelace")


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def accepted(here, author, count, *, by=None, first=0):
    """So many suggestions of theirs go in, each on other words; the last review."""
    by, review = by or factories.moderator(), None
    for word in WORDS[first : first + count]:
        made = factories.suggestion(fresh(here), (f"and {word}", f"and the {word}"), by=author)
        review = suggestions.accept(made, by=by, seen=1)
    return review


def stands(person):
    now = fresh(person)
    return now.trusted, now.trust


def told():
    """What the journal says of trust, and of whom."""
    lines = ModerationEntry.objects.filter(action__startswith="trust.").order_by("pk")
    return [(line.action, line.after["person"], line.by) for line in lines]


def upheld(author, *, flags=1, reason="Rude."):
    """A comment of theirs that was flagged, and hidden by a moderator."""
    page = Page.objects.filter(parent=None).get()
    said = threads.open(page, by=fresh(author), text=f"Rude {uuid4()}.", uuid=uuid4())
    for _ in range(flags):
        moderation.flag(Comment.objects.get(pk=said.pk), by=factories.person(), reason="Rude.")
    return moderation.hide(Comment.objects.get(pk=said.pk), by=factories.moderator(), reason=reason)


# --- it grows -----------------------------------------------------------------------------------------------


def test_third_acceptance_makes_whoever_proposed_trusted(here, ada):
    accepted(here, ada, 2)
    assert (stands(ada), told()) == ((False, ""), [])
    accepted(here, ada, 1, first=2)
    assert stands(ada) == (True, Trust.GROWN)
    assert told() == [("trust.gain", ada.pk, None)]


def test_fourth_acceptance_says_nothing_more(here, ada):
    accepted(here, ada, 4)
    trusting.gain(ada)
    trusting.lose(ada)
    assert (stands(ada), len(told())) == ((True, Trust.GROWN), 1)


def test_acceptance_in_part_counts_once_for_its_suggestion(here, ada):
    by = factories.moderator()
    accepted(here, ada, 1, by=by)
    made = factories.suggestion(
        fresh(here), ("and two", "and the two"), ("and three", "and the three"), by=ada
    )
    suggestions.accept(made, by=by, seen=1, chosen={"1"})
    suggestions.accept(fresh(made), by=by, seen=2, chosen={"2"})
    assert (trust.accepted(ada), stands(ada)) == (2, (False, ""))
    made = factories.suggestion(
        fresh(here), ("and four", "and the four"), ("and five", "and the five"), by=ada
    )
    suggestions.accept(made, by=by, seen=1, chosen={"1"})
    assert stands(ada) == (True, Trust.GROWN)


def test_acceptance_retouched_and_that_of_a_deed_count(here, ada):
    by = factories.moderator()
    accepted(here, ada, 1, by=by)
    made = factories.suggestion(fresh(here), ("and two", "and the two"), by=ada)
    page = fresh(here)
    retouching.accept(
        made,
        by=by,
        seen=1,
        base=factories.last_revision(page).pk,
        source=page.source.replace("and two", "and both"),
        fields={"title": page.title, "description": page.description},
        reason="",
    )
    asked = deeds.Deed("archive")
    made = deeds.propose(fresh(here), asked, by=ada, uuid=uuid4(), summary="Empty.")
    suggestions.accept(made, by=by, seen=1)
    assert stands(ada) == (True, Trust.GROWN)


def test_own_acceptance_and_one_that_was_undone_do_not_count(here, ada):
    factories.charter(here, ada, own_acceptance=True)
    accepted(here, fresh(ada), 1, by=fresh(ada))
    by = factories.moderator()
    undoing.undo(accepted(here, fresh(ada), 1, by=by, first=1), by=by)
    accepted(here, fresh(ada), 2, by=by, first=2)
    assert (trust.accepted(ada), stands(ada)) == (2, (False, ""))


def test_approval_that_is_not_enough_does_not_count(here, ada):
    one, other = factories.person(), factories.person()
    factories.charter(here, one, other, approvals=2)
    accepted(here, ada, 3, by=one)
    assert (Review.objects.filter(verdict="approved").count(), trust.accepted(ada)) == (3, 0)


def test_acceptance_by_nobody_counts(here, ada):
    accepted(here, ada, 3, by=SYSTEM)
    assert stands(ada) == (True, Trust.GROWN)


@pytest.mark.parametrize("who", ["unverified", "inactive"])
def test_nobody_without_an_address_that_is_theirs_or_a_way_in_is_trusted(here, ada, who):
    accepted(here, ada, 2)
    made = factories.suggestion(fresh(here), ("and three", "and the three"), by=ada)
    if who == "unverified":
        ada.emailaddress_set.update(verified=False)
    else:
        User.objects.filter(pk=ada.pk).update(is_active=False)
    suggestions.accept(made, by=factories.moderator(), seen=1)
    assert (trust.accepted(ada), stands(ada), told()) == (3, (False, ""), [])


def test_refused_acceptance_makes_nobody_trusted(here, ada):
    accepted(here, ada, 2)
    made = factories.suggestion(fresh(here), ("and three", "and the three"), by=ada)
    with pytest.raises(NotAllowed):
        suggestions.accept(made, by=factories.person(), seen=1)
    with pytest.raises(BadSuggestion):
        suggestions.accept(made, by=factories.moderator(), seen=1, chosen={"9"})
    assert (stands(ada), told()) == ((False, ""), [])


# --- it is lost ---------------------------------------------------------------------------------------------


def test_upheld_flag_takes_away_what_grew_and_says_so(here, ada):
    accepted(here, ada, 3)
    upheld(ada)
    assert stands(ada) == (False, Trust.LOST)
    assert told() == [("trust.gain", ada.pk, None), ("trust.lose", ada.pk, None)]
    upheld(ada)
    assert len(told()) == 2


def test_trust_comes_back_when_the_comment_is_shown_again(here, ada):
    accepted(here, ada, 3)
    hidden = upheld(ada)
    moderation.restore(hidden, by=factories.moderator(), reason="It was a quote.")
    assert stands(ada) == (True, Trust.GROWN)
    assert [deed for deed, _who, _by in told()] == ["trust.gain", "trust.lose", "trust.gain"]


def test_comment_hidden_without_a_flag_costs_nothing(here, ada):
    accepted(here, ada, 3)
    upheld(ada, flags=0)
    assert stands(ada) == (True, Trust.GROWN)


def test_nobody_is_trusted_by_a_comment_that_is_hidden(here, ada):
    upheld(ada, flags=0)
    accepted(here, ada, 3)
    User.objects.filter(pk=ada.pk).update(trusted=False, trust="")  # as before trust grew by itself
    upheld(ada, flags=0)
    assert stands(ada) == (False, "")


def test_flags_that_nobody_has_judged_cost_nothing(here, ada):
    accepted(here, ada, 3)
    said = threads.open(fresh(here), by=fresh(ada), text="Odd.", uuid=uuid4())
    for _ in range(3):
        moderation.flag(fresh(said), by=factories.person(trusted=True), reason="Rude.")
    assert (fresh(said).hidden is not None, stands(ada)) == (True, (True, Trust.GROWN))


def test_flag_upheld_within_a_year_holds_trust_back(here, ada):
    hidden = upheld(ada)
    accepted(here, ada, 3)
    assert stands(ada) == (False, "")
    Comment.objects.filter(pk=hidden.pk).update(hidden=timezone.now() - timedelta(days=366))
    accepted(here, ada, 1, first=3)
    assert stands(ada) == (True, Trust.GROWN)


def test_flag_that_somebody_raised_costs_them_nothing(here, ada):
    accepted(here, ada, 3)
    said = threads.open(fresh(here), by=factories.person(), text="Rude.", uuid=uuid4())
    moderation.flag(fresh(said), by=fresh(ada), reason="Rude.")
    moderation.hide(fresh(said), by=factories.moderator(), reason="Rude.")
    assert (Flag.objects.get().upheld, stands(ada)) == (True, (True, Trust.GROWN))


# --- what a moderator said ----------------------------------------------------------------------------------


def by_hand(person, trusted):
    """What the window on people does: the form cleans the person, then keeps it."""
    person = fresh(person)
    person.trusted = trusted
    person.full_clean(exclude=["password"])
    person.save()


def test_trust_that_was_granted_is_kept_until_it_is_taken_back(here, ada):
    by_hand(ada, True)
    assert stands(ada) == (True, Trust.GRANTED)
    upheld(ada)
    accepted(here, ada, 3)
    assert (stands(ada), told()) == ((True, Trust.GRANTED), [])
    by_hand(ada, False)
    assert stands(ada) == (False, Trust.WITHDRAWN)


def test_trust_that_was_ticked_before_we_kept_who_said_so_counts_as_granted(here, ada):
    User.objects.filter(pk=ada.pk).update(trusted=True)
    upheld(ada)
    assert (stands(ada), told()) == ((True, ""), [])


def test_trust_that_was_taken_back_does_not_grow_again(here, ada):
    accepted(here, ada, 3)
    by_hand(ada, False)
    accepted(here, ada, 1, first=3)
    assert (stands(ada), len(told())) == ((False, Trust.WITHDRAWN), 1)
    by_hand(ada, True)
    upheld(ada)
    assert stands(ada) == (True, Trust.GRANTED)


def test_other_words_of_a_profile_leave_trust_as_it_is(here, ada):
    accepted(here, ada, 3)
    by_hand(ada, True)
    assert stands(ada) == (True, Trust.GROWN)


@pytest.mark.parametrize(
    "role", [{}, {"trusted": True}, {"moderator": True}, {"is_superuser": True}], ids=str
)
@pytest.mark.parametrize("act", [trusting.gain, trusting.lose])
def test_nobody_but_the_site_settles_trust(ada, role, act):
    with pytest.raises(NotAllowed):
        act(ada, by=factories.person(**role))
