"""Reuses put away are contested as comments are; what one said before it was told otherwise is kept for few or all."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tests import factories
from tests.actions.telling import account, tell
from tests.actions.undone import reverted
from wiki import rules
from wiki.actions import measures, people, reuses, reversing, vetting
from wiki.errors import BadMeasure, MeasureSettled, NotAllowed
from wiki.models import Flag, Measure, ModerationEntry, Page, Retelling, Reuse
from wiki.models.measure import Kind
from wiki.models.reversal import Sort
from wiki.queries import queue
from wiki.queries import reuses as told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def page() -> Page:
    return factories.guide()["advice/first"]


@pytest.fixture
def mona() -> User:
    return factories.moderator(name="Mona")


def hidden(page: Page, by: User, **said: Any) -> tuple[Reuse, Measure]:
    made = tell(page, by=factories.person(name="Ada"), **said)
    return vetting.hide(made, by=by, reason="Names somebody."), Measure.objects.get(reuse=made)


# --- contested ----------------------------------------------------------------------------------------------


def test_hidden_reuse_is_contested_and_shown_again_by_another(page: Page, mona: User) -> None:
    made, measure = hidden(page, mona)
    assert (measure.kind, measure.person, measure.reason) == (Kind.REUSE, made.author, "Names somebody.")
    assert User.objects.get(pk=made.author_id).to_read
    measures.contest(measure, by=measure.person, words="Nobody is named.")
    measure.refresh_from_db()
    other = factories.moderator()
    assert [line.what for line in queue.read(other, "all").lines] == ["contest"]
    with pytest.raises(NotAllowed):
        measures.answer(measure, by=mona, upheld=False, reason="I was right.")
    measures.answer(measure, by=other, upheld=False, reason="True.")
    made.refresh_from_db()
    assert (made.is_shown, made.hidden_reason) == (True, "")
    line = ModerationEntry.objects.get(action="measure.overturn")
    assert (line.page, line.after) == (page, {"reuse": made.pk})


def test_decision_on_a_reuse_that_is_upheld_keeps_it_away_and_is_contested_once(
    page: Page, mona: User
) -> None:
    made, measure = hidden(page, mona)
    measures.contest(measure, by=measure.person, words="Nobody is named.")
    with pytest.raises(NotAllowed):
        measures.contest(Measure.objects.get(), by=measure.person, words="Once more.")
    measures.answer(Measure.objects.get(), by=factories.moderator(), upheld=True, reason="She is.")
    assert not Reuse.objects.get(pk=made.pk).is_shown
    assert (Measure.objects.get().upheld, Measure.objects.get().read_at) == (True, None)
    with pytest.raises(NotAllowed):
        measures.answer(Measure.objects.get(), by=factories.moderator(), upheld=False, reason="Late.")


def test_nobody_contests_it_for_another_nor_without_words_nor_once_it_is_withdrawn(
    page: Page, mona: User
) -> None:
    made, measure = hidden(page, mona)
    for who in (factories.person(), mona, AnonymousUser(), rules.SYSTEM):
        with pytest.raises(NotAllowed):
            measures.contest(measure, by=who, words="It is unjust.")
    with pytest.raises(BadMeasure):
        measures.contest(measure, by=measure.person, words="  ")
    reuses.withdraw(made, by=made.author)
    with pytest.raises(MeasureSettled):
        measures.contest(measure, by=measure.person, words="It is unjust.")


def test_one_that_is_shown_again_or_taken_back_settles_what_was_decided(page: Page, mona: User) -> None:
    made, measure = hidden(page, mona)
    measures.contest(measure, by=measure.person, words="Nobody is named.")
    vetting.restore(made, by=mona, reason="Nobody is.")
    measure.refresh_from_db()
    assert (measure.is_standing, measure.upheld, measure.answer) == (False, False, "Nobody is.")
    again, second = hidden(page, mona)
    measures.lift(second, by=factories.moderator(), reason="Read it anew.")
    assert Reuse.objects.get(pk=again.pk).is_shown
    assert ModerationEntry.objects.filter(action="reuse.restore").count() == 2


def test_what_was_refused_is_a_measure_and_what_waits_or_reports_hid_is_none(page: Page, mona: User) -> None:
    waiting = tell(page, by=factories.person())
    Reuse.objects.filter(pk=waiting.pk).update(held=True)
    assert Measure.objects.count() == 0
    seen = vetting.looked_at(Reuse.objects.get(pk=waiting.pk), [])
    vetting.withhold(waiting, by=mona, seen=seen, reason="An advertisement.")
    assert Measure.objects.get().reuse_id == waiting.pk
    reported = tell(page, by=factories.person())
    for _each in range(3):
        vetting.flag(reported, by=factories.person(trusted=True), rule="other", reason="Rude.")
    assert (Reuse.objects.get(pk=reported.pk).hidden is None, Measure.objects.count()) == (False, 1)
    own = tell(page, by=mona)
    vetting.hide(own, by=mona, reason="My mistake.")
    assert (Measure.objects.count(), Flag.objects.filter(upheld=None).count()) == (1, 3)


def test_one_measure_of_a_reuse_stands_and_says_which(page: Page, mona: User) -> None:
    made, _measure = hidden(page, mona)
    wrong = [
        {"kind": Kind.REUSE, "reuse": made},
        {"kind": Kind.REUSE},
        {"kind": Kind.HIDE, "reuse": made},
        {"kind": Kind.WARN, "reuse": made},
    ]
    for about in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Measure.objects.create(person=made.author, reason="Rude.", **about)


def test_its_author_is_led_to_contest_it_and_nobody_else_reads_it(
    page: Page, mona: User, client: Client
) -> None:
    made, measure = hidden(page, mona)
    client.force_login(made.author)
    assert 'href="/-/measures/">Contester</a>' in client.get(made.address).content.decode()
    text = client.get("/-/measures/").content.decode()
    assert "A charter for seven libraries" in text
    posted = client.post(f"/-/measures/{measure.pk}/contest/", {"text": "Nobody is named."})
    assert posted.status_code == 302
    client.force_login(factories.moderator())
    shown = client.get(f"/-/moderation/measures/{measure.pk}/").content.decode()
    assert ("A charter for seven libraries" in shown, "Nobody is named." in shown) == (True, True)
    client.force_login(factories.person())
    assert client.post(f"/-/measures/{measure.pk}/contest/", {"text": "Unjust."}).status_code == 404


def test_one_hidden_with_all_that_its_author_did_says_how_that_is_contested(
    page: Page, mona: User, client: Client
) -> None:
    made = tell(page, by=factories.person(name="Ada"))
    deed = reverted(made.author, Sort.REUSE, by=mona, reason="It advertises everywhere.")
    measure = Measure.objects.get(person=made.author)
    client.force_login(made.author)
    assert 'href="/-/measures/">Contester</a>' in client.get(made.address).content.decode()
    told = client.get("/-/measures/").content.decode()
    assert "It advertises everywhere." in told
    assert f"/-/measures/{measure.pk}/contest/" in told
    reversing.bring_back(deed, by=mona, reason="It was another account.")
    assert "It was another account." in client.get("/-/measures/").content.decode()
    client.force_login(factories.person())
    assert "It advertises everywhere." not in client.get("/-/measures/").content.decode()


# --- what was told before -----------------------------------------------------------------------------------


def test_former_words_are_kept_and_shown_to_whoever_reads_it(page: Page, client: Client) -> None:
    by = factories.person()
    made = tell(page, by=by, done="We took three.")
    for words in ("We took four.", "We took four.", "We took five."):
        reuses.edit(made, account(page, done=words), by=by)
    made = Reuse.objects.get(pk=made.pk)
    assert [one.done for one in told.former(made, AnonymousUser())] == ["We took three.", "We took four."]
    assert [one.at for one in Retelling.objects.all()][0] == made.created
    text = client.get(made.address).content.decode()
    assert ("We took three." in text, "We took five." in text) == (True, True)


def test_what_was_held_is_read_by_its_author_and_those_who_moderate(page: Page) -> None:
    by = factories.person()
    made = tell(page, by=by, done="Buy my table.")
    Reuse.objects.filter(pk=made.pk).update(held=True)
    reuses.edit(Reuse.objects.get(pk=made.pk), account(page, done="We took it."), by=by)
    made = vetting.release(Reuse.objects.get(pk=made.pk), by=factories.moderator())
    readers = {"author": made.author, "moderator": factories.moderator(), "admin": factories.admin()}
    others = {"person": factories.person(trusted=True), "stranger": AnonymousUser()}
    seen = {name: len(told.former(made, who)) for name, who in (readers | others).items()}
    assert seen == dict.fromkeys(readers, 1) | dict.fromkeys(others, 0)


def test_former_words_are_taken_away_by_their_author_and_go_with_them(page: Page) -> None:
    by = factories.person(name="Zoe Quill")
    made = tell(page, by=by, done="Zoe Quill took it.")
    reuses.edit(made, account(page, done="It was taken."), by=by)
    assert [row["done"] for row in people.export(by, by=by).told["retelling"]] == ["Zoe Quill took it."]
    how: dict[str, Any] = {
        "names": frozenset({"Zoe Quill"}),
        "addresses": frozenset[str](),
        "by": rules.SYSTEM,
    }
    people.erase(by, was_theirs=lambda _address: False, **how)
    assert Retelling.objects.get().done == f"#{by.pk} took it."
    other = factories.person()
    retold = tell(page, by=other, done="Once.")
    reuses.edit(retold, account(page, done="Twice."), by=other)
    people.erase(other, was_theirs=lambda _address: False, comments=True, **how)
    assert list(Retelling.objects.values_list("reuse", flat=True)) == [made.pk]
