"""Where pages stand and may stand; which pages lead to others."""

import pytest

from tests import factories
from wiki.queries import backlinks, placing

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    made = factories.guide()
    factories.page(made[""], "", "", title="Away", kind="link", url="https://example.org/")
    factories.page(made["advice"], "gone", state="archived")
    return made


def told(spots):
    return [(spot.title, spot.depth) for spot in spots]


def test_outline_holds_what_may_stand_above_a_page(guide):
    whole = [("The guide", 0), ("Advice", 1), ("First", 2), ("Second", 2), ("Lessons", 1), ("Secret", 2)]
    assert told(placing.outline()) == whole
    assert told(placing.outline(without=guide["advice"].pk)) == [whole[0], *whole[4:]]


def test_pages_below_come_with_links_and_without_the_archived(guide):
    assert told(placing.subtree(guide["advice"])) == [("First", 0), ("Second", 0)]
    assert [spot.title for spot in placing.subtree(guide[""])][-2:] == ["Secret", "Away"]
    assert [page.title for page in placing.children(guide[""])] == ["Advice", "Lessons", "Away"]


def test_outline_bears_with_a_deep_tree():
    page = factories.home()
    for number in range(30):
        page = factories.page(page, f"p{number}")
    assert placing.outline()[-1].depth == 30


@pytest.mark.parametrize("ask", [placing.outline, lambda: placing.outline(without=1)])
def test_outline_is_one_query(guide, django_assert_num_queries, ask):
    with django_assert_num_queries(1):
        ask()


def test_pages_that_lead_somewhere_are_found_in_one_query(guide, django_assert_num_queries):
    first, second = guide["advice/first"], guide["advice/second"]
    factories.page(guide["lessons"], "old", "# O\n\n[a](/advice/first/)\n", state="archived")
    with django_assert_num_queries(1):
        found = backlinks.leading_to(["advice/first"], besides=[second.pk])
    assert [page.title for page in found] == ["Advice"]
    assert backlinks.leading_to([], besides=[]) == []
    assert first not in found
