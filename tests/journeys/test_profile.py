"""A public profile in a real browser: light, dark, wide and small."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab

from tests import factories
from wiki.actions import threads
from wiki.queries import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.drawn
def test_profile_of_whoever_comments_has_no_fault_of_access(
    any_tab: Tab, axe: Callable[[Tab], list[str]]
) -> None:
    page, ada = factories.guide()["advice"], factories.person(name="Ada", trusted=True)
    threads.open(page, by=ada, text=f"*Mine*: {'word ' * 60}{'x' * 200}", uuid=uuid4())
    any_tab.goto(f"/-/people/{people.name_of(ada)}/")
    wide = any_tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert (axe(any_tab), wide) == ([], False)
