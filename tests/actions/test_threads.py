"""Discussions: opened on words, answered, edited, deleted, settled; each permission beside its refusal."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import pages, threads
from wiki.actions.threads import Selection
from wiki.errors import BadComment, NotAllowed, ThreadClosed, TooSoon, WordsGone
from wiki.models import Comment, ModerationEntry, Page, PageRevision, SiteSettings, Thread
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones, and an end.\n"


def page():
    return factories.page(factories.home(), "a", TEXT)


def opened(on=None, by=None, text="Why?", quote=None):
    return threads.open(on or page(), by=by or factories.person(), text=text, uuid=uuid4(), quote=quote)


def fresh(it):
    return type(it).objects.get(pk=it.pk)


def test_thread_opens_on_words():
    here, author = page(), factories.person()
    said = opened(here, author, "*Why?*", Selection("some other ones"))
    thread = said.thread
    start = here.plain.index("some other")
    assert (thread.number, thread.author, thread.place_state) == (1, author, "anchored")
    assert (thread.start, thread.end, thread.exact) == (start, start + 15, "some other ones")
    assert (said.html, said.held, thread.revision.number) == ("<p><em>Why?</em></p>", False, 1)
    assert opened(here).thread.number == 2


def test_thread_on_the_whole_page_holds_nothing():
    thread = opened().thread
    assert (thread.place_state, thread.start, thread.exact, thread.quoted) == ("", None, "", None)


def test_thread_follows_its_words_through_an_edit_and_back():
    here = page()
    thread = opened(here, quote=Selection("some other ones")).thread
    first = (thread.start, thread.end)
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("The first", "All the very first"))
    moved = fresh(thread)
    assert (moved.place_state, moved.start, moved.version) == ("anchored", first[0] + 9, 1)
    pages.edit(here, by=SYSTEM, base=1, source="# A\n\nNothing of it is left.\n")
    assert fresh(thread).place_state == "detached"
    begun = PageRevision.objects.get(id=here.pk, number=1)
    pages.restore(here, by=SYSTEM, base=2, revision=begun)
    back = fresh(thread)
    assert (back.place_state, back.start, back.end) == ("anchored", *first)


def test_words_of_an_older_revision_are_placed_by_the_known_difference():
    here = page()
    pages.edit(here, by=SYSTEM, base=0, source=TEXT.replace("The first", "All the very first"))
    begun = PageRevision.objects.get(id=here.pk, number=1)
    thread = opened(here, quote=Selection("some other ones", revision=begun.pk)).thread
    assert (here.plain[thread.start : thread.end], thread.revision) == ("some other ones", begun)


def test_words_that_are_gone_are_refused():
    here = page()
    with pytest.raises(WordsGone):
        opened(here, quote=Selection("never said"))
    assert Thread.objects.count() == Comment.objects.count() == 0


def test_revision_of_another_page_is_refused():
    other = factories.home()
    here = factories.page(other, "a", TEXT)
    revision = PageRevision.objects.get(id=other.pk)
    with pytest.raises(BadComment):
        opened(here, quote=Selection("some other ones", revision=revision.pk))


def test_same_form_sent_twice_is_one_comment():
    here, author, uuid = page(), factories.person(), uuid4()
    first = threads.open(here, by=author, text="Why?", uuid=uuid)
    assert threads.open(here, by=author, text="Why?", uuid=uuid) == first
    with pytest.raises(BadComment):
        threads.open(here, by=author, text="Another text", uuid=uuid)
    with pytest.raises(BadComment):
        threads.reply(first.thread, by=factories.person(), text="Why?", uuid=uuid)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n", "x" * 10_241, "\ud800", "![a](/a.png)"])
def test_comment_that_cannot_be_kept_is_refused(text):
    with pytest.raises(BadComment):
        opened(text=text)


def test_page_that_is_put_away_meanwhile_takes_no_comment():
    here = page()
    Page.objects.filter(pk=here.pk).update(state="archived")
    with pytest.raises(NotAllowed):
        opened(here)


def test_edit_keeps_what_was_said():
    said = opened(text="First")
    changed = threads.edit(said, by=said.author, text="Second")
    assert (changed.text, changed.edited is not None) == ("Second", True)
    assert [one.text for one in changed.wordings.all()] == ["First"]
    with pytest.raises(NotAllowed):
        threads.edit(said, by=factories.admin(), text="Third")


def test_deleted_words_are_gone_and_the_row_stays():
    said = opened(text="First")
    threads.edit(said, by=said.author, text="Second")
    gone = threads.delete(said, by=said.author)
    assert (gone.text, gone.html, gone.wordings.count()) == ("", "", 0)
    with pytest.raises(NotAllowed):
        threads.delete(said, by=said.author)


def test_moderator_deletes_for_a_reason():
    said, moderator = opened(), factories.moderator()
    with pytest.raises(NotAllowed):
        threads.delete(said, by=factories.person(trusted=True))
    with pytest.raises(BadComment):
        threads.delete(said, by=moderator)
    threads.delete(said, by=moderator, reason="Names somebody.")
    line = ModerationEntry.objects.get(action="comment.delete")
    assert (line.by, line.reason, line.after) == (
        moderator,
        "Names somebody.",
        {"comment": said.pk, "thread": said.thread_id},
    )


def test_resolved_thread_takes_no_answer_until_it_is_opened_again():
    said = opened()
    other = factories.person()
    with pytest.raises(NotAllowed):
        threads.resolve(said.thread, by=other)
    resolved = threads.resolve(said.thread, by=said.author)
    assert (resolved.state, resolved.settled_by) == ("resolved", said.author)
    with pytest.raises(ThreadClosed):
        threads.reply(said.thread, by=other, text="But", uuid=uuid4())
    threads.reopen(resolved, by=said.author)
    assert threads.reply(said.thread, by=other, text="But", uuid=uuid4()).thread == said.thread


def test_locked_thread_is_for_those_who_decide():
    said, moderator = opened(), factories.moderator()
    with pytest.raises(NotAllowed):
        threads.lock(said.thread, by=said.author)
    locked = threads.lock(said.thread, by=moderator, reason="Too hot.")
    with pytest.raises(ThreadClosed):
        threads.reply(locked, by=said.author, text="But", uuid=uuid4())
    with pytest.raises(NotAllowed):
        threads.reopen(locked, by=said.author)
    assert threads.unlock(locked, by=moderator).state == "open"
    assert ModerationEntry.objects.filter(action__startswith="thread.").count() == 2


def test_thread_is_put_on_other_words_by_hand():
    here = page()
    thread = opened(here, quote=Selection("some other ones")).thread
    with pytest.raises(NotAllowed):
        threads.reanchor(thread, by=factories.person(), exact="first words")
    put = threads.reanchor(thread, by=thread.author, exact="first words")
    assert (put.exact, here.plain[put.start : put.end], put.place_state) == ("first words",) * 2 + (
        "anchored",
    )
    with pytest.raises(WordsGone):
        threads.reanchor(thread, by=thread.author, exact="never said")


def test_comments_come_one_after_the_other(settings):
    settings.LIMITS_ARE_KEPT = True
    here, author = page(), factories.person()
    opened(here, author, "One")
    with pytest.raises(TooSoon) as refusal:
        opened(here, author, "Two")
    assert 28 <= refusal.value.retry_after <= 30
    opened(here, factories.moderator(), "One")
    opened(here, factories.moderator(), "Two")


@pytest.mark.parametrize("text", ["/a " * 3, "https://a.fr https://b.fr https://c.fr", "@a @b @c"])
def test_somebody_new_puts_few_links_and_mentions_in(settings, text):
    settings.LIMITS_ARE_KEPT = True
    if text.startswith("/"):
        assert opened(text=text).text == text.strip()
        return
    with pytest.raises(BadComment):
        opened(text=text)
    assert (
        opened(factories.page(Page.objects.get(path=""), "b"), factories.person(trusted=True), text).text
        == text
    )


def test_first_comments_are_held_where_the_site_says_so(settings):
    settings.LIMITS_ARE_KEPT = True
    settings.LIMITS = {"contributor": settings.LIMITS["contributor"] | {"comment": []}}
    here, author = page(), factories.person()
    assert opened(here, author, "Shown").held is False
    SiteSettings.objects.create(first_posts="held")
    assert [opened(here, author, str(number)).held for number in range(2)] == [True, True]
    assert opened(here, factories.moderator()).held is False
    Comment.objects.update(held=False)
    assert opened(here, author, "Known by now").held is False


def test_first_comments_of_a_watched_account_are_held(settings):
    settings.LIMITS_ARE_KEPT = True
    assert opened(by=factories.person(watched=True)).held is True
