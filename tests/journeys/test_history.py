"""The past of a page in a real browser: from the page to a revision and back, with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.actions import pages, rendering, revising
from wiki.models import PageRevision
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def past() -> list[str]:
    """A page with a past of every kind, and the addresses of its screens."""
    page = factories.guide()["advice/first"]
    ada, ben = factories.moderator(name="Ada"), factories.person(name="Ben")
    pages.edit(page, by=ada, base=0, source="# First\n\nSecond state.\n", reason="Say more")
    ready = rendering.prepare(
        "# First\n\n{% hint %}\nThird\n{% endhint %}\n\n```python\nx = 1\n```\n", path="x"
    )
    together = [{"name": "Cléo"}, {"name": "Dan"}]
    revising.record(
        page,
        ready,
        author=ben,
        by=ada,
        origin="import",
        commit="f" * 40,
        reason="word" * 60,
        co_authors=together,
    )
    pages.unpublish(page, by=ada, base=2, reason="Not yet")
    pages.publish(page, by=ada, base=3)
    for _more in range(55):
        revising.record(page, ready, author=None, by=SYSTEM)
    third = PageRevision.objects.get(id=page.pk, number=3).pk
    last = PageRevision.objects.get(id=page.pk, number=60).pk
    stem = "/advice/first/-"
    return [
        f"{stem}/history/", f"{stem}/history/?page=2", f"{stem}/revisions/{third}/", f"{stem}/revisions/{last}/",
    ]  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_goes_from_a_page_to_what_it_was_and_back(open_tab: Callable[..., Tab], script: bool) -> None:
    past()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/advice/first/")
    tab.locator('main a[href="/advice/first/-/history/"]').first.click()
    tab.locator('.pager a[rel="next"]').click()
    tab.get_by_role("link", name="Révision 2", exact=True).click()
    expect(tab.get_by_text("Second state.").first).to_be_visible()
    tab.locator('aside a[rel="prev"]').click()
    expect(tab.get_by_text("Text one.").first).to_be_visible()
    tab.locator("summary", has_text="ource").last.click()
    expect(tab.locator(".rev-source code")).to_contain_text("## One")
    tab.locator('aside a[href="/advice/first/"]').click()
    expect(tab).to_have_url("/advice/first/")


@pytest.mark.drawn
def test_every_screen_of_the_past_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    found = {}
    for path in past():
        any_tab.goto(path)
        for summary in any_tab.locator(".rev-source summary").all():
            summary.click()
        found[path] = axe(any_tab)
    assert found == {path: [] for path in found}


@pytest.mark.drawn
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_screen_of_the_past_scrolls_sideways(open_tab: Callable[..., Tab], width: int) -> None:
    tab = open_tab("light", {"width": width, "height": 800})
    for path in past():
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.drawn
def test_keyboard_opens_the_menu_from_the_past(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab()
    tab.goto(past()[0])
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("#ui-menu")).to_be_visible()
