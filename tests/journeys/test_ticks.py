"""A reader ticks the tasks of a page: kept in the browser, counted, taken back, printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from playwright.sync_api import Page as Tab

from tests import factories
from wiki.actions import pages
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TASKS = """# Tasks

## One

* [ ] First thing
* [ ] Second [thing](/)
  * [ ] Inner thing
* [x] Done by the guide

## Two

* [ ] Twin
* [ ] Twin

### Deeper

1. [ ] Last thing

## Three

No task.
"""
REFUSED = (
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"


@pytest.fixture
def page(live_server) -> Page:
    return factories.page(factories.home(), "tasks", TASKS)


def ticked(tab: Tab) -> list[bool]:
    return tab.evaluate("[...document.querySelectorAll('.gb-task input')].map(box => box.checked)")


def sums(tab: Tab) -> list[str]:
    return tab.locator(".tally").all_inner_texts()


def total(tab: Tab) -> str:
    return tab.locator("strong[data-ticks-total]").inner_text()


def rewrite(page: Page, old: str, new: str) -> None:
    page.refresh_from_db()
    pages.edit(page, by=SYSTEM, base=page.version, source=page.source.replace(old, new))


@pytest.mark.drawn
def test_ticks_are_counted_below_each_heading_and_in_all(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    assert (sums(tab), total(tab)) == (["1 sur 4", "0 sur 3", "0 sur 1"], "1 sur 7")
    tab.get_by_role("checkbox", name="First thing").check()
    tab.get_by_role("checkbox", name="Last thing").check()
    assert (sums(tab), total(tab)) == (["2 sur 4", "1 sur 3", "1 sur 1"], "3 sur 7")
    assert tab.get_by_role("progressbar").evaluate("bar => [bar.value, bar.max]") == [3, 7]


@pytest.mark.drawn
def test_words_of_a_task_name_and_tick_its_box(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.get_by_text("First thing").click()
    expect(tab.get_by_role("checkbox", name="First thing", exact=True)).to_be_checked()
    expect(tab.get_by_role("checkbox", name="Second thing", exact=True)).not_to_be_checked()
    tab.get_by_text("Inner thing").click()
    assert ticked(tab) == [True, False, True, True, False, False, False]
    tab.get_by_role("link", name="thing", exact=True).click()
    expect(tab).to_have_url("/")


@pytest.mark.drawn
def test_ticks_are_found_again_at_the_next_visit(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="Twin").nth(1).check()
    tab.get_by_role("checkbox", name="Done by the guide").uncheck()
    tab.goto("/")
    tab.goto("/tasks/")
    assert ticked(tab) == [False, False, False, False, False, True, False]
    assert total(tab) == "1 sur 7"


def test_ticks_survive_edits_elsewhere_on_the_page(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="Second").check()
    tab.get_by_role("checkbox", name="Last").check()
    rewrite(page, "## One\n", "## One, by another name\n\n* [ ] A new one\n")
    rewrite(page, "### Deeper\n", "### Deeper still\n")
    tab.goto("/tasks/")
    assert ticked(tab) == [False, False, True, False, True, False, False, True]


@pytest.mark.drawn
def test_ticks_of_a_page_are_not_those_of_another(tab: Tab, page: Page) -> None:
    factories.page(page.parent, "others", TASKS)
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="First").check()
    tab.goto("/others/")
    assert total(tab) == "1 sur 7"


@pytest.mark.drawn
def test_ticks_are_taken_back_when_confirmed_and_given_back(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    ask = tab.get_by_role("button", name="Effacer mes coches")
    expect(ask).to_be_hidden()
    tab.get_by_role("checkbox", name="First").check()
    tab.get_by_role("checkbox", name="Done by the guide").uncheck()
    ask.click()
    sure = tab.get_by_role("button", name="Les effacer")
    expect(sure).to_be_focused()
    tab.keyboard.press("Escape")
    expect(ask).to_be_focused()
    assert total(tab) == "1 sur 7"
    ask.click()
    sure.click()
    undo = tab.get_by_role("button", name="Rétablir")
    expect(undo).to_be_focused()
    assert ticked(tab) == [False, False, False, True, False, False, False]
    tab.reload()
    assert total(tab) == "1 sur 7"


@pytest.mark.drawn
def test_ticks_taken_back_are_given_back_by_undoing(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="First").check()
    tab.get_by_role("button", name="Effacer mes coches").click()
    tab.keyboard.press("Enter")
    assert total(tab) == "1 sur 7"
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Effacer mes coches")).to_be_focused()
    assert total(tab) == "2 sur 7"
    tab.reload()
    assert total(tab) == "2 sur 7"


@pytest.mark.drawn
def test_ticks_are_told_once_after_a_row_of_them(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    said = tab.locator("#ui-said")
    expect(said).to_be_empty()
    tab.evaluate("""
        window.told = [];
        new MutationObserver(() => window.told.push(document.getElementById("ui-said").textContent))
            .observe(document.getElementById("ui-said"), {childList: true});
    """)
    for name in ("First", "Second", "Inner"):
        tab.get_by_role("checkbox", name=name).check()
    expect(said).to_have_text("4 cases cochées sur 7")
    assert tab.evaluate("window.told") == ["4 cases cochées sur 7"]


@pytest.mark.drawn
def test_ticks_by_keyboard_alone(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="First").focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    assert ticked(tab)[:2] == [True, True]


@pytest.mark.drawn
def test_ticks_reach_another_tab(tab: Tab, page: Page) -> None:
    context: BrowserContext = tab.context
    other = context.new_page()
    tab.goto("/tasks/")
    other.goto("/tasks/")
    tab.get_by_role("checkbox", name="First").check()
    expect(other.get_by_role("checkbox", name="First")).to_be_checked()
    other.get_by_role("checkbox", name="Last").check()
    expect(tab.locator("strong[data-ticks-total]")).to_have_text("3 sur 7")


@pytest.mark.drawn
@pytest.mark.parametrize("obstacle", [REFUSED, FULL], ids=["refused", "full"])
def test_ticks_last_the_visit_where_nothing_can_be_kept(tab: Tab, page: Page, obstacle: str) -> None:
    tab.add_init_script(obstacle)
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="First").check()
    tab.get_by_role("checkbox", name="Last").check()
    assert total(tab) == "3 sur 7"
    expect(tab.get_by_text("Ce navigateur refuse de garder vos coches")).to_be_visible()
    expect(tab.get_by_text("Vos coches restent dans ce navigateur")).to_be_hidden()


@pytest.mark.drawn
def test_ticks_kept_by_somebody_else_are_no_harm(tab: Tab, page: Page) -> None:
    for odd in ("{", "[1]", "null", '"x"', '{"a": {"b": 1}}'):
        tab.goto("/tasks/")
        tab.evaluate("odd => localStorage.setItem('communs:ticks:/tasks/', odd)", odd)
        tab.reload()
        assert total(tab) == "1 sur 7"


@pytest.mark.drawn
def test_boxes_without_script_say_what_the_guide_says(open_tab: Callable[..., Tab], page: Page) -> None:
    tab = open_tab(java_script_enabled=False)
    tab.goto("/tasks/")
    boxes = tab.get_by_role("checkbox")
    assert [box.is_disabled() for box in boxes.all()] == [True] * 7
    assert [box.is_checked() for box in boxes.all()] == [False, False, False, True, False, False, False]
    expect(tab.get_by_text("Votre progression")).to_be_hidden()


@pytest.mark.drawn
def test_boxes_that_the_guide_ticked_all_stay_as_they_are(tab: Tab, live_server) -> None:
    factories.page(factories.home(), "done", "# Done\n\n* [x] a\n* [x] b\n")
    tab.goto("/done/")
    assert [box.is_disabled() for box in tab.get_by_role("checkbox").all()] == [True, True]
    expect(tab.get_by_text("Votre progression")).to_be_hidden()


@pytest.mark.drawn
def test_page_without_task_has_no_count(tab: Tab, page: Page) -> None:
    tab.goto("/")
    assert tab.locator("[data-ticks]").count() == 0


@pytest.mark.drawn
def test_ticks_are_printed_with_their_count(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.get_by_role("checkbox", name="First").check()
    tab.emulate_media(media="print")
    expect(tab.locator("strong[data-ticks-total]")).to_be_visible()
    expect(tab.get_by_role("button", name="Effacer mes coches")).to_be_hidden()
    ground = "box => [getComputedStyle(box).printColorAdjust, getComputedStyle(box).backgroundColor]"
    assert tab.get_by_role("checkbox", name="First").evaluate(ground) == ["exact", "rgb(13, 89, 67)"]


@pytest.mark.drawn
def test_nothing_ticked_costs_no_paper(tab: Tab, page: Page) -> None:
    tab.goto("/tasks/")
    tab.emulate_media(media="print")
    expect(tab.locator("strong[data-ticks-total]")).to_be_visible()
    tab.get_by_role("checkbox", name="Done by the guide").uncheck()
    expect(tab.locator("strong[data-ticks-total]")).to_be_hidden()


@pytest.mark.drawn
def test_ticks_pass_axe_at_each_step(any_tab: Tab, page: Page, axe: Callable[[Tab], list[str]]) -> None:
    any_tab.goto("/tasks/")
    any_tab.get_by_role("checkbox", name="First").check()
    found = axe(any_tab)
    any_tab.get_by_role("button", name="Effacer mes coches").click()
    found += axe(any_tab)
    any_tab.get_by_role("button", name="Les effacer").click()
    assert found + axe(any_tab) == []


# --- key actions --------------------------------------------------------------------------------------------

ONE = "# One\n\n* [ ] **A.1** Say the need\n* [ ] **A.2** Draw the map\n* [ ] Buy chalk\n"
ALL = "# All\n\n* [ ] **A.1** Say the need\n* [ ] **A.2** Draw the map\n* [ ] **B.1** Tell the story\n"


@pytest.fixture
def two_pages(live_server) -> None:
    home = factories.home()
    factories.page(home, "one", ONE)
    factories.page(home, "all", ALL)


@pytest.mark.drawn
def test_key_action_ticked_on_a_page_is_ticked_on_all(tab: Tab, two_pages: None) -> None:
    tab.goto("/one/")
    tab.get_by_role("checkbox", name="A.1").check()
    tab.get_by_role("checkbox", name="Buy chalk").check()
    tab.goto("/all/")
    assert (ticked(tab), total(tab)) == ([True, False, False], "1 sur 3")
    tab.get_by_role("checkbox", name="A.1").uncheck()
    tab.get_by_role("checkbox", name="B.1").check()
    tab.goto("/one/")
    assert ticked(tab) == [False, False, True]


@pytest.mark.drawn
def test_key_actions_of_other_pages_stay_when_a_page_is_taken_back(tab: Tab, two_pages: None) -> None:
    tab.goto("/all/")
    tab.get_by_role("checkbox", name="B.1").check()
    tab.goto("/one/")
    tab.get_by_role("checkbox", name="A.1").check()
    tab.get_by_role("button", name="Effacer mes coches").click()
    tab.get_by_role("button", name="Les effacer").click()
    assert ticked(tab) == [False] * 3
    tab.goto("/all/")
    assert ticked(tab) == [False, False, True]


@pytest.mark.drawn
def test_key_action_reaches_another_tab(tab: Tab, two_pages: None) -> None:
    tab.goto("/one/")
    other = tab.context.new_page()
    other.goto("/all/")
    tab.get_by_role("checkbox", name="A.2").check()
    expect(other.get_by_role("checkbox", name="A.2")).to_be_checked()
