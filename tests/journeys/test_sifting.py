"""A reader looks for some of the key actions that a page gathers, and takes them away."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from wiki.models import Page

pytestmark = [pytest.mark.browser, pytest.mark.drawn, pytest.mark.django_db(transaction=True)]

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
ACTIONS = """# All

## How to use it

Read.

| Sign | Who |
|---|---|
| EP | The team |
| DIR | Whoever pays |

## The tool

### Phase A

- [ ] **A.1** Say the need
  - EP, DIR — [One](one.md)
- [ ] **A.2** Draw the map
  - EP — [One](one.md)

### Phase B

- [ ] **B.1** =Tell the story
  - COM — [Two](two.md)

## To read next

Another page.
"""


@pytest.fixture
def page(live_server) -> Page:
    return factories.page(factories.home(), "all", ACTIONS)


def shown(tab: Tab) -> list[str]:
    tasks = tab.locator("[data-page-body] .gb-task")
    return [task.locator("strong").inner_text() for task in tasks.all() if task.is_visible()]


def taken(tab: Tab, button: str) -> list[list[str]]:
    """The rows of the spreadsheet that a button gives."""
    with tab.expect_download() as file:
        tab.get_by_role("button", name=button).click()
    assert file.value.suggested_filename == "all.ods"
    with zipfile.ZipFile(file.value.path()) as parts:
        assert parts.testzip() is None
        kind = parts.infolist()[0]
        assert (kind.filename, kind.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert b"<dc:language>fr</dc:language>" in parts.read("meta.xml")
        rows = ElementTree.fromstring(parts.read("content.xml")).iter(f"{TABLE}table-row")
        return [["".join(cell.itertext()) for cell in row] for row in rows]


def count(tab: Tab) -> str:
    return tab.locator("[data-sifting-count]").inner_text()


def test_actions_are_chosen_by_phase_by_who_and_by_state(tab: Tab, page: Page) -> None:
    tab.goto("/all/")
    assert (shown(tab), count(tab)) == (["A.1", "A.2", "B.1"], "3 actions")
    tab.get_by_label("Qui").select_option("EP")
    assert (shown(tab), count(tab)) == (["A.1", "A.2"], "2 actions")
    expect(tab.get_by_role("heading", name="Phase B")).to_be_hidden()
    expect(tab.get_by_role("link", name="Lien vers « Phase B »")).to_be_hidden()
    expect(tab.get_by_role("heading", name="How to use it")).to_be_visible()
    tab.get_by_role("checkbox", name="A.1").check()
    tab.get_by_label("État").select_option("À faire")
    assert (shown(tab), count(tab)) == (["A.2"], "1 action")
    tab.get_by_label("Qui").select_option("Tout le monde")
    tab.get_by_label("Phase", exact=True).select_option("Phase B")
    assert shown(tab) == ["B.1"]
    tab.get_by_label("État").select_option("Faite")
    assert (shown(tab), count(tab)) == ([], "0 actions")


def test_whoever_answers_is_called_by_their_name_where_the_page_tells_it(tab: Tab, page: Page) -> None:
    tab.goto("/all/")
    said = tab.get_by_label("Qui").locator("option").all_inner_texts()
    assert said == ["Tout le monde", "COM", "DIR — Whoever pays", "EP — The team"]


def test_progress_is_told_below_the_last_action(tab: Tab, page: Page) -> None:
    tab.goto("/all/")
    parts = tab.locator("[data-page-body] h2")
    assert parts.all_inner_texts() == ["How to use it", "The tool", "Votre progression", "To read next"]
    tab.get_by_role("checkbox", name="B.1").check()
    expect(tab.locator("[data-ticks] strong")).to_have_text("1 sur 3")


def test_actions_chosen_are_taken_away_as_a_file(tab: Tab, page: Page, tmp_path: Path) -> None:
    tab.goto("/all/")
    tab.get_by_role("checkbox", name="A.1").check()
    with tab.expect_download() as taken:
        tab.get_by_role("button", name="Télécharger (CSV)").click()
    assert taken.value.suggested_filename == "all.csv"
    taken.value.save_as(tmp_path / "actions.csv")
    assert (tmp_path / "actions.csv").read_text("utf-8").split("\n") == [
        '\ufeff"Phase";"Numéro";"Action";"Qui";"Page";"Faite"',
        '"Phase A";"A.1";"Say the need";"EP, DIR";"One";"oui"',
        '"Phase A";"A.2";"Draw the map";"EP";"One";"non"',
        '"Phase B";"B.1";"\'=Tell the story";"COM";"Two";"non"',
        "",
    ]


def test_actions_chosen_are_taken_away_as_a_spreadsheet(tab: Tab, page: Page) -> None:
    tab.goto("/all/")
    tab.get_by_role("checkbox", name="A.1").check()
    tab.get_by_label("Qui").select_option("EP")
    assert taken(tab, "Télécharger (ODS)") == [
        ["Phase", "Numéro", "Action", "Qui", "Page", "Faite"],
        ["Phase A", "A.1", "Say the need", "EP, DIR", "One", "oui"],
        ["Phase A", "A.2", "Draw the map", "EP", "One", "non"],
    ]


def test_nothing_is_offered_without_a_script(open_tab: Callable[..., Tab], page: Page) -> None:
    tab = open_tab(java_script_enabled=False)
    tab.goto("/all/")
    expect(tab.locator("[data-sifting]")).to_be_hidden()
    assert shown(tab) == ["A.1", "A.2", "B.1"]


def test_page_of_few_actions_has_nothing_to_choose_from(tab: Tab, live_server) -> None:
    factories.page(factories.home(), "few", "# Few\n\n* [ ] **A.1** Say the need\n  * EP — here\n")
    tab.goto("/few/")
    assert tab.locator("[data-sifting]").count() == 0


def test_chosen_actions_have_no_fault_of_access(
    any_tab: Tab, page: Page, axe: Callable[[Tab], list[str]]
) -> None:
    any_tab.goto("/all/")
    any_tab.get_by_label("Qui").select_option("EP")
    assert axe(any_tab) == []
    assert not any_tab.evaluate("document.documentElement.scrollWidth > innerWidth")
