"""What is said of one page, for whoever reads it: open threads, in the order of the words, in one query."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from wiki.actions import threads
from wiki.actions.threads import Selection
from wiki.models import Comment, Page
from wiki.queries import threads as discussions

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def page_of(text: str = "# A\n\nOne two three.\n") -> Page:
    return factories.page(factories.home(), "a", text)


def begin(page: Page, words: str = "", text: str = "What?", **fields: Any) -> Comment:
    quote = Selection(words) if words else None
    return threads.open(page, by=factories.person(**fields), text=text, uuid=uuid4(), quote=quote)


def answer(comment: Comment, text: str = "That.") -> Comment:
    return threads.reply(comment.thread, by=factories.person(), text=text, uuid=uuid4())


def hide(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).update(hidden=timezone.now(), hidden_reason="Rude.")


def told(page: Page, user: Any = ANYONE) -> list[list[str]]:
    """The texts of each thread; a tombstone stands for one that is not shown."""
    found = discussions.on_page(page, user)
    return [[comment.tombstone or comment.text for comment in thread.comments] for thread in found]


def latest(page: Page, user: Any = ANYONE) -> int | None:
    return discussions.with_latest(Page.objects.all(), user).get(pk=page.pk).latest_comment


def test_threads_come_in_the_order_of_their_words_those_of_the_whole_page_last() -> None:
    page = page_of()
    begin(page, text="On all.")
    begin(page, "three", "On three.")
    begin(page, "One", "On one.")

    assert told(page) == [["On one."], ["On three."], ["On all."]]


@pytest.mark.parametrize("rows", [1, 3])
def test_discussion_takes_one_query(django_assert_num_queries: Any, rows: int) -> None:
    page = page_of()
    for _number in range(rows):
        answer(begin(page, "two"))
    with django_assert_num_queries(1):
        found = discussions.on_page(page, ANYONE)
        assert [[str(comment.author) for comment in thread.comments] for thread in found] != []
    assert [len(thread.comments) for thread in found] == [2] * rows


def test_resolved_threads_are_not_beside_the_page() -> None:
    page = page_of()
    comment = begin(page)
    threads.resolve(comment.thread, by=comment.author)

    assert told(page) == []


def test_hidden_comment_has_a_tombstone_where_somebody_answered() -> None:
    page = page_of()
    first = begin(page)
    answer(first)
    last = answer(first, "Last.")
    hide(first)
    hide(last)

    assert told(page) == [["hidden", "That."]]


def test_thread_of_which_nothing_is_shown_is_not_there() -> None:
    page = page_of()
    hide(begin(page))

    assert told(page) == []


def test_hidden_comment_is_read_by_its_author_and_by_moderators() -> None:
    page = page_of()
    comment = begin(page)
    hide(comment)

    assert told(page, comment.author) == [["What?"]]
    assert told(page, factories.moderator()) == [["What?"]]
    assert told(page, factories.person()) == []


def test_held_comment_leaves_no_trace_for_others() -> None:
    page = page_of()
    comment = begin(page)
    answer(comment)
    Comment.objects.filter(pk=comment.pk).update(held=True)

    assert told(page) == [["That."]]
    assert told(page, comment.author) == [["What?", "That."]]


def test_words_of_what_is_not_shown_are_not_handed_over() -> None:
    page = page_of()
    first = begin(page)
    answer(first)
    hide(first)
    (thread,) = discussions.on_page(page, ANYONE)

    assert [(comment.text, comment.html) for comment in thread.comments[:1]] == [("", "")]


def test_latest_comment_is_the_last_that_one_may_read() -> None:
    page = page_of()
    first = begin(page)
    last = answer(first)
    hide(last)

    assert latest(page) == first.pk
    assert latest(page, last.author) == last.pk
    assert latest(page, factories.moderator()) == last.pk


def test_page_of_which_nothing_is_said_has_no_latest_comment() -> None:
    assert latest(page_of()) is None
