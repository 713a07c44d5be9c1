"""What the moderators' queue holds, in which order, and at what cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from wiki.actions import moderation, pages, suggestions, threads
from wiki.models import Comment, Flag, Page, Suggestion
from wiki.queries import queue, tree
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
SOME = [1, 3]


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


def said(page: Page, *, ago: int = 0, by: Any = None, **fields: Any) -> Comment:
    """A comment that somebody wrote so many hours ago."""
    made = threads.open(page, by=by or factories.person(), text="Rude.", uuid=uuid4())
    told = {"created": timezone.now() - timedelta(hours=ago)} | fields
    Comment.objects.filter(pk=made.pk).update(**told)
    return Comment.objects.select_related("thread__page", "author").get(pk=made.pk)


def proposed(page: Page, *, ago: int) -> Suggestion:
    """What somebody proposed so many hours ago, and a filter holds back."""
    made = factories.suggestion(page, ("Text one", "Buy now"))
    told = {"open_since": timezone.now() - timedelta(hours=ago), "held_for": "word buy"}
    Suggestion.objects.filter(pk=made.pk).update(**told)
    return made


def flag(comment: Comment, *, ago: int = 0, trusted: bool = False) -> Flag:
    made = moderation.flag(comment, by=factories.person(trusted=trusted), reason="It is rude.")
    Flag.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(hours=ago))
    return made


def waiting(kind: str = "all", **how: Any) -> list[int]:
    return [line.pk for line in queue.read(factories.moderator(), kind, **how).lines]


def test_what_waits_longest_comes_first_whatever_its_kind(guide: dict[str, Page]) -> None:
    page = guide["advice/first"]
    late, old = said(page, ago=9), said(page, ago=1)
    flag(late, ago=2)
    flag(late, ago=1)
    flag(old, ago=4)
    held = said(page, ago=3, held=True)
    said(page, ago=9)
    assert waiting() == [old.pk, held.pk, late.pk]
    assert (waiting("flagged"), waiting("held")) == ([old.pk, late.pk], [held.pk])
    assert queue.read(factories.moderator(), "held").counts == {
        "all": 3,
        "flagged": 2,
        "held": 1,
        "contested": 0,
    }
    leaf = queue.leaf(queue.read(factories.moderator(), "all"), "")
    assert [round((timezone.now() - one.since).total_seconds() / 3600) for one in leaf.rows] == [4, 3, 2]
    assert [one.flagged for one in leaf.rows] == [1, 0, 2]


def test_queue_of_a_section_is_what_is_said_on_its_pages(guide: dict[str, Page]) -> None:
    here = said(guide["advice/first"], held=True)
    said(guide["lessons"], held=True)
    section = tree.menu(factories.moderator()).sections[0]
    assert waiting(within=tree.pages_below(section)) == [here.pk]


def test_what_was_decided_or_is_nobodys_to_read_waits_no_more(guide: dict[str, Page]) -> None:
    page = guide["advice/first"]
    moderator = factories.moderator()
    for act in ("hide", "delete", "restore"):
        made = said(page)
        flag(made)
        if act == "delete":
            threads.delete(made, by=made.author)
            continue
        moderation.hide(made, by=moderator, reason="Rude.")
        if act == "restore":
            moderation.restore(Comment.objects.get(pk=made.pk), by=moderator, reason="A quote.")
    said(page, held=True, hidden=timezone.now(), hidden_reason="Rude.")
    gone = guide["lessons"]
    said(gone, held=True)
    assert queue.count(moderator) == 1
    for path in ("lessons/secret", "lessons"):
        found = Page.objects.get(path=path)
        pages.archive(found, by=SYSTEM, base=found.version, reason="Done.")
    assert (waiting(), queue.count(moderator)) == ([], 0)


def test_comment_that_flags_have_hidden_waits(guide: dict[str, Page]) -> None:
    made = said(guide["advice/first"])
    for _time in range(3):
        flag(made, trusted=True)
    assert waiting("flagged") == [made.pk]
    assert Comment.objects.get(pk=made.pk).hidden is not None


def test_next_one_is_that_which_follows_else_the_first(guide: dict[str, Page]) -> None:
    first, second, third = (said(guide["lessons"], ago=9 - number, held=True) for number in range(3))
    told = queue.read(factories.moderator(), "all")
    assert [told.after(("comment", one.pk)) for one in (first, second, third)] == [
        ("comment", one.pk) for one in (second, third, first)
    ]
    assert told.after(("comment", 0)) == ("comment", first.pk)
    alone = queue.read(factories.moderator(), "flagged")
    assert alone.after(("comment", first.pk)) is None


def test_leaves_hold_fifty(guide: dict[str, Page]) -> None:
    made = [said(guide["lessons"], ago=99 - number, held=True) for number in range(queue.PER_LEAF + 1)]
    told = queue.read(factories.moderator(), "all")
    first, second = queue.leaf(told, ""), queue.leaf(told, "2")
    assert [one.pk for one in first.rows + second.rows] == [one.pk for one in made]
    assert (len(first.rows), first.count, first.total) == (queue.PER_LEAF, 2, queue.PER_LEAF + 1)
    assert [told.leaf_of(("comment", one.pk)) for one in (made[0], made[-1])] == ["1", "2"]
    assert told.leaf_of(("comment", 0)) == ""


def test_context_is_what_was_said_around_it(guide: dict[str, Page]) -> None:
    page, by = guide["lessons"], factories.person()
    made = [threads.open(page, by=by, text="No. 0.", uuid=uuid4())]
    thread = made[0].thread
    made += [threads.reply(thread, by=by, text=f"No. {number}.", uuid=uuid4()) for number in range(1, 7)]
    told = queue.context(made[3], factories.moderator())
    assert told is not None
    assert (told.before, told.comment, told.after, told.others) == (made[1:3], made[3], made[4:6], 2)
    threads.delete(made[3], by=by)
    gone = Comment.objects.get(pk=made[3].pk)
    told = queue.context(gone, factories.moderator())
    assert told is not None
    assert told.comment.tombstone == "deleted"
    threads.delete(made[6], by=by)
    assert queue.context(Comment.objects.get(pk=made[6].pk), factories.moderator()) is None


def test_record_counts_what_somebody_did(guide: dict[str, Page], django_assert_num_queries: Any) -> None:
    person, other, page = factories.person(), factories.person(), guide["advice/first"]
    for text in ("Text", "One"):
        made = factories.suggestion(page, (text, f"{text} more"), by=person)
        if text == "Text":
            suggestions.accept(made, by=SYSTEM, seen=1)
    page = Page.objects.get(pk=page.pk)
    rude = said(page, by=person)
    flag(rude)
    flag(said(page, by=person))
    flag(said(page, by=other))
    said(page, by=person, held=True)
    moderation.hide(rude, by=factories.moderator(), reason="Rude.")
    with django_assert_num_queries(1):
        assert queue.record(person) == (1, 1, 1, 1)
    assert queue.record(factories.person()) == (0, 0, 0, 0)


@pytest.mark.parametrize("rows", SOME)
def test_queue_is_read_in_two_queries(
    guide: dict[str, Page], rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        flag(said(guide["advice/first"], ago=number))
        said(guide["lessons"], ago=number, held=True)
        proposed(guide["advice/first"], ago=number)
    moderator = factories.moderator()
    with django_assert_num_queries(3):  # one for each kind of what stands there
        leaf = queue.leaf(queue.read(moderator, "all"), "")
        told = [(one.text, str(one.author), one.place, one.flagged) for one in leaf.rows]
    assert len(told) == 3 * rows
    with django_assert_num_queries(1):
        assert queue.count(moderator) == 3 * rows


def test_held_suggestion_stands_among_comments_by_the_hour_when_it_was_sent(guide: dict[str, Page]) -> None:
    page = guide["advice/first"]
    first, last = said(page, ago=9, held=True), said(page, ago=1, held=True)
    made = proposed(page, ago=5)
    for state in ("draft", "asked"):  # these wait for their author
        Suggestion.objects.filter(pk=proposed(page, ago=3).pk).update(state=state)
    assert [line.key for line in queue.read(factories.moderator(), "held").lines] == [
        ("comment", first.pk),
        ("suggestion", made.pk),
        ("comment", last.pk),
    ]
    assert waiting("flagged") == []
    section = tree.menu(factories.moderator()).sections[1]
    assert waiting(within=tree.pages_below(section)) == []
    [row] = [one for one in queue.leaf(queue.read(factories.moderator(), "all"), "").rows if one.is_sieved]
    assert (row.key, row.is_flagged, row.place) == (("suggestion", made.pk), False, page.title)


@pytest.mark.parametrize("rows", SOME)
def test_decisions_are_read_in_three_queries(
    guide: dict[str, Page], rows: int, django_assert_num_queries: Any
) -> None:
    moderator = factories.moderator()
    for _number in range(rows):
        moderation.hide(said(guide["lessons"]), by=moderator, reason="Rude.")
    with django_assert_num_queries(3):
        leaf = queue.decided(moderator, "")
        told = [(entry.deed, str(entry.by), str(entry.comment.author)) for entry in leaf.entries]
    assert len(told) == rows
    section = tree.menu(moderator).sections[0]
    assert queue.decided(moderator, "", tree.pages_below(section)).entries == []


def test_decision_on_what_is_gone_is_told_without_its_words(guide: dict[str, Page]) -> None:
    made = said(guide["lessons"])
    moderation.hide(made, by=factories.moderator(), reason="Rude.")
    threads.delete(
        Comment.objects.select_related("thread__page").get(pk=made.pk), by=factories.moderator(), reason="R."
    )
    [entry] = queue.decided(factories.moderator(), "").entries
    assert (entry.action, entry.comment) == ("comment.hide", None)
