"""Whom a comment calls, and the way to what anybody may read of them."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import factories
from wiki.actions import moderation, pages, threads
from wiki.models import Comment, Page
from wiki.queries import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "deciding", "# Deciding\n\nWords.\n")


def wrote(page: Page, name: str) -> str:
    """Somebody of this name who wrote a part of the page; their number, as their address ends."""
    person = factories.moderator(name=name)
    page = Page.objects.get(pk=page.pk)
    pages.edit(page, by=person, base=page.version, source=f"{page.source}\nOf {person.pk}.\n")
    return str(person.pk)


def called(page: Page, text: str) -> list[tuple[str, str]]:
    """Where each mention of a comment leads, and its words."""
    html = threads.open(page, by=factories.person(), text=text, uuid=uuid4()).html
    return re.findall(r'<(?:a|span) class="gb-mention"(?: href="([^"]*)")?>@([^<]*)</', html)


def test_mention_leads_to_the_profile_of_whoever_wrote(page: Page) -> None:
    number = wrote(page, "Zoé d’Été")
    for name in ("Zoé-d’Été", "zoe.dete", f"zoe-dete-{number}"):
        assert called(page, f"Thanks @{name}.") == [(f"/-/people/zoe-dete-{number}/", name)]


def test_mention_of_namesakes_leads_to_nobody_but_their_address_does(page: Page) -> None:
    first, _second = wrote(page, "Ada"), wrote(page, "Ada")
    assert called(page, f"@Ada, @ada-{first}") == [("", "Ada"), (f"/-/people/ada-{first}/", f"ada-{first}")]


def test_mention_of_whoever_wrote_nothing_that_is_public_leads_nowhere(page: Page) -> None:
    hidden = factories.page(page, "hidden", "Words.", state="draft")
    wrote(hidden, "Bea")
    factories.person(name="Cleo")
    assert called(page, "@Bea @Cleo") == [("", "Bea"), ("", "Cleo")]


def test_mention_leads_to_whoever_only_comments(page: Page) -> None:
    ada = factories.person(name="Ada", trusted=True)
    said = threads.open(page, by=ada, text="Mine.", uuid=uuid4())
    assert called(page, "@Ada") == [(f"/-/people/ada-{ada.pk}/", "Ada")]
    moderation.hide(said, by=factories.moderator(), reason="Rude.")
    assert called(page, "@Ada") == [("", "Ada")]


@pytest.mark.parametrize("fields", [{"held": True}, {"deleted": timezone.now()}], ids=["held", "deleted"])
def test_mention_of_whose_comments_are_put_away_leads_nowhere(page: Page, fields: dict[str, Any]) -> None:
    said = threads.open(page, by=factories.person(name="Ada"), text="Mine.", uuid=uuid4())
    Comment.objects.filter(pk=said.pk).update(**fields)
    assert called(page, "@Ada") == [("", "Ada")]


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"listed": False}], ids=["draft", "unlisted"])
def test_mention_of_who_comments_out_of_sight_leads_nowhere(page: Page, fields: dict[str, Any]) -> None:
    away = factories.page(page, "away")
    threads.open(away, by=factories.person(name="Ada"), text="Mine.", uuid=uuid4())
    Page.objects.filter(pk=away.pk).update(**fields)
    assert called(page, "@Ada") == [("", "Ada")]


@pytest.mark.parametrize("number", [1, 3])
def test_mentions_are_told_in_one_query(page: Page, number: int, django_assert_num_queries: Any) -> None:
    for one in range(number):
        threads.open(page, by=factories.person(name=f"Ada {one}"), text="Mine.", uuid=uuid4())
    names = [f"ada-{one}" for one in range(number)]
    with django_assert_num_queries(1):
        assert len(people.mentioned(names)) == number
