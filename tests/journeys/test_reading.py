"""Reading the guide in a real browser: with and without script, by keyboard, in light, dark, small."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.actions import threads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERY_BLOCK = (Path(__file__).parent / "every_block.md").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
TABS = """# Tabs

Before.

{% tabs %}
{% tab title="One" %}
First panel.
{% endtab %}
{% tab title="Two" %}
Second panel.

#### Inside two
{% endtab %}
{% tab title="Three" %}
Third panel.
{% endtab %}
{% endtabs %}

[To the second](#inside-two)
"""


def focused(tab: Tab) -> str:
    return tab.evaluate("document.activeElement.textContent.trim() || document.activeElement.ariaLabel || ''")


# --- the whole way ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_goes_from_the_home_page_to_a_page_and_on(open_tab: Callable[..., Tab], script: bool) -> None:
    factories.guide()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/")
    tab.get_by_role("heading", name="Advice").get_by_role("link").click()
    expect(tab).to_have_url("/advice/")
    tab.get_by_role("navigation", name="Sommaire du guide").get_by_role("link", name="First").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("First")
    tab.get_by_role("navigation", name="Sur cette page").get_by_role("link", name="Two").click()
    expect(tab).to_have_url("/advice/first/#two")
    tab.get_by_role("link", name="Suivant").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Second")
    tab.get_by_role("link", name="the first").click()
    expect(tab).to_have_url("/advice/first/#one")
    tab.get_by_role("navigation", name="Vous êtes ici").get_by_role("link", name="Accueil").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("The guide")


@pytest.mark.drawn
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_on_a_telephone_opens_the_menu(open_tab: Callable[..., Tab], script: bool) -> None:
    factories.guide()
    tab = open_tab("light", PHONE, java_script_enabled=script)
    tab.goto("/lessons/")
    menu = tab.get_by_role("navigation", name="Sommaire du guide")
    expect(menu).to_be_hidden()
    tab.get_by_role("button", name="Ouvrir le menu").click()
    expect(menu).to_be_visible()
    menu.locator("summary").first.click()
    menu.get_by_role("link", name="Second").click()
    expect(tab).to_have_url("/advice/second/")
    expect(menu).to_be_hidden()


@pytest.mark.drawn
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_on_a_telephone_opens_the_outline(open_tab: Callable[..., Tab], script: bool) -> None:
    factories.guide()
    tab = open_tab("light", PHONE, java_script_enabled=script)
    tab.goto("/advice/first/")
    outline = tab.get_by_role("navigation", name="Sur cette page")
    expect(outline).to_be_hidden()
    tab.get_by_role("button", name="Sur cette page").click()
    outline.get_by_role("link", name="Two").click()
    expect(tab).to_have_url("/advice/first/#two")
    if not script:
        outline.get_by_role("button", name="Fermer ce sommaire").click()
    expect(outline).to_be_hidden()
    expect(tab.get_by_role("heading", name="Two")).to_be_in_viewport()


def test_reader_reaches_the_source(tab: Tab) -> None:
    factories.guide()
    tab.goto("/advice/first/")
    tab.get_by_role("button", name="Citer, emporter").click()
    tab.get_by_role("link", name="Texte source").click()
    expect(tab).to_have_url("/advice/first.md")


# --- by keyboard alone --------------------------------------------------------------------------------------


@pytest.mark.drawn
def test_first_key_skips_to_the_content(tab: Tab) -> None:
    factories.guide()
    tab.goto("/advice/")
    tab.keyboard.press("Tab")
    assert focused(tab) == "Aller au contenu"
    expect(tab.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "ui-content"
    tab.keyboard.press("Tab")
    assert focused(tab) == "Accueil"


@pytest.mark.drawn
def test_menu_opens_closes_and_gives_the_focus_back(open_tab: Callable[..., Tab]) -> None:
    factories.guide()
    tab = open_tab("light", PHONE)
    tab.goto("/advice/")
    button = tab.get_by_role("button", name="Ouvrir le menu")
    menu = tab.get_by_role("navigation", name="Sommaire du guide")
    button.focus()
    tab.keyboard.press("Enter")
    expect(menu).to_be_visible()
    tab.keyboard.press("Tab")
    assert focused(tab) == "Fermer le menu"
    tab.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.drawn
def test_branch_of_the_tree_unfolds_by_key(tab: Tab) -> None:
    factories.guide()
    tab.goto("/lessons/")
    menu = tab.get_by_role("navigation", name="Sommaire du guide")
    expect(menu.get_by_role("link", name="First")).to_be_hidden()
    menu.get_by_role("link", name="Advice").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert focused(tab) == "First"


@pytest.mark.drawn
@pytest.mark.parametrize("path", ["/", "/advice/", "/advice/first/"])
def test_keyboard_reaches_every_link_and_shows_where_it_is(tab: Tab, path: str) -> None:
    factories.guide()
    tab.goto(path)
    reachable = "a[href], button, summary"
    wanted = tab.evaluate(
        f"[...document.querySelectorAll('{reachable}')].filter(e => e.checkVisibility()).length"
    )
    seen = 0
    for _ in range(wanted + 5):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break
        seen += tab.evaluate(f"document.activeElement.matches('{reachable}')")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert seen == wanted


# --- tabs ---------------------------------------------------------------------------------------------------


@pytest.mark.drawn
def test_tabs_without_script_show_every_panel_under_its_title(open_tab: Callable[..., Tab]) -> None:
    factories.page(factories.home(), "tabs", TABS)
    tab = open_tab(java_script_enabled=False)
    tab.goto("/tabs/")
    for words in ("One", "First panel.", "Two", "Second panel.", "Three", "Third panel."):
        expect(tab.get_by_text(words, exact=True)).to_be_visible()
    assert tab.get_by_role("tab").count() == 0


@pytest.mark.drawn
def test_tabs_are_chosen_by_pointer_and_by_arrows(tab: Tab) -> None:
    factories.page(factories.home(), "tabs", TABS)
    tab.goto("/tabs/")
    one, two, three = (tab.get_by_role("tab", name=name) for name in ("One", "Two", "Three"))
    panel = tab.get_by_role("tabpanel")
    expect(panel).to_have_count(1)
    two.click()
    expect(panel).to_contain_text("Second panel.")
    for key, chosen in [
        ("ArrowRight", three),
        ("ArrowRight", one),
        ("ArrowLeft", three),
        ("Home", one),
        ("End", three),
    ]:
        tab.keyboard.press(key)
        expect(chosen).to_be_focused()
        expect(chosen).to_have_attribute("aria-selected", "true")
    assert [each.get_attribute("tabindex") for each in (one, two, three)] == ["-1", "-1", "0"]
    expect(panel).to_have_accessible_name("Three")
    tab.keyboard.press("Tab")
    expect(panel).to_be_focused()


@pytest.mark.drawn
def test_link_into_a_panel_opens_it(tab: Tab) -> None:
    factories.page(factories.home(), "tabs", TABS)
    tab.goto("/tabs/")
    tab.get_by_role("link", name="To the second").click()
    expect(tab.get_by_role("tab", name="Two")).to_have_attribute("aria-selected", "true")
    tab.goto("/")
    tab.goto("/tabs/#inside-two")
    expect(tab.get_by_role("heading", name="Inside two")).to_be_visible()


@pytest.mark.drawn
def test_paper_shows_every_panel(tab: Tab) -> None:
    factories.page(factories.home(), "tabs", TABS)
    tab.goto("/tabs/")
    tab.emulate_media(media="print")
    heights = tab.evaluate(
        "[...document.querySelectorAll('.gb-tab')].map(e => e.getBoundingClientRect().height > 20)"
    )
    assert heights == [True, True, True]
    expect(tab.get_by_role("tablist")).to_be_hidden()


@pytest.mark.drawn
def test_nothing_stands_below_the_last_line_of_a_page_on_paper(tab: Tab) -> None:
    factories.page(factories.home(), "tabs", TABS)
    tab.goto("/tabs/")
    tab.emulate_media(media="print")
    bottoms = [
        tab.locator(part).evaluate("e => e.getBoundingClientRect().bottom") for part in ("main", ".imprint")
    ]
    assert bottoms[0] - bottoms[1] < 1


# --- for everybody ------------------------------------------------------------------------------------------


def site() -> list[str]:
    """A page of each kind, the last one holding every block of the format."""
    made = factories.guide()
    factories.page(made["lessons"], "shown", description="About it.")
    factories.page(made["advice"], "blocks", EVERY_BLOCK)
    return ["/", "/advice/", "/lessons/", "/advice/first/", "/advice/blocks/"]


@pytest.mark.drawn
def test_every_screen_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]], console: list[str]) -> None:
    found = {}
    for path in [*site(), "/nowhere/"]:
        any_tab.goto(path)
        found[path] = axe(any_tab)
    assert found == {path: [] for path in found}
    # The browser says that the last page was not found: that is the one thing it may say.
    assert [said for said in console if "404" not in said] == []
    console.clear()


@pytest.mark.drawn
def test_open_menu_passes_axe(open_tab: Callable[..., Tab], axe: Callable[[Tab], list[str]]) -> None:
    site()
    for scheme in ("light", "dark"):
        tab = open_tab(scheme, PHONE)
        tab.goto("/advice/first/")
        tab.get_by_role("button", name="Ouvrir le menu").click()
        assert axe(tab) == []


@pytest.mark.drawn
def test_moderator_sees_a_draft_told_as_such(
    any_tab: Tab, axe: Callable[[Tab], list[str]], log_in: Callable[..., None]
) -> None:
    factories.guide()
    log_in(any_tab, factories.moderator())
    any_tab.goto("/lessons/secret/")
    expect(any_tab.get_by_role("main").get_by_text("Brouillon", exact=True)).to_be_visible()
    assert axe(any_tab) == []


@pytest.mark.drawn
@pytest.mark.parametrize("width", [320, 390, 768, 1100, 1440])
def test_no_screen_scrolls_sideways(open_tab: Callable[..., Tab], width: int) -> None:
    tab = open_tab("light", {"width": width, "height": 800})
    for path in site():
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.drawn
@pytest.mark.parametrize("width", [320, 390])
def test_gestures_at_the_foot_of_a_telephone_do_not_run_into_one_another(
    open_tab: Callable[..., Tab], width: int
) -> None:
    page = factories.guide()["advice/first"]
    threads.open(page, by=factories.person(), text="Why?", uuid=uuid4())
    tab = open_tab("light", {"width": width, "height": 800})
    tab.goto(page.address)
    gestures = tab.locator(".bar .acts .btn:visible")
    expect(gestures).to_have_count(6 if width > 360 else 5)
    wider = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
    assert gestures.evaluate_all(wider) == []


@pytest.mark.drawn
def test_colours_follow_the_reader_s_system(open_tab: Callable[..., Tab]) -> None:
    factories.guide()
    grounds = []
    for scheme in ("light", "dark"):
        tab = open_tab(scheme)
        tab.goto("/")
        grounds.append(tab.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(243, 245, 240)", "rgb(17, 22, 20)"]


@pytest.mark.drawn
def test_page_loads_nothing_from_another_host(tab: Tab, live_server) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for path in site():
        tab.goto(path, wait_until="networkidle")
        tab.mouse.wheel(0, 20_000)
        tab.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
