"""What an account said, hidden, declined and set aside all at once, and back as it was."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Trust
from tests import factories
from tests.actions.undone import TEXT, edited, fates, reverted, said, span
from wiki.actions import moderation, reversing, standing, suggestions, threads
from wiki.errors import BadReversal
from wiki.models import (
    Comment,
    Flag,
    Page,
    Stand,
    Suggestion,
)
from wiki.models.reversal import Stride

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def here() -> Page:
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def spammer() -> Any:
    return factories.person(name="Spam Sender", trusted=True, moderator=False)


# --- comments -----------------------------------------------------------------------------------------------


def test_comments_are_hidden_as_they_would_be_one_by_one_and_come_back_as_they_were(here, spammer):
    moderator = factories.moderator()
    plain, held = said(here, spammer), said(here, spammer, "More.")
    Comment.objects.filter(pk=held.pk).update(held=True)
    answered = threads.reply(plain.thread, by=factories.person(), text="No.", uuid=uuid4())
    flag = moderation.flag(plain, by=factories.person(), reason="It advertises.")
    before = list(Comment.objects.order_by("pk").values())
    deed = reverted(spammer, by=moderator)
    plain.refresh_from_db()
    assert (plain.hidden, plain.hidden_by, plain.hidden_reason) == (deed.at, moderator, "It advertises.")
    assert Comment.objects.filter(hidden__isnull=True).get() == answered
    flag.refresh_from_db()
    assert flag.upheld is True
    assert (deed.stride, fates(deed)) == (Stride.DONE, [("comment", "done", "")] * 2)
    reversing.bring_back(deed, by=moderator, reason="It was somebody else.")
    flag.refresh_from_db()
    assert (list(Comment.objects.order_by("pk").values()), flag.upheld) == (before, None)
    assert fates(deed) == [("comment", "back", "")] * 2


def test_comment_hidden_by_reports_alone_is_judged_and_waits_again_when_it_is_brought_back(here, spammer):
    comment = said(here, spammer)
    for _number in range(3):
        moderation.flag(comment, by=factories.person(trusted=True), reason="Spam.")
    comment.refresh_from_db()
    was = comment.hidden, comment.hidden_reason
    deed = reverted(spammer)
    assert set(Flag.objects.values_list("upheld", flat=True)) == {True}
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    comment.refresh_from_db()
    assert (comment.hidden, comment.hidden_reason, comment.hidden_by) == (*was, None)
    assert set(Flag.objects.values_list("upheld", flat=True)) == {None}


def test_comment_that_somebody_decided_on_meanwhile_is_theirs(here, spammer):
    judged, shown, deleted = (said(here, spammer, f"No. {number}.") for number in range(3))
    moderator = factories.moderator()
    moderation.hide(judged, by=moderator, reason="Rude.")
    deed = reverted(spammer)
    assert fates(deed) == [("comment", "done", "")] * 2
    moderation.restore(Comment.objects.get(pk=shown.pk), by=moderator, reason="It is fine.")
    threads.delete(Comment.objects.get(pk=deleted.pk), by=moderator, reason="Law.")
    reversing.bring_back(deed, by=moderator, reason="No.")
    assert fates(deed) == [("comment", "back", ""), ("comment", "kept", "settled")]
    assert Comment.objects.get(pk=judged.pk).hidden_reason == "Rude."


def test_trust_that_grew_is_lost_with_it_and_comes_back_with_it(here, spammer, settings):
    spammer.trust = Trust.GROWN
    spammer.save()
    settings.TRUST = settings.TRUST | {"accepted": 0}
    moderation.flag(said(here, spammer), by=factories.person(), reason="Spam.")
    deed = reverted(spammer)
    spammer.refresh_from_db()
    assert (spammer.trusted, spammer.trust) == (False, Trust.LOST)
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    spammer.refresh_from_db()
    assert (spammer.trusted, spammer.trust) == (True, Trust.GROWN)


# --- suggestions, stands, reports ---------------------------------------------------------------------------


def test_open_suggestions_are_declined_and_open_again_on_the_text_of_then(here, spammer):
    made = factories.suggestion(here, ("first", "cheapest"), by=spammer)
    asked = factories.suggestion(here, ("some other", "my own"), by=spammer)
    suggestions.ask(asked, by=factories.moderator(), seen=1, reason="Say more.")
    other = factories.suggestion(here, ("near", "far"))
    opened = Suggestion.objects.get(pk=made.pk).open_since
    deed = reverted(spammer)
    now = Suggestion.objects.in_bulk()
    assert [now[one.pk].state for one in (made, asked, other)] == ["declined", "declined", "open"]
    review = now[made.pk].reviews.get()
    assert (review.verdict, review.reason, review.by) == ("declined", "It advertises.", deed.by)
    edited(here, "Then come", "Then there come", by=factories.person())
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    now = Suggestion.objects.select_related("on").in_bulk()
    assert [now[one.pk].state for one in (made, asked, other)] == ["open", "asked", "open"]
    assert now[made.pk].on.number == 2
    assert [hunk.added for hunk in now[made.pk].difference.hunks] == ["cheapest"]
    assert now[made.pk].open_since >= opened
    review.refresh_from_db()
    assert review.taken_back is not None
    suggestions.accept(now[made.pk], by=factories.moderator(), seen=now[made.pk].version)
    assert Suggestion.objects.get(pk=made.pk).state == "accepted"


def test_suggestion_decided_meanwhile_is_left(here, spammer):
    made = factories.suggestion(here, ("first", "cheapest"), by=spammer)
    items = reversing.plan(span(spammer), by=factories.moderator())
    suggestions.withdraw(made, by=spammer, seen=1)
    with pytest.raises(BadReversal):
        reverted(spammer)
    assert [one.target for one in items] == [made.pk]


def test_stands_count_no_more_and_count_again(here, spammer):
    other = factories.suggestion(here, ("first", "foremost"))
    told = {"reason": "Mine is better.", "other_way": "Buy mine."}
    stand = standing.object_to(other, by=spammer, seen=1, **told)
    deed = reverted(spammer)
    assert list(Stand.objects.standing()) == []
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert list(Stand.objects.standing()) == [stand]


def test_reports_are_dismissed_but_where_they_hide_a_comment(here, spammer):
    plain, hidden = said(here, factories.person()), said(here, factories.person(), "Other.")
    mine = moderation.flag(plain, by=spammer, reason="I do not like it.")
    joint = moderation.flag(hidden, by=spammer, reason="Nor that.")
    for _number in range(2):
        moderation.flag(hidden, by=factories.person(trusted=True), reason="Rude.")
    deed = reverted(spammer)
    assert fates(deed) == [("flag", "done", ""), ("flag", "left", "judged")]
    assert [Flag.objects.get(pk=one.pk).upheld for one in (mine, joint)] == [False, None]
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert Flag.objects.get(pk=mine.pk).upheld is None
