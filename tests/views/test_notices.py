"""The list of notices, what one follows and how one wants to be told: by their owner, and by nobody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import factories
from tests.actions.test_notices import edit, say, tell
from tests.views.suggested import TWO
from wiki.actions import hiding, measures, moderation, people, standing, threads, watching
from wiki.errors import NotAllowed
from wiki.models import Notice, NoticeSettings, Page, PageRevision, Watch
from wiki.models.measure import Kind
from wiki.models.watch import Level
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]

LIST, MARK, WATCHES, SETTINGS = "/-/notices/", "/-/notices/mark/", "/-/watches/", "/-/watches/settings/"
CHOSEN = {"answers": "daily", "mine": "once", "words": "daily", "deciding": "never", "watched": "weekly"}
CHOSEN |= {"hour": "18", "weekday": "4", "paused_until": "2030-01-31", "follows": "on"}


@pytest.fixture
def told(here: Page, reader: User) -> list[Notice]:
    """Three things that somebody else did to a page that the reader follows."""
    watching.follow(here, by=reader, level=Level.DISCUSSION)
    by = factories.moderator(name="Mona")
    for words in ("One.", "Two."):
        edit(here, by, words)
    say(here, by, "Rude words.")
    tell()
    return list(Notice.objects.filter(person=reader).order_by("pk"))


def body(client: Client, address: str = LIST) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_list_takes_as_many_queries_for_one_notice_as_for_three(
    client: Client, reader: User, here: Page, told: list[Notice]
) -> None:
    counts = []
    client.get(LIST)  # notes that the session is in use
    for keys in ([told[0].pk], [one.pk for one in told]):
        Notice.objects.update(read_at=None)
        Notice.objects.exclude(pk__in=keys).update(read_at="2020-01-01T00:00Z")
        with CaptureQueriesContext(connection) as asked:
            assert body(client).count("data-notice>") == len(keys)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_unread_come_first_and_filters_find_their_own(
    client: Client, reader: User, here: Page, told: list[Notice]
) -> None:
    Notice.objects.filter(pk=told[-1].pk).update(read_at="2020-01-01T00:00Z")
    all_of_them = body(client, f"{LIST}?show=all")
    assert all_of_them.index("a modifié la page") < all_of_them.index("a ouvert le fil")
    assert ("a ouvert le fil" in body(client), "Rien ici" in body(client, f"{LIST}?show=mine")) == (
        False,
        True,
    )
    assert body(client, f"{LIST}?show=nonsense&page=99").count("data-notice>") == 2


def test_what_may_not_be_read_any_more_is_neither_listed_nor_counted(
    client: Client, reader: User, here: Page, told: list[Notice]
) -> None:
    assert "3 non lues" in body(client, "/")
    moderation.hide(told[-1].fact.comment, by=factories.moderator(), reason="Rude.")
    assert ("2 non lues" in body(client, "/"), "Rude words" in body(client, f"{LIST}?show=all")) == (
        True,
        False,
    )
    Page.objects.filter(pk=here.pk).update(state="draft")
    assert ("non lue" in body(client, "/"), "data-notice>" in body(client)) == (False, False)


def test_text_that_was_hidden_since_is_told_no_more(
    client: Client, reader: User, here: Page, told: list[Notice]
) -> None:
    revision = PageRevision.objects.filter(id=here.pk, source__contains="One.").earliest("number")
    assert "One." in body(client)
    hiding.hide(revision, by=factories.moderator(), reason="Private.", text=True, author=True)
    assert "One." not in body(client)


def test_strangers_are_asked_to_log_in_and_nothing_is_counted_of_them(here: Page) -> None:
    client = Client()
    for address in (LIST, WATCHES, "/-/watches/1/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    for address in (MARK, SETTINGS):
        assert client.post(address, CHOSEN)["Location"].startswith("/accounts/login/")
    with CaptureQueriesContext(connection) as asked:
        client.get(here.address)
    assert [one for one in asked if "notice" in one["sql"]] == []


def test_supports_are_told_in_one_line(client: Client, reader: User, here: Page) -> None:
    made = factories.suggestion(here, *TWO, by=reader)
    for name in ("Ines", "Otto", "Yann"):
        standing.support(made, by=factories.person(name=name), seen=1)
    tell()
    shown = body(client)
    assert (shown.count("data-notice>"), "et 2 autres personnes" in shown) == (1, True)
    keys = " ".join(str(one.pk) for one in Notice.objects.all())
    client.post(MARK, {"do": "read", "key": keys})
    assert not Notice.objects.filter(person=reader, read_at=None).exists()


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ({"do": "all"}, 0),
        ({"do": "read"}, 3),
        ({"do": "read", "key": "x"}, 3),
        ({"do": "read", "key": str(2**63)}, 3),
        ({"do": "nonsense", "key": "1"}, 3),
        ({}, 3),
    ],
)
def test_marking_takes_what_is_one_s_own_and_sense_alone(
    client: Client, reader: User, told: list[Notice], sent: dict[str, str], left: int
) -> None:
    away = {"back": "https://elsewhere.example/"}
    answer = client.post(MARK, sent | away)
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert Notice.objects.filter(read_at=None).count() == left
    other = Client()
    other.force_login(factories.person())
    other.post(MARK, {"do": "read", "key": " ".join(str(one.pk) for one in told)})
    other.post(MARK, {"do": "all"})
    assert Notice.objects.filter(read_at=None).count() == left
    assert client.post(MARK, sent | {"back": f"{LIST}?show=all"})["Location"] == f"{LIST}?show=all"


def test_form_of_following_offers_what_makes_sense(client: Client, reader: User, here: Page) -> None:
    alone, above = body(client, f"{here.address}-/watch/"), body(client, "/-/home/watch/")
    assert [('value="new"' in one, 'name="below"' in one) for one in (alone, above)] == [
        (False, False),
        (True, True),
    ]
    answer = client.post(f"{here.address}-/watch/", {"level": "new"})
    assert (answer.status_code, Watch.objects.count()) == (422, 0)
    client.post("/-/home/watch/", {"level": "new", "below": "on"})
    client.post("/-/home/watch/", {"level": "changes"})
    assert list(Watch.objects.values_list("person", "level", "below")) == [(reader.pk, "changes", False)]


def test_what_is_followed_is_listed_changed_and_left_by_its_owner_alone(
    client: Client, reader: User, here: Page
) -> None:
    thread = say(here, factories.person(name="Otto")).thread
    made = factories.suggestion(here, *TWO)
    for it in (here, thread, made, thread.author):
        watching.follow(it, by=reader, level=Level.DISCUSSION)
    shown = body(client, WATCHES)
    assert [word in shown for word in ("Fil 1 de", "It reads better.", "Otto", ">A<")] == [True] * 4
    watch = Watch.objects.get(thread=thread)
    assert client.post(f"/-/watches/{watch.pk}/", {"level": "nothing"}).status_code == 302
    assert Watch.objects.get(pk=watch.pk).level == "nothing"
    client.post(f"/-/watches/{watch.pk}/", {"level": "nonsense"})
    other = Client()
    other.force_login(factories.person())
    assert other.post(f"/-/watches/{watch.pk}/", {"do": "stop"}).status_code == 404
    assert Watch.objects.get(pk=watch.pk).level == "nothing"
    client.post(f"/-/watches/{watch.pk}/", {"do": "stop"})
    assert not Watch.objects.filter(pk=watch.pk).exists()
    Page.objects.filter(pk=here.pk).update(state="draft")
    assert "Fil 1 de" not in body(client, WATCHES)


def test_choices_are_kept_and_bad_ones_said(client: Client, reader: User) -> None:
    assert client.post(SETTINGS, CHOSEN)["Location"] == WATCHES
    kept = NoticeSettings.objects.get(person=reader)
    assert (kept.answers, kept.hour, kept.weekday, str(kept.paused_until)) == ("daily", 18, 4, "2030-01-31")
    for wrong in ({"answers": "hourly"}, {"hour": "3"}, {"paused_until": "31/31/2030"}, {"weekday": "x"}):
        assert client.post(SETTINGS, CHOSEN | wrong).status_code == 422
    client.post(SETTINGS, CHOSEN | {"paused_until": "", "person": "1"})
    assert NoticeSettings.objects.get().paused_until is None


def test_nobody_acts_for_another(reader: User) -> None:
    other = factories.person()
    ghost = User.objects.create(ghost=True, is_active=False, name="Git")
    for act in (
        lambda: watching.set_up(reader, by=other, hour=8),
        lambda: watching.follow(reader, by=reader, level=Level.CHANGES),  # nor follows oneself
        lambda: watching.follow(ghost, by=other, level="new"),
        lambda: watching.try_again(reader, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_whoever_leaves_follows_nothing_and_is_followed_by_nobody(
    here: Page, told: Any, reader: User
) -> None:
    watching.follow(reader, by=factories.person(), level=Level.CHANGES)
    people.erase(reader, names=frozenset(), addresses=frozenset(), was_theirs=lambda _it: False, by=SYSTEM)
    mine = (Watch.objects.filter(person=reader), Watch.objects.filter(whom=reader))
    assert [rows.count() for rows in (*mine, Notice.objects.filter(person=reader))] == [0, 0, 0]


def test_whoever_is_banned_is_told_of_that_and_of_nothing_more(here: Page, reader: User, told: Any) -> None:
    measures.take(reader, by=factories.moderator(), kind=Kind.BAN, reason="Spam.")
    threads.reply(told[-1].fact.thread, by=factories.person(), text="Well.", uuid=uuid4())
    assert [one[0] for one in tell() if one[1] == reader.name] == ["measured"]
