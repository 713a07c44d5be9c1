"""Flags on suggestions, pages and people, trust given by hand, suggestions declined: each once, and journalled."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Trust
from tests import factories
from wiki.actions import flagging, suggestions, trusting
from wiki.errors import BadComment, CommentSettled, NotAllowed
from wiki.models import Flag, ModerationEntry
from wiki.queries import queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


def fresh(it: Any) -> Any:
    return type(it).objects.get(pk=it.pk)


def lines() -> list[str]:
    return list(ModerationEntry.objects.order_by("pk").values_list("action", flat=True))


def test_flag_is_said_once_of_each_thing_for_a_rule() -> None:
    by, person = factories.person(), factories.person()
    first = flagging.flag(person, by=by, rule="private")
    assert flagging.flag(person, by=by, rule="law", reason="Again.") == first
    with pytest.raises(BadComment):
        flagging.flag(factories.person(), by=by, rule="other")
    with pytest.raises(NotAllowed):
        flagging.flag(by, by=by, rule="law")
    assert Flag.objects.count() == 1


def test_flags_on_a_suggestion_are_dismissed_or_it_is_declined() -> None:
    page = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    kept, bad = (factories.suggestion(page, ("first", word)) for word in ("other", "worse"))
    for made in (kept, bad):
        flagging.flag(made, by=factories.person(), rule="advertising")
    moderator = factories.moderator()
    flagging.dismiss(kept, by=moderator, seen=flagging.looked_at(list(queue.flags_on(kept))))
    seen = flagging.looked_at(list(queue.flags_on(bad)))
    flagging.decline(bad, by=moderator, seen=seen, version=bad.version, reason="It advertises.")
    assert [fresh(one).state for one in (kept, bad)] == ["open", "declined"]
    assert set(Flag.objects.values_list("suggestion", "upheld")) == {(kept.pk, False), (bad.pk, True)}
    assert lines() == ["flag.dismiss", "suggestion.decline", "flag.uphold"]
    with pytest.raises(CommentSettled):
        flagging.dismiss(bad, by=moderator, seen=seen)


def test_upheld_flag_on_what_was_proposed_costs_a_trust_that_grew() -> None:
    page = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    made = factories.suggestion(
        page, ("first", "worse"), by=factories.person(trusted=True, trust=Trust.GROWN)
    )
    flagging.flag(made, by=factories.person(), rule="law")
    seen = flagging.looked_at(list(queue.flags_on(made)))
    flagging.uphold(made, by=factories.moderator(), seen=seen, reason="It is forbidden.")
    assert fresh(made.author).trusted is False


def test_trust_by_hand_is_journalled_and_nobody_gives_it_to_themselves() -> None:
    person, moderator = factories.person(), factories.moderator()
    trusting.grant(person, by=moderator, reason="Good work.")
    trusting.grant(fresh(person), by=moderator)
    assert (fresh(person).trusted, fresh(person).trust) == (True, Trust.GRANTED)
    trusting.withdraw(fresh(person), by=moderator, reason="No more.")
    assert (fresh(person).trusted, fresh(person).trust) == (False, Trust.WITHDRAWN)
    told = list(ModerationEntry.objects.order_by("pk").values_list("action", "reason", "role"))
    assert told == [
        ("trust.grant", "Good work.", "moderator"),
        ("trust.withdraw", "No more.", "moderator"),
    ]
    for by in (moderator, factories.person(trusted=True)):
        with pytest.raises(NotAllowed):
            trusting.grant(moderator, by=by)


def test_declined_suggestion_stands_in_the_journal_without_its_author() -> None:
    page = factories.page(factories.home(), "a", "# A\n\nThe first words.\n")
    made = factories.suggestion(page, ("first", "other"), by=factories.person(name="Ada Lovelace"))
    suggestions.decline(made, by=factories.moderator(), seen=made.version, reason="Ada says it twice.")
    line = ModerationEntry.objects.get()
    assert (line.action, line.page, line.after) == ("suggestion.decline", page, {"suggestion": made.pk})
    assert ("Ada" in line.reason, "Ada" in line.public_reason) == (True, False)
