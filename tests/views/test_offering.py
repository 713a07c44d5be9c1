"""A page shows its threads to everybody, and to each person the gestures that are theirs."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import pages, threads
from wiki.actions.threads import Selection
from wiki.models import Comment, Page, Thread
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    page = factories.page(factories.home(), "a", "# A\n\n## Part\n\nOne two three.\n")
    by = factories.person()
    return threads.open(page, by=by, text="What?", uuid=uuid4(), quote=Selection("two"))


def body(client: Any, comment: Comment) -> str:
    return client.get(comment.thread.page.address).content.decode()


def gestures(html: str) -> list[str]:
    return re.findall(r'href="/-/(?:t|comments)/\d+/(\w+)/"', html)


@pytest.mark.parametrize("rows", [1, 3])
def test_anonymous_page_with_threads_takes_three_queries(
    client: Any, django_assert_max_num_queries: Any, comment: Comment, rows: int
) -> None:
    for _number in range(rows - 1):
        threads.reply(comment.thread, by=factories.person(), text="That.", uuid=uuid4())
        threads.open(comment.thread.page, by=factories.person(), text="And?", uuid=uuid4())
    with django_assert_max_num_queries(3):
        html = body(client, comment)
    assert html.count('class="msg"') == 2 * rows - 1


def test_words_are_marked_and_lead_to_their_thread_and_back(client: Any, comment: Comment) -> None:
    html, key = body(client, comment), comment.thread_id

    assert f'<mark class="ui-quote" data-thread="{key}">two</mark>' in html
    assert (html.count(f'href="#ui-thread-{key}"'), html.count(f'id="ui-thread-{key}"')) == (1, 1)
    assert (html.count(f'id="ui-mk-{key}"'), f'class="mk" href="#ui-mk-{key}"' in html) == (1, True)


def test_words_that_are_not_where_they_should_be_are_not_marked(client: Any, comment: Comment) -> None:
    Page.objects.filter(pk=comment.thread.page_id).update(plain="Part\nOne 2 three.")
    html = body(client, comment)

    assert "<mark" not in html
    assert f'class="mk lost" id="ui-mk-{comment.thread_id}"' in html


def test_anonymous_page_with_threads_is_kept_and_holds_no_token(client: Any, comment: Comment) -> None:
    first = client.get(comment.thread.page.address)
    again = client.get(comment.thread.page.address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, first["Cache-Control"], first.cookies) == (304, "no-cache", {})
    assert "csrfmiddlewaretoken" not in first.content.decode()


def test_stranger_is_offered_to_reply_and_to_follow_alone(client: Any, comment: Comment) -> None:
    assert gestures(body(client, comment)) == ["reply", "watch"]


def test_author_is_offered_what_is_theirs(client: Any, comment: Comment) -> None:
    client.force_login(comment.author)

    assert gestures(body(client, comment)) == ["edit", "delete", "reply", "resolve", "watch"]


def test_others_are_offered_to_report(client: Any, comment: Comment) -> None:
    client.force_login(factories.person())

    assert gestures(body(client, comment)) == ["flag", "reply", "watch"]


def test_moderator_is_offered_to_hide_and_to_close(client: Any, comment: Comment) -> None:
    client.force_login(factories.moderator())

    assert gestures(body(client, comment)) == ["delete", "hide", "flag", "reply", "resolve", "watch", "lock"]


def test_words_stay_marked_when_the_page_changes_around_them(client: Any, comment: Comment) -> None:
    page = comment.thread.page
    text = page.source.replace("## Part", "Two words come before.\n\n## Part").replace("three", "three four")
    pages.edit(page, by=SYSTEM, base=page.version, source=text)

    assert re.findall(r"One <mark[^>]*>(.*?)</mark>.* three four", body(client, comment)) == ["two"]


def test_thread_that_is_reopened_is_beside_its_words_again(client: Any, comment: Comment) -> None:
    threads.resolve(comment.thread, by=comment.author)
    assert "<mark" not in body(client, comment)
    comment.thread.refresh_from_db()
    threads.reopen(comment.thread, by=comment.author)
    assert body(client, comment).count("<mark") == 1


def test_moved_thread_shows_what_its_words_were_and_are(client: Any, comment: Comment) -> None:
    Thread.objects.update(place_state="moved", exact="due")
    html = body(client, comment)

    assert '<mark class="ui-quote moved"' in html
    assert ("<del>due</del>" in html, "<ins>two</ins>" in html) == (True, True)


def test_detached_thread_keeps_its_words_and_stands_by_its_heading(client: Any, comment: Comment) -> None:
    Thread.objects.update(place_state="detached", exact="gone words")
    html = body(client, comment)

    assert "gone words</blockquote>" in html
    assert re.findall(r'</h2><a class="(here|mk lost)"', html) == ["here"]
    assert html.count('class="mk lost"') == 1


def test_page_without_threads_links_to_the_form_and_shows_no_discussion(client: Any) -> None:
    page = factories.page(factories.home(), "a")
    html = client.get(page.address).content.decode()

    assert html.count(f'href="{page.address}-/threads/new/?revision=') == 1
    assert ("ui-threads" in html, "data-said" in html) == (False, False)
