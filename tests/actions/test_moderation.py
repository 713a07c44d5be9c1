"""Comments hidden, shown again, released, flagged: each a line of the journal, each refused to others."""

from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import moderation, threads
from wiki.errors import BadComment, NotAllowed, TooSoon
from wiki.models import Comment, Flag, ModerationEntry

pytestmark = pytest.mark.django_db


def comment(**fields):
    said = threads.open(factories.home(), by=factories.person(), text="Rude.", uuid=uuid4())
    for name, value in fields.items():
        setattr(said, name, value)
    said.save()
    return said


def fresh(said):
    return Comment.objects.select_related("thread__page").get(pk=said.pk)


def test_comment_is_hidden_and_shown_again_for_a_reason():
    said, moderator = comment(), factories.moderator()
    with pytest.raises(NotAllowed):
        moderation.hide(said, by=factories.person(trusted=True), reason="Rude.")
    with pytest.raises(BadComment):
        moderation.hide(said, by=moderator, reason=" ")
    hidden = moderation.hide(said, by=moderator, reason="Rude.")
    assert (hidden.hidden_by, hidden.hidden_reason) == (moderator, "Rude.")
    with pytest.raises(NotAllowed):
        threads.edit(hidden, by=said.author, text="Kind.")
    with pytest.raises(NotAllowed):
        moderation.restore(hidden, by=said.author, reason="No.")
    shown = moderation.restore(hidden, by=moderator, reason="It was a quote.")
    assert (shown.hidden, shown.hidden_by, shown.hidden_reason) == (None, None, "")
    told = ModerationEntry.objects.order_by("pk").values_list("action", "reason")
    assert list(told) == [("comment.hide", "Rude."), ("comment.restore", "It was a quote.")]


def test_held_comment_is_released():
    said = comment(held=True)
    with pytest.raises(NotAllowed):
        moderation.release(said, by=said.author)
    assert moderation.release(said, by=factories.moderator()).held is False
    with pytest.raises(NotAllowed):
        moderation.release(fresh(said), by=factories.moderator())


def test_flag_is_said_once():
    said, person = comment(), factories.person()
    with pytest.raises(BadComment):
        moderation.flag(said, by=person, reason="")
    first = moderation.flag(said, by=person, reason="Rude.")
    assert moderation.flag(said, by=person, reason="Again.") == first
    with pytest.raises(NotAllowed):
        moderation.flag(said, by=said.author, reason="Mine.")
    assert Flag.objects.count() == 1


def test_flags_of_three_trusted_people_hide_a_comment_until_it_is_looked_at():
    said = comment()
    for _ in range(4):
        moderation.flag(said, by=factories.person(), reason="Rude.")
    for _ in range(2):
        moderation.flag(said, by=factories.person(trusted=True), reason="Rude.")
    assert fresh(said).hidden is None
    moderation.flag(said, by=factories.person(trusted=True), reason="Rude.")
    hidden = fresh(said)
    assert (hidden.hidden is not None, hidden.hidden_by) == (True, None)
    moderation.restore(hidden, by=factories.moderator(), reason="It is not.")
    assert set(Flag.objects.values_list("upheld", flat=True)) == {False}
    moderation.flag(fresh(said), by=factories.person(trusted=True), reason="Rude.")
    assert fresh(said).hidden is None


def test_flags_of_a_day_are_counted():
    author, page = factories.person(trusted=True), factories.home()
    flagging = factories.person()
    said = [threads.open(page, by=factories.person(), text="Rude.", uuid=uuid4()) for _ in range(6)]
    for one in said[:5]:
        moderation.flag(one, by=flagging, reason="Rude.")
    with pytest.raises(TooSoon) as refusal:
        moderation.flag(said[5], by=flagging, reason="Rude.")
    assert 86_000 < refusal.value.retry_after <= 86_400
    moderation.flag(said[5], by=author, reason="Rude.")


def test_flags_that_were_judged_stay_so_when_a_comment_is_shown_again():
    said, moderator = comment(), factories.moderator()
    moderation.flag(said, by=factories.person(), reason="Rude.")
    moderation.hide(said, by=moderator, reason="Rude indeed.")
    moderation.restore(fresh(said), by=moderator, reason="Mended.")
    assert Flag.objects.get().upheld is True
