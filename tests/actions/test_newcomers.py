"""First comments and first suggestions of new accounts wait where the site or the charter says so, and of nobody
else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from tests import factories
from wiki.actions import deeds, newcomers, suggestions, threads
from wiki.actions.deeds import Deed
from wiki.models import Comment, Notice, Page, SiteSettings, Suggestion
from wiki.models.sieve import FIRST
from wiki.queries import queue
from wiki.rules import SYSTEM, may

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    section = factories.page(factories.home(), "advice")
    return factories.page(section, "a", "# A\n\nThe first words.\n")


def by_site(page: Page) -> None:
    SiteSettings.objects.create(first_posts="held")


def by_charter(page: Page) -> None:
    assert page.parent is not None
    factories.charter(page.parent, factories.person(), first_posts_held=True)


def by_nobody(page: Page) -> None:
    """Nothing says so."""


def propose(page: Page, by: User, words: str = "other") -> Suggestion:
    return factories.suggestion(page, ("first", words), by=by)


@pytest.mark.parametrize(("said", "held"), [(by_site, FIRST), (by_charter, FIRST), (by_nobody, "")])
def test_first_suggestion_waits_where_the_site_or_the_charter_says_so(
    page: Page, said: Callable[[Page], None], held: str
) -> None:
    said(page)
    assert propose(page, factories.person()).held_for == held


def test_first_suggestion_of_an_account_to_be_looked_at_waits_everywhere(page: Page) -> None:
    assert propose(page, factories.person(watched=True)).held_for == FIRST


@pytest.mark.parametrize("role", [{"trusted": True}, {"moderator": True}])
def test_nothing_waits_of_those_who_have_a_role(page: Page, role: dict[str, bool]) -> None:
    by_site(page)
    assert propose(page, factories.person(**role)).held_for == ""


def test_deeds_wait_as_texts_do(page: Page) -> None:
    by_site(page)
    made = deeds.propose(page, Deed("archive"), by=factories.person(), uuid=uuid4(), summary="It is old.")
    assert made.held_for == FIRST


def test_held_first_suggestion_is_read_by_its_author_and_those_who_decide_alone(page: Page) -> None:
    by_site(page)
    writes, reads, decides = factories.person(), factories.person(), factories.moderator()
    made = propose(page, writes)
    seen = [
        Suggestion.objects.visible_to(one).filter(pk=made.pk).exists() for one in (writes, reads, decides)
    ]
    assert seen == [True, False, True]
    assert not Notice.objects.filter(fact__suggestion=made).exists()
    assert (queue.count(decides), [line.key for line in queue.read(decides, "held").lines]) == (
        1,
        [("suggestion", made.pk)],
    )
    assert [may(one, "suggestion.release", made) for one in (writes, reads, decides)] == [False, False, True]


def test_first_suggestion_let_through_stays_so_when_it_is_amended(page: Page) -> None:
    by_site(page)
    writes, decides = factories.person(), factories.moderator()
    made = propose(page, writes)
    made = amend(made, writes, "2nd")
    assert made.held_for == FIRST  # other words open no door
    made = suggestions.release(made, by=decides, seen=made.version)
    assert amend(made, writes, "3rd").held_for == ""


def amend(made: Suggestion, by: User, words: str) -> Suggestion:
    source = made.base.source.replace("first", words)
    told = {"seen": made.version, "base": made.on_id, "source": source, "summary": "Again."}
    return suggestions.amend(made, by=by, **told)


def test_what_is_in_sight_makes_somebody_known_and_what_was_declined_does_not(page: Page) -> None:
    by_site(page)
    writes, decides = factories.person(), factories.moderator()
    for number in range(3):
        made = propose(page, writes, f"no. {number}")
        suggestions.release(made, by=decides, seen=made.version)
    assert not newcomers.are_held(writes, page)
    assert propose(page, writes, "known").held_for == ""
    for made in Suggestion.objects.filter(author=writes):
        suggestions.decline(made, by=decides, seen=made.version, reason="It advertises.")
    assert newcomers.are_held(writes, page)


def test_comments_and_suggestions_count_together(page: Page) -> None:
    by_site(page)
    writes, decides = factories.person(), factories.moderator()
    made = propose(page, writes)
    suggestions.release(made, by=decides, seen=made.version)
    for number in range(2):
        said = threads.open(page, by=writes, text=f"Said no. {number}", uuid=uuid4())
        assert said.held is True
        Comment.objects.update(created=said.created - timedelta(minutes=5))
    Comment.objects.update(held=False)
    assert threads.open(page, by=writes, text="Said at last.", uuid=uuid4()).held is False


def test_site_itself_is_no_newcomer(page: Page) -> None:
    by_site(page)
    assert newcomers.are_held(SYSTEM, page) is False
