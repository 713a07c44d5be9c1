"""Moderators on reuses: each permission beside its refusal, reports, the journal, an account undone and erased."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import factories
from tests.actions.telling import account, tell
from tests.actions.undone import fates, reverted
from wiki import rules
from wiki.actions import people, reuses, reversing, threads, vetting
from wiki.errors import BadComment, CommentChanged, CommentSettled, NotAllowed
from wiki.models import Comment, Fact, Flag, ModerationEntry, Page, Reuse
from wiki.models.notice import Kind
from wiki.queries import queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def page():
    return factories.guide()["advice/first"]


def seen(reuse):
    return vetting.looked_at(reuse, list(queue.flags_on(reuse)))


def again(reuse):
    return Reuse.objects.get(pk=reuse.pk)


def held(page):
    made = tell(page, by=factories.person())
    Reuse.objects.filter(pk=made.pk).update(held=True)
    return again(made)


@pytest.mark.parametrize("verb", ["hide", "restore", "release", "keep", "withhold"])
def test_only_moderators_judge(page, verb) -> None:
    made = held(page)
    how = {"hide": {"reason": "Rude."}, "restore": {"reason": "Fine."}, "release": {}}
    told = how.get(verb) or {"seen": seen(made)} | ({"reason": "Rude."} if verb == "withhold" else {})
    if verb == "release":
        told = {}
    if verb == "restore":
        made = vetting.hide(made, by=factories.moderator(), reason="Rude.")
    for who in (factories.person(), factories.person(trusted=True), made.author):
        with pytest.raises(NotAllowed):
            getattr(vetting, verb)(made, by=who, **told)
    getattr(vetting, verb)(made, by=factories.moderator(), **told)
    assert ModerationEntry.objects.filter(action__startswith="reuse.").exists()


def test_one_that_is_let_through_is_told_once_and_one_that_is_hidden_says_why(page) -> None:
    made, by = held(page), factories.moderator()
    Fact.objects.all().delete()
    vetting.release(made, by=by)
    assert Fact.objects.filter(kind=Kind.REUSED, reuse=made).count() == 1
    with pytest.raises(BadComment):
        vetting.hide(again(made), by=by, reason=" ")
    hidden = vetting.hide(again(made), by=by, reason="It sells.")
    assert (hidden.hidden_by, hidden.hidden_reason, hidden.is_shown) == (by, "It sells.", False)
    with pytest.raises(NotAllowed):
        reuses.edit(hidden, account(page), by=hidden.author)
    assert vetting.restore(hidden, by=by, reason="A mistake.").is_shown
    assert Fact.objects.filter(kind=Kind.REUSED, reuse=made).count() == 1
    told = list(ModerationEntry.objects.filter(action__startswith="reuse.").values_list("action", flat=True))
    assert sorted(told) == ["reuse.hide", "reuse.release", "reuse.restore"]


def test_journal_repeats_no_words_of_what_was_hidden(page) -> None:
    made = tell(page, by=factories.person(name="Ada Lovelace"), done="Buy three barrels of oil now")
    reason = "Ada Lovelace says “Buy three barrels of oil now”."
    vetting.hide(made, by=factories.moderator(), reason=reason)
    line = ModerationEntry.objects.get(action="reuse.hide")
    assert "barrels" not in line.public_reason
    assert "Lovelace" not in line.public_reason


def test_report_is_said_once_and_three_of_trusted_people_hide_it(page, settings) -> None:
    made = tell(page, by=factories.person())
    by = factories.person()
    first = vetting.flag(made, by=by, rule="law")
    assert vetting.flag(made, by=by, rule="hate") == first
    for who in (made.author, factories.person(banned=True)):
        with pytest.raises(NotAllowed):
            vetting.flag(made, by=who, rule="law")
    for _number in range(settings.FLAGS_THAT_HIDE):
        assert again(made).hidden is None
        vetting.flag(again(made), by=factories.person(trusted=True), rule="law")
    assert (again(made).hidden is not None, again(made).hidden_by) == (True, None)
    assert Flag.objects.filter(reuse=made, upheld=None).count() == settings.FLAGS_THAT_HIDE + 1
    vetting.keep(again(made), by=factories.moderator(), seen=seen(again(made)))
    assert again(made).is_shown
    assert set(Flag.objects.values_list("upheld", flat=True)) == {False}


def test_what_was_decided_or_changed_meanwhile_is_told(page) -> None:
    made, by = held(page), factories.moderator()
    looked = seen(made)
    reuses.edit(made, account(page, title="Otherwise"), by=made.author)
    with pytest.raises(CommentChanged):
        vetting.keep(made, by=by, seen=looked)
    vetting.withhold(again(made), by=by, seen=seen(again(made)), reason="Rude.")
    with pytest.raises(CommentSettled):
        vetting.keep(again(made), by=by, seen=seen(again(made)))


def test_upheld_report_costs_a_trust_that_grew_and_comes_back_with_the_reuse(page, settings) -> None:
    author = factories.person(trusted=True, trust="grown")
    made = tell(page, by=author)
    vetting.flag(made, by=factories.person(), rule="law")
    vetting.hide(again(made), by=factories.moderator(), reason="Rude.")
    assert User.objects.get(pk=author.pk).trusted is False


def test_queue_holds_those_that_wait_and_counts_them(page) -> None:
    who, first, second = factories.moderator(), held(page), held(page)
    third = tell(page, by=factories.person())
    vetting.flag(third, by=factories.person(), rule="law")

    found = queue.read(who, "all")
    assert {line.key for line in found.lines} == {("reuse", one.pk) for one in (first, second, third)}
    assert queue.count(who) == 3
    assert queue.read(who, "held").counts == {"all": 3, "flagged": 1, "held": 2, "contested": 0}
    assert [row.text for row in queue.leaf(found, "").rows] == [first.title] * 3
    section = Page.objects.get(path="lessons")
    assert queue.read(who, "all", {section.pk}).lines == []
    assert len(queue.read(who, "all", {page.pk}).lines) == 3


def test_queue_asks_as_much_of_one_as_of_three(page) -> None:
    who, asked = factories.moderator(), []
    for more in (1, 2):
        for _number in range(more):
            held(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            queue.leaf(queue.read(who, "all"), "")
            queue.count(who)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_account_that_is_undone_takes_its_reuses_and_brings_them_back_as_they_were(page) -> None:
    person = factories.person()
    shown, waits = tell(page, by=person), tell(page, by=person)
    Reuse.objects.filter(pk=waits.pk).update(held=True)
    gone = reuses.withdraw(tell(page, by=person), by=person)
    deed = reverted(person, "reuse")
    assert fates(deed) == [("reuse", shown.pk, ""), ("reuse", waits.pk, "")] or {
        sort for sort, _fate, _why in fates(deed)
    } == {"reuse"}
    assert [again(one).hidden is not None for one in (shown, waits, gone)] == [True, True, False]
    reversing.bring_back(deed, by=factories.moderator(), reason="It was them.")
    assert [(again(one).hidden, again(one).held) for one in (shown, waits)] == [(None, False), (None, True)]
    with pytest.raises(NotAllowed):
        reverted(person, "reuse", by=factories.person())


def test_ones_own_reuses_are_taken_away_and_no_name_is_left_when_one_leaves(page) -> None:
    person = factories.person(name="Ada Lovelace", email="ada@example.org")
    made = tell(page, by=person, done="Ada Lovelace did it, ada@example.org.", title="By Ada Lovelace")
    work = people.export(person, by=person)
    assert [row["title"] for row in work.told["reuse"]] == ["By Ada Lovelace"]
    texts = dict(work.texts)
    assert "By Ada Lovelace" in texts["reuses.md"]
    told = {"names": frozenset({"Ada Lovelace"}), "addresses": frozenset({"ada@example.org"})}
    people.erase(person, was_theirs=lambda _address: False, by=rules.SYSTEM, **told)
    left = again(made)
    said = " ".join([left.title, left.done, left.folded])
    assert ("lovelace" in said.casefold(), "ada@" in said) == (False, False)
    assert left.is_shown


def test_words_of_whoever_leaves_with_them_are_gone(page) -> None:
    person = factories.person(name="Ada Lovelace")
    made = tell(page, by=person)
    said = threads.remark(made, by=person, text="More of it.", uuid=uuid4())
    told = {"names": frozenset({"Ada Lovelace"}), "addresses": frozenset[str]()}
    people.erase(person, was_theirs=lambda _address: False, comments=True, by=rules.SYSTEM, **told)
    left = again(made)
    assert (left.title, left.done, left.folded, left.withdrawn is not None) == ("", "", "", True)
    assert Comment.objects.get(pk=said.pk).text == ""
