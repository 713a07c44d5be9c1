"""The journal as anybody reads it: leaf by leaf, by deed and by section, in a constant number of queries."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from tests import factories
from wiki.actions import archiving, journal, moderation, pages, settings, suggestions, threads, trusting
from wiki.models import Comment, ModerationEntry, Page, Suggestion, Thread
from wiki.queries import journal as read
from wiki.queries import tree
from wiki.queries.settings import current
from wiki.rules import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return factories.guide()


def menu():
    return tree.menu(AnonymousUser())


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def section(guide, name):
    return next(one for one in read.sections(menu()) if one.pk == guide[name].pk)


def told(**asked):
    """Deed, page, thread and reason of each line."""
    lines = read.leaf(menu(), "", **asked).lines
    return [
        (one.deed, one.page and one.page.address, one.thread and one.thread.number, one.reason)
        for one in lines
    ]


def hidden(page, reason="Rude.", also=""):
    """A comment that was hidden; `also` is said beside it, and stays."""
    said = threads.open(page, by=factories.person(), text="You are fools, all of you.", uuid=uuid4())
    if also:
        threads.reply(said.thread, by=factories.person(), text=also, uuid=uuid4())
    moderation.hide(fresh(said), by=factories.moderator(), reason=reason)
    return said


def test_line_tells_the_deed_the_page_the_thread_and_why(guide):
    page = guide["advice/first"]
    hidden(page, also="Calm down.")
    assert told() == [("commentaire masqué", "/advice/first/", 1, "Rude.")]
    [line] = read.leaf(menu(), "").lines
    assert (line.role, line.at) == ("modération", ModerationEntry.objects.get().at)


def test_thread_of_which_nobody_reads_a_word_is_not_led_to(guide):
    hidden(guide["advice/first"])
    assert told() == [("commentaire masqué", "/advice/first/", None, "Rude.")]


PUT_AWAY = {
    "draft": {"state": "draft"},
    "archived": {"state": "archived"},
    "unlisted": {"listed": False},
}


@pytest.mark.parametrize("fields", PUT_AWAY.values(), ids=PUT_AWAY)
def test_line_on_a_page_that_not_everybody_reads_tells_the_deed_alone(guide, fields):
    hidden(guide["advice/first"], also="Calm down.")
    Page.objects.filter(pk=guide["advice/first"].pk).update(**fields)
    assert told() == [("commentaire masqué", None, None, "")]


def test_line_below_a_page_that_is_put_away_tells_the_deed_alone(guide):
    hidden(guide["advice/first"])
    pages.unpublish(fresh(guide["advice"]), by=SYSTEM, base=fresh(guide["advice"]).version)
    assert told()[-1] == ("commentaire masqué", None, None, "")


def test_line_on_what_is_said_of_a_draft_of_a_suggestion_tells_the_deed_alone(guide):
    made = factories.suggestion(guide["advice/first"], ("Text one", "Words"))
    thread = Thread.objects.create(page=made.page, number=1, author=made.author, suggestion=made)
    said = Comment.objects.create(uuid=uuid4(), thread=thread, author=made.author, text="Rude.", html="")
    moderation.hide(fresh(said), by=factories.moderator(), reason="Rule 2.")
    assert told() == [("commentaire masqué", "/advice/first/", None, "Rule 2.")]
    Suggestion.objects.filter(pk=made.pk).update(state="draft")
    assert told() == [("commentaire masqué", None, None, "")]


def test_line_of_the_site_tells_why(guide):
    settings.edit(current(), by=factories.admin(), base=0, name="Ours", reason="We chose a name.")
    assert told() == [("réglages du site modifiés", None, None, "We chose a name.")]


@pytest.mark.usefixtures("unlimited")
def test_line_on_trust_tells_no_page(guide):
    ada, by = factories.person(name="Ada"), factories.moderator()
    for old, new in (("One", "One!"), ("Two", "Two!"), ("Deeper", "Deep")):
        suggestions.accept(
            factories.suggestion(fresh(guide["advice/first"]), (old, new), by=ada), by=by, seen=1
        )
    assert told() == [("confiance acquise, après des suggestions acceptées", None, None, "")]
    assert ModerationEntry.objects.get().action == trusting.GAINED


def test_older_line_has_no_role_and_no_reason(guide):
    ModerationEntry.objects.create(action="page.reorder", page=guide["advice"], subject="x", reason="Ada.")
    [line] = read.leaf(menu(), "").lines
    assert (line.role, line.reason, line.page.address) == ("", "", "/advice/")


def test_line_that_a_version_to_come_writes_tells_its_deed_alone(guide):
    odd = ["x", 7, [], {"thread": "1"}, {"thread": 0}]
    for after in odd:
        ModerationEntry.objects.create(action="page.bless", subject="Ada", reason="Ada.", after=after)
    assert told() == [("page.bless", None, None, "")] * len(odd)


def test_lines_are_found_by_deed_and_by_section(guide):
    for name in ("advice/first", "lessons", "lessons/secret", ""):
        journal.note("page.reorder", guide[name], by=SYSTEM)
    hidden(guide["advice/second"])
    assert [one[1] for one in told()] == ["/advice/second/", "/", None, "/lessons/", "/advice/first/"]
    assert [one[1] for one in told(deed="comment.hide")] == ["/advice/second/"]
    assert [one[1] for one in told(section=section(guide, "advice"))] == ["/advice/second/", "/advice/first/"]
    # A draft is not even counted there: it would tell where it stands.
    assert [one[1] for one in told(section=section(guide, "lessons"))] == ["/lessons/"]
    assert [one[1] for one in told(deed="page.reorder", section=section(guide, "advice"))] == [
        "/advice/first/"
    ]


def test_line_follows_a_page_that_comes_back(guide):
    page, by = fresh(guide["advice/second"]), factories.moderator()
    archiving.archive(page, by=by, base=page.version, reason="Double.")
    assert told() == [("page archivée", None, None, "")]
    page = fresh(page)
    archiving.unarchive(page, by=by, base=page.version, reason="It was not.")
    assert told() == [
        ("page rétablie", "/advice/second/", None, "It was not."),
        ("page archivée", "/advice/second/", None, "Double."),
    ]


def test_leaves_hold_fifty_lines_the_latest_first(guide):
    for number in range(read.PER_LEAF + 1):
        journal.note("page.reorder", guide["advice"], by=SYSTEM, reason=f"No. {number}")
    first, second = read.leaf(menu(), "1"), read.leaf(menu(), "2")
    assert [len(first.lines), len(second.lines)] == [50, 1]
    assert (first.lines[0].reason, second.lines[0].reason) == ("No. 50", "No. 0")
    assert (first.total, first.count, first.older, second.newer) == (51, 2, 2, 1)
    assert read.leaf(menu(), "9").number == 1


def test_deeds_are_named_in_the_order_of_their_words():
    words = [words for _key, words in read.deeds()]
    assert words == sorted(words, key=str.casefold)


def test_journal_asks_as_much_for_three_lines_as_for_one(guide, django_assert_num_queries):
    for name in ("advice/first", "advice/second", "lessons"):
        hidden(guide[name], also="Calm down.")
        anybodys = menu()
        with django_assert_num_queries(3):  # how many, which, their threads
            read.leaf(anybodys, "")
