"""How often gestures and questions are taken: each limit of the settings, and the next one refused."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from communs import counts
from tests import factories
from wiki.actions import limiting, moderation, pages, threads, uploading
from wiki.errors import BadComment, TooSoon
from wiki.models import Comment, Page
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db

NOW = 1_800_000_000.0  # where a stretch of a minute begins
ADDRESS = "203.0.113.7"
STRANGER = AnonymousUser()
PEOPLE = {
    "contributor": lambda: factories.person(),
    "trusted": lambda: factories.person(trusted=True),
    "moderator": lambda: factories.moderator(),
    "admin": lambda: factories.admin(),
}
# What SECURITY promises: who, what, how often in a minute.
GESTURES = [
    ("contributor", "edit", 8),
    ("trusted", "edit", 90),
    ("moderator", "edit", 90),
    ("admin", "edit", 90),
    ("moderator", "move", 8),
    ("admin", "move", 8),
    ("trusted", "upload", 8),
    ("moderator", "upload", 8),
    ("contributor", "tick", 120),
]
QUESTIONS = [("stranger", "search", 30), ("person", "search", 60), ("stranger", "titles", 120)]
QUESTIONS += [("person", "titles", 120)]


class Clock:
    now = NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(limiting, "time", lambda: made.now)
    return made


def refused(act: Any) -> int:
    """In how many seconds it would be taken; 0 if it was."""
    try:
        act()
    except TooSoon as refusal:
        return refusal.retry_after
    return 0


@pytest.mark.parametrize(("who", "what", "most"), GESTURES)
def test_gesture_is_taken_so_often_in_a_minute(clock: Clock, who: str, what: str, most: int) -> None:
    someone = PEOPLE[who]()
    waits = [refused(lambda: limiting.gesture(someone, what)) for _time in range(most + 2)]
    assert (waits[:most], [wait > 60 for wait in waits[most:]]) == ([0] * most, [True, True])
    clock.now += waits[-1]
    assert refused(lambda: limiting.gesture(someone, what)) == 0
    assert refused(lambda: limiting.gesture(PEOPLE[who](), what)) == 0  # somebody else


@pytest.mark.parametrize(("who", "what", "most"), QUESTIONS)
def test_question_is_answered_so_often_in_a_minute(clock: Clock, who: str, what: str, most: int) -> None:
    someone = STRANGER if who == "stranger" else factories.person()
    waits = [refused(lambda: limiting.question(someone, ADDRESS, what)) for _time in range(most + 1)]
    assert (waits[:most], waits[most] > 60) == ([0] * most, True)
    clock.now += waits[-1]
    assert refused(lambda: limiting.question(someone, ADDRESS, what)) == 0


def test_minute_that_went_before_counts_as_if_it_had_come_evenly(clock: Clock) -> None:
    def ask() -> int:
        return refused(lambda: limiting.question(STRANGER, ADDRESS, "search"))

    clock.now += 30
    assert [ask() for _time in range(30)] == [0] * 30
    clock.now += 40  # ten seconds into the next minute: 25 of the 30 count still
    assert [ask() for _time in range(6)] == [0] * 5 + [2]
    clock.now += 2
    assert ask() == 0
    clock.now += 120
    assert [ask() for _time in range(30)] == [0] * 30


def test_whoever_is_refused_is_not_counted(clock: Clock) -> None:
    waits = [refused(lambda: limiting.question(STRANGER, ADDRESS, "search")) for _time in range(200)]
    clock.now += waits[-1]
    assert refused(lambda: limiting.question(STRANGER, ADDRESS, "search")) == 0


def test_nobody_counts_for_another_nor_in_a_network_that_is_not_counted(clock: Clock) -> None:
    for _time in range(31):
        refused(lambda: limiting.question(STRANGER, ADDRESS, "search"))
    assert refused(lambda: limiting.question(STRANGER, ADDRESS, "search")) > 0
    assert refused(lambda: limiting.question(STRANGER, "203.0.113.8", "search")) == 0
    assert refused(lambda: limiting.question(factories.person(), ADDRESS, "search")) == 0
    assert [refused(lambda: limiting.question(STRANGER, None, "search")) for _time in range(40)] == [0] * 40


def test_site_itself_is_not_counted_nor_anybody_where_limits_are_off(clock: Clock, settings: Any) -> None:
    assert [refused(lambda: limiting.gesture(SYSTEM, "move")) for _time in range(20)] == [0] * 20
    settings.LIMITS_ARE_KEPT = False
    someone = factories.moderator()
    assert [refused(lambda: limiting.gesture(someone, "move")) for _time in range(20)] == [0] * 20
    assert [refused(lambda: limiting.question(someone, ADDRESS, "search")) for _time in range(70)] == [0] * 70


def test_nothing_is_refused_where_nothing_can_be_counted(settings: Any, tmp_path: Any, clock: Clock) -> None:
    settings.DATA = tmp_path / "not" / "there"
    waits = [refused(lambda: limiting.question(STRANGER, ADDRESS, "search")) for _time in range(40)]
    assert waits == [0] * 40


def test_what_is_kept_names_no_address_and_is_over_within_two_minutes(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(counts.time, "time", lambda: NOW)
    for _time in range(3):
        limiting.question(STRANGER, ADDRESS, "search")
    with sqlite3.connect(tmp_path / "counts.sqlite3") as file:
        kept = file.execute("SELECT key, ends FROM kept").fetchall()
    told = [ends - NOW for _key, ends in kept]
    assert (len(kept), max(told) <= 120, ADDRESS in str(kept)) == (1, True, False)
    assert ADDRESS.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


# --- where they are asked -----------------------------------------------------------------------------------


@pytest.fixture
def one_a_minute(settings: Any) -> None:
    once = {"edit": (1, 60), "move": (1, 60), "upload": (1, 60)}
    settings.LIMITS = settings.LIMITS | {"decider": once}


def test_page_is_not_written_too_often(one_a_minute: None) -> None:
    someone, page = factories.moderator(), factories.home()
    pages.edit(page, by=someone, base=0, source="# A\n")
    first = page.history.last()
    assert refused(lambda: pages.edit(page, by=someone, base=1, source="# B\n")) > 0
    assert refused(lambda: pages.create(page, by=someone, title="B")) > 0
    assert refused(lambda: pages.restore(page, by=someone, base=1, revision=first)) > 0
    page.refresh_from_db()
    assert (page.source, page.version) == ("# A\n", 1)


def test_page_is_not_moved_nor_renamed_too_often(one_a_minute: None) -> None:
    someone, made = factories.moderator(), factories.guide()
    pages.rename(made["advice"], by=someone, base=made["advice"].version, slug="help")
    lessons = made["lessons"]
    move = {"by": someone, "base": lessons.version, "parent": made["advice"]}
    assert refused(lambda: pages.move(lessons, **move)) > 0
    assert refused(lambda: pages.rename(lessons, by=someone, base=lessons.version, slug="b")) > 0
    lessons.refresh_from_db()
    assert lessons.path == "lessons"


def test_file_is_not_sent_too_often(one_a_minute: None, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    someone, page = factories.moderator(), factories.home()
    made = uploading.upload(page, by=someone, name="a.pdf", content=b"%PDF-1.7 a")
    told = {"by": someone, "name": "b.pdf", "content": b"%PDF-1.7 b"}
    assert refused(lambda: uploading.upload(page, **told)) > 0
    assert refused(lambda: uploading.replace(made, page=page, **told)) > 0


# --- what is said -------------------------------------------------------------------------------------------


def say(by: Any, text: str, thread: Any = None) -> Comment:
    told = {"by": by, "text": text, "uuid": uuid4()}
    if thread:
        return threads.reply(thread, **told)
    return threads.open(Page.objects.filter(path="").first() or factories.home(), **told)


def later(seconds: float) -> None:
    """As if all that was said had been said so long ago."""
    for comment in Comment.objects.all():
        Comment.objects.filter(pk=comment.pk).update(created=comment.created - timedelta(seconds=seconds))


@pytest.mark.parametrize(("trusted", "seconds"), [(False, 30), (True, 5)])
def test_comments_come_at_a_pace(trusted: bool, seconds: int) -> None:
    someone = factories.person(trusted=trusted)
    thread = say(someone, "One.").thread
    assert seconds - 2 <= refused(lambda: say(someone, "Two.", thread)) <= seconds
    later(seconds)
    assert say(someone, "Two.", thread).text == "Two."


@pytest.mark.parametrize(("trusted", "most"), [(False, 10), (True, 100)])
def test_comments_of_a_day_have_a_number(trusted: bool, most: int) -> None:
    someone = factories.person(trusted=trusted)
    thread = say(someone, "One.").thread
    rows = [Comment(uuid=uuid4(), thread=thread, author=someone, text=str(n)) for n in range(most - 1)]
    for row in rows:
        row.save()
    later(60)
    assert refused(lambda: say(someone, "More.", thread)) > 3600


def test_same_words_are_not_said_twice_within_five_minutes() -> None:
    someone = factories.person(trusted=True)
    thread = say(someone, "Word for word.").thread
    later(290)
    with pytest.raises(BadComment):
        say(someone, "Word for word.", thread)
    later(11)
    assert say(someone, "Word for word.", thread).pk


@pytest.mark.parametrize(
    ("many", "fitting"),
    [
        ("[a](https://a.example) " * 3, "[a](https://a.example) [b](https://b.example)"),
        ("![a](https://a.example/a.png)", "A word."),
        ("@One @Two @Three", "@One @Two"),
    ],
)
def test_comment_of_somebody_new_holds_little_more_than_words(many: str, fitting: str) -> None:
    for name in ("One", "Two", "Three"):
        factories.person(name=name)
    someone = factories.person()
    with pytest.raises(BadComment):
        say(someone, many)
    assert Comment.objects.count() == 0
    assert say(someone, fitting).pk


@pytest.mark.parametrize(("trusted", "most"), [(False, 5), (True, 20)])
def test_flags_of_a_day_have_a_number(trusted: bool, most: int) -> None:
    author, someone = factories.moderator(), factories.person(trusted=trusted)
    thread = say(author, "0").thread
    said = [say(author, str(number), thread) for number in range(1, most + 2)]
    waits = [refused(lambda c=c: moderation.flag(c, by=someone, reason="x")) for c in said]
    assert (waits[:most], waits[most] > 3600) == ([0] * most, True)
