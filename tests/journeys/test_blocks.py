"""The blocks of the guide in a real browser: copied, previewed, loaded at a click, read bare and on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.drawn, pytest.mark.django_db(transaction=True)]

EVERY_BLOCK = (Path(__file__).parent / "every_block.md").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
PLAYER = "https://www.youtube-nocookie.com/embed/abcdefghijk"
CODE = '# Code\n\n```python\nx = 1\ny = """a\nb"""\n```\n\n{% code title="a.sh" lineNumbers="true" %}\n```\none\ntwo\n```\n{% endcode %}\n'
NOTES = "# Notes\n\nOne[^a] and two[^b].\n\n[^a]: First note, with a [link](https://example.org/).\n[^b]: Second note.\n"
EMBED = (
    '# Embed\n\n{% embed url="https://youtu.be/abcdefghijk" caption="A talk" %}\n\n'
    '{% embed url="https://example.org/page" %}\n'
)
TABLES = (
    "# Tables\n\n| Licence | For | Patents |\n|---|---|---|\n| MIT | Software | Unsaid |\n| ODbL | Data | None |\n\n"
    "| A | B | C | D | E | F | G | H |\n|---|---|---|---|---|---|---|---|\n"
    + "| wide cell " * 8
    + "|\n\n| K | L |\n|---|---|\n| 1 | 2 |\n"
)


def shown(tab: Tab, source: str) -> None:
    factories.page(factories.home(), "shown", source)
    tab.goto("/shown/")


# --- code ---------------------------------------------------------------------------------------------------


def test_code_is_copied_without_its_numbers_and_says_so(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    shown(tab, CODE)
    first, second = tab.locator("button.copy").all()
    expect(first).to_have_accessible_name("Copier ce code")
    first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#ui-said")).to_have_text("Copié")
    expect(first).to_have_text("Copié")
    assert tab.evaluate("navigator.clipboard.readText()") == 'x = 1\ny = """a\nb"""'
    second.click()
    assert tab.evaluate("navigator.clipboard.readText()") == "one\ntwo"
    expect(first).to_have_text("Copier")


def test_code_that_cannot_be_copied_is_selected(tab: Tab) -> None:
    tab.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    shown(tab, CODE)
    tab.get_by_role("button", name="Copier ce code").first.click()
    expect(tab.locator("#ui-said")).to_have_text("Texte sélectionné\N{NO-BREAK SPACE}: tapez Ctrl+C")
    assert tab.evaluate("getSelection().toString().trim()") == 'x = 1\ny = """a\nb"""'


def test_code_without_script_has_no_button_and_keeps_its_language(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(java_script_enabled=False)
    shown(tab, CODE)
    assert tab.get_by_role("button", name="Copier").count() == 0
    expect(tab.get_by_text("a.sh")).to_be_visible()
    # A page without script runs none of ours, but the browser may still be asked what it draws.
    expect(tab.locator("pre").first).to_have_attribute("data-language", "Python")


# --- footnotes ----------------------------------------------------------------------------------------------


def test_note_is_read_under_the_pointer_and_stays_while_it_is_read(tab: Tab) -> None:
    shown(tab, NOTES)
    preview = tab.locator("#ui-note")
    tab.get_by_role("link", name="Note 1", exact=True).hover()
    expect(preview).to_contain_text("First note, with a link.")
    preview.hover()
    tab.wait_for_timeout(400)
    expect(preview).to_be_visible()
    tab.mouse.move(5, 5)
    expect(preview).to_have_count(0)


def test_note_is_read_at_the_focus_and_escape_closes_it(tab: Tab) -> None:
    shown(tab, NOTES)
    preview = tab.locator("#ui-note")
    first = tab.get_by_role("link", name="Note 1", exact=True)
    first.focus()
    expect(preview).to_be_visible()
    expect(first).to_have_accessible_description("First note, with a link. Aller à la note")
    tab.keyboard.press("Tab")
    expect(preview.get_by_role("link", name="link", exact=True)).to_be_focused()
    tab.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    expect(first).to_be_focused()
    tab.keyboard.press("Tab")
    expect(preview).to_contain_text("Second note.")


def test_note_of_a_mark_that_was_out_of_sight_is_read_beside_it(tab: Tab) -> None:
    shown(tab, NOTES.replace("One[^a]", "Before.\n\n" * 80 + "One[^a]"))
    first = tab.get_by_role("link", name="Note 1", exact=True)
    first.focus()
    preview = tab.locator("#ui-note")
    expect(preview).to_be_in_viewport(ratio=1)
    tab.wait_for_function("""
        document.querySelector(".footnote-ref a").getBoundingClientRect().bottom + 6
            === document.getElementById("ui-note").getBoundingClientRect().top
        || document.querySelector(".footnote-ref a").getBoundingClientRect().top - 6
            === document.getElementById("ui-note").getBoundingClientRect().bottom
    """)


def test_key_on_a_mark_goes_to_the_note_and_back(tab: Tab) -> None:
    shown(tab, NOTES)
    tab.get_by_role("link", name="Note 2", exact=True).focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url("/shown/#fn-2")
    expect(tab.locator("#ui-note")).to_have_count(0)
    tab.locator("#fn-2").get_by_role("link", name="Retour au texte").click()
    expect(tab).to_have_url("/shown/#fnref-2")


def test_tap_on_a_mark_opens_the_note_in_its_place(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab("light", PHONE, has_touch=True)
    shown(tab, NOTES)
    preview = tab.locator("#ui-note")
    tab.get_by_role("link", name="Note 1", exact=True).tap()
    expect(preview).to_contain_text("First note")
    expect(tab).to_have_url("/shown/")
    box = preview.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    tab.touchscreen.tap(5, 700)  # in the margin, where nothing else is
    expect(preview).to_have_count(0)
    tab.get_by_role("link", name="Note 1", exact=True).tap()
    preview.get_by_role("link", name="Aller à la note").tap()
    expect(tab).to_have_url("/shown/#fn-1")


def test_notes_without_script_are_jumps_and_ways_back(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(java_script_enabled=False)
    shown(tab, NOTES)
    tab.get_by_role("link", name="Note 1", exact=True).click()
    expect(tab).to_have_url("/shown/#fn-1")
    tab.locator("#fn-1").get_by_role("link", name="Retour au texte").click()
    expect(tab).to_have_url("/shown/#fnref-1")


# --- embeds -------------------------------------------------------------------------------------------------


def test_video_is_loaded_at_a_click_and_not_before(tab: Tab) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: request.url.startswith("https:") and asked.append(request.url))
    shown(tab, EMBED)
    button = tab.get_by_role("button", name="Afficher la vidéo")
    expect(button).to_have_count(1)
    expect(tab.get_by_text("www.youtube-nocookie.com connaîtra alors votre adresse")).to_be_visible()
    assert asked == []
    button.focus()
    tab.keyboard.press("Enter")
    frame = tab.locator("iframe")
    expect(frame).to_be_focused()
    assert asked == [PLAYER]
    given = "frame => [...frame.attributes].map(a => [a.name, a.value]).filter(a => a[0] !== 'title')"
    assert dict(frame.evaluate(given)) == {
        "sandbox": "allow-scripts allow-same-origin allow-presentation",
        "referrerpolicy": "no-referrer",
        "allow": "fullscreen",
        "credentialless": "",
        "src": PLAYER,
    }
    expect(frame).to_have_attribute("title", "Vidéo\N{NO-BREAK SPACE}: A talk")
    expect(tab.locator("#ui-said")).to_have_text("La vidéo de www.youtube-nocookie.com est affichée.")


def test_nothing_moves_when_the_stage_of_a_video_is_built(tab: Tab) -> None:
    tab.add_init_script("""
        window.moved = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))
            .observe({type: "layout-shift", buffered: true});
    """)
    shown(tab, EMBED)
    expect(tab.get_by_role("button", name="Afficher la vidéo")).to_be_visible()
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.moved") < 0.01


def test_video_without_script_is_a_link(open_tab: Callable[..., Tab]) -> None:
    tab = open_tab(java_script_enabled=False)
    shown(tab, EMBED)
    link = tab.get_by_role("link", name="youtu.be")
    expect(link).to_have_attribute("href", "https://youtu.be/abcdefghijk")
    assert tab.get_by_role("button", name="Afficher").count() == 0
    box = tab.locator("figure.gb-embed").first.bounding_box()
    assert box
    assert box["height"] < 150  # no room is kept for a stage that will not come


# --- tables -------------------------------------------------------------------------------------------------


def test_wide_table_is_a_region_that_the_keyboard_scrolls(tab: Tab) -> None:
    shown(tab, TABLES)
    frame = tab.get_by_role("region", name="Tableau 2\N{NO-BREAK SPACE}: A, B, C")
    expect(frame).to_have_attribute("tabindex", "0")
    frame.focus()
    tab.keyboard.press("ArrowRight")
    # Asked again by the page itself: the policy refuses the second look of wait_for_function.
    tab.evaluate(
        """() => new Promise((done) => {
          const look = () => document.querySelectorAll('.gb-table')[1].scrollLeft > 0 ? done() : setTimeout(look, 20);
          look();
        })"""
    )
    narrow = tab.locator(".gb-table").first
    expect(narrow).to_have_role("group")
    assert narrow.get_attribute("tabindex") is None


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_rows_are_cards_on_a_telephone(open_tab: Callable[..., Tab], script: bool) -> None:
    tab = open_tab("light", PHONE, java_script_enabled=script)
    shown(tab, TABLES)
    cell = tab.get_by_role("cell", name="Software")
    box, head = cell.bounding_box(), tab.get_by_role("cell", name="MIT").bounding_box()
    assert box
    assert head
    assert box["y"] >= head["y"] + head["height"]
    expect(cell).to_have_attribute("data-head", "For")
    plain = [tab.get_by_role("cell", name=name, exact=True).bounding_box() for name in ("1", "2")]
    assert [each and each["y"] for each in plain] == [plain[0] and plain[0]["y"]] * 2


# --- for everybody ------------------------------------------------------------------------------------------


def test_every_block_in_every_state_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    shown(any_tab, EVERY_BLOCK)
    found = axe(any_tab)
    any_tab.get_by_role("tab", name="Windows").click()
    any_tab.get_by_role("button", name="Afficher la vidéo").click()
    any_tab.locator("[data-page-body] summary").first.click()
    any_tab.get_by_role("checkbox").nth(1).check()
    any_tab.get_by_role("button", name="Copier ce code").first.click()
    any_tab.get_by_role("link", name="Note 1", exact=True).focus()
    expect(any_tab.locator("#ui-note")).to_be_visible()
    assert found + axe(any_tab) == []


@pytest.mark.parametrize("width", [320, 390])
def test_no_block_widens_the_page(open_tab: Callable[..., Tab], width: int) -> None:
    tab = open_tab("light", {"width": width, "height": 800})
    shown(tab, EVERY_BLOCK)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_every_block_without_script_passes_axe(
    open_tab: Callable[..., Tab], axe: Callable[[Tab], list[str]], console: list[str]
) -> None:
    tab = open_tab()
    tab.route("**/*.js", lambda route: route.abort())
    shown(tab, EVERY_BLOCK)
    assert axe(tab) == []
    assert [said for said in console if "ERR_FAILED" not in said] == []
    console.clear()


def test_paper_shows_everything_and_no_gesture(tab: Tab) -> None:
    shown(tab, EVERY_BLOCK)
    tab.emulate_media(media="print")
    for name in ("Copier ce code", "Afficher la vidéo"):
        assert [each.is_visible() for each in tab.get_by_role("button", name=name).all()] == []
    expect(tab.get_by_text("Texte de l'onglet Windows.")).to_be_visible()
    assert tab.locator("[data-page-body] details").first.evaluate(
        "d => d.lastElementChild.getBoundingClientRect().height > 0"
    )
