"""From words to a comment, an edit, an answer, an end and a second beginning: with and without script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_comments import SELECT, TEXT
from wiki.actions import pages
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_comment_on_words_outlives_an_edit_and_is_answered_resolved_reopened(
    open_tab: Callable[..., Tab], log_in: Callable[[Tab, Any], None], script: bool
) -> None:
    page = factories.page(factories.home(), "deciding", TEXT, title="Deciding")
    tab = open_tab(java_script_enabled=script)
    log_in(tab, factories.person())
    tab.goto(page.address)
    if script:
        tab.evaluate(SELECT, "decision, and who")
        tab.locator(".selected").click()
    else:
        tab.locator(".acts").get_by_role("link", name="Commenter").click()
        tab.locator(".quote-asked input").fill("decision, and who")
        tab.locator(".quote-asked button").click()
    tab.locator("form[data-comment] textarea").fill("Who learnt of it?")
    tab.locator("form[data-comment] button[type=submit]").click()
    expect(tab.get_by_text("Who learnt of it?")).to_be_visible()
    expect(tab.locator("mark.ui-quote")).to_have_text("decision, and who")

    page = Page.objects.get(pk=page.pk)
    pages.edit(
        page, by=SYSTEM, base=page.version, source=TEXT.replace("Write", "On each decision, and who, write")
    )
    tab.goto(page.address)
    expect(tab.locator("p:has(mark.ui-quote)")).to_contain_text("took each decision, and who")
    tab.locator(".thread").get_by_role("link", name="Répondre").click()
    tab.locator("form[data-comment] textarea").fill("All of us.")
    tab.locator("form[data-comment] button[type=submit]").click()
    expect(tab.locator(".thread .msg")).to_have_count(2)
    tab.locator(".thread").get_by_role("link", name="Résoudre").click()
    tab.locator("main form button[type=submit]").click()
    expect(tab.get_by_text("Résolu", exact=True)).to_be_visible()
    tab.locator(".thread").get_by_role("link", name="Rouvrir").click()
    tab.locator("main form button[type=submit]").click()
    expect(tab.locator("mark.ui-quote")).to_have_text("decision, and who")
