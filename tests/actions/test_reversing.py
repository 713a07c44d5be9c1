"""What one account did, undone as one deed and brought back: others' words stay, each refusal is a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Trust
from tests import factories
from tests.album import halves, png
from wiki.actions import moderation, pages, reversing, standing, suggestions, threads, undoing, uploading
from wiki.actions.spans import USUAL, Span
from wiki.actions.threads import Selection
from wiki.errors import BadReversal, NotAllowed
from wiki.models import (
    Attachment,
    Comment,
    Flag,
    ModerationEntry,
    Page,
    PageRevision,
    Reversal,
    ReversalItem,
    Stand,
    Suggestion,
    Thread,
)
from wiki.models.reversal import Fate, Sort, Stride, Why
from wiki.queries import trust

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]
TEXT = "# A\n\nThe first words stand here.\n\nThen come some other ones.\n\nThe end is near.\n"


@pytest.fixture
def here() -> Page:
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def spammer() -> Any:
    return factories.person(name="Spam Sender", trusted=True, moderator=False)


def picture(width: int = 40, height: int = 20) -> bytes:
    return png(halves(width, height))


def span(person: Any, *sorts: str, since: Any = None, until: Any = None) -> Span:
    return Span(person, until or timezone.now(), since, sorts or USUAL)


def reverted(
    person: Any, *sorts: str, by: Any = None, reason: str = "It advertises.", **ends: Any
) -> Reversal:
    return reversing.revert(
        span(person, *sorts, **ends), by=by or factories.moderator(), uuid=uuid4(), reason=reason
    )


def fates(deed: Reversal) -> list[tuple[str, str, str]]:
    return list(deed.items.order_by("pk").values_list("sort", "fate", "why"))


def edited(here: Page, old: str, new: str, *, by: Any, **fields: Any) -> Any:
    """Written by whoever it is, whatever the charter says of them."""
    page = Page.objects.get(pk=here.pk)
    assert old in page.source
    made = pages.edit(
        page, by=factories.moderator(), base=page.version, source=page.source.replace(old, new), **fields
    )
    PageRevision.objects.filter(pk=made.pk).update(history_user=by)
    return made


def created(parent: Page, slug: str, *, by: Any, source: str = "# Buy\n\nBuy this.\n") -> Page:
    page = factories.page(parent, slug, source)
    PageRevision.objects.filter(id=page.pk).update(history_user=by)
    return page


def uploaded(page: Page, *, by: Any, name: str = "a.png", content: bytes | None = None) -> Attachment:
    made = uploading.upload(page, by=factories.admin(), name=name, content=content or picture())
    Attachment.objects.filter(pk=made.pk).update(uploaded_by=by)
    ModerationEntry.objects.filter(action=uploading.UPLOADED).update(by=by)
    return Attachment.objects.get(pk=made.pk)


def said(page: Page, by: Any, text: str = "Buy this.", **how: Any) -> Comment:
    return threads.open(page, by=by, text=text, uuid=uuid4(), **how)


def text(page: Page) -> str:
    return Page.objects.get(pk=page.pk).source


# --- comments -----------------------------------------------------------------------------------------------


def test_comments_are_hidden_as_they_would_be_one_by_one_and_come_back_as_they_were(here, spammer):
    moderator = factories.moderator()
    plain, held = said(here, spammer), said(here, spammer, "More.")
    Comment.objects.filter(pk=held.pk).update(held=True)
    answered = threads.reply(plain.thread, by=factories.person(), text="No.", uuid=uuid4())
    flag = moderation.flag(plain, by=factories.person(), reason="It advertises.")
    before = list(Comment.objects.order_by("pk").values())
    deed = reverted(spammer, by=moderator)
    plain.refresh_from_db()
    assert (plain.hidden, plain.hidden_by, plain.hidden_reason) == (deed.at, moderator, "It advertises.")
    assert Comment.objects.filter(hidden__isnull=True).get() == answered
    flag.refresh_from_db()
    assert flag.upheld is True
    assert (deed.stride, fates(deed)) == (Stride.DONE, [("comment", "done", "")] * 2)
    reversing.bring_back(deed, by=moderator, reason="It was somebody else.")
    flag.refresh_from_db()
    assert (list(Comment.objects.order_by("pk").values()), flag.upheld) == (before, None)
    assert fates(deed) == [("comment", "back", "")] * 2


def test_comment_hidden_by_reports_alone_is_judged_and_waits_again_when_it_is_brought_back(here, spammer):
    comment = said(here, spammer)
    for _number in range(3):
        moderation.flag(comment, by=factories.person(trusted=True), reason="Spam.")
    comment.refresh_from_db()
    was = comment.hidden, comment.hidden_reason
    deed = reverted(spammer)
    assert set(Flag.objects.values_list("upheld", flat=True)) == {True}
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    comment.refresh_from_db()
    assert (comment.hidden, comment.hidden_reason, comment.hidden_by) == (*was, None)
    assert set(Flag.objects.values_list("upheld", flat=True)) == {None}


def test_comment_that_somebody_decided_on_meanwhile_is_theirs(here, spammer):
    judged, shown, deleted = (said(here, spammer, f"No. {number}.") for number in range(3))
    moderator = factories.moderator()
    moderation.hide(judged, by=moderator, reason="Rude.")
    deed = reverted(spammer)
    assert fates(deed) == [("comment", "done", "")] * 2
    moderation.restore(Comment.objects.get(pk=shown.pk), by=moderator, reason="It is fine.")
    threads.delete(Comment.objects.get(pk=deleted.pk), by=moderator, reason="Law.")
    reversing.bring_back(deed, by=moderator, reason="No.")
    assert fates(deed) == [("comment", "back", ""), ("comment", "kept", "settled")]
    assert Comment.objects.get(pk=judged.pk).hidden_reason == "Rude."


def test_trust_that_grew_is_lost_with_it_and_comes_back_with_it(here, spammer, settings):
    spammer.trust = Trust.GROWN
    spammer.save()
    settings.TRUST = settings.TRUST | {"accepted": 0}
    moderation.flag(said(here, spammer), by=factories.person(), reason="Spam.")
    deed = reverted(spammer)
    spammer.refresh_from_db()
    assert (spammer.trusted, spammer.trust) == (False, Trust.LOST)
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    spammer.refresh_from_db()
    assert (spammer.trusted, spammer.trust) == (True, Trust.GROWN)


# --- suggestions, stands, reports ---------------------------------------------------------------------------


def test_open_suggestions_are_declined_and_open_again_on_the_text_of_then(here, spammer):
    made = factories.suggestion(here, ("first", "cheapest"), by=spammer)
    asked = factories.suggestion(here, ("some other", "my own"), by=spammer)
    suggestions.ask(asked, by=factories.moderator(), seen=1, reason="Say more.")
    other = factories.suggestion(here, ("near", "far"))
    opened = Suggestion.objects.get(pk=made.pk).open_since
    deed = reverted(spammer)
    now = Suggestion.objects.in_bulk()
    assert [now[one.pk].state for one in (made, asked, other)] == ["declined", "declined", "open"]
    review = now[made.pk].reviews.get()
    assert (review.verdict, review.reason, review.by) == ("declined", "It advertises.", deed.by)
    edited(here, "Then come", "Then there come", by=factories.person())
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    now = Suggestion.objects.select_related("on").in_bulk()
    assert [now[one.pk].state for one in (made, asked, other)] == ["open", "asked", "open"]
    assert now[made.pk].on.number == 2
    assert [hunk.added for hunk in now[made.pk].difference.hunks] == ["cheapest"]
    assert now[made.pk].open_since >= opened
    review.refresh_from_db()
    assert review.taken_back is not None
    suggestions.accept(now[made.pk], by=factories.moderator(), seen=now[made.pk].version)
    assert Suggestion.objects.get(pk=made.pk).state == "accepted"


def test_suggestion_decided_meanwhile_is_left(here, spammer):
    made = factories.suggestion(here, ("first", "cheapest"), by=spammer)
    items = reversing.plan(span(spammer), by=factories.moderator())
    suggestions.withdraw(made, by=spammer, seen=1)
    with pytest.raises(BadReversal):
        reverted(spammer)
    assert [one.target for one in items] == [made.pk]


def test_stands_count_no_more_and_count_again(here, spammer):
    other = factories.suggestion(here, ("first", "foremost"))
    told = {"reason": "Mine is better.", "other_way": "Buy mine."}
    stand = standing.object_to(other, by=spammer, seen=1, **told)
    deed = reverted(spammer)
    assert list(Stand.objects.standing()) == []
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert list(Stand.objects.standing()) == [stand]


def test_reports_are_dismissed_but_where_they_hide_a_comment(here, spammer):
    plain, hidden = said(here, factories.person()), said(here, factories.person(), "Other.")
    mine = moderation.flag(plain, by=spammer, reason="I do not like it.")
    joint = moderation.flag(hidden, by=spammer, reason="Nor that.")
    for _number in range(2):
        moderation.flag(hidden, by=factories.person(trusted=True), reason="Rude.")
    deed = reverted(spammer)
    assert fates(deed) == [("flag", "done", ""), ("flag", "left", "judged")]
    assert [Flag.objects.get(pk=one.pk).upheld for one in (mine, joint)] == [False, None]
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    assert Flag.objects.get(pk=mine.pk).upheld is None


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
    assert last.reason == "Undoes revisions 2, 4. It advertises."
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
    assert fates(deed) == [("text", "done", "partly")] * 2
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


# --- the deed -----------------------------------------------------------------------------------------------


def test_only_what_is_asked_for_is_undone(here, spammer):
    old = said(here, spammer, "Old.")
    Comment.objects.filter(pk=old.pk).update(created=timezone.now() - timedelta(days=8))
    new, later = said(here, spammer, "New."), said(here, spammer, "Later.")
    edited(here, "first", "cheapest", by=spammer)
    until = Comment.objects.get(pk=new.pk).created
    deed = reverted(spammer, Sort.COMMENT, since=timezone.now() - timedelta(days=7), until=until)
    assert list(deed.items.values_list("target", flat=True)) == [new.pk]
    assert Comment.objects.get(pk=later.pk).hidden is None
    assert "cheapest" in text(here)


def test_foreseen_is_what_happens(here, spammer):
    said(here, spammer)
    edited(here, "first words", "cheapest words", by=spammer)
    edited(here, "cheapest words", "dearest words", by=factories.person())
    file = uploaded(here, by=spammer)
    edited(here, "The end", f"![Buy](/{file.path})\n\nThe end", by=spammer)
    uploaded(here, by=spammer, name="b.png", content=picture(40, 30))
    shop = created(here, "shop", by=spammer)
    items = reversing.plan(span(spammer), by=factories.moderator())
    reversing.foresee(items)
    told = [(one.sort, one.fate, one.why) for one in items]
    assert (text(shop), Reversal.objects.count()) == ("# Buy\n\nBuy this.\n", 0)
    assert fates(reverted(spammer)) == told
    assert len(told) == 6


def test_second_click_is_the_same_deed_and_nothing_is_left_for_a_third(here, spammer):
    said(here, spammer)
    uuid, moderator = uuid4(), factories.moderator()
    asked = span(spammer)
    first = reversing.revert(asked, by=moderator, uuid=uuid, reason="Spam.")
    assert reversing.revert(asked, by=moderator, uuid=uuid, reason="Spam.") == first
    with pytest.raises(BadReversal, match="another account"):
        reversing.revert(span(factories.person()), by=moderator, uuid=uuid, reason="Spam.")
    with pytest.raises(BadReversal, match="nothing to undo"):
        reverted(spammer)
    assert ModerationEntry.objects.filter(action="person.revert").count() == 1


def test_two_moderators_at_once_are_told(here, spammer):
    said(here, spammer)
    Reversal.objects.create(uuid=uuid4(), person=spammer, until=timezone.now(), reason="Spam.")
    with pytest.raises(BadReversal, match="Somebody else"):
        reverted(spammer)
    assert Comment.objects.get().hidden is None


def test_deed_is_taken_back_once_and_with_a_reason(here, spammer):
    said(here, spammer)
    moderator = factories.moderator()
    with pytest.raises(BadReversal):
        reverted(spammer, reason=" ")
    deed = reverted(spammer)
    with pytest.raises(BadReversal):
        reversing.bring_back(deed, by=moderator, reason="")
    with pytest.raises(NotAllowed):
        reversing.bring_back(deed, by=factories.person(trusted=True), reason="No.")
    stale = Reversal.objects.get(pk=deed.pk)
    reversing.bring_back(deed, by=moderator, reason="It was somebody else.")
    with pytest.raises(BadReversal):
        reversing.bring_back(stale, by=moderator, reason="Again.")
    deed.refresh_from_db()
    assert (deed.stride, deed.undone_by, deed.undone_reason) == ("undone", moderator, "It was somebody else.")
    assert reverted(spammer).items.count() == 1


def test_admins_alone_undo_what_a_moderator_did_and_nobody_their_own(here):
    moderator, admin = factories.moderator(), factories.admin()
    for person in (moderator, admin):
        said(here, person)
    for person, who in ((moderator, factories.moderator()), (admin, moderator), (admin, admin)):
        with pytest.raises(NotAllowed):
            reverted(person, by=who)
    with pytest.raises(NotAllowed):
        reverted(moderator, by=moderator)
    reverted(moderator, by=admin)
    reverted(admin, by=factories.admin())
    assert Comment.objects.filter(hidden__isnull=True).count() == 0


def test_journal_tells_the_whole_once_by_role(here, spammer):
    said(here, spammer)
    deed = reverted(spammer, reason="Spam Sender advertises.")
    reversing.bring_back(deed, by=factories.admin(), reason="A mistake.")
    lines = ModerationEntry.objects.order_by("pk").values_list("action", "role", "subject", "reason")
    assert list(lines) == [
        ("person.revert", "moderator", "Spam Sender", "Spam Sender advertises."),
        ("person.bring_back", "admin", "Spam Sender", "A mistake."),
    ]
    assert "Spam" not in deed.public_reason


def test_what_came_with_an_import_is_nobodys_deed(here, spammer):
    edited(here, "first", "cheapest", by=spammer)
    PageRevision.objects.filter(id=here.pk, number=2).update(origin="import")
    with pytest.raises(BadReversal):
        reverted(spammer)


def test_erased_account_is_undone_too(here, spammer):
    said(here, spammer)
    type(spammer).objects.filter(pk=spammer.pk).update(
        erased_at=timezone.now(), email=None, name="", is_active=False, trusted=False
    )
    spammer.refresh_from_db()
    assert fates(reverted(spammer)) == [("comment", "done", "")]


# --- in the queue -------------------------------------------------------------------------------------------


@pytest.fixture
def slowly(monkeypatch):
    """All is much, and goes to the queue."""
    monkeypatch.setattr(reversing, "AT_ONCE", 0)
    monkeypatch.setattr(reversing, "BATCH", 2)
    monkeypatch.setattr(reversing, "PAGES", 1)


def busy(here: Page, spammer: Any) -> None:
    """Something of each kind, more than a step of the queue takes in."""
    for number in range(5):
        said(here, spammer, f"Buy no. {number}.")
        page = created(here, f"page-{number}", by=factories.person(), source=TEXT)
        edited(page, "first", "cheapest", by=spammer)
        factories.suggestion(Page.objects.get(pk=page.pk), ("near", "at buy.example"), by=spammer)
        created(here, f"shop-{number}", by=spammer)
        uploaded(here, by=spammer, name=f"{number}.png", content=picture(20 + number, 30))


def seen() -> list[Any]:
    """What readers meet: texts, states, comments, suggestions, files."""
    return [
        list(Page.objects.order_by("pk").values_list("pk", "title", "source", "state", "path", "html")),
        list(Comment.objects.order_by("pk").values_list("pk", "hidden", "held")),
        list(Suggestion.objects.order_by("pk").values_list("pk", "state", "proposal", "footing")),
        list(Attachment.objects.order_by("pk").values_list("pk", "path", "uploaded_at")),
    ]


def test_much_is_done_in_steps_and_so_is_its_way_back(here, spammer, slowly):
    busy(here, spammer)
    before = seen()
    deed = reverted(spammer)
    assert (deed.stride, {fate for _sort, fate, _why in fates(deed)}) == (Stride.RUNNING, {Fate.WAITING})
    assert reversing.go_on.func(deed.pk) == 19
    deed.refresh_from_db()
    assert (deed.stride, {(fate, why) for _sort, fate, why in fates(deed)}) == ("done", {("done", "")})
    assert [text(page) for page in Page.objects.filter(path__startswith="a/page-")] == [TEXT] * 5
    reversing.bring_back(deed, by=factories.moderator(), reason="No.")
    reversing.go_on.func(deed.pk)
    deed.refresh_from_db()
    assert (deed.stride, {(fate, why) for _sort, fate, why in fates(deed)}) == ("undone", {("back", "")})
    [pages_before, *others_before], [pages_now, *others_now] = before, seen()
    assert pages_now == pages_before
    assert others_now[0] == others_before[0]
    assert others_now[2] == others_before[2]
    assert [row[:3] for row in others_now[1]] == [row[:3] for row in others_before[1]]


def test_whoever_is_killed_in_between_has_lost_nothing(here, spammer, slowly, monkeypatch):
    busy(here, spammer)
    deed = reverted(spammer)
    written = []
    record = reversing.unwriting.revising.record

    def killed(page: Page, *args: Any, **how: Any) -> Any:
        if len(written) == 2:
            raise SystemExit("killed")
        written.append(page.pk)
        return record(page, *args, **how)

    monkeypatch.setattr(reversing.unwriting.revising, "record", killed)
    with pytest.raises(SystemExit):
        reversing.go_on.func(deed.pk)
    assert set(Reversal.objects.values_list("stride", flat=True)) == {"running"}
    assert ReversalItem.objects.filter(sort=Sort.TEXT, fate=Fate.DONE).count() == 2
    monkeypatch.undo()
    reversing.go_on.func(deed.pk)
    assert {(fate, why) for _sort, fate, why in fates(deed)} == {("done", "")}
    revisions = PageRevision.objects.filter(origin="restore", state="published")
    assert revisions.count() == 5
    assert reversing.go_on.func(deed.pk) == 0


def test_page_that_others_write_all_the_time_is_left_and_told(here, spammer, slowly, monkeypatch):
    edited(here, "first", "cheapest", by=spammer)
    deed = reverted(spammer)
    prepare = reversing.unwriting.prepare

    def outrun(items: Any) -> Any:
        ready = prepare(items)
        page = Page.objects.get(pk=here.pk)
        pages.edit(page, by=factories.moderator(), base=page.version, source=f"{page.source}\nMore.\n")
        return ready

    monkeypatch.setattr(reversing.unwriting, "prepare", outrun)
    reversing.go_on.func(deed.pk)
    assert fates(deed) == [("text", "left", Why.BUSY)]
    deed.refresh_from_db()
    assert deed.stride == Stride.DONE


def test_one_that_stands_still_goes_on_when_somebody_asks(here, spammer, slowly):
    said(here, spammer)
    deed = reverted(spammer)
    moved = deed.moved_at
    reversing.resume(deed, by=factories.moderator())
    deed.refresh_from_db()
    assert deed.moved_at == moved  # it has only just begun
    Reversal.objects.update(moved_at=timezone.now() - timedelta(minutes=5))
    reversing.resume(deed, by=factories.moderator())
    deed.refresh_from_db()
    assert deed.moved_at > moved
    with pytest.raises(NotAllowed):
        reversing.resume(deed, by=spammer)
