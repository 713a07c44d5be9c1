"""Two who undo an account at once, or bring it back: it is done once, and whoever was late is told."""

from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from tests.actions.test_races import outcomes, race
from tests.actions.undone import TEXT, edited, said, span, text
from wiki.actions import pages, reversing
from wiki.errors import BadReversal
from wiki.models import Comment, ModerationEntry, Page, PageRevision, Reversal
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")]
ROUNDS = 3


@pytest.fixture
def here():
    return factories.page(factories.home(), "a", TEXT)


def undoing(person, who, uuid=None):
    asked = span(person, until=timezone.now())
    return partial(reversing.revert, asked, by=who, uuid=uuid or uuid4(), reason="Spam.")


def test_account_undone_by_four_at_once_is_undone_once_and_brought_back_once(here):
    moderators = [factories.moderator() for _number in range(4)]
    for number in range(ROUNDS):
        spammer = factories.person()
        said(here, spammer)
        edited(here, "first", "cheapest", by=spammer)
        became = race(*(undoing(spammer, who) for who in moderators))
        assert outcomes(became) == [BadReversal.__name__] * 3 + ["done"]
        deed = Reversal.objects.get(person=spammer)
        assert (text(here), deed.stride, deed.items.filter(fate="done").count()) == (TEXT, "done", 2)
        backs = [
            partial(reversing.bring_back, Reversal.objects.get(pk=deed.pk), by=who, reason="No.")
            for who in moderators
        ]
        assert outcomes(race(*backs)) == [BadReversal.__name__] * 3 + ["done"]
        assert Comment.objects.filter(author=spammer).get().hidden is None
        assert "cheapest" in text(here)
        pages.edit(
            Page.objects.get(pk=here.pk), by=SYSTEM, base=Page.objects.get(pk=here.pk).version, source=TEXT
        )
        assert ModerationEntry.objects.filter(action="person.revert").count() == number + 1


def test_form_that_is_sent_four_times_at_once_is_one_deed(here):
    spammer, who, uuid = factories.person(), factories.moderator(), uuid4()
    said(here, spammer)
    became = race(*(undoing(spammer, who, uuid) for _time in range(4)))
    assert {one.pk for one in became} == {Reversal.objects.get().pk}


def test_edit_of_somebody_else_at_the_same_moment_is_not_lost(here):
    for number in range(ROUNDS):
        spammer, other = factories.person(), factories.moderator()
        edited(here, "first", f"cheapest {number}", by=spammer)
        page = Page.objects.get(pk=here.pk)
        source = page.source.replace("The end", f"The very end {number}, and more. The end")
        write = partial(pages.edit, page, by=other, base=page.version, source=source)
        race(undoing(spammer, factories.moderator()), write)
        deed = Reversal.objects.get(person=spammer)
        reversing.go_on.func(deed.pk)
        if factories.last_revision(here).author != other and f"very end {number}" not in text(here):
            fresh = Page.objects.get(pk=here.pk)  # the other was told, and sends it again
            again = fresh.source.replace("The end", f"The very end {number}, and more. The end")
            pages.edit(fresh, by=other, base=fresh.version, source=again)
        assert (f"very end {number}" in text(here), "cheapest" in text(here)) == (True, False)
        assert set(deed.items.values_list("fate", flat=True)) == {"done"}
    numbers = PageRevision.objects.filter(id=here.pk).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
