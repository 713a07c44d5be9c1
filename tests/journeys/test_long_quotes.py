"""Words selected for a comment that are as long as a quote can be, and longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_writing import SAID, send
from wiki.models import Thread
from wiki.text.anchor import LONGEST

pytestmark = [pytest.mark.browser, pytest.mark.drawn, pytest.mark.django_db(transaction=True)]


def quoted(tab: Tab, length: int) -> str:
    """Select a text of this length, and send a comment on it; what the thread quotes then."""
    tab.evaluate(
        """() => {
          const body = document.querySelector("[data-page-body]");
          getSelection().setBaseAndExtent(body, 0, body, body.childNodes.length);
        }"""
    )
    expect(tab.locator(".selected")).to_be_visible()
    tab.locator(".selected").click()
    tab.locator(".in-place textarea").fill(SAID)
    told = tab.locator(".in-place").get_by_text("plus long qu’une citation ne peut l’être")
    expect(told).to_have_count(1 if length > LONGEST else 0)
    send(tab)
    expect(tab.locator(".thread .msg").get_by_text(SAID)).to_be_visible()
    return Thread.objects.latest("pk").exact


def test_long_quote_is_whole_and_one_too_long_says_that_it_is_cut(
    tab: Tab, log_in: Callable[[Tab, Any], None], settings: Any
) -> None:
    settings.LIMITS_ARE_KEPT = False  # nobody waits thirty seconds between two comments here
    home = factories.home()
    log_in(tab, factories.person())
    for length in (990, 3000):
        text = " ".join(f"Mot né n° {number}," for number in range(length))[:length].rstrip(" ,") + "."
        page = factories.page(home, f"of-{length}", f"# Long\n\n{text}\n", title="Long")
        tab.goto(page.address)
        exact = quoted(tab, len(text))
        least = len(text) if length < LONGEST else LONGEST - 20
        assert (exact, least <= len(exact) <= LONGEST) == (text[: len(exact)], True)


def test_address_of_the_form_stays_short_and_says_that_the_quote_is_cut(tab: Tab) -> None:
    page = factories.page(factories.home(), "long", "# Long\n\n" + "été 🌳 " * 600, title="Long")
    tab.goto(page.address)
    tab.evaluate("getSelection().selectAllChildren(document.querySelector('[data-page-body]'))")
    expect(tab.locator(".selected")).to_be_visible()
    address = tab.locator(".selected").get_attribute("href") or ""

    assert len(address) < 4000  # gunicorn refuses a line of 4,094
    assert parse_qs(urlsplit(address).query)["cut"] == ["1"]
