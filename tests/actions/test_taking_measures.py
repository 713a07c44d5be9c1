"""What is decided of people: taken, read, contested, answered, taken back; each told, journalled, and undone whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts import departures
from accounts.models import Trust, User
from accounts.roles import Role, roles_of
from tests import factories
from wiki.actions import flagging, measures, moderation, people, threads
from wiki.errors import BadMeasure, MeasureSettled, NotAllowed
from wiki.models import Comment, Flag, Measure, ModerationEntry, Wording
from wiki.models.measure import Kind
from wiki.queries import queue
from wiki.queries import threads as discussions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
WHY = "It is too much."
PASSWORD = "a long sentence of mine"


def fresh(it: Any) -> Any:
    return type(it).objects.get(pk=it.pk)


def soon(days: int = 7) -> Any:
    return timezone.now() + timedelta(days=days)


def take(person: User, kind: str, by: Any = None, **how: Any) -> Measure:
    until = {"until": soon()} if kind == Kind.SUSPEND else {}
    return measures.take(fresh(person), by=by or factories.moderator(), kind=kind, reason=WHY, **until | how)


def said(by: User | None = None) -> Comment:
    page = factories.home() if not Comment.objects.exists() else Comment.objects.all()[0].thread.page
    made = threads.open(page, by=by or factories.person(), text="Rude.", uuid=uuid4())
    return Comment.objects.select_related("thread__page", "author").get(pk=made.pk)


def ask(comment: Comment, by: Any = None) -> Comment:
    seen = moderation.looked_at(comment, queue.flags_of(comment))
    return moderation.ask(comment, by=by or factories.moderator(), seen=seen, reason=WHY)


def flagged() -> Comment:
    made = said()
    moderation.flag(made, by=factories.person(), reason="It is rude.")
    return Comment.objects.select_related("thread__page", "author").get(pk=made.pk)


def lines() -> list[str]:
    return list(ModerationEntry.objects.order_by("pk").values_list("action", flat=True))


def state(person: User) -> tuple[bool, bool, bool]:
    now = fresh(person)
    return now.banned, now.is_suspended, now.to_read


@pytest.mark.parametrize(
    ("kind", "became", "roles"),
    [
        (Kind.WARN, (False, False, True), {Role.READER, Role.CONTRIBUTOR}),
        (Kind.SUSPEND, (False, True, True), {Role.READER}),
        (Kind.BAN, (True, False, True), {Role.READER}),
    ],
)
def test_measure_is_taken_told_journalled_and_taken_back(kind: Kind, became: Any, roles: Any) -> None:
    person, moderator = factories.person(name="Ada Lovelace"), factories.moderator()
    made = take(person, kind, moderator)
    assert (state(person), roles_of(fresh(person))) == (became, roles)
    line = ModerationEntry.objects.get()
    assert (line.action, line.by, line.reason, line.role) == (f"measure.{kind}", moderator, WHY, "moderator")
    assert line.after["person"] == person.pk
    measures.lift(made, by=factories.moderator(), reason="It was a mistake.")
    assert (state(person), roles_of(fresh(person))) == (
        (False, False, True),
        {Role.READER, Role.CONTRIBUTOR},
    )
    assert lines() == [f"measure.{kind}", "measure.lift"]


def test_public_reason_names_nobody() -> None:
    person = factories.person(name="Ada Lovelace")
    measures.take(person, by=factories.moderator(), kind=Kind.WARN, reason="Ada insults Lovelace again.")
    told = ModerationEntry.objects.get().public_reason
    assert ("Ada" in told, "Lovelace" in told, "insults" in told) == (False, False, True)


def test_ban_ends_every_session_at_once() -> None:
    person, client = factories.person(), Client()
    person.set_password(PASSWORD)
    person.save()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=person).count() == 1
    take(person, Kind.BAN)
    assert UserSession.objects.filter(user=person).count() == 0
    assert client.get("/accounts/data/").status_code == 302


def test_suspension_ends_by_itself() -> None:
    person = factories.person()
    made = take(person, Kind.SUSPEND)
    assert fresh(person).is_barred
    past = timezone.now() - timedelta(minutes=1)
    Measure.objects.filter(pk=made.pk).update(at=past - timedelta(days=1), until=past)
    User.objects.filter(pk=person.pk).update(suspended_until=past)
    assert roles_of(fresh(person)) == {Role.READER, Role.CONTRIBUTOR}
    with pytest.raises(NotAllowed):
        measures.lift(fresh(made), by=factories.moderator(), reason="Late.")


def test_longest_suspension_stands_and_a_shorter_one_comes_back_with_it() -> None:
    person = factories.person()
    short, long = take(person, Kind.SUSPEND, until=soon(1)), take(person, Kind.SUSPEND, until=soon(30))
    assert fresh(person).suspended_until == long.until
    measures.lift(long, by=factories.moderator(), reason="Too long.")
    assert fresh(person).suspended_until == short.until


@pytest.mark.parametrize("until", [None, timezone.now() - timedelta(days=1)])
def test_suspension_needs_a_day_to_come(until: Any) -> None:
    with pytest.raises(BadMeasure):
        take(factories.person(), Kind.SUSPEND, until=until)
    assert (Measure.objects.count(), lines()) == (0, [])


def test_measure_needs_a_reason_and_a_second_ban_is_told_of_the_first() -> None:
    person = factories.person()
    with pytest.raises(BadMeasure):
        measures.take(person, by=factories.moderator(), kind=Kind.BAN, reason=" ")
    take(person, Kind.BAN)
    with pytest.raises(MeasureSettled):
        take(person, Kind.BAN)
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("kind", [Kind.WARN, Kind.SUSPEND, Kind.BAN])
def test_moderator_acts_on_no_moderator_no_admin_and_not_on_themselves(kind: Kind) -> None:
    moderator, admin = factories.moderator(), factories.admin()
    for person in (factories.moderator(), admin, moderator):
        with pytest.raises(NotAllowed):
            take(person, kind, moderator)
    with pytest.raises(NotAllowed):
        take(admin, kind, admin)
    for by in (factories.person(trusted=True), admin):
        if by == admin:
            take(moderator, kind, by)
        else:
            with pytest.raises(NotAllowed):
                take(factories.person(), kind, by)
    assert Measure.objects.count() == 1


def test_banned_moderator_decides_nothing_and_comes_back_as_they_were() -> None:
    moderator, admin = factories.moderator(), factories.admin()
    made = take(moderator, Kind.BAN, admin)
    assert (fresh(moderator).is_staff, fresh(moderator).moderator) == (False, True)
    with pytest.raises(NotAllowed):
        take(factories.person(), Kind.WARN, fresh(moderator))
    measures.lift(made, by=admin, reason="It was a mistake.")
    assert roles_of(fresh(moderator)) == {Role.READER, Role.CONTRIBUTOR, Role.MODERATOR}


def test_admin_who_is_banned_counts_no_more_and_the_last_one_does_not_leave() -> None:
    first, second = factories.admin(), factories.admin()
    take(second, Kind.BAN, first)
    with pytest.raises(NotAllowed):
        take(first, Kind.BAN, fresh(second))
    with pytest.raises(departures.LastAdmin):
        departures.leave(first, by=first)


def test_flags_on_somebody_are_upheld_by_what_is_decided_and_in_error_once_it_is_reversed() -> None:
    person = factories.person()
    flagging.flag(person, by=factories.person(), rule="person")
    made = take(person, Kind.WARN)
    assert Flag.objects.get().upheld is True
    made = measures.contest(made, by=person, words="No.")
    measures.answer(made, by=factories.moderator(), upheld=False, reason="Right.")
    assert Flag.objects.get().upheld is False


# --- contested ----------------------------------------------------------------------------------------------


def test_contested_decision_is_upheld_by_somebody_else_and_told() -> None:
    person, decider, other = factories.person(), factories.moderator(), factories.moderator()
    made = measures.contest(take(person, Kind.SUSPEND, decider), by=person, words="It was not me.")
    measures.read(made, by=person)
    assert not fresh(person).to_read
    with pytest.raises(NotAllowed):
        measures.answer(made, by=decider, upheld=True, reason="Yes.")
    measures.answer(made, by=other, upheld=True, reason="I read it all again.")
    assert (fresh(person).is_suspended, fresh(person).to_read) == (True, True)
    now = fresh(made)
    assert (now.upheld, now.answer, now.answered_by) == (True, "I read it all again.", other)
    assert lines() == ["measure.suspend", "measure.uphold"]
    with pytest.raises(NotAllowed):
        measures.answer(now, by=other, upheld=False, reason="Or no.")
    with pytest.raises(NotAllowed):
        measures.contest(now, by=person, words="Once more.")


def test_contested_ban_that_is_reversed_lets_somebody_in_again() -> None:
    person = factories.person()
    made = measures.contest(take(person, Kind.BAN), by=fresh(person), words="It was not me.")
    measures.answer(made, by=factories.moderator(), upheld=False, reason="Indeed.")
    assert state(person) == (False, False, True)
    assert (fresh(made).upheld, fresh(made).lifted_reason) == (False, "Indeed.")
    assert lines() == ["measure.ban", "measure.overturn"]


def test_second_answer_is_told_that_it_is_late() -> None:
    person, one, two = factories.person(), factories.moderator(), factories.moderator()
    made = measures.contest(take(person, Kind.WARN), by=person, words="No.")
    stale = Measure.objects.select_related("person").get(pk=made.pk)
    measures.answer(made, by=one, upheld=True, reason="Yes.")
    with pytest.raises(MeasureSettled):
        measures.answer(stale, by=two, upheld=False, reason="No.")
    assert fresh(made).upheld is True


def test_nobody_contests_for_another_nor_without_words() -> None:
    person = factories.person()
    made = take(person, Kind.WARN)
    with pytest.raises(NotAllowed):
        measures.contest(made, by=factories.admin(), words="No.")
    with pytest.raises(BadMeasure):
        measures.contest(made, by=person, words=" ")
    with pytest.raises(NotAllowed):
        measures.read(made, by=factories.moderator())
    assert fresh(made).contested_at is None


def test_hidden_comment_is_contested_and_shown_again_by_another() -> None:
    comment, decider = said(), factories.moderator()
    moderation.flag(comment, by=factories.person(), reason="Rude.")
    moderation.hide(comment, by=decider, reason=WHY)
    made = Measure.objects.get()
    assert (made.kind, made.person, made.decided_by, made.reason) == ("hide", comment.author, decider, WHY)
    measures.contest(made, by=comment.author, words="It is a quote.")
    made = Measure.objects.select_related("person", "comment__thread__page").get()
    measures.answer(made, by=factories.moderator(), upheld=False, reason="It is one.")
    assert fresh(comment).hidden is None
    assert (Flag.objects.get().upheld, lines()) == (False, ["comment.hide", "measure.overturn"])


def test_comment_that_is_shown_again_settles_what_was_contested() -> None:
    comment, decider = said(), factories.moderator()
    moderation.hide(comment, by=decider, reason=WHY)
    measures.contest(Measure.objects.get(), by=comment.author, words="It is a quote.")
    moderation.restore(fresh(comment), by=decider, reason="It is one.")
    made = Measure.objects.get()
    assert (made.upheld, made.is_contested, made.is_standing) == (False, False, False)
    assert queue.count(factories.moderator()) == 0


def test_what_flags_alone_or_its_author_hid_is_no_measure() -> None:
    own = said(factories.moderator())
    moderation.hide(own, by=own.author, reason="I was wrong.")
    comment = said()
    for _time in range(3):
        moderation.flag(fresh(comment), by=factories.person(trusted=True), reason="Rude.")
    assert (fresh(comment).hidden is not None, Measure.objects.count()) == (True, 0)


# --- asked to rephrase --------------------------------------------------------------------------------------


def test_comment_waits_out_of_sight_for_other_words_and_comes_back_to_the_queue() -> None:
    comment = flagged()
    author = comment.author
    ask(comment)
    assert (fresh(comment).hidden is None, Flag.objects.get().upheld, lines()) == (
        False,
        True,
        ["comment.ask"],
    )
    assert (state(author), queue.count(factories.moderator())) == ((False, False, True), 0)
    comment = Comment.objects.select_related("thread__page", "author").get(pk=comment.pk)
    threads.edit(comment, by=fresh(author), text="I disagree, and this is why.")
    now = fresh(comment)
    assert (now.hidden, now.held, now.hidden_reason) == (None, True, "")
    assert (state(author), queue.count(factories.moderator())) == ((False, False, False), 1)
    seen = moderation.looked_at(now, [])
    moderation.keep(now, by=factories.moderator(), seen=seen)
    assert Comment.objects.shown().get().text == "I disagree, and this is why."
    assert lines() == ["comment.ask", "comment.release"]


def test_words_before_are_read_by_few() -> None:
    comment = flagged()
    threads.edit(comment, by=comment.author, text="Ruder.")
    ask(Comment.objects.select_related("thread__page", "author").get(pk=comment.pk))
    threads.edit(fresh(comment), by=fresh(comment.author), text="Kind.")
    assert Wording.objects.filter(hidden=True).count() == 2
    now = fresh(comment)
    told = [
        len(discussions.edits(now, who)) for who in (factories.person(), now.author, factories.moderator())
    ]
    assert told == [0, 2, 2]


def test_hidden_comment_is_not_reworded_by_who_was_not_asked() -> None:
    comment = said()
    moderation.hide(comment, by=factories.moderator(), reason=WHY)
    with pytest.raises(NotAllowed):
        threads.edit(fresh(comment), by=comment.author, text="Kind.")


def test_asking_costs_no_trust_and_nobody_asks_themselves() -> None:
    comment = flagged()
    User.objects.filter(pk=comment.author_id).update(trusted=True, trust=Trust.GROWN)
    ask(comment)
    assert fresh(comment.author).trusted is True
    own = said(factories.moderator())
    moderation.flag(own, by=factories.person(), reason="Rude.")
    with pytest.raises(NotAllowed):
        ask(own, own.author)


def test_export_tells_whoever_it_is_about_and_not_who_decided_or_reported() -> None:
    person, moderator, other = factories.person(), factories.moderator(), factories.person()
    flagging.flag(person, by=other, rule="law", reason="Secret words.")
    measures.contest(take(person, Kind.WARN, moderator), by=person, words="No.")
    told = people.export(person, by=person).told
    [measure] = told["measure"]
    assert (measure["reason"], measure["contest"]) == (WHY, "No.")
    assert {"decided_by", "answered_by", "lifted_by"} & measure.keys() == set()
    assert "Secret words." not in str(told)
    own = people.export(moderator, by=moderator).told["measure"]
    assert own == [{"as": "decided_by", "pk": measure["id"]}]


def test_whoever_leaves_is_named_in_nothing_that_was_decided() -> None:
    person = factories.person(name="Ada Lovelace")
    made = measures.take(person, by=factories.moderator(), kind=Kind.BAN, reason="Ada Lovelace insults.")
    measures.contest(made, by=fresh(person), words="Ada Lovelace never did.")
    departures.erase(fresh(person))
    now = fresh(made)
    assert ("Lovelace" in now.reason, "Lovelace" in now.contest, fresh(person).banned) == (
        False,
        False,
        False,
    )
