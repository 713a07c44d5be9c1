"""Two revisions compared in a real browser: from a page to what changed, with and without script, by keyboard."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.actions import pages
from wiki.models import Page, PageRevision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLOCKS = (Path(__file__).parent / "every_block.md").read_text(encoding="utf-8")
VIEWS = ("", "?view=sides", "?view=source")


def compared() -> str:
    """A page of every block, most of them changed; the address of the comparison."""
    page = factories.guide()["advice/first"]
    ada = factories.moderator(name="Ada")
    pages.edit(page, by=ada, base=0, source=BLOCKS, reason="All blocks")
    changed = (
        BLOCKS.replace("Texte", "Un texte")
        .replace('style="info"', 'style="danger"', 1)
        .replace("Fin.", "La fin.")
    )
    changed = changed.replace("Cibler", "Viser").replace(
        "https://example.org/x.png", "https://example.org/autre.png"
    )
    changed = (
        changed.replace("- [ ]", "- [x]").replace("une note[^1] et ", "").replace("Contenu", "Le contenu")
    )
    pages.edit(page, by=ada, base=1, source=changed, reason="Say more", description="Of blocks.")
    one, other = (
        PageRevision.objects.filter(id=page.pk).order_by("number").values_list("history_id", flat=True)[1:3]
    )
    return f"/advice/first/-/compare/{one}/{other}/"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_reader_goes_from_a_page_to_what_changed_in_it(open_tab: Callable[..., Tab], script: bool) -> None:
    compared()
    tab = open_tab(java_script_enabled=script)
    tab.goto("/advice/first/-/history/")
    tab.get_by_label("Comparer depuis la révision 1").check()
    tab.get_by_label("Comparer jusqu’à la révision 2").check()
    tab.get_by_role("button", name="Comparer").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("De la révision 1 à la révision 2")
    expect(tab.locator("ins").first).to_be_visible()
    for name, view in (("Source", "source"), ("Avant / après", "sides")):
        tab.get_by_role("link", name=name, exact=True).click()
        expect(tab).to_have_url(f"{tab.url.partition('?')[0]}?view={view}")
        expect(tab.locator(".change").first).to_be_visible()
    tab.get_by_role("link", name="Inverser les côtés").click()
    expect(tab.get_by_text("Vous lisez à rebours")).to_be_visible()
    tab.get_by_role("link", name="Lire dans l’ordre du temps").click()
    expect(tab.get_by_text("Vous lisez à rebours")).to_have_count(0)


def test_keyboard_goes_from_change_to_change_and_unfolds_the_rest(open_tab: Callable[..., Tab]) -> None:
    address = compared()
    tab = open_tab()
    tab.goto(address)
    tab.get_by_role("link", name="Aller au premier changement").focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(f"{address}#ui-change-1")
    tab.locator("#ui-change-1").get_by_role("link", name="Changement suivant").focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(f"{address}#ui-change-2")
    tab.keyboard.press("Tab")
    expect(tab.locator("#ui-change-2").get_by_role("link", name="Changement précédent")).to_be_focused()
    folded = tab.locator("details.gap").first
    expect(folded.locator(".prose")).to_be_hidden()
    folded.locator("summary").focus()
    tab.keyboard.press("Enter")
    expect(folded.locator(".prose")).to_be_visible()


@pytest.mark.drawn
def test_every_view_of_a_comparison_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    address = compared()
    found = {}
    for view in VIEWS:
        any_tab.goto(address + view)
        found[view] = axe(any_tab)
    any_tab.goto(address)
    for summary in any_tab.locator("details.gap > summary").all():
        summary.click()
    found["unfolded"] = axe(any_tab)
    any_tab.goto("/advice/first/-/history/")
    found["history"] = axe(any_tab)
    assert found == {view: [] for view in found}


@pytest.mark.drawn
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_no_view_of_a_comparison_scrolls_sideways(open_tab: Callable[..., Tab], width: int) -> None:
    address = compared()
    tab = open_tab("light", {"width": width, "height": 800})
    for view in VIEWS:
        tab.goto(address + view)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, view


@pytest.mark.drawn
def test_additions_and_removals_are_told_without_colour(tab: Tab) -> None:
    tab.goto(compared())
    lines = "[...document.querySelectorAll('.change ins, .change del')].map(e => getComputedStyle(e).textDecorationLine)"
    assert set(tab.evaluate(lines)) == {"underline", "line-through"}


@pytest.mark.drawn
def test_additions_and_removals_are_said_aloud_and_not_copied(tab: Tab) -> None:
    tab.goto(compared())
    change = tab.locator(".change-body:has(ins):has(del)").first
    said = change.aria_snapshot()
    assert re.search(r"insertion: .*ajouté", said)
    assert re.search(r"deletion: .*retiré", said)
    copied = change.evaluate("e => { getSelection().selectAllChildren(e); return String(getSelection()); }")
    assert "ajouté" not in copied
    assert "retiré" not in copied


@pytest.mark.drawn
def test_comparison_on_paper_keeps_the_changes_and_drops_what_is_pressed(tab: Tab) -> None:
    tab.goto(compared())
    tab.emulate_media(media="print")
    for gone in (".seg", ".change-steps", ".compare-sides .btn", "details.gap > .prose"):
        expect(tab.locator(gone).first).to_be_hidden()
    expect(tab.locator(".change ins").first).to_be_visible()
    expect(tab.locator("details.gap > summary").first).to_be_visible()


def test_panels_of_tabs_that_changed_are_all_shown(tab: Tab) -> None:
    tab.goto(compared())
    panels = tab.locator(".change .gb-tabs").first.locator(":scope > .gb-tab")
    assert panels.count() > 1
    assert [panel.is_visible() for panel in panels.all()] == [True] * panels.count()
    assert Page.objects.filter(path="advice/first").count() == 1
