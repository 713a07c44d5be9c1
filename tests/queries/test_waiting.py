"""What waits for moderators and is no comment: found, counted and told, in as many queries for one as for three."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from wiki.actions import flagging, measures, moderation, threads
from wiki.actions import suggestions as proposed
from wiki.models import Comment, Measure, Page
from wiki.models.measure import Kind
from wiki.queries import queue, tree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlimited")]


@pytest.fixture
def guide() -> dict[str, Page]:
    return factories.guide()


def flag(it: Any, rule: str = "law") -> None:
    flagging.flag(it, by=factories.person(), rule=rule)


def contested(by: Any = None) -> Measure:
    person = factories.person()
    made = measures.take(person, by=by or factories.moderator(), kind=Kind.WARN, reason="It is too much.")
    return measures.contest(made, by=person, words="I did not say that.")


def lines(user: Any, kind: str = "all", within: Any = None) -> list[tuple[str, int]]:
    return [line.key for line in queue.read(user, kind, within).lines]


def test_each_kind_waits_since_it_was_first_reported(guide: dict[str, Page]) -> None:
    page, person = guide["advice/first"], factories.person()
    made = factories.suggestion(page, ("Text one", "Words"))
    flag(person)
    flag(made)
    flag(made)
    flag(page)
    unjust = contested()
    moderator = factories.moderator()
    keys = [("person", person.pk), ("suggestion", made.pk), ("page", page.pk), ("contest", unjust.pk)]
    assert lines(moderator) == keys
    assert queue.count(moderator) == 4
    told = queue.read(moderator, "flagged")
    assert told.counts == {"all": 4, "flagged": 3, "held": 0, "contested": 1}
    rows = queue.leaf(queue.read(moderator, "all"), "").rows
    assert [(row.key, row.flagged, row.text) for row in rows] == [
        (keys[0], 1, str(person)),
        (keys[1], 2, made.summary),
        (keys[2], 1, page.title),
        (keys[3], 0, "I did not say that."),
    ]


def test_oldest_comes_first_whatever_its_kind(guide: dict[str, Page]) -> None:
    flag(guide["lessons"])
    said = threads.open(guide["lessons"], by=factories.person(), text="Good day.", uuid=uuid4())
    earlier = timezone.now() - timedelta(hours=1)
    Comment.objects.filter(pk=said.pk).update(held=True, created=earlier)
    assert lines(factories.moderator()) == [("comment", said.pk), ("page", guide["lessons"].pk)]


def test_section_has_its_pages_and_suggestions_and_no_people(guide: dict[str, Page]) -> None:
    made = factories.suggestion(guide["advice/first"], ("Text one", "Words"))
    for it in (made, guide["lessons"], factories.person()):
        flag(it)
    moderator = factories.moderator()
    advice, lessons = (
        tree.pages_below(next(one for one in tree.menu(moderator).sections if one.pk == guide[path].pk))
        for path in ("advice", "lessons")
    )
    assert lines(moderator, within=advice) == [("suggestion", made.pk)]
    assert lines(moderator, within=lessons) == [("page", guide["lessons"].pk)]


def test_what_is_put_away_or_judged_waits_no_more(guide: dict[str, Page]) -> None:
    page, person, moderator = guide["lessons"], factories.person(), factories.moderator()
    made = factories.suggestion(guide["advice/first"], ("Text one", "Words"))
    for it in (page, person, made):
        flag(it)
    Page.objects.filter(pk=page.pk).update(state="archived")
    proposed.withdraw(made, by=made.author, seen=made.version)
    assert lines(moderator) == [("person", person.pk), ("suggestion", made.pk)]
    measures.take(person, by=moderator, kind=Kind.WARN, reason="It is too much.")
    assert (lines(moderator), queue.count(moderator)) == ([("suggestion", made.pk)], 1)


def test_contested_decision_waits_for_somebody_else_where_there_is_one() -> None:
    factories.home()
    decided, other = factories.moderator(), factories.moderator()
    unjust = contested(by=decided)
    assert (lines(decided), queue.count(decided)) == ([], 0)
    assert (lines(other), queue.count(other)) == ([("contest", unjust.pk)], 1)
    other.moderator = False
    other.save()
    assert (lines(decided), queue.count(decided)) == ([("contest", unjust.pk)], 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_of_all_kinds_costs_the_same(
    guide: dict[str, Page], rows: int, django_assert_num_queries: Any
) -> None:
    moderator = factories.moderator()
    for _number in range(rows):
        said = threads.open(guide["lessons"], by=factories.person(), text="Rude.", uuid=uuid4())
        moderation.flag(said, by=factories.person(), reason="Rude.")
        flag(factories.suggestion(guide["advice/first"], ("Text one", "Words")))
        flag(factories.page(guide["lessons"], f"page-{_number}"))
        flag(factories.person())
        contested()
    queue.count(moderator)  # her address is known from now on
    with django_assert_num_queries(2 + 5):  # two for the queue, one for each kind of what stands there
        leaf = queue.leaf(queue.read(moderator, "all"), "")
    assert len(leaf.rows) == 5 * rows
    with django_assert_num_queries(2):
        assert queue.count(moderator) == 5 * rows
