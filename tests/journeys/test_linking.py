"""Making a link in a real browser: a page found by its title, an address, a link that stands; by keyboard alone."""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_toolbar import select, text
from wiki.actions import pages
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OLD = "# First\n\nOne line of words.\n\nSee [this](https://example.org/a) too.\n"


@pytest.fixture
def page() -> Page:
    made = factories.guide()
    factories.page(made["lessons"], "law", "# Le droit\n\n## Le droit souple\n")
    pages.edit(made["advice/first"], by=SYSTEM, base=0, source=OLD)
    return made["advice/first"]


@pytest.fixture
def opened(open_tab, log_in, page):
    def give(address: str = "/advice/first/-/edit/") -> Tab:
        tab = open_tab()
        log_in(tab, factories.moderator(name="Ada"))
        tab.goto(address)
        return tab

    return give


@pytest.mark.drawn
def test_page_is_found_and_linked_by_keyboard_and_undone_in_one_step(opened, page) -> None:
    tab = opened()
    select(tab, "line")
    tab.keyboard.press("Control+k")
    field, options = tab.locator("#ui-linking-to"), tab.locator(".dlg [role=option]")
    expect(field).to_be_focused()
    tab.keyboard.type("droit")
    expect(options).to_have_count(2)
    tab.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    tab.keyboard.press("Enter")
    expect(tab.locator("#ui-linking-words")).to_be_focused()
    expect(tab.locator("#ui-linking-words")).to_have_value("line")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog")).to_have_count(0)
    expect(tab.locator("#ui-source")).to_be_focused()
    assert text(tab) == OLD.replace("line", "[line](../../lessons/law/)", 1)
    tab.keyboard.press("Control+z")
    assert text(tab) == OLD
    tab.keyboard.press("Control+Shift+z")
    tab.get_by_role("button", name="Publier").click()
    expect(tab.locator('main a[href="/lessons/law/"]', has_text="line")).to_be_visible()


def test_title_gives_the_words_and_a_heading_its_part(opened) -> None:
    tab = opened()
    tab.locator("#ui-source").fill("")
    tab.get_by_role("button", name="Lien", exact=True).click()
    tab.keyboard.type("souple")
    tab.locator(".dlg [role=option]", has_text="Le droit souple").click()
    expect(tab.locator("#ui-linking-words")).to_have_value("Le droit souple")
    tab.get_by_role("button", name="Poser le lien").click()
    assert text(tab) == "[Le droit souple](../../lessons/law/#le-droit-souple)"


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("https://example.org/b (1)", "[line](https://example.org/b%20%281%29)"),
        ("www.example.org", "[line](https://www.example.org)"),
        ("ada@example.org", "[line](mailto:ada@example.org)"),
        ("#part", "[line](#part)"),
    ],
)
def test_address_is_taken_as_it_is(opened, typed, made) -> None:
    tab = opened()
    select(tab, "line")
    tab.keyboard.press("Control+k")
    tab.keyboard.type(typed)
    tab.keyboard.press("Enter")
    assert text(tab) == OLD.replace("line", made, 1)


def test_words_that_lead_nowhere_are_refused_in_a_sentence_and_escape_leaves_the_text(opened) -> None:
    tab = opened()
    select(tab, "line")
    tab.keyboard.press("Control+k")
    for typed in ("zzzz", "javascript:alert(1)"):
        tab.locator("#ui-linking-to").fill(typed)
        tab.get_by_role("button", name="Poser le lien").click()
        expect(tab.locator("#ui-linking-error")).to_contain_text("Choisissez une page dans la liste")
        expect(tab.locator("#ui-linking-to")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog")).to_have_count(0)
    expect(tab.locator("#ui-source")).to_be_focused()
    assert text(tab) == OLD


def test_link_that_stands_is_changed(opened) -> None:
    tab = opened()
    tab.locator("#ui-source").evaluate(
        "t => { t.focus(); const at = t.value.indexOf('this'); t.setSelectionRange(at, at); }"
    )
    tab.keyboard.press("Control+k")
    expect(tab.locator("#ui-linking-to")).to_have_value("https://example.org/a")
    expect(tab.locator("#ui-linking-words")).to_have_value("this")
    tab.keyboard.type("https://example.org/c")
    tab.locator("#ui-linking-words").fill("that [one]")
    tab.keyboard.press("Enter")
    assert text(tab) == OLD.replace("[this](https://example.org/a)", r"[that \[one\]](https://example.org/c)")


def test_page_that_is_not_made_yet_points_from_where_it_will_stand(opened) -> None:
    tab = opened("/advice/-/new/")
    tab.locator("#ui-source").focus()
    tab.keyboard.press("Control+k")
    tab.keyboard.type("souple")
    tab.locator(".dlg [role=option]").first.click()
    tab.keyboard.press("Enter")
    assert text(tab) == "[Le droit souple](../../lessons/law/#le-droit-souple)"


@pytest.mark.drawn
def test_window_of_a_link_passes_axe(any_tab, log_in, page, axe) -> None:
    log_in(any_tab, factories.moderator(name="Ada"))
    any_tab.goto("/advice/first/-/edit/")
    select(any_tab, "line")
    any_tab.keyboard.press("Control+k")
    any_tab.keyboard.type("droit")
    expect(any_tab.locator(".dlg [role=option]")).to_have_count(2)
    any_tab.keyboard.press("ArrowDown")
    found = axe(any_tab)
    any_tab.locator("#ui-linking-to").fill("zzzz")
    any_tab.keyboard.press("Enter")
    expect(any_tab.locator("#ui-linking-error")).to_be_visible()
    assert (found, axe(any_tab)) == ([], [])
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
