"""A passage changed where it is read, in a real browser: by mouse, finger and keyboard; without script too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, expect
from playwright.sync_api import Page as Tab

from accounts.models import User
from tests import factories
from tests.journeys.test_comments import PHONE, SELECT
from tests.journeys.test_writing import Actions
from wiki.models import Page, Suggestion

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]

TEXT = """# Deciding

First of all, we agree on **three things**: what is shared, [its rules](https://example.org/), and who decides.

## Who decides

- Write down who took each decision,
- and who learnt of it too late.
"""
WORDS = "what is shared"
NEW = "First of all, we agree on three things: what is common, its rules, and who decides."
WHY = "“Common” is the word of the guide."
AFTER = TEXT.replace("what is shared", "what is common")
MOST_ACTIONS = 6


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "deciding", TEXT, title="Deciding")


@pytest.fixture
def person() -> User:
    return factories.person(name="Claire Dumont-Reyes")


@pytest.fixture
def reader(tab: Tab, log_in: Callable[[Tab, Any], None], page: Page, person: User) -> Tab:
    log_in(tab, person)
    tab.goto(page.address)
    return tab


def begin(tab: Tab, words: str = WORDS) -> None:
    tab.evaluate(SELECT, words)
    tab.locator(".selected-change").click()
    expect(tab.locator(".passage-in-place textarea").first).to_be_focused()


def words_of(tab: Tab) -> Any:
    return tab.locator(".passage-form [name=text]")


# --- from the page to what was sent -------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["mouse", "finger", "keyboard"])
def test_sentence_is_mended_in_five_actions_without_its_source(
    open_tab: Callable[..., Tab], log_in: Callable[[Tab, Any], None], page: Page, person: User, by: str
) -> None:
    tab = open_tab("light", PHONE, has_touch=True) if by == "finger" else open_tab()
    log_in(tab, person)
    tab.goto(page.address)
    actions = Actions()
    actions.do(tab.evaluate, SELECT, WORDS)
    expect(tab.locator(".selected-change")).to_be_visible()
    if by == "keyboard":
        actions.do(tab.keyboard.press, "e")
        expect(words_of(tab)).to_be_focused()
        actions.do(tab.keyboard.type, "what is common")  # over the words that were selected
        tab.locator(".passage-form [name=reason]").focus()
        actions.do(tab.keyboard.type, WHY)
        actions.do(tab.keyboard.press, "Control+Enter")
    else:
        link, button = tab.locator(".selected-change"), tab.locator(".passage-form .btn.go")
        actions.do(link.tap if by == "finger" else link.click)
        assert "*" not in words_of(tab).input_value()
        actions.do(words_of(tab).fill, NEW)
        actions.do(tab.locator(".passage-form [name=reason]").fill, WHY)
        actions.do(button.tap if by == "finger" else button.click)
    expect(tab.locator(".said .ok")).to_be_visible()

    assert actions.count == 5 <= MOST_ACTIONS
    made = Suggestion.objects.get()
    assert (made.proposal, made.author, made.summary) == (AFTER, person, WHY)


@pytest.mark.drawn
def test_changes_are_drawn_while_one_types_and_hidden_on_request(reader: Tab) -> None:
    begin(reader)
    reader.keyboard.type("what is common")
    drawn = reader.locator("[data-passage-changes]")
    expect(drawn.locator("del")).to_contain_text("shared")
    expect(drawn.locator("ins")).to_contain_text("common")
    expect(drawn.locator("strong")).to_have_text("three things")
    expect(drawn.locator("a")).to_have_text("its rules")
    shows = reader.get_by_role("button", name="Montrer les changements")
    shows.click()
    expect(drawn).to_be_hidden()
    shows.click()
    expect(drawn).to_be_visible()
    assert Suggestion.objects.count() == 0


@pytest.mark.drawn
def test_advice_comes_with_the_changes_and_keeps_its_name(reader: Tab) -> None:
    begin(reader)
    advice = reader.get_by_role("region", name="Avant d’envoyer")
    words_of(reader).fill(f"{NEW} {'and so on ' * 20}.")
    expect(advice).to_contain_text("Phrase très longue")
    words_of(reader).fill(f"{NEW} {'and so on ' * 21}.")
    expect(advice).to_contain_text("63")
    words_of(reader).fill(NEW)
    expect(reader.locator("[data-passage-changes] ins")).to_contain_text("common")
    expect(advice).to_have_count(0)


def test_source_is_offered_where_words_do_not_do(reader: Tab, console: list[str]) -> None:
    begin(reader, "Write down")
    words_of(reader).fill("Write down who took each decision,\nand when,")
    expect(reader.locator("[data-passage-changes]")).to_contain_text("lignes")
    reader.locator(".passage-form [name=reason]").fill(WHY)
    reader.locator(".passage-form .btn.go").click()
    source = reader.locator("[name=source]")
    expect(source).to_have_value("- Write down who took each decision,")
    expect(words_of(reader)).to_have_value("Write down who took each decision,\nand when,")
    source.fill("- Write down who took each decision,\n- and when,")
    reader.locator(".passage-form .btn.go").click()
    expect(reader.locator(".said .ok")).to_be_visible()
    assert Suggestion.objects.get().proposal == TEXT.replace("decision,\n", "decision,\n- and when,\n")
    console[:] = [said for said in console if "422" not in said]


# --- nothing typed is lost ----------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["Escape", "Annuler"])
def test_form_is_left_at_once_where_nothing_was_typed(reader: Tab, how: str) -> None:
    begin(reader)
    if how == "Escape":
        reader.keyboard.press("Escape")
    else:
        reader.locator("[data-passage-leave]").click()
    expect(reader.locator(".passage-in-place")).to_have_count(0)
    assert reader.evaluate("getSelection().toString()") == WORDS


def test_form_in_which_something_was_typed_is_left_after_a_question(reader: Tab) -> None:
    asked: list[str] = []
    answers = [False, True]

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if answers.pop(0) else dialog.dismiss()

    reader.on("dialog", answer)
    begin(reader)
    reader.keyboard.type("what is common")
    reader.keyboard.press("Escape")
    expect(words_of(reader)).to_have_value(NEW)
    reader.keyboard.press("Escape")
    expect(reader.locator(".passage-in-place")).to_have_count(0)
    assert len(asked) == 2


def test_draft_comes_back_with_the_form_and_goes_once_it_is_sent(reader: Tab) -> None:
    begin(reader)
    reader.keyboard.type("what is common")
    expect(reader.locator(".passage-in-place [data-draft-state]")).not_to_be_empty()
    reader.reload()
    begin(reader)
    expect(words_of(reader)).to_have_value(NEW)
    expect(reader.locator("[data-passage-changes] ins")).to_contain_text("common")
    reader.locator(".passage-form [name=reason]").fill(WHY)
    reader.locator(".passage-form .btn.go").click()
    expect(reader.locator(".said .ok")).to_be_visible()
    reader.goto("/deciding/")
    begin(reader)
    expect(words_of(reader)).to_have_value(TEXT.split("\n")[2].replace("**", "").replace("[", "").replace("](https://example.org/)", ""))  # fmt: skip


# --- without script, and for everybody ----------------------------------------------------------------------


def test_passage_is_chosen_and_changed_without_script(
    open_tab: Callable[..., Tab], log_in: Callable[[Tab, Any], None], page: Page, person: User
) -> None:
    tab = open_tab(java_script_enabled=False)
    log_in(tab, person)
    tab.goto(page.address)
    tab.locator(".acts").get_by_role("link", name="Proposer").click()
    tab.get_by_role("link", name="First of all").click()
    words_of(tab).fill(NEW)
    tab.get_by_role("button", name="Montrer les changements").click()
    expect(tab.locator("[data-passage-changes] ins")).to_contain_text("common")
    tab.locator("[name=reason]").fill(WHY)
    tab.get_by_role("button", name="Envoyer en relecture").click()
    expect(tab.locator(".said .ok")).to_be_visible()
    assert Suggestion.objects.get().proposal == AFTER


@pytest.mark.drawn
def test_screens_of_passages_are_accessible(
    any_tab: Tab,
    log_in: Callable[[Tab, Any], None],
    axe: Callable[[Tab], list[str]],
    page: Page,
    person: User,
    console: list[str],
) -> None:
    log_in(any_tab, person)
    any_tab.goto(page.address)
    any_tab.evaluate(SELECT, WORDS)
    expect(any_tab.locator(".selected-change")).to_be_visible()
    assert axe(any_tab) == []
    any_tab.keyboard.press("e")
    expect(words_of(any_tab)).to_be_focused()
    any_tab.keyboard.type("what is common")
    expect(any_tab.locator("[data-passage-changes] ins")).to_be_visible()
    assert axe(any_tab) == []
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    words_of(any_tab).fill("Too\nmany lines")
    any_tab.locator("[name=reason]").fill(WHY)
    any_tab.locator(".passage-form .btn.go").click()
    expect(any_tab.locator("[name=source]")).to_be_visible()
    assert axe(any_tab) == []
    any_tab.goto(f"{page.address}-/suggest/passage/")
    assert axe(any_tab) == []
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    console[:] = [said for said in console if "422" not in said]
