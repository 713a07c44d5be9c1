"""Each deed is told to those who follow it or whom it is about, once, whatever kills the queue meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Letter, User
from tests import factories
from tests.views.suggested import TEXT, TWO
from wiki.actions import moderation, notices, pages, reminding, standing, suggestions, threads, watching
from wiki.models import Comment, Fact, Notice, NoticeSettings, Page, Suggestion, Watch
from wiki.models.notice import Kind
from wiki.models.watch import Level
from wiki.queries import rewording, telling
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def here() -> Page:
    section = factories.page(factories.home(), "a", "# A\n")
    return factories.page(section, "b", TEXT)


def tell() -> list[tuple[str, str, str]]:
    """What the queue does with the facts that wait: the kind, who is told and why, of those told now."""
    facts = list(Fact.objects.filter(told_at=None).order_by("pk"))
    for fact in facts:
        notices.tell.func(fact.pk)
    given = Notice.objects.filter(fact__in=facts).order_by("fact", "person")
    return [(one.fact.kind, one.person.name, one.why) for one in given.select_related("fact", "person")]


def say(page: Page, by: User, text: str = "Why?") -> Comment:
    return threads.open(page, by=by, text=text, uuid=uuid4())


def edit(page: Page, by: Any, words: str = "More.") -> Any:
    page.refresh_from_db()
    return pages.edit(page, by=by, base=page.version, source=f"{page.source}\n{words}\n", reason="Clearer.")


def everything(page: Page, by: User, author: User) -> dict[str, Any]:
    """One deed of each kind, by somebody who decides, on what the author said and proposed."""
    said = say(page, author)
    threads.reply(said.thread, by=by, text="Because.", uuid=uuid4())
    threads.reopen(threads.resolve(said.thread, by=by), by=by)
    asked = factories.suggestion(page, *TWO, by=author)
    standing.support(asked, by=by, seen=1)
    standing.object_to(asked, by=by, seen=1, reason="Too long.", other_way="Shorter.")
    suggestions.ask(asked, by=by, seen=1, reason="Say more.")
    asked.refresh_from_db()
    suggestions.withdraw(asked, by=author, seen=asked.version)
    for decide in (suggestions.decline, suggestions.accept):
        page.refresh_from_db()
        one = factories.suggestion(page, TWO[0], by=author)
        decide(one, by=by, seen=1, **({"reason": "No."} if decide is suggestions.decline else {}))
    page.refresh_from_db()
    edit(page, by)
    pages.create(page, by=by, slug="new", title="New", source="# New\n")
    return {"comment": said}


def test_author_is_told_of_all_that_becomes_of_their_words_and_the_actor_of_nothing(here: Page) -> None:
    decider, author = factories.moderator(name="Mona"), factories.person(name="Ada")
    everything(here, decider, author)
    told = tell()
    assert [(kind, why) for kind, name, why in told if name == "Ada"] == [
        ("replied", "opened"),
        ("resolved", "opened"),
        ("reopened", "opened"),
        ("supported", "author"),
        ("objected", "author"),
        ("asked", "author"),
        ("declined", "author"),
        ("accepted", "author"),
        ("revised", "page"),  # their words went into it
    ]
    # Of what the author did: to be decided, and by a thread in which one took part.
    assert [(kind, why) for kind, name, why in told if name == "Mona"] == [
        ("proposed", "decides"),
        ("proposed", "decides"),
        ("proposed", "decides"),
    ]


def test_whoever_follows_is_told_as_much_as_they_asked(here: Page) -> None:
    decider, author = factories.moderator(), factories.person()
    for level in Level:
        watching.follow(here, by=factories.person(name=level.value), level=level, below=True)
    everything(here, decider, author)
    told = tell()
    kinds = {level: [kind for kind, name, _why in told if name == level] for level in Level}
    assert kinds[Level.NOTHING] == kinds[Level.MINE] == []
    assert kinds[Level.NEW] == ["created"]
    assert kinds[Level.CHANGES] == ["accepted", "revised", "created"]
    assert sorted(kinds[Level.DISCUSSION]) == sorted(
        ["opened", "replied", "resolved", "reopened", "supported", "objected", "asked", "declined"]
        + ["proposed"] * 3
        + ["accepted", "revised", "created"]
    )


def test_notices_given_are_those_that_the_screens_would_show(here: Page) -> None:
    """The guard of the ladder and the querysets of all screens say the same of everybody."""
    referent, author = factories.person(name="Rene"), factories.person(name="Ada")
    factories.charter(here.parent, referent)
    people = [referent, author, factories.moderator(), factories.admin(), factories.person(trusted=True)]
    for person in people:
        watching.follow(here, by=person, level=Level.DISCUSSION)
    other = factories.person(name="Otto")
    hidden, held, shown = (say(here, other, text) for text in ("Rude.", "Held.", "Fine."))
    moderation.hide(hidden, by=people[2], reason="Rude.")
    Comment.objects.filter(pk=held.pk).update(held=True)
    proposed = factories.suggestion(here, TWO[0], by=author)
    kept_back = factories.suggestion(here, TWO[1], by=author)
    Suggestion.objects.filter(pk=kept_back.pk).update(held_for="word")
    for state in ("published", "draft", "archived"):
        Page.objects.filter(pk=here.pk).update(state=state)
        Notice.objects.all().delete()
        Fact.objects.update(told_at=None, told_to=0)
        tell()
        for person in User.objects.exclude(pk=other.pk):
            given = Notice.objects.filter(person=person)
            assert set(given) == set(Notice.objects.of(person)), (state, person)
            fresh = User.objects.get(pk=person.pk)
            for fact in Fact.objects.exclude(by=person):
                seen = Comment.objects.visible_to(fresh).filter(pk=fact.comment_id).exists()
                if fact.comment_id and person in people:
                    assert given.filter(fact=fact).exists() == seen, (state, person, fact)
    assert {shown.pk, proposed.pk}


def test_first_comment_that_is_held_is_told_once_it_is_let_through(here: Page, settings: Any) -> None:
    settings.LIMITS_ARE_KEPT = True
    watcher, moderator = factories.person(name="Wanda"), factories.moderator()
    watching.follow(here, by=watcher, level=Level.DISCUSSION)
    said = say(here, factories.person(name="Nina", watched=True))
    assert (said.held, tell()) == (True, [])
    moderation.release(said, by=moderator)
    assert tell() == [("opened", "Wanda", "page")]


def test_mention_is_told_to_whom_it_names_and_mute_keeps_it_away(here: Page) -> None:
    ada, otto = factories.person(name="Ada Byron"), factories.person(name="Otto")
    edit(here, factories.moderator())
    say(here, ada, "I am here.")
    tell()
    said = say(here, otto, "What do you say, @ada.byron?")
    assert tell() == [("opened", "Ada Byron", "mentioned")]
    watching.follow(said.thread, by=ada, level=Level.NOTHING)
    threads.reply(said.thread, by=factories.person(), text="@ada.byron!", uuid=uuid4())
    assert [told for told in tell() if told[1] == "Ada Byron"] == []


def test_taking_part_follows_and_can_be_switched_off(here: Page) -> None:
    ada, otto, ines = (factories.person(name=name) for name in ("Ada", "Otto", "Ines"))
    NoticeSettings.objects.create(person=ines, follows=False)
    said = say(here, ada)
    for by in (otto, ines):
        threads.reply(said.thread, by=by, text=f"Says {by}.", uuid=uuid4())
    tell()
    assert set(Watch.objects.values_list("person__name", "level", "by_itself")) == {
        ("Ada", "discussion", True),
        ("Otto", "discussion", True),
    }
    threads.reply(said.thread, by=ada, text="Well.", uuid=uuid4())
    assert tell() == [("replied", "Otto", "took part")]


def test_reminder_is_told_to_its_person(here: Page) -> None:
    moderator = factories.moderator(name="Mona")
    made = factories.suggestion(here, TWO[0], by=factories.person())
    Suggestion.objects.filter(pk=made.pk).update(open_since=timezone.now() - timezone.timedelta(days=90))
    assert len(reminding.remind_of(made.pk, by=SYSTEM)) == 1
    assert [told for told in tell() if told[0] == "reminded"] == [("reminded", "Mona", "decides")]
    assert moderator.pk


def test_what_the_site_itself_writes_is_no_news(here: Page) -> None:
    edit(here, SYSTEM)
    assert Fact.objects.count() == 0


# --- the queue ----------------------------------------------------------------------------------------------


def crowd(page: Page, count: int) -> list[User]:
    """People who follow it, made at once."""
    from allauth.account.models import EmailAddress  # a model, once the registry is full

    made = User.objects.bulk_create(
        [User(email=f"crowd{number}@example.org", name=f"Crowd {number}") for number in range(count)]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in made]
    )
    Watch.objects.bulk_create([Watch(person=one, page=page, level=Level.DISCUSSION) for one in made])
    return made


def test_save_writes_one_fact_whoever_follows_and_a_batch_takes_ten_queries(here: Page) -> None:
    by = factories.moderator()

    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            edit(here, by)
        return len(asked)

    edit(here, by)
    alone = writes()
    people = crowd(here, 220)
    NoticeSettings.objects.bulk_create([NoticeSettings(person=one, watched="once") for one in people])
    assert (writes(), Fact.objects.count()) == (alone, 3)
    fact = Fact.objects.latest("pk")
    deed, place = telling.deed_of(fact), telling.place_of(fact)
    with CaptureQueriesContext(connection) as asked:
        assert notices._tell_some(fact.pk, deed, place, rewording.of(fact)) == 100
    said = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(said) <= 10, said
    assert notices.tell.func(fact.pk) == 120
    assert (Notice.objects.filter(fact=fact).count(), Letter.objects.count()) == (220, 220)


def test_telling_that_is_killed_goes_on_and_tells_nobody_twice(here: Page, monkeypatch: Any) -> None:
    crowd(here, 7)
    monkeypatch.setattr(notices, "BATCH", 3)
    edit(here, factories.moderator())
    give, calls = notices._give, []

    def killed(given: list[Notice]) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        give(given)

    monkeypatch.setattr(notices, "_give", killed)
    with pytest.raises(KeyboardInterrupt):
        tell()
    assert (Notice.objects.count(), Fact.objects.get().told_at) == (3, None)
    assert len(tell()) == 7
    assert notices.tell.func(Fact.objects.get().pk) == 0
    Fact.objects.update(told_at=None, told_to=0)  # even if it is told anew
    assert (notices.tell.func(Fact.objects.get().pk), Notice.objects.count()) == (0, 7)


def test_fact_whose_task_is_lost_is_told_all_the_same(here: Page) -> None:
    edit(here, factories.moderator())
    assert notices.left_behind() == 0
    DBTaskResult.objects.all().delete()
    assert (notices.left_behind(), DBTaskResult.objects.count()) == (1, 1)


def test_nothing_is_noted_of_what_was_rolled_back(here: Page) -> None:
    before = here.version
    by = factories.moderator()

    @transaction.atomic
    def fail() -> None:
        edit(here, by)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (Fact.objects.count(), Page.objects.get(pk=here.pk).version) == (0, before)


def test_nobody_reads_the_notices_of_another(here: Page) -> None:
    ada, otto = factories.person(), factories.person()
    watching.follow(here, by=ada, level=Level.CHANGES)
    edit(here, factories.moderator())
    tell()
    notice = Notice.objects.get(person=ada)
    assert notices.read(otto, by=otto, keys=[notice.pk]) == 0
    assert notices.read(ada, by=ada, keys=[notice.pk]) == 1
    assert notices.read(ada, by=ada, keys=[notice.pk], is_read=False) == 1
    assert notices.read(ada, by=ada) == 1
    assert list(Notice.objects.of(ada).unread()) == []
    assert AnonymousUser().pk is None
    assert notice.fact.kind == Kind.REVISED
