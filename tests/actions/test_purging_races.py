"""Somebody purges a page while others write there, say something, or bring it back: no word outlives it."""

from functools import partial
from uuid import uuid4

import pytest

from tests import factories
from tests.actions.test_purging import TEXT, WORD, away, fresh, told_anywhere
from tests.actions.test_races import outcomes, race
from wiki.actions import archiving, pages, purging, threads
from wiki.errors import EditConflict, NotAllowed
from wiki.models import ModerationEntry, Page
from wiki.models.page import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")]
ROUNDS = 4
KEPT = {("word", "text"), ("word", "form")}  # what search knows of all words; it is shown to nobody


@pytest.fixture
def root():
    return factories.home()


def put_away_and_purge(page, admin):
    """As one who reads the page does it, in one go: archived at the version in view, then purged."""
    archiving.archive(fresh(page), by=admin, base=page.version, reason="A court asks.")
    return purging.purge(fresh(page), by=admin, base=fresh(page).version, reason="A court asks.")


def test_two_who_purge_at_once_purge_once(root):
    admins = [factories.admin() for _number in range(4)]
    page = away(factories.page(root, "p", TEXT))
    became = race(*(partial(purging.purge, page, by=who, base=page.version, reason="So.") for who in admins))
    assert outcomes(became) == ["NotAllowed"] * 3 + ["done"]
    assert ModerationEntry.objects.filter(action="page.purge").count() == 1


def test_edit_at_the_same_moment_loses_against_the_purge_or_keeps_it_off(root):
    admin, writer = factories.admin(), factories.moderator()
    for number in range(ROUNDS):
        page = factories.page(root, f"p{number}", TEXT)
        write = partial(pages.edit, page, by=writer, base=page.version, source=f"{TEXT}\nMore of {WORD}.\n")
        edited, purged = race(write, partial(put_away_and_purge, page, admin))
        assert isinstance(purged, Page | EditConflict | NotAllowed), purged
        if isinstance(purged, Page):
            assert isinstance(edited, Exception), edited  # what is archived is edited by nobody
            assert told_anywhere() - KEPT == set()
            continue
        assert not isinstance(edited, Exception), edited
        assert f"More of {WORD}" in fresh(page).source
        put_away_and_purge(fresh(page), admin)
        assert told_anywhere() - KEPT == set()


def test_page_that_comes_back_at_the_same_moment_is_whole_or_gone(root):
    admin, decider = factories.admin(), factories.moderator()
    for number in range(ROUNDS):
        page = away(factories.page(root, f"p{number}", TEXT))
        back, purged = race(
            partial(archiving.unarchive, page, by=decider, base=page.version),
            partial(purging.purge, page, by=admin, base=page.version, reason="So."),
        )
        assert outcomes([back, purged]).count("done") == 1, (back, purged)
        now = fresh(page)
        if isinstance(purged, Exception):
            assert (now.state, now.purged_at, now.source) == (State.PUBLISHED, None, TEXT)
            put_away_and_purge(now, admin)
        assert told_anywhere() - KEPT == set()


def test_words_that_are_said_at_the_same_moment_do_not_outlive_it(root):
    admin, reader = factories.admin(), factories.person()
    for number in range(ROUNDS):
        page = factories.page(root, f"p{number}", TEXT)
        said, proposed, purged = race(
            partial(threads.open, page, by=reader, text=f"I saw {WORD}.", uuid=uuid4()),
            partial(
                factories.suggestion, page, ("told here", "told there"), by=reader, summary=f"More {WORD}"
            ),
            partial(put_away_and_purge, page, admin),
        )
        assert isinstance(purged, Page), purged
        assert all(not isinstance(one, Exception) or isinstance(one, NotAllowed) for one in (said, proposed))
        assert told_anywhere() - KEPT == set()
