"""Inserting a block in a real browser: chosen with its fields, written as GitBook does, drawn as that block."""

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_toolbar import text
from wiki.actions.places import Places
from wiki.models import Page
from wiki.text.render import render

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELECT = "t => { t.focus(); t.setSelectionRange(t.value.length, t.value.length); }"
TITLES = 'One | "two" <b>\nThree & *four*'


@pytest.fixture
def opened(open_tab, log_in):
    def give() -> Tab:
        factories.guide()
        tab = open_tab()
        log_in(tab, factories.moderator(name="Ada"))
        tab.goto("/advice/first/-/edit/")
        return tab

    return give


def put(tab: Tab, words: str) -> None:
    tab.locator("#ui-source").fill(words)
    tab.locator("#ui-source").evaluate(SELECT)


def gone(tab: Tab) -> None:
    """What a window writes is written as it goes: it may be closed a moment before."""
    expect(tab.locator("dialog")).to_have_count(0)


def insert(tab: Tab, kind: str, **fields: str) -> None:
    tab.get_by_role("button", name="Insérer un bloc").click()
    tab.locator("#ui-block-kind").select_option(kind)
    for name, value in fields.items():
        field = tab.locator(f"#ui-block-{name}")
        if name == "style":
            field.select_option(value)
        else:
            field.fill(value)
    tab.get_by_role("button", name="Insérer", exact=True).click()
    gone(tab)


@pytest.mark.drawn
@pytest.mark.parametrize(
    ("kind", "fields", "drawn", "said"),
    [
        ("hint", {"style": "warning"}, ['data-gb="hint"', 'data-style="warning"'], "Texte"),
        ("details", {"name": "A <b> & c"}, ["<details", "A &lt;b&gt; &amp; c"], "A <b> & c"),
        ("stepper", {"titles": TITLES}, ['data-gb="stepper"', 'data-gb="step"'], 'One | "two" <b>'),
        ("tabs", {"titles": TITLES}, ['data-gb="tabs"', 'data-gb="tab"'], 'One | "two" <b>'),
        ("cards", {"titles": TITLES}, ['data-gb="cards"', 'data-gb="card"'], "Three & *four*"),
        ("columns", {"titles": TITLES}, ['data-gb="columns"', 'data-gb="column"'], "Three & *four*"),
        ("table", {"titles": TITLES}, ["<table", "<th"], 'One | "two" <b>'),
        ("file", {"address": "https://example.org/a b.pdf"}, ['data-gb="file"'], ""),
        ("embed", {"address": "https://example.org/#/room/!x"}, ['data-gb="embed"'], ""),
        (
            "code",
            {"name": 'a "b".py', "language": "python"},
            ['data-gb="code"', "language-python"],
            'a "b".py',
        ),
        ("code", {}, ["<pre"], ""),
        ("math", {"formula": r"a^2 < b"}, ['data-gb="math"'], ""),
    ],
)
def test_block_is_drawn_as_itself_without_remark_and_goes_in_one_step(
    opened, kind, fields, drawn, said
) -> None:
    tab = opened()
    put(tab, "Before.")
    insert(tab, kind, **fields)
    made = text(tab)
    page = Page.objects.at("advice/first").get()
    found = render(made, resolve=Places.now().resolver(page.path, page.book_id, page.book_path))
    assert made.startswith("Before.\n\n")
    assert [one for one in drawn if one not in found.html] == []
    assert said in found.plain
    assert (list(found.notices), "data-gb-notice" in found.html) == ([], False)
    expect(tab.locator("#ui-source")).to_be_focused()
    tab.keyboard.press("Control+z")
    assert text(tab) == "Before."


@pytest.mark.drawn
def test_way_to_a_page_is_chosen_by_its_title(opened) -> None:
    tab = opened()
    put(tab, "")
    tab.get_by_role("button", name="Insérer un bloc").click()
    tab.locator("#ui-block-kind").select_option("ref")
    tab.get_by_role("button", name="Insérer", exact=True).click()
    expect(tab.locator(".dlg .err")).to_contain_text("Ce bloc a besoin")
    expect(tab.locator("#ui-block-page")).to_be_focused()
    tab.keyboard.type("lessons")
    tab.locator(".dlg [role=option]").first.click()
    tab.get_by_role("button", name="Insérer", exact=True).click()
    made = text(tab)
    page = Page.objects.at("advice/first").get()
    found = render(made, resolve=Places.now().resolver(page.path, page.book_id, page.book_path))
    assert 'data-gb="content-ref"' in found.html
    assert ('href="/lessons/"' in found.html, list(found.notices)) == (True, [])


@pytest.mark.drawn
def test_slash_on_an_empty_line_opens_and_is_written_when_nothing_is_inserted(opened) -> None:
    tab = opened()
    put(tab, "a\n\n")
    tab.keyboard.press("/")
    expect(tab.locator("#ui-block-kind")).to_be_focused()
    tab.keyboard.press("Escape")
    gone(tab)
    expect(tab.locator("#ui-source")).to_be_focused()
    assert text(tab) == "a\n\n/"
    tab.keyboard.press("Backspace")
    tab.keyboard.press("/")
    tab.get_by_role("button", name="Insérer", exact=True).click()
    gone(tab)
    assert text(tab) == 'a\n\n{% hint style="info" %}\nTexte\n{% endhint %}'


@pytest.mark.drawn
@pytest.mark.parametrize("before", ["words ", "```\n"], ids=["in a line", "in code"])
def test_slash_elsewhere_is_a_slash(opened, before) -> None:
    tab = opened()
    put(tab, before)
    tab.keyboard.press("/")
    assert (text(tab), tab.locator("dialog").count()) == (f"{before}/", 0)


@pytest.mark.drawn
def test_selected_words_go_into_the_block(opened) -> None:
    tab = opened()
    put(tab, "Before.\n\nWords of it.\n")
    tab.locator("#ui-source").evaluate("t => t.setSelectionRange(9, 21)")
    insert(tab, "details", name="More")
    assert text(tab) == ("Before.\n\n<details>\n\n<summary>More</summary>\n\nWords of it.\n\n</details>\n")


@pytest.mark.drawn
def test_window_of_a_block_passes_axe(any_tab, log_in, axe) -> None:
    factories.guide()
    log_in(any_tab, factories.moderator(name="Ada"))
    any_tab.goto("/advice/first/-/edit/")
    any_tab.get_by_role("button", name="Insérer un bloc").click()
    found = {}
    for kind in ("hint", "tabs", "ref", "code", "math"):
        any_tab.locator("#ui-block-kind").select_option(kind)
        found[kind] = axe(any_tab)
    assert found == {kind: [] for kind in found}
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
