"""From the home page to paper: home, search, page, old revision, comparison, print; by keyboard, and without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.actions import pages
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEFORE = "# Decide together\n\nA community gives itself rules.\n\n## Who decides\n\nEverybody has a voice.\n"
AFTER = BEFORE.replace("Everybody has a voice.", "Everybody who takes part has a voice.")


def guide() -> None:
    """A guide whose page about governance was changed once."""
    made = factories.guide()
    page = factories.page(made["advice"], "decide", BEFORE)
    pages.edit(page, by=SYSTEM, base=page.version, source=AFTER, reason="Say who.")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("width", [1280, 390])
def test_reader_goes_all_the_way(open_tab: Callable[..., Tab], script: bool, width: int) -> None:
    guide()
    tab = open_tab("light", {"width": width, "height": 844}, java_script_enabled=script)
    tab.goto("/")
    tab.get_by_role("searchbox").or_(tab.get_by_role("combobox")).fill("community rules")
    tab.get_by_role("button", name="Chercher").click()
    expect(tab).to_have_url(re.compile(r"/-/search/\?q=community\+rules"))
    tab.get_by_role("main").get_by_role("link", name="Decide together").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Decide together")
    tab.get_by_role("main").get_by_role("link", name="Historique").click()
    tab.get_by_role("link", name="Révision 1", exact=True).click()
    expect(tab.get_by_text("Everybody has a voice.", exact=True)).to_be_visible()
    tab.get_by_role("main").get_by_role("link", name="Historique").first.click()
    tab.get_by_role("button", name="Comparer").click()
    expect(tab.locator(".change").get_by_role("insertion")).to_have_text(["who takes part"])
    compared = tab.url
    assert re.search(r"/advice/decide/-/compare/\d+/\d+/$", compared)
    tab.emulate_media(media="print")
    expect(tab.locator(".change").get_by_role("insertion")).to_be_visible()
    expect(tab.get_by_role("banner")).to_be_hidden()
    tab.goto("/advice/decide/")
    expect(tab.get_by_text("Everybody who takes part has a voice.", exact=True)).to_be_visible()
    expect(tab.locator(".imprint")).to_contain_text("révision 2")
    expect(tab.get_by_role("banner")).to_be_hidden()


def press_to(tab: Tab, name: str, key: str = "Tab", most: int = 60) -> None:
    """Go on with the keyboard until what bears this name has the focus."""
    told = "document.activeElement.ariaLabel || document.activeElement.textContent.trim()"
    for _time in range(most):
        tab.keyboard.press(key)
        if tab.evaluate(told) == name:
            return
    raise AssertionError(f"the keyboard does not reach “{name}”")


def test_keyboard_goes_all_the_way(tab: Tab) -> None:
    guide()
    tab.goto("/")
    tab.keyboard.press("/")
    tab.keyboard.type("community rules")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/-/search/\?q=community\+rules"))
    press_to(tab, "Decide together")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/advice/decide/"))
    press_to(tab, "Historique")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/-/history/$"))
    press_to(tab, "Révision 1")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/-/revisions/\d+/$"))
    expect(tab.get_by_text("Everybody has a voice.", exact=True)).to_be_visible()
    tab.go_back()
    press_to(tab, "Comparer")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/-/compare/\d+/\d+/$"))
    expect(tab.locator(".change").get_by_role("insertion")).to_have_text(["who takes part"])


@pytest.mark.drawn
def test_panel_that_cites_opens_closes_and_prints(tab: Tab) -> None:
    guide()
    tab.goto("/advice/decide/")
    tab.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    button = tab.get_by_role("button", name="Citer, emporter")
    button.focus()
    tab.keyboard.press("Enter")
    panel = tab.get_by_role("dialog", name="Citer, emporter")
    expect(panel).to_contain_text("« Decide together », Communs, révision 2")
    tab.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    panel.get_by_role("button", name="Imprimer, ou enregistrer en PDF").click()
    assert tab.evaluate("window.printed") == 1
    expect(panel).to_be_hidden()


def test_permanent_link_leads_to_the_revision_that_was_read(tab: Tab) -> None:
    guide()
    tab.goto("/advice/decide/")
    tab.get_by_role("button", name="Citer, emporter").click()
    tab.locator("#ui-take .cite a").click()
    expect(tab).to_have_url(re.compile(r"/advice/decide/-/revisions/\d+/$"))
    expect(tab.get_by_text("Everybody who takes part has a voice.", exact=True)).to_be_visible()


# --- light, dark, or as the system says ---------------------------------------------------------------------


def ground(tab: Tab) -> str:
    return tab.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.drawn
def test_reader_chooses_the_display_and_finds_it_again(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab("dark")
    tab.goto("/advice/")
    dark = ground(tab)
    tab.get_by_role("button", name="Affichage : automatique").click()
    light = ground(tab)
    assert light != dark
    tab.goto("/lessons/")
    expect(tab.get_by_role("button", name="Affichage : clair")).to_be_visible()
    assert ground(tab) == light
    tab.get_by_role("button", name="Affichage : clair").click()
    assert ground(tab) == dark
    tab.get_by_role("button", name="Affichage : sombre").click()
    expect(tab.get_by_role("button", name="Affichage : automatique")).to_be_visible()
    assert [cookie["name"] for cookie in tab.context.cookies()] == []


@pytest.mark.drawn
def test_chosen_display_stands_before_the_first_paint(open_tab: Callable[..., Tab]) -> None:
    """The body is never drawn in the other colours: the choice is there before any of it is read."""
    guide()
    tab = open_tab("light")
    tab.goto("/")
    tab.context.add_cookies([{"name": "theme", "value": "dark", "url": tab.url}])
    tab.add_init_script(
        """new MutationObserver(() => {
          if (document.body && !window.seen) window.seen = document.documentElement.dataset.theme ?? "auto";
        }).observe(document, {childList: true, subtree: true});"""
    )
    tab.goto("/advice/")
    assert tab.evaluate("window.seen") == "dark"


@pytest.mark.drawn
def test_frame_of_the_browser_follows_the_chosen_display(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab("light")
    colour = """() => [...document.querySelectorAll("meta[name=theme-color]")]
        .find((meta) => matchMedia(meta.media).matches).content"""
    tab.goto("/advice/")
    light = tab.evaluate(colour)
    for label in ("automatique", "clair"):  # then dark
        tab.get_by_role("button", name=f"Affichage : {label}").click()
    dark = tab.evaluate(colour)
    tab.reload()
    assert (light, dark, tab.evaluate(colour)) == ("#ffffff", "#181f1c", "#181f1c")
    tab.get_by_role("button", name="Affichage : sombre").click()
    assert tab.evaluate(colour) == light


@pytest.mark.drawn
def test_reader_without_script_is_offered_no_display(open_tab: Callable[..., Tab]) -> None:
    guide()
    tab = open_tab(java_script_enabled=False)
    tab.goto("/advice/")
    expect(tab.locator("[data-theme-button]")).to_be_hidden()


# --- the outline follows ------------------------------------------------------------------------------------


@pytest.mark.drawn
def test_outline_tells_the_part_that_is_read(tab: Tab) -> None:
    home = factories.home()
    parts = "".join(f"## Part {number}\n\n{'Words. ' * 300}\n\n" for number in range(4))
    factories.page(home, "long", f"# Long\n\n{parts}")
    tab.goto("/long/")
    outline = tab.get_by_role("navigation", name="Sur cette page")
    expect(tab.get_by_role("button", name="Sur cette page")).to_be_hidden()  # it stands in the margin
    expect(outline.locator("[aria-current]")).to_have_count(0)
    tab.locator("#part-2").evaluate("heading => heading.scrollIntoView()")
    expect(outline.locator("[aria-current]")).to_have_text(["Part 2"])
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(outline.locator("[aria-current]")).to_have_text(["Part 3"])


# --- what opens over a page ---------------------------------------------------------------------------------


@pytest.mark.drawn
def test_open_panels_pass_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    guide()
    any_tab.goto("/advice/decide/")
    any_tab.get_by_role("button", name="Citer, emporter").click()
    found = axe(any_tab)
    any_tab.keyboard.press("Escape")
    outline = any_tab.get_by_role("button", name="Sur cette page")
    if outline.is_visible():
        outline.click()
        found += axe(any_tab)
    assert found == []
