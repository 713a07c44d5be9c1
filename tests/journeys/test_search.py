"""Searching in a real browser: by keyboard as one types, by the page of results, with and without script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = [
    "?q=",
    "?q=gouvernance",
    "?q=gouvernace",
    "?q=gouvernance+zzz",
    "?q=zzzz",
    "?q=gouvernance&page=2",
    f"?q={'a' * 201}",
]


def guide() -> None:
    root = factories.home("# Accueil\n\nBienvenue.\n")
    section = factories.page(root, "section", "# Une section\n")
    for number in range(12):
        text = f"# Page {number}\n\n## Décider\n\nLa gouvernance <script>alert(1)</script> des communs.\n"
        factories.page(section, f"p{number}", text)
    factories.page(section, "g", "# Gouvernance\n\n## Gouvernance partagée\n\nTexte.\n")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_searches_and_comes_to_the_heading(open_tab: Callable[..., Tab], script: bool) -> None:
    guide()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/section/p0/")
    tab.locator("#ui-find").fill("gouvernace")
    tab.locator("#ui-find").press("Enter")
    expect(tab.locator(".understood")).to_contain_text("gouvernance")
    tab.locator('.pager a[rel="next"]').click()
    tab.locator(".facets a", has_text="Une section").click()
    tab.locator(".hit h2 a", has_text="Page 0").click()
    expect(tab).to_have_url("/section/p0/#decider")
    tab.go_back()
    tab.locator(".understood a").click()
    expect(tab.locator("#ui-find")).to_have_value('"gouvernace"')


@pytest.mark.drawn
def test_keyboard_chooses_among_titles(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab()
    tab.goto("/section/p0/")
    tab.keyboard.press("/")
    field, options = tab.locator("#ui-find"), tab.locator(".find-list [role=option]")
    expect(field).to_be_focused()
    tab.keyboard.type("gouv")
    expect(options).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    tab.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("gouv")
    tab.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_have_attribute("aria-selected", "true")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/section/g/")


@pytest.mark.drawn
def test_arrows_go_round_by_the_field_whose_words_can_be_sent(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab()
    tab.goto("/")
    tab.locator("#ui-find").press_sequentially("gouv")
    options = tab.locator(".find-list [role=option]")
    expect(options).to_have_count(3)
    tab.keyboard.press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator('[aria-selected="true"]')).to_have_count(0)
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/-/search/?q=gouv")


@pytest.mark.drawn
def test_slash_in_a_field_is_a_letter(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab()
    tab.goto("/")
    tab.locator("#ui-find").press_sequentially("a/b")
    expect(tab.locator("#ui-find")).to_have_value("a/b")


@pytest.mark.drawn
def test_list_asks_once_in_a_while_and_drops_what_is_no_longer_asked(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url) if "/titles/" in request.url else None)
    tab.goto("/")
    began = tab.evaluate("performance.now()")
    tab.locator("#ui-find").press_sequentially("gouvernance", delay=40)
    expect(tab.locator(".find-list [role=option]")).to_have_count(3)
    took = tab.evaluate("performance.now()") - began
    assert asked[-1].endswith("?q=gouvernance")
    assert len(asked) <= took / 200 + 1


def test_list_closes_when_the_focus_leaves(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab()
    tab.goto("/")
    tab.locator("#ui-find").press_sequentially("gouv")
    expect(tab.locator(".find-list")).to_be_visible()
    tab.locator("h1").click()
    expect(tab.locator(".find-list")).to_be_hidden()


@pytest.mark.drawn
def test_pointer_goes_to_a_proposed_heading(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab()
    tab.goto("/")
    tab.locator("#ui-find").press_sequentially("gouv")
    tab.locator(".find-list [role=option]", has_text="partagée").click()
    expect(tab).to_have_url("/section/g/#gouvernance-partagee")


@pytest.mark.drawn
def test_every_screen_of_search_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    guide()
    found = {}
    for query in SCREENS:
        if "a" * 201 in query:
            continue
        any_tab.goto(f"/-/search/{query}")
        found[query] = axe(any_tab)
    any_tab.locator("#ui-find").fill("gouv")
    expect(any_tab.locator(".find-list")).to_be_visible()
    any_tab.keyboard.press("ArrowDown")
    found["list"] = axe(any_tab)
    assert found == {name: [] for name in found}


@pytest.mark.drawn
def test_refusal_passes_axe(
    open_tab: Callable[..., Tab], axe: Callable[[Tab], list[str]], console: list[str]
) -> None:
    guide()
    tab = open_tab()
    tab.goto(f"/-/search/{SCREENS[-1]}")
    assert axe(tab) == []
    console.clear()  # the status 400 of the answer, which Chromium writes there


@pytest.mark.drawn
def test_screen_of_a_network_past_its_limit_passes_axe(
    any_tab: Tab, axe: Callable[[Tab], list[str]], console: list[str], settings: Any
) -> None:
    guide()
    settings.LIMITS = settings.LIMITS | {"network": {"search": (0, 60), "titles": (120, 60)}}
    any_tab.goto("/-/search/?q=gouvernance")
    expect(any_tab.get_by_role("alert")).to_be_visible()
    expect(any_tab.locator("main input[name=q]")).to_have_value("gouvernance")
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    assert axe(any_tab) == []
    any_tab.locator(".hits a", has_text="partagée").click()
    expect(any_tab).to_have_url("/section/g/#gouvernance-partagee")
    assert [line for line in console if "429" not in line] == []
    console.clear()  # the status of the answer, which Chromium writes there


@pytest.mark.drawn
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_screen_of_search_scrolls_sideways(
    open_tab: Callable[..., Tab], width: int, console: list[str]
) -> None:
    guide()
    tab = open_tab("light", {"width": width, "height": 800})
    for query in SCREENS:
        tab.goto(f"/-/search/{query}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, query
    console.clear()
