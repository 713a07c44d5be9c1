"""What one account did, undone as one deed and brought back; each refusal is a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from tests.actions.undone import TEXT, created, edited, fates, picture, reverted, said, span, text, uploaded
from wiki.actions import pages, reversing
from wiki.errors import BadReversal, NotAllowed
from wiki.models import (
    Attachment,
    Comment,
    ModerationEntry,
    Page,
    PageRevision,
    Reversal,
    ReversalItem,
    Suggestion,
)
from wiki.models.reversal import Fate, Sort, Stride, Why

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def here() -> Page:
    return factories.page(factories.home(), "a", TEXT)


@pytest.fixture
def spammer() -> Any:
    return factories.person(name="Spam Sender", trusted=True, moderator=False)


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
    with pytest.raises(BadReversal, match="un autre compte"):
        reversing.revert(span(factories.person()), by=moderator, uuid=uuid, reason="Spam.")
    with pytest.raises(BadReversal, match="rien à annuler"):
        reverted(spammer)
    assert ModerationEntry.objects.filter(action="person.revert").count() == 1


def test_two_moderators_at_once_are_told(here, spammer):
    said(here, spammer)
    Reversal.objects.create(uuid=uuid4(), person=spammer, until=timezone.now(), reason="Spam.")
    with pytest.raises(BadReversal, match="Quelqu’un d’autre"):
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
