"""A thread says on which revision it began, and leads to what changed since where its words did."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wiki.actions import pages, threads
from wiki.actions.threads import Selection
from wiki.models import Page, PageRevision, Thread

pytestmark = pytest.mark.django_db
WORDS = "three things"
BEFORE, MOST_QUERIES = f"# A\n\nFirst of all, we agree on {WORDS} of each tool.\n\nSix seven eight.\n", 3
UNTOUCHED, MOVED, GONE = (
    BEFORE.replace(" eight", ""),
    BEFORE.replace("three things", "three other things"),
    "# A\n\nSix seven eight.\n",
)


@pytest.fixture(autouse=True)
def _without_limits(settings):
    settings.LIMITS_ARE_KEPT = False


@pytest.fixture
def page():
    return factories.page(factories.home(), "a", BEFORE)


def begin(page, words=WORDS):
    quote = Selection(words) if words else None
    return threads.open(page, by=factories.person(), text="What?", uuid=uuid4(), quote=quote).thread


def change(page, source):
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=factories.moderator(), base=page.version, source=source, reason="")


def keys(page):
    return PageRevision.objects.filter(id=page.pk).order_by("number").values_list("pk", flat=True)


def shown(client, address):
    return client.get(address).content.decode()


def test_thread_on_the_text_that_stands_names_its_revision_alone(client, page):
    thread = begin(page)
    body = shown(client, page.address)
    assert f'<a href="/-/r/{thread.revision_id}/">Commencé sur la révision 1</a>' in body
    assert "/-/compare/" not in body


@pytest.mark.parametrize(
    ("source", "state", "links"),
    [(UNTOUCHED, "anchored", 0), (MOVED, "moved", 1), (GONE, "detached", 1)],
    ids=["untouched", "moved", "gone"],
)
def test_thread_leads_to_what_changed_where_its_words_did(client, page, source, state, links):
    thread = begin(page)
    change(page, source)
    assert Thread.objects.get().place_state == state
    old, new = keys(page)
    body = shown(client, page.address)
    assert body.count(f'<a href="/-/r/{thread.revision_id}/">Commencé sur la révision 1</a>') == 1
    assert body.count(f'<a href="/a/-/compare/{old}/{new}/">Voir ce qui a changé depuis</a>') == links
    assert client.get(f"/a/-/compare/{old}/{new}/").status_code == 200


def test_change_far_down_a_long_quote_is_shown_before_and_after(client):
    """Both texts begin alike for longer than what is shown of either: it is the change that is read."""
    words = [f"word{number}" for number in range(120)]
    page = factories.page(factories.home(), "a", "# A\n\n" + " ".join(words) + "\n")
    thread = begin(page, " ".join(words[:100]))
    change(page, page.source.replace("word90 ", "word90 other "))
    body = shown(client, page.address)
    before, after = (body.partition(f"<{mark}>")[2].partition(f"</{mark}>")[0] for mark in ("del", "ins"))
    assert Thread.objects.get().place_state == "moved"
    assert ("word90 word91" in before, "word90 other word91" in after) == (True, True)
    assert [text.startswith("… word") and len(text) <= 300 for text in (before, after)] == [True, True]

    threads.lock(thread, by=factories.moderator(), reason="Enough.")
    body = shown(client, f"/-/t/{thread.pk}/")
    assert (thread.exact in body, thread.exact.replace("word90", "word90 other") in body) == (True, True)


def test_thread_on_the_whole_page_names_its_revision_alone(client, page):
    begin(page, words="")
    change(page, GONE)
    body = shown(client, page.address)
    assert body.count("Commencé sur la révision 1") == 1
    assert "/-/compare/" not in body


def test_thread_of_the_home_page_and_on_a_screen_of_its_own_leads_there_too(client):
    home = factories.home(BEFORE)
    thread = begin(home)
    change(home, MOVED)
    threads.lock(thread, by=factories.moderator(), reason="Enough.")
    old, new = keys(home)
    body = shown(client, f"/-/t/{thread.pk}/")
    assert body.count(f'href="/-/home/compare/{old}/{new}/"') == 1


def test_thread_whose_revision_is_not_known_says_nothing_of_it(client, page):
    begin(page)
    Thread.objects.update(revision=None)
    change(page, MOVED)
    body = shown(client, page.address)
    assert ("Commencé sur" in body, "/-/compare/" in body) == (False, False)


def test_page_costs_a_stranger_as_much_for_three_threads_as_for_one(client, page):
    counted = []
    for words in (WORDS, "Six", "seven"):
        begin(page, words)
        change(page, MOVED if not counted else MOVED + "\nMore.\n" * len(counted))
        with CaptureQueriesContext(connection) as asked:
            body = shown(client, page.address)
        counted.append(len(asked))
        assert body.count("Commencé sur la révision") == len(counted)
    assert counted == [MOST_QUERIES] * 3
