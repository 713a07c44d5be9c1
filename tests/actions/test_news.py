"""Deeds that are news for one person, whoever follows: mentions, a suggestion being read, words about a reuse; and
what is old goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Letter, User
from tests import factories
from tests.actions import telling
from tests.actions.test_notices import crowd, edit, here, say, tell
from tests.views.suggested import TWO
from wiki.actions import notices, reuses, suggestions, taking, threads, watching
from wiki.models import Fact, Notice, NoticeSettings, Page, Rewording, Suggestion
from wiki.models.notice import Kind
from wiki.models.watch import Level, Pace
from wiki.queries import notices as queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
__all__ = ["here"]


@pytest.fixture
def ada() -> User:
    return factories.person(name="Ada")


def follow(page: Page) -> None:
    """Somebody hears of all that is said there; they tell what is news for everybody."""
    watching.follow(page, by=factories.person(name="Wanda"), level=Level.DISCUSSION)


def told_of(kind: Kind) -> list[tuple[str, str]]:
    return [(name, why) for known, name, why in tell() if known == kind]


# --- mentions -----------------------------------------------------------------------------------------------


def named(page: Page, *names: str) -> None:
    """They have said something here, and so can be mentioned."""
    for name in names:
        say(page, User.objects.get(name=name), f"I am {name}.")
    tell()


def test_name_that_an_edit_adds_is_told_and_no_name_that_was_there(here: Page, ada: User) -> None:
    otto, author = factories.person(name="Otto"), factories.person(name="Yann")
    named(here, "Ada", "Otto")
    follow(here)
    said = say(here, author, "What does @ada say?")
    assert told_of(Kind.OPENED) == [("Ada", "mentioned"), ("Wanda", "page")]
    threads.edit(said, by=author, text="What does @ada say, and @otto?")
    assert told_of(Kind.MENTIONED) == [("Otto", "mentioned")]
    threads.edit(said, by=author, text="What do @otto and @ada say?")
    threads.edit(said, by=author, text="What does she say?")
    threads.edit(said, by=author, text="What does @ada say?")
    assert told_of(Kind.MENTIONED) == []
    assert otto.pk


def test_mention_is_not_told_to_its_author_nor_to_whoever_may_not_read_it(here: Page, ada: User) -> None:
    named(here, "Ada")
    author = factories.person(name="Yann")
    said = say(here, author, "I am here.")
    tell()
    threads.edit(said, by=author, text="I am @yann, and @nobody.at.all.")
    assert told_of(Kind.MENTIONED) == []
    threads.edit(said, by=author, text="What does @ada say?")
    Page.objects.filter(pk=here.pk).update(state="draft")
    assert told_of(Kind.MENTIONED) == []


def test_name_added_to_a_comment_that_waits_is_told_once_it_is_let_through(
    here: Page, ada: User, settings: Any
) -> None:
    from wiki.actions import moderation  # beside its one use

    named(here, "Ada")
    settings.LIMITS_ARE_KEPT = True
    author = factories.person(name="Nina", watched=True)
    said = say(here, author, "I am new.")
    assert said.held
    threads.edit(said, by=author, text="I am new, @ada.")
    assert tell() == []
    moderation.release(said, by=factories.moderator())
    assert told_of(Kind.OPENED) == [("Ada", "mentioned")]


# --- a suggestion being read --------------------------------------------------------------------------------


def test_author_hears_once_that_their_suggestion_is_being_read(here: Page, ada: User) -> None:
    follow(here)
    made = factories.suggestion(here, *TWO, by=ada)
    tell()
    mona, rene = factories.moderator(name="Mona"), factories.moderator(name="Rene")
    taking.take(made, by=mona)
    taking.take(made, by=mona)
    taking.give_back(made, by=mona)
    taking.take(made, by=rene)
    assert told_of(Kind.TAKEN) == [("Ada", "author")]
    assert Fact.objects.get(kind=Kind.TAKEN).by == mona


def test_that_it_is_being_read_waits_for_the_digest_of_the_day(here: Page, ada: User) -> None:
    made = factories.suggestion(here, *TWO, by=ada)
    taking.take(made, by=factories.moderator())
    tell()
    assert (Notice.objects.get(person=ada).pace, Letter.objects.filter(person=ada).count()) == ("daily", 0)


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.WEEKLY, Pace.NEVER])
def test_whoever_wants_less_of_it_hears_less(here: Page, ada: User, pace: Pace) -> None:
    NoticeSettings.objects.create(person=ada, mine=pace)
    made = factories.suggestion(here, *TWO, by=ada)
    taking.take(made, by=factories.moderator())
    tell()
    assert Notice.objects.get(person=ada).pace == pace


def test_nobody_hears_of_a_reading_that_is_not_said(here: Page, ada: User) -> None:
    """What a filter holds is looked at unsaid; a comment has no author who waits for a verdict."""
    held = factories.suggestion(here, TWO[0], by=ada)
    Suggestion.objects.filter(pk=held.pk).update(held_for="word")
    tell()
    taking.take(Suggestion.objects.get(pk=held.pk), by=factories.moderator())
    taking.take(say(here, ada), by=factories.moderator())
    assert told_of(Kind.TAKEN) == []
    muted = factories.suggestion(here, TWO[0], by=ada)
    watching.follow(muted, by=ada, level=Level.NOTHING)
    taking.take(muted, by=factories.moderator())
    assert told_of(Kind.TAKEN) == []


# --- what is said of a reuse --------------------------------------------------------------------------------


def test_whoever_told_a_reuse_hears_what_is_said_of_it(here: Page, ada: User) -> None:
    made = telling.tell(here, by=ada)
    tell()
    said = threads.remark(made, by=factories.person(name="Yann"), text="How many came?", uuid=uuid4())
    assert tell() == [("opened", "Ada", "teller")]
    threads.reply(said.thread, by=factories.person(), text="I wonder too.", uuid=uuid4())
    assert ("replied", "Ada", "teller") in tell()
    threads.reply(said.thread, by=ada, text="Twelve.", uuid=uuid4())
    assert [told for told in tell() if told[1] == "Ada"] == []
    reuses.withdraw(made, by=ada)


def test_whoever_told_a_reuse_hears_of_the_example_made_of_it_and_of_what_became_of_it(
    here: Page, ada: User
) -> None:
    made, rene = telling.tell(here, by=ada), factories.moderator(name="Rene")
    tell()
    example = factories.suggestion(here, TWO[0], by=rene, reuse=made)
    assert told_of(Kind.PROPOSED) == [("Ada", "teller")]
    threads.discuss(example, by=rene, text="Is it short enough?", uuid=uuid4())
    assert [told for told in tell() if told[1] == "Ada"] == []
    suggestions.accept(example, by=factories.moderator(), seen=1, reason="Well told.")
    assert ("Ada", "teller") in told_of(Kind.ACCEPTED)
    lines = [line for group in queries.leaf(ada, "unread", "").groups for line in group.lines]
    assert [line.because for line in lines] == ["parce que vous avez raconté ce retour"] * 2


# --- what is old --------------------------------------------------------------------------------------------


def test_what_is_old_goes_with_its_notices_and_the_rest_stays(here: Page, monkeypatch: Any) -> None:
    crowd(here, 2)
    by = factories.moderator()
    for number in range(4):
        edit(here, by, f"Number {number}.")
    tell()
    now = timezone.now()
    keys = list(Fact.objects.order_by("pk").values_list("pk", flat=True))
    Fact.objects.filter(pk__in=keys[:3]).update(at=now - notices.KEPT - timedelta(minutes=1))
    Fact.objects.filter(pk=keys[3]).update(at=now - notices.KEPT + timedelta(minutes=1))
    monkeypatch.setattr(notices, "CLEARED_AT_ONCE", 2)
    assert [notices.clear(now) for _time in range(3)] == [2, 1, 0]
    assert list(Fact.objects.values_list("pk", flat=True)) == [keys[3]]
    assert Notice.objects.filter(fact=keys[3]).count() == Notice.objects.count() == 2


def test_words_that_a_revision_took_away_outlive_what_was_told_of_it(here: Page) -> None:
    """They are read on the page of one's own words, with the history, long after the notice has gone."""
    made = edit(here, factories.moderator(), "Theirs.")
    Rewording.objects.update_or_create(pk=made.pk, defaults={"before": "Mine.", "after": "Theirs."})
    notices.clear(timezone.now() + notices.KEPT + timedelta(days=1))
    assert not Fact.objects.filter(revision=made).exists()
    assert Rewording.objects.filter(pk=made.pk).exists()
