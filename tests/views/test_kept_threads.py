"""A thread beside its page is drawn once: what changes of it, of its page or for its reader is seen at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone, translation

from tests import factories
from wiki.actions import pages, threads
from wiki.actions.threads import Selection
from wiki.models import Comment, Page, Thread
from wiki.models.thread import Hold
from wiki.queries import threads as discussions
from wiki.templatetags.wiki_tags import drawn_from

pytestmark = pytest.mark.django_db
SOURCE = "# A\n\nOne two three.\n\nFour five six.\n"


@pytest.fixture(autouse=True)
def _as_in_a_worker(settings: Any) -> None:
    settings.LIMITS_ARE_KEPT = False
    caches["pieces"].clear()


@pytest.fixture
def comment() -> Comment:
    page = factories.page(factories.home(), "a", SOURCE)
    by = factories.person(name="Zoé Roux")
    return threads.open(page, by=by, text="What?", uuid=uuid4(), quote=Selection("five"))


def beside(address: str, reader: Client, **headers: Any) -> str:
    body = reader.get(address, headers=headers).content.decode()
    return body[body.index('<section id="ui-threads"') : body.index("</main>")]


def edit(page: Page, source: str) -> None:
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=factories.moderator(), base=page.version, source=source)


def _says(comment: Comment) -> None:
    threads.reply(comment.thread, by=factories.person(), text="That.", uuid=uuid4())


def _rewords(comment: Comment) -> None:
    threads.edit(comment, by=comment.author, text="Which?")


def _is_renamed(comment: Comment) -> None:
    type(comment.author).objects.filter(pk=comment.author_id).update(name="Ada Blanc")


def _is_hidden(comment: Comment) -> None:
    _says(comment)
    Comment.objects.filter(pk=comment.pk).update(hidden=timezone.now(), hidden_reason="Rude.")


def _loses_its_words(comment: Comment) -> None:
    edit(comment.thread.page, SOURCE.replace("Four five six", "Nothing at all"))


def _page_moves(comment: Comment) -> None:
    page = Page.objects.get(pk=comment.thread.page_id)
    edit(page, SOURCE.replace("five", "fives"))
    Page.objects.filter(pk=page.pk).update(path="b", slug="b")


CHANGES = [_says, _rewords, _is_renamed, _is_hidden, _loses_its_words, _page_moves]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changed_is_drawn_as_if_nothing_had_been_kept(
    client: Client, comment: Comment, change: Callable[[Comment], None]
) -> None:
    before = beside(comment.thread.page.address, client)
    change(comment)
    address = Page.objects.get(pk=comment.thread.page_id).address
    kept = beside(address, client)
    caches["pieces"].clear()

    assert kept == beside(address, client)
    assert kept != before


def test_each_reader_gets_their_own(client: Client, comment: Comment) -> None:
    address, its_author, moderator = comment.thread.page.address, Client(), Client()
    its_author.force_login(comment.author)
    moderator.force_login(factories.moderator())
    one = [beside(address, reader) for reader in (moderator, its_author, client)]
    caches["pieces"].clear()
    other = [beside(address, reader) for reader in (client, its_author, moderator)]

    assert one == other[::-1]
    assert len(set(one)) == 3


def test_another_language_is_another_piece(comment: Comment) -> None:
    (thread,) = discussions.on_page(comment.thread.page, comment.author)
    pieces = set()
    for language in ("fr", "en"):
        with translation.override(language):
            pieces.add(drawn_from(thread))
    assert len(pieces) == 2


def test_text_that_moves_the_words_draws_no_thread_again(
    client: Client, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = beside(comment.thread.page.address, client)
    written: list[str] = []
    pieces = caches["pieces"]
    monkeypatch.setattr(type(pieces), "set", lambda _self, key, *_, **_more: written.append(key))
    edit(comment.thread.page, SOURCE.replace("One", "Ten times one"))

    assert beside(comment.thread.page.address, client) == before
    assert [key for key in written if "beside" in key] == []


def test_words_that_moved_lead_to_the_newest_revision_each_time(client: Client, comment: Comment) -> None:
    links = []
    for text in ("fives", "fives, or so,"):
        edit(comment.thread.page, SOURCE.replace("five", text))
        assert Thread.objects.get(pk=comment.thread_id).place_state != Hold.ANCHORED
        links.append(beside(comment.thread.page.address, client))
    assert links[0] != links[1]


def test_all_that_a_thread_is_told_is_a_plain_value(comment: Comment) -> None:
    """Of a list or another row the key would tell too little."""
    (thread,) = discussions.on_page(comment.thread.page, factories.moderator())
    plain = (str, int, bool, type(None), frozenset, type(timezone.now()), type(uuid4()))
    left = {"_state", "comments", "rows"}
    told = [it for row in (thread, *thread.comments) for it in vars(row).items() if it[0] not in left]
    assert [name for name, value in told if not isinstance(value, plain)] == []
