"""Each tool of the guide is used as it is: on a telephone, with a keyboard alone, and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.conftest import NARROW
from tests.guide.book import ACTIONS, CONTENT, kind, text
from wiki.book import front_matter
from wiki.models import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.drawn]

TOOLS = [file for file in CONTENT if kind(file) == "ressources"]
ASKED = [file for file in [*CONTENT, ACTIONS] if "| Question |" in text(file) or file in (*TOOLS, ACTIONS)]
SMALLEST = 24  # pixels of what a finger presses
# Where the focus stands, by what it answers or ticks; nothing where it has left the text.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one?.closest("[data-page-body]")) return "";
  return one.name && one.type === "radio" ? one.name : one.type === "checkbox" ? "box" : "other";
}"""
FINGERS = """(most) => [...document.querySelectorAll("[data-page-body] :is(.score-answer, .gb-task input:enabled)")]
  .map((one) => (one.matches("input") ? one : one.closest("td")).getBoundingClientRect())
  .filter((box) => box.width && (box.width < most / 1.25 || box.height < most / 1.25)).length"""


@pytest.fixture(params=ASKED)
def tool(request: pytest.FixtureRequest, live_server) -> Page:
    return factories.page(factories.home(), "tool", front_matter.split(text(request.param)).source)


def test_tool_is_filled_in_on_a_telephone_with_a_keyboard(open_tab: Callable[..., Tab], tool: Page) -> None:
    tab = open_tab("light", NARROW)
    tab.goto("/tool/")
    questions = tab.evaluate(
        "new Set([...document.querySelectorAll('[data-page-body] [type=radio]')].map((one) => one.name)).size"
    )
    boxes = tab.locator("[data-page-body] .gb-task input:enabled:visible").count()
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert tab.evaluate(FINGERS, SMALLEST) == 0
    tab.locator("[data-page-body]").evaluate("body => { body.tabIndex = -1; body.focus(); }")
    met: list[str] = []
    for _press in range(400):
        tab.keyboard.press("Tab")
        where = tab.evaluate(FOCUSED)
        if not where:
            break
        met.append(where)
        if where != "other":
            tab.keyboard.press("Space")
    assert (len({one for one in met if one not in ("box", "other")}), met.count("box")) == (questions, boxes)
    if questions:
        expect(tab.locator("[data-score-count]")).to_have_text(f"{questions} réponses sur {questions}")
        expect(
            tab.locator("[data-score-advice], [data-score-blocked]").locator("visible=true")
        ).to_have_count(1)
    if boxes:
        expect(tab.locator("strong[data-ticks-total]")).to_have_text(f"{boxes} sur {boxes}")


def test_tool_is_read_without_a_script(open_tab: Callable[..., Tab], tool: Page) -> None:
    tab = open_tab("light", NARROW, java_script_enabled=False)
    tab.goto("/tool/")
    for kept in ("table", "pre", "figure img", ".gb-task input"):
        found = tab.locator(f"[data-page-body] {kept}")
        assert [one for one in found.all() if not one.is_visible() and not _is_folded(one)] == []
    expect(tab.locator("[data-page-body] [hidden]")).to_have_count(0)


def _is_folded(one) -> bool:
    return bool(one.locator("xpath=ancestor::details").count())
