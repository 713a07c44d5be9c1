"""Discussions as each person may read them: what is held, hidden, deleted or on a draft is not told."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from wiki.models import Comment, Thread
from wiki.queries import threads

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def thread(page, author, *texts, number=None, **fields):
    made = Thread.objects.create(
        page=page, number=number or page.threads.count() + 1, author=author, **fields
    )
    for text in texts:
        said(made, author, text)
    return made


def said(made, author, text, **fields):
    return Comment.objects.create(uuid=uuid4(), thread=made, author=author, text=text, html=text, **fields)


def read(page, who):
    return [[(one.text, one.tombstone) for one in made.comments] for made in threads.on_page(page, who)]


@pytest.mark.parametrize("number", [1, 3])
def test_threads_on_a_page_are_told_in_one_query(django_assert_num_queries, number):
    page = factories.home()
    for _ in range(number):
        thread(page, factories.person(), "a", "b")
    with django_assert_num_queries(1):
        found = threads.on_page(page, NOBODY)
        assert [[str(one.author) == str(made.author) for one in made.comments] for made in found] == [
            [True, True]
        ] * number


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_for_one_thread_and_for_three(django_assert_num_queries, number):
    page = factories.home()
    for _ in range(number):
        thread(page, factories.person(), "a", "b")
    with django_assert_num_queries(3):
        leaf = threads.of_site(NOBODY, "open", "")
        told = [(str(made.page), str(made.author), len(made.comments)) for made in leaf.threads]
    assert (leaf.total, len(told)) == (number, number)
    assert {count for _page, _author, count in told} == {2}


def test_what_is_held_or_hidden_is_told_to_its_author_and_moderators():
    page, author, other = factories.home(), factories.person(), factories.person()
    made = thread(page, author, "first")
    said(made, author, "held", held=True)
    said(made, author, "hidden", hidden=timezone.now(), hidden_reason="rude")
    said(made, other, "last")
    whole = [("first", ""), ("held", ""), ("hidden", ""), ("last", "")]
    assert read(page, author) == read(page, factories.moderator()) == [whole]
    assert read(page, other) == read(page, NOBODY) == [[("first", ""), ("", "hidden"), ("last", "")]]
    assert Comment.objects.visible_to(NOBODY).count() == 2


def test_what_is_deleted_has_a_tombstone_only_where_somebody_answered():
    page, author = factories.home(), factories.person()
    answered, alone = thread(page, author), thread(page, author)
    said(answered, author, "gone", deleted=timezone.now())
    said(answered, author, "answer")
    said(alone, author, "gone", deleted=timezone.now())
    assert read(page, author) == [[("", "deleted"), ("answer", "")]]
    assert list(Thread.objects.visible_to(author)) == [answered]


def test_discussion_of_a_draft_is_told_to_those_who_read_it():
    page = factories.page(factories.home(), "a", state="draft")
    made = thread(page, factories.person(), "secret")
    assert threads.of_site(NOBODY, "all", "").threads == []
    assert threads.find(made.pk, NOBODY) is None
    assert threads.find(made.pk, factories.moderator()) == made


def test_filters_find_what_they_say():
    page, one, other = factories.home(), factories.person(), factories.person()
    plain = thread(page, one, "a")
    answered = thread(page, one, "a")
    said(answered, other, "b")
    resolved = thread(page, other, "a", state="resolved")

    def found(wanted, who=one):
        return {made.number for made in threads.of_page(page, who, wanted, "").threads}

    assert found("open") == found("nonsense") == {plain.number, answered.number}
    assert found("mine") == {plain.number, answered.number}
    assert found("mine", other) == {answered.number, resolved.number}
    assert found("unanswered") == {plain.number}
    assert found("resolved") == {resolved.number}
    assert found("detached") == set()
    assert found("mine", NOBODY) == set()
    assert threads.counts(one, page) == {
        "open": 2,
        "mine": 2,
        "unanswered": 1,
        "detached": 0,
        "resolved": 1,
        "all": 3,
    }


def test_what_is_new_is_told_after_what_is_known():
    page, author = factories.home(), factories.person()
    assert threads.latest(page, NOBODY) == 0
    made = thread(page, author, "a")
    known = threads.latest(page, NOBODY)
    newer = said(made, author, "b")
    said(made, author, "c", held=True)
    assert threads.since(page, NOBODY, known) == [newer]
    assert threads.latest(page, NOBODY) == newer.pk


def test_leaves_hold_twenty_threads():
    page, author = factories.home(), factories.person()
    for number in range(1, 22):
        thread(page, author, "a", number=number)
    first, second = (threads.of_page(page, NOBODY, "open", asked) for asked in ("x", "2"))
    assert [len(first.threads), first.newer, first.older] == [20, None, 2]
    assert [len(second.threads), second.newer, second.older] == [1, 1, None]


def test_threads_of_unlisted_pages_are_found_by_their_own_and_by_those_who_decide():
    ada = factories.person()
    page = factories.page(factories.home(), "apart", listed=False)
    made = thread(page, ada, "a")
    for who, found in (
        (NOBODY, []),
        (factories.person(), []),
        (ada, [made]),
        (factories.moderator(), [made]),
    ):
        assert threads.of_site(who, "all", "").threads == found
        assert threads.counts(who)["all"] == len(found)
    assert threads.of_page(page, NOBODY, "all", "").threads == [made]


def test_whoever_took_all_their_words_back_takes_part_no_more():
    ada, author = factories.person(), factories.person()
    made = thread(factories.page(factories.home(), "apart", listed=False), author, "a")
    said(made, ada, "", deleted=timezone.now())
    assert threads.of_site(ada, "all", "").threads == []
    assert threads.counts(ada)["all"] == 0
    said(made, ada, "b")
    assert threads.of_site(ada, "all", "").threads == [made]
