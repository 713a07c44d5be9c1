"""A text that is typed in one browser, found in another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_draft_is_found_in_another_browser_and_dropped_there(
    open_tab: Callable[..., Tab], log_in: Callable[[Tab, Any], None]
) -> None:
    factories.guide()
    ada = factories.moderator(name="Ada")

    def browser() -> Tab:
        tab = open_tab(sends_drafts=True)
        log_in(tab, ada)
        return tab

    tab = browser()
    tab.goto("/advice/first/-/edit/")
    with tab.expect_response(lambda answer: "/-/drafts/" in answer.url and answer.request.method == "POST"):
        tab.locator("#ui-source").fill("Begun here.")
    other = browser()
    other.goto("/advice/first/-/edit/")
    expect(other.locator("#ui-source")).to_have_value("Begun here.")
    expect(other.locator("[data-draft-notice]")).to_contain_text("Votre brouillon est de retour")
    with other.expect_response(lambda answer: "/-/drafts/" in answer.url and answer.request.method == "POST"):
        other.get_by_role("button", name="Abandonner le brouillon").click()
    third = browser()
    with third.expect_response(lambda answer: "/-/drafts/" in answer.url) as asked:
        third.goto("/advice/first/-/edit/")
    assert asked.value.status == 204
    expect(third.locator("[data-draft-notice]")).to_be_hidden()
