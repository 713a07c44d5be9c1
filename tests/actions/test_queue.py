"""What waits in the moderators' queue is kept or hidden, once, by whoever looked at it as it is."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests import factories
from wiki.actions import moderation, threads
from wiki.errors import BadComment, CommentChanged, CommentSettled, NotAllowed
from wiki.models import Comment, Flag, ModerationEntry
from wiki.queries import queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


def said(*, held: bool = False) -> Comment:
    made = threads.open(factories.home(), by=factories.person(), text="Rude.", uuid=uuid4())
    Comment.objects.filter(pk=made.pk).update(held=held)
    return fresh(made)


def flagged(times: int = 1, *, trusted: bool = False) -> Comment:
    made = said()
    for _time in range(times):
        moderation.flag(made, by=factories.person(trusted=trusted), reason="It is rude.")
    return fresh(made)


def fresh(comment: Comment) -> Comment:
    return Comment.objects.select_related("thread__page").get(pk=comment.pk)


def seen(comment: Comment) -> str:
    return moderation.looked_at(comment, queue.flags_of(comment))


def keep(comment: Comment, by: Any = None) -> Comment:
    return moderation.keep(comment, by=by or factories.moderator(), seen=seen(comment))


def withhold(comment: Comment, by: Any = None, reason: str = "It aims at somebody.") -> Comment:
    return moderation.withhold(comment, by=by or factories.moderator(), seen=seen(comment), reason=reason)


def is_standing(comment: Comment) -> bool:
    return Comment.objects.shown().filter(pk=comment.pk).exists()


def verdicts() -> set[bool | None]:
    return set(Flag.objects.values_list("upheld", flat=True))


def lines() -> list[str]:
    return list(ModerationEntry.objects.order_by("pk").values_list("action", flat=True))


def test_kept_comment_stands_and_its_flags_are_dismissed() -> None:
    kept = keep(flagged(2))
    assert (is_standing(kept), verdicts(), lines()) == (True, {False}, ["comment.keep"])


def test_kept_comment_that_was_held_is_let_through() -> None:
    kept = keep(said(held=True))
    assert (is_standing(kept), lines()) == (True, ["comment.release"])


def test_kept_comment_that_flags_had_hidden_is_shown_again() -> None:
    hidden = flagged(3, trusted=True)
    assert not is_standing(hidden)
    kept = keep(hidden)
    assert (is_standing(kept), kept.hidden_reason, verdicts()) == (True, "", {False})
    assert lines() == ["comment.hide", "comment.restore"]


def test_comment_is_hidden_for_a_reason_and_its_flags_are_upheld() -> None:
    moderator = factories.moderator()
    hidden = withhold(flagged(2), moderator)
    assert (is_standing(hidden), hidden.hidden_by, verdicts()) == (False, moderator, {True})
    assert ModerationEntry.objects.get().reason == hidden.hidden_reason == "It aims at somebody."


def test_comment_that_flags_had_hidden_stays_so_for_a_reason_of_a_moderator() -> None:
    moderator = factories.moderator()
    hidden = withhold(flagged(3, trusted=True), moderator)
    assert (hidden.hidden_by, hidden.hidden_reason, verdicts()) == (moderator, "It aims at somebody.", {True})
    assert queue.count(moderator) == 0


def test_held_comment_that_was_hidden_is_in_sight_once_it_is_shown_again() -> None:
    hidden = withhold(said(held=True))
    assert (is_standing(hidden), hidden.held) == (False, False)
    shown = moderation.restore(fresh(hidden), by=factories.moderator(), reason="It was a quote.")
    assert is_standing(shown)


def test_comment_is_not_hidden_without_a_reason() -> None:
    made = flagged()
    with pytest.raises(BadComment):
        withhold(made, reason=" ")
    assert (is_standing(made), verdicts(), lines()) == (True, {None}, [])


@pytest.mark.parametrize("how", [keep, withhold])
def test_nobody_else_decides(how: Any) -> None:
    made = flagged()
    for who in (factories.person(trusted=True), made.author):
        with pytest.raises(NotAllowed):
            how(made, who)
    assert (is_standing(made), verdicts(), lines()) == (True, {None}, [])


@pytest.mark.parametrize("second", [keep, withhold])
@pytest.mark.parametrize("first", [keep, withhold])
def test_second_decision_is_told_what_the_first_was(first: Any, second: Any) -> None:
    made = flagged()
    first(made)
    before = list(Comment.objects.values()), list(Flag.objects.values()), lines()
    told = "tout le monde" if first is keep else "masqué"
    with pytest.raises(CommentSettled, match=told):
        second(made)
    assert (list(Comment.objects.values()), list(Flag.objects.values()), lines()) == before


def test_decision_on_a_comment_that_was_deleted_meanwhile_is_told_so() -> None:
    made = flagged()
    threads.delete(made, by=made.author)
    with pytest.raises(CommentSettled, match="supprimé"):
        keep(made)
    assert lines() == []


@pytest.mark.parametrize("how", [keep, withhold])
def test_what_nobody_flagged_is_not_decided_on(how: Any) -> None:
    made = said()
    with pytest.raises(CommentSettled):
        how(made)


def test_decision_holds_for_the_words_that_were_read() -> None:
    made = said(held=True)
    before = seen(made)
    threads.edit(made, by=made.author, text="Ruder.")
    with pytest.raises(CommentChanged):
        moderation.keep(made, by=factories.moderator(), seen=before)
    assert (fresh(made).held, lines()) == (True, [])
    assert keep(fresh(made)).held is False


def test_decision_holds_for_the_flags_that_were_read() -> None:
    made = flagged()
    before = seen(made)
    moderation.flag(made, by=factories.person(), reason="It tells where somebody lives.")
    with pytest.raises(CommentChanged):
        moderation.keep(made, by=factories.moderator(), seen=before)
    assert verdicts() == {None}
