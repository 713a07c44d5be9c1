"""The editor in a real browser: its toolbar, its views, its advice, and what others publish meanwhile."""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.actions import pages
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OLD = "# First\n\nOne line of words.\n\nAnother line of words.\n"
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
SHOWN_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def page() -> Page:
    page = factories.guide()["advice/first"]
    pages.edit(page, by=SYSTEM, base=0, source=OLD)
    return page


@pytest.fixture
def opened(open_tab, log_in, page):
    def give(**options) -> Tab:
        tab = open_tab(**options)
        log_in(tab, factories.moderator(name="Ada"))
        tab.goto("/advice/first/-/edit/")
        return tab

    return give


def text(tab: Tab) -> str:
    return tab.locator("#ui-source").input_value()


def select(tab: Tab, words: str) -> None:
    tab.locator("#ui-source").evaluate(
        "(t, words) => { t.focus(); const at = t.value.indexOf(words); t.setSelectionRange(at, at + words.length); }",
        words,
    )


def press(tab: Tab, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def theirs(page: Page, source: str) -> None:
    now = Page.objects.get(pk=page.pk)
    pages.edit(now, by=SYSTEM, base=now.version, source=source)


# --- the toolbar --------------------------------------------------------------------------------------------


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("name", "words", "made"),
    [
        ("Gras", "line", "**line**"),
        ("Italique", "line", "*line*"),
        ("Liste à puces", "One line of words.", "* One line of words."),
        ("Liste numérotée", "One line of words.", "1. One line of words."),
        ("Liste de tâches", "One line of words.", "* [ ] One line of words."),
    ],
)
def test_button_writes_pressed_again_takes_it_back_and_so_does_undo(opened, name, words, made) -> None:
    tab = opened()
    select(tab, words)
    press(tab, name)
    assert text(tab) == OLD.replace(words, made, 1)
    press(tab, name)
    assert text(tab) == OLD
    press(tab, name)
    tab.keyboard.press("Control+z")
    assert text(tab) == OLD


def test_bold_and_italics_stand_together(opened) -> None:
    tab = opened()
    select(tab, "line")
    for _ in range(2):
        tab.keyboard.press("Control+b")
        tab.keyboard.press("Control+i")
        expected = OLD.replace("line", "***line***", 1) if "*" in text(tab) else OLD
        assert text(tab) == expected


def test_word_at_the_caret_is_marked(opened) -> None:
    tab = opened()
    tab.locator("#ui-source").evaluate("t => { t.focus(); t.setSelectionRange(15, 15); }")
    tab.keyboard.press("Control+b")
    assert text(tab) == OLD.replace("line", "**line**", 1)


def test_list_of_one_kind_becomes_another_and_headings_go_round(opened) -> None:
    tab = opened()
    tab.locator("#ui-source").fill("a\nb\n")
    tab.locator("#ui-source").evaluate("t => t.setSelectionRange(0, 3)")
    for name, made in (
        ("Liste numérotée", "1. a\n2. b\n"),
        ("Liste de tâches", "* [ ] a\n* [ ] b\n"),
        ("Liste à puces", "* a\n* b\n"),
        ("Liste à puces", "a\nb\n"),
    ):
        press(tab, name)
        assert text(tab) == made
    tab.locator("#ui-source").fill("a")
    for made in ("## a", "### a", "a"):
        press(tab, "Titre")
        assert text(tab) == made


def test_toolbar_is_one_stop_reached_and_left_by_keys(opened) -> None:
    tab = opened()
    tab.locator("#ui-source").focus()
    tab.keyboard.press("Alt+F10")
    for key, name in (
        (None, "Titre"),
        ("ArrowRight", "Gras"),
        ("End", "Insérer un bloc"),
        ("ArrowRight", "Titre"),
    ):
        if key:
            tab.keyboard.press(key)
        expect(tab.get_by_role("button", name=name, exact=True)).to_be_focused()
    assert tab.locator("[data-toolbar] button[tabindex='0']").count() == 1
    tab.keyboard.press("Escape")
    expect(tab.locator("#ui-source")).to_be_focused()


def test_toolbar_is_there_with_a_script_alone(opened) -> None:
    expect(opened(java_script_enabled=False).locator("[data-toolbar]")).to_be_hidden()


# --- views and advice ---------------------------------------------------------------------------------------


@pytest.mark.drawn
@SCRIPTS
def test_views_show_the_text_and_its_changes_and_lead_back(opened, script) -> None:
    tab = opened(java_script_enabled=script)
    tab.locator("#ui-source").fill(OLD.replace("One", "Two") + "\n![](plan.png)\n")
    press(tab, "Changements")
    expect(tab.locator("#ui-changes .change-body ins").first).to_contain_text("Two")
    expect(tab.locator("#ui-source")).to_be_hidden()
    expect(tab.locator(".advice")).to_contain_text("Image sans description")
    press(tab, "Aperçu")
    expect(tab.locator("#ui-preview")).to_contain_text("Two line of words.")
    press(tab, "Rédiger")
    expect(tab.locator("#ui-source")).to_be_visible()
    assert text(tab).startswith("# First\n\nTwo line")
    if script:
        expect(tab.locator("[data-words]")).to_contain_text("depuis la révision 2")
        press(tab, "Montrer plan.png")
        assert tab.evaluate("getSelection().toString()") == "plan.png"


# --- published meanwhile ------------------------------------------------------------------------------------


def test_newer_revision_is_told_and_taken_in_and_can_be_undone(opened, page) -> None:
    tab = opened()
    mine = OLD.replace("Another", "My other")
    tab.locator("#ui-source").fill(mine)
    theirs(page, OLD.replace("One", "A first"))
    tab.evaluate(SHOWN_AGAIN)
    expect(tab.locator(".newer")).to_contain_text("La révision 3 a été publiée entre-temps.")
    assert text(tab) == mine
    press(tab, "Les reprendre dans mon texte")
    expect(tab.locator(".meanwhile")).to_contain_text("La révision 3 est maintenant dans votre texte.")
    assert text(tab) == mine.replace("One", "A first")
    tab.locator("#ui-source").press("Control+z")
    assert text(tab) == mine
    tab.locator("#ui-source").press("Control+Shift+z")
    tab.get_by_role("button", name="Publier").click()
    expect(tab).to_have_url("/advice/first/")
    assert Page.objects.get(pk=page.pk).source == mine.replace("One", "A first")


@SCRIPTS
def test_words_that_both_changed_are_told_and_the_text_stays(opened, page, script) -> None:
    tab = opened(java_script_enabled=script)
    mine = OLD.replace("One", "My own")
    tab.locator("#ui-source").fill(mine)
    theirs(page, OLD.replace("One", "A first"))
    if script:
        tab.evaluate(SHOWN_AGAIN)
    else:
        press(tab, "Changements")
    press(tab, "Les reprendre dans mon texte")
    expect(tab.locator(".disagreeing")).to_contain_text("A first")
    assert text(tab) == mine


@pytest.mark.drawn
def test_editor_passes_axe_in_each_view(any_tab, log_in, page, axe) -> None:
    log_in(any_tab, factories.moderator(name="Ada"))
    any_tab.goto("/advice/first/-/edit/")
    any_tab.locator("#ui-source").fill(OLD.replace("One", "My own") + "\n![](plan.png)\n")
    theirs(page, OLD.replace("One", "A first"))
    any_tab.evaluate(SHOWN_AGAIN)
    press(any_tab, "Les reprendre dans mon texte")
    expect(any_tab.locator(".disagreeing")).to_be_visible()
    found = {"write": axe(any_tab)}
    for name in ("Changements", "Aperçu"):
        press(any_tab, name)
        expect(any_tab.locator("[data-looked] > section")).to_be_focused()
        found[name] = axe(any_tab)
    assert found == {name: [] for name in found}
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
