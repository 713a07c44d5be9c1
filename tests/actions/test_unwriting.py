"""What an account wrote and sent, taken back by new revisions: words of others stay, and what holds on to them."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.actions.undone import TEXT, created, edited, fates, picture, reverted, said, text, uploaded
from wiki.actions import pages, reversing, suggestions, undoing, uploading
from wiki.actions.threads import Selection
from wiki.errors import BadReversal
from wiki.models import (
    Attachment,
    ModerationEntry,
    Page,
    PageRevision,
    Suggestion,
    Thread,
)
from wiki.models.reversal import Sort
from wiki.queries import trust

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def here() -> Page:
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def spammer() -> Any:
    return factories.person(name="Spam Sender", trusted=True, moderator=False)


# --- texts --------------------------------------------------------------------------------------------------


def test_edits_are_taken_back_by_one_new_revision_and_words_of_others_stay(here, spammer):
    other = factories.person()
    edited(here, "first", "cheapest", by=spammer)
    edited(here, "some other", "quite other", by=other)
    edited(here, "near", "at buy.example", by=spammer, description="Buy.")
    moderator = factories.moderator()
    deed = reverted(spammer, by=moderator)
    assert text(here) == TEXT.replace("some other", "quite other")
    last = factories.last_revision(here)
    assert (last.number, last.origin, last.author, last.description) == (5, "restore", moderator, "")
    assert last.reason == "Annule les révisions 2, 4. It advertises."
    assert {one.made_id for one in deed.items.all()} == {last.pk}
    reversing.bring_back(deed, by=moderator, reason="No.")
    brought = factories.last_revision(here)
    assert (brought.number, brought.description) == (6, "Buy.")
    assert brought.source == PageRevision.objects.get(id=here.pk, number=4).source
    assert PageRevision.objects.filter(id=here.pk).count() == 6


def test_words_that_others_changed_since_stay_and_are_told(here, spammer):
    edited(here, "first words", "cheapest words", by=spammer)
    edited(here, "cheapest words", "dearest words", by=factories.person())
    created(here, "b", by=spammer)
    deed = reverted(spammer)
    assert "dearest words" in text(here)
    assert fates(deed) == [("page", "done", ""), ("text", "left", "conflict")]


def test_what_can_be_taken_back_is_and_the_rest_is_told(here, spammer):
    page = edited(here, "first words", "cheapest words", by=spammer)
    other = Page.objects.get(pk=here.pk)
    both = other.source.replace("near", "at buy.example")
    pages.edit(other, by=factories.moderator(), base=other.version, source=both)
    PageRevision.objects.filter(id=here.pk, number=3).update(history_user=spammer)
    edited(here, "cheapest words", "dearest words", by=factories.person())
    deed = reverted(spammer)
    assert text(here) == TEXT.replace("first words", "dearest words")
    assert fates(deed) == [("text", "left", "conflict"), ("text", "done", "")]
    assert page.number == 2


def test_what_somebody_has_undone_already_needs_nothing(here, spammer):
    edited(here, "first", "cheapest", by=spammer)
    edited(here, "cheapest", "first", by=factories.person())
    said(here, spammer)
    deed = reverted(spammer)
    assert fates(deed) == [("comment", "done", ""), ("text", "left", "gone")]
    assert factories.last_revision(here).number == 3


def test_accepted_suggestions_stay_unless_they_are_asked_for(here, spammer):
    made = factories.suggestion(here, ("first", "cheapest"), by=spammer)
    review = suggestions.accept(made, by=factories.moderator(), seen=1)
    with pytest.raises(BadReversal):
        reverted(spammer)
    assert (trust.accepted(spammer), undoing.is_undone(review)) == (1, False)
    deed = reverted(spammer, Sort.ACCEPTED)
    assert (text(here), trust.accepted(spammer), undoing.is_undone(review)) == (TEXT, 0, True)
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert ("cheapest" in text(here), trust.accepted(spammer)) == (True, 1)
    assert undoing.is_undone(review) is False


def test_move_is_left_to_a_person(here, spammer):
    page = Page.objects.get(pk=here.pk)
    pages.rename(page, by=factories.moderator(), base=page.version, slug="b")
    PageRevision.objects.filter(id=here.pk, number=2).update(history_user=spammer)
    said(here, spammer)
    assert fates(reverted(spammer)) == [("comment", "done", ""), ("text", "left", "placed")]


def test_title_and_heading_are_taken_back_together(here, spammer):
    edited(here, "# A\n", "# Buy\n", by=spammer)
    assert Page.objects.get(pk=here.pk).title == "Buy"
    reverted(spammer)
    assert (Page.objects.get(pk=here.pk).title, text(here)) == ("A", TEXT)


# --- pages --------------------------------------------------------------------------------------------------


def test_pages_that_nobody_else_wrote_are_archived_and_come_back(here, spammer):
    above = created(here, "shop", by=spammer)
    below = created(above, "offers", by=spammer)
    shared = created(here, "shared", by=spammer)
    edited(shared, "Buy this.", "Do not buy this.", by=factories.person())
    deed = reverted(spammer)
    states = dict(Page.objects.values_list("path", "state"))
    assert (states["a/shop"], states["a/shop/offers"], states["a/shared"]) == (
        "archived",
        "archived",
        "published",
    )
    assert fates(deed) == [("page", "done", ""), ("page", "left", "shared"), ("page", "done", "")]
    taker = factories.page(here, "shop", "# Shop\n\nOurs.\n")
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    now = Page.objects.in_bulk([above.pk, below.pk, taker.pk])
    assert [(one.path, one.state) for one in (now[above.pk], now[below.pk])] == [
        ("a/shop-1", "published"),
        ("a/shop-1/offers", "published"),
    ]
    assert {fate for _sort, fate, _why in fates(deed)} == {"back", "left"}


def test_page_that_was_brought_back_is_archived_once_more(here, spammer):
    shop = created(here, "shop", by=spammer)
    reversing.bring_back(reverted(spammer), by=factories.moderator(), reason="No.")
    assert fates(reverted(spammer)) == [("page", "done", "")]
    assert Page.objects.get(pk=shop.pk).state == "archived"


def test_page_with_a_page_of_others_below_stays(here, spammer):
    shop = created(here, "shop", by=spammer)
    factories.page(shop, "help", "# Help\n")
    with pytest.raises(BadReversal):
        reverted(spammer)
    assert Page.objects.get(pk=shop.pk).state == "published"


# --- files --------------------------------------------------------------------------------------------------


def test_files_are_taken_away_and_put_back_with_the_texts_that_show_them(here, spammer):
    file = uploaded(here, by=spammer)
    told = Attachment.objects.filter(pk=file.pk).values().get()
    edited(here, "The end", f"![Buy](/{file.path})\n\nThe end", by=spammer)
    html = Page.objects.get(pk=here.pk).html
    deed = reverted(spammer)
    assert (text(here), Attachment.objects.count()) == (TEXT, 0)
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert Attachment.objects.filter(pk=file.pk).values().get() == told
    assert Page.objects.get(pk=here.pk).html == html


def test_file_that_a_page_of_others_shows_stays_and_one_of_an_archived_page_is_out_of_sight(here, spammer):
    file, lone = uploaded(here, by=spammer), uploaded(here, by=spammer, name="b.png", content=picture(40, 30))
    edited(here, "The end", f"![It](/{file.path})\n\nThe end", by=factories.person())
    created(here, "shop", by=spammer, source=f"# Buy\n\n![It](/{lone.path})\n")
    deed = reverted(spammer)
    assert fates(deed)[1:] == [("file", "left", "shown"), ("file", "done", "with-page")]
    assert Attachment.objects.count() == 2
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert fates(deed)[1:] == [("file", "left", "shown"), ("file", "back", "")]


def test_file_comes_back_beside_one_that_took_its_name(here, spammer):
    file = uploaded(here, by=spammer)
    deed = reverted(spammer)
    uploaded(here, by=None, content=picture(40, 30))
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert Attachment.objects.get(pk=file.pk).path == ".gitbook/assets/a-1.png"
    assert fates(deed) == [("file", "back", "taken")]


def test_file_that_replaced_one_of_somebody_else_is_left(here, spammer):
    file = uploaded(here, by=factories.person())
    uploading.replace(file, by=factories.admin(), page=here, name="a.png", content=picture(40, 30))
    Attachment.objects.update(uploaded_by=spammer)
    ModerationEntry.objects.filter(action=uploading.REPLACED).update(by=spammer)
    said(here, spammer)
    assert fates(reverted(spammer)) == [("comment", "done", ""), ("file", "left", "replaced")]


# --- what others made on the same pages ---------------------------------------------------------------------


def test_threads_and_suggestions_of_others_hold_on_through_it_and_back(here, spammer):
    edited(here, "first", "cheapest", by=spammer)
    page = Page.objects.get(pk=here.pk)
    anchored = said(page, factories.person(), "Why?", quote=Selection("some other ones"))
    proposed = factories.suggestion(page, ("near", "far"))
    deed = reverted(spammer)
    thread = Thread.objects.get(pk=anchored.thread_id)
    page = Page.objects.get(pk=here.pk)
    assert (thread.place_state, page.plain[thread.start : thread.end]) == ("anchored", "some other ones")
    proposed.refresh_from_db()
    assert (proposed.footing, proposed.on.number) == ("merged", 3)
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    thread.refresh_from_db()
    page = Page.objects.get(pk=here.pk)
    assert page.plain[thread.start : thread.end] == "some other ones"
    proposed = Suggestion.objects.select_related("on").get(pk=proposed.pk)
    assert [hunk.added for hunk in proposed.difference.hunks] == ["far"]
