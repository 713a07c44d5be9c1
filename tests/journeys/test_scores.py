"""A reader answers the score tables of a page: summed, advised, kept in the browser, taken away, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_ticks import FULL, REFUSED
from wiki.actions import pages
from wiki.models import Page
from wiki.rules import SYSTEM

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCORES = """# Matrix

## What we can do

| Question | Yes | In part | No |
|---|---|---|---|
| ★ Do we hold the rights? | 2 | 1 | 0 |
| Is there time? | 2 | 1 | 0 |

## What we want

| Question | Yes | In part | No |
|---|---|---|---|
| =Does it serve a plan? | 2 | 1 | 0 |
| Is there time? | 2 | 1 | 0 |

## Reading it

| Total | Advice |
|---|---|
| 6 to 8 | Open, and *ask* for help. |
| 3 to 5 | Open : show it. |
| 0 to 2 | Wait. |

| Town | Schools | Colleges |
|---|---|---|
| Brest | 2 | 1 |
"""


@pytest.fixture
def page(live_server) -> Page:
    return factories.page(factories.home(), "matrix", SCORES)


def choose(tab: Tab, question: str, answer: str, nth: int = 0) -> None:
    tab.get_by_role("radio", name=f"{question} {answer}").nth(nth).check()


def answer_all(tab: Tab, answer: str = "Yes") -> None:
    for question, nth in (("rights?", 0), ("time?", 0), ("plan?", 0), ("time?", 1)):
        choose(tab, question, answer, nth)


def sums(tab: Tab) -> list[str]:
    return tab.locator(".tally").all_inner_texts()


def result(tab: Tab) -> str:
    return tab.locator("[data-score-total]").inner_text()


@pytest.mark.drawn
def test_answers_are_summed_below_each_heading_and_in_all(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    assert (sums(tab), result(tab)) == (["0 sur 4", "0 sur 4"], "0 sur 8")
    choose(tab, "rights?", "Yes")
    choose(tab, "time?", "In part", 1)
    assert (sums(tab), result(tab)) == (["2 sur 4", "1 sur 4"], "3 sur 8")
    expect(tab.locator("[data-score-count]")).to_have_text("2 réponses sur 4")
    assert tab.get_by_role("progressbar").evaluate("bar => [bar.value, bar.max]") == [3, 8]
    assert tab.get_by_role("radio").count() == 12  # not those of a table of numbers


@pytest.mark.drawn
def test_advice_is_that_of_the_total_once_all_is_answered(tab: Tab, page: Page) -> None:
    advice = "[data-score-advice]"
    tab.goto("/matrix/")
    choose(tab, "rights?", "Yes")
    expect(tab.locator(advice)).to_be_hidden()
    answer_all(tab)
    expect(tab.locator(advice)).to_have_text("Open, and ask for help.")
    choose(tab, "plan?", "No")
    choose(tab, "time?", "In part")
    assert tab.locator(advice).text_content() == "Open\u00a0: show it."  # which no line breaks before « : »


@pytest.mark.drawn
def test_blocking_question_that_is_worth_nothing_says_not_yet(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    answer_all(tab)
    choose(tab, "rights?", "No")
    expect(tab.locator("[data-score-blocked]")).to_be_visible()
    expect(tab.locator("[data-score-advice]")).to_be_hidden()
    choose(tab, "rights?", "In part")
    expect(tab.locator("[data-score-blocked]")).to_be_hidden()
    expect(tab.locator("[data-score-advice]")).to_be_visible()


@pytest.mark.drawn
def test_answers_and_note_are_kept_through_edits(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    choose(tab, "rights?", "Yes")
    choose(tab, "time?", "In part", 1)
    tab.get_by_label("Ce qui a fait débat").fill("Le temps.")
    page.refresh_from_db()
    source = page.source.replace("Is there time?", "Is there money?", 1)
    pages.edit(page, by=SYSTEM, base=page.version, source=source)
    tab.reload()
    assert sums(tab) == ["2 sur 4", "1 sur 4"]
    expect(tab.get_by_label("Ce qui a fait débat")).to_have_value("Le temps.")


@pytest.mark.drawn
def test_answer_is_taken_back_by_choosing_it_again(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    choose(tab, "rights?", "Yes")
    tab.get_by_role("radio", name="rights? Yes").click()
    assert result(tab) == "0 sur 8"
    expect(tab.locator("[data-score-count]")).to_have_text("0 réponses sur 4")


@pytest.mark.drawn
def test_keyboard_answers(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    tab.get_by_role("radio", name="rights? Yes").focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("ArrowRight")
    assert result(tab) == "1 sur 8"
    expect(tab.get_by_role("radio", name="rights? In part")).to_be_focused()


@pytest.mark.drawn
def test_answers_are_taken_back_after_a_question_and_brought_back(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    answer_all(tab)
    tab.get_by_role("button", name="Effacer mes réponses").click()
    tab.get_by_role("button", name="Les effacer").click()
    assert result(tab) == "0 sur 8"
    expect(tab.get_by_role("button", name="Rétablir")).to_be_focused()
    tab.keyboard.press("Enter")
    assert result(tab) == "8 sur 8"
    tab.reload()
    assert result(tab) == "8 sur 8"


@pytest.mark.drawn
def test_answers_are_taken_away_as_a_file(tab: Tab, page: Page, tmp_path: Path) -> None:
    tab.goto("/matrix/")
    answer_all(tab)
    tab.get_by_label("Ce qui a fait débat").fill('Le "temps".')
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Télécharger mes réponses (CSV)").click()
    assert taken.value.suggested_filename == "matrix.csv"
    taken.value.save_as(tmp_path / "answers.csv")
    assert (tmp_path / "answers.csv").read_text("utf-8").split("\n") == [
        '\ufeff"Partie";"Question";"Réponse";"Points"',
        '"What we can do";"★ Do we hold the rights?";"Yes";"2"',
        '"What we can do";"Is there time?";"Yes";"2"',
        '"What we want";"\'=Does it serve a plan?";"Yes";"2"',
        '"What we want";"Is there time?";"Yes";"2"',
        "",
        '"Total";"";"";"8 sur 8"',
        '"Conseil";"Open, and ask for help."',
        '"Ce qui a fait débat";"Le ""temps""."',
        "",
    ]


@pytest.mark.drawn
@pytest.mark.parametrize("fault", [REFUSED, FULL])
def test_browser_that_keeps_nothing_says_so(tab: Tab, page: Page, fault: str) -> None:
    tab.add_init_script(fault)
    tab.goto("/matrix/")
    choose(tab, "rights?", "Yes")
    assert result(tab) == "2 sur 8"
    expect(tab.locator("[data-score-visit]")).to_be_visible()


@pytest.mark.drawn
def test_other_tab_follows(tab: Tab, page: Page) -> None:
    tab.goto("/matrix/")
    other = tab.context.new_page()
    other.goto("/matrix/")
    choose(tab, "rights?", "Yes")
    expect(other.locator("[data-score-total]")).to_have_text("2 sur 8")


@pytest.mark.drawn
def test_tables_are_read_without_a_script(open_tab: Callable[..., Tab], page: Page) -> None:
    tab = open_tab(java_script_enabled=False)
    tab.goto("/matrix/")
    expect(tab.locator("[data-score]")).to_be_hidden()
    assert tab.get_by_role("radio").count() == 0
    expect(tab.get_by_role("cell", name="2").first).to_be_visible()


@pytest.mark.drawn
def test_page_without_questions_has_no_result(tab: Tab, page: Page) -> None:
    pages.edit(page, by=SYSTEM, base=page.version, source="# Matrix\n\nNo table.\n")
    tab.goto("/matrix/")
    assert tab.locator("[data-score]").count() == 0


@pytest.mark.drawn
def test_answered_page_has_no_fault_of_access(
    any_tab: Tab, page: Page, axe: Callable[[Tab], list[str]]
) -> None:
    any_tab.goto("/matrix/")
    answer_all(any_tab)
    choose(any_tab, "rights?", "No")
    assert axe(any_tab) == []
    assert not any_tab.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.drawn
def test_result_stands_below_the_last_question_and_is_reached_from_it(any_tab: Tab, page: Page) -> None:
    any_tab.goto("/matrix/")
    choose(any_tab, "time?", "No", 1)
    any_tab.keyboard.press("Tab")
    expect(any_tab.get_by_label("Ce qui a fait débat")).to_be_focused()
    assert any_tab.evaluate("""() => {
        const panel = document.querySelector("[data-score]");
        return [panel.previousElementSibling.matches(".gb-score"), panel.nextElementSibling.textContent];
    }""") == [True, "Reading it"]
