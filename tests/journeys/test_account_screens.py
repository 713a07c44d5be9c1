"""Every screen of accounts, those of errors included: accessible in both schemes, wide and on a telephone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from tests.journeys.account_screens import every_screen

pytestmark = [pytest.mark.browser, pytest.mark.drawn, pytest.mark.django_db(transaction=True)]

SCREENS = 51


@pytest.fixture(autouse=True)
def no_limit_reached_yet(transactional_db: None) -> None:
    cache.clear()


def test_every_screen_is_accessible_and_fits(
    any_tab: Page, axe: Callable[[Page], list[str]], live_server: Any, console: list[str]
) -> None:
    found, seen = {}, []
    for name in every_screen(any_tab, live_server.url):
        seen.append(name)
        wrong = axe(any_tab)
        if any_tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("it scrolls sideways")
        if any_tab.locator("h1").count() != 1 or not any_tab.title().endswith(" · Communs"):
            wrong.append(f"its title is “{any_tab.title()}”")
        if wrong:
            found[name] = wrong
    assert found == {}
    assert (len(seen), len(set(seen))) == (SCREENS + 1, SCREENS)  # one is met by password and by code
    # The browser notes the statuses of forms that are refused.
    assert {line.split(":")[0] for line in console} <= {"Failed to load resource"}
    console.clear()


def test_narrowest_telephones_show_every_screen(
    open_tab: Callable[..., Page], live_server: Any, console: list[str]
) -> None:
    tab = open_tab("light", {"width": 320, "height": 700})
    wide = {
        name: width
        for name in every_screen(tab, live_server.url)
        if (width := tab.evaluate("document.documentElement.scrollWidth")) > 320
    }
    assert wide == {}
    console.clear()
