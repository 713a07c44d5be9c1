"""A comment written beside its words: as a mouse, a finger, a keyboard do; whatever happens, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from accounts.models import User
from tests import factories
from tests.journeys.test_comments import PHONE, QUOTES, SELECT, TEXT, begin, discussed
from wiki.actions import pages, threads
from wiki.models import Comment, Page, Thread
from wiki.rules import SYSTEM

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unlimited")
]  # fmt: skip

WORDS = "decision, and who"
SAID = "Who learnt of it?"
MOST_ACTIONS = 4
STAYS = "window.stays = true"
# The text of the page with its marks, whatever is open or pointed at.
DRAWN = """() => document.querySelector("[data-page-body]").innerHTML.replace(/ open=""/g, "").replace(/ on"/g, '"')"""


@pytest.fixture
def page() -> Page:
    return factories.page(factories.home(), "deciding", TEXT, title="Deciding")


@pytest.fixture
def person() -> User:
    return factories.person(name="Claire Dumont-Reyes")


@pytest.fixture
def reader(tab: Tab, log_in: Callable[[Tab, Any], None], page: Page, person: User) -> Tab:
    """A wide tab of somebody who reads the page."""
    log_in(tab, person)
    tab.goto(page.address)
    tab.evaluate(STAYS)
    return tab


@pytest.fixture
def refused(open_tab: Callable[..., Tab], console: list[str]) -> Iterator[None]:
    """Chromium notes each answer that refuses: those that a test expects are no mistakes of a page."""
    yield
    console[:] = [said for said in console if "Failed to load resource" not in said]


def select(tab: Tab, words: str = WORDS) -> None:
    tab.evaluate(SELECT, words)
    expect(tab.locator(".selected")).to_be_visible()


def select_from(tab: Tab, first: str, last: str) -> None:
    """Select from some words to the end of others, in other pieces of text."""
    tab.evaluate(SELECT, last)
    tab.evaluate("window.end = getSelection().getRangeAt(0).cloneRange()")
    tab.evaluate(SELECT, first)
    tab.evaluate("getSelection().extend(window.end.endContainer, window.end.endOffset)")
    expect(tab.locator(".selected")).to_be_visible()


def write(tab: Tab, words: str = WORDS, said: str = SAID) -> None:
    """All but the last action."""
    select(tab, words)
    tab.locator(".selected").click()
    tab.locator(".in-place textarea").fill(said)


def send(tab: Tab) -> None:
    tab.locator(".in-place [type=submit]").click()


def expect_posted(tab: Tab, said: str = SAID) -> None:
    """The comment is read on the page, which was never left."""
    expect(tab.locator(".thread .msg").get_by_text(said)).to_be_in_viewport()
    expect(tab.locator(".in-place")).to_have_count(0)
    assert tab.evaluate("window.stays") is True


def typed(tab: Tab) -> str:
    return tab.locator(".in-place textarea").input_value()


# --- four actions -------------------------------------------------------------------------------------------


class Actions:
    """Counts what somebody does: one selection, click, tap, shortcut or filled field."""

    def __init__(self) -> None:
        self.count = 0

    def do(self, act: Callable[..., Any], *told: Any) -> None:
        self.count += 1
        act(*told)


@pytest.mark.parametrize("by", ["mouse", "finger", "keyboard"])
def test_comment_takes_four_actions_from_the_page_and_never_leaves_it(
    open_tab: Callable[..., Tab], log_in: Callable[[Tab, Any], None], page: Page, person: User, by: str
) -> None:
    tab = open_tab("light", PHONE, has_touch=True) if by == "finger" else open_tab()
    log_in(tab, person)
    tab.goto(page.address)
    tab.evaluate(STAYS)
    actions = Actions()
    actions.do(select, tab)
    if by == "keyboard":
        actions.do(tab.keyboard.press, "c")
        expect(tab.locator(".in-place textarea")).to_be_focused()
        actions.do(tab.keyboard.type, SAID)
        actions.do(tab.keyboard.press, "Control+Enter")
    else:
        link, button = tab.locator(".selected"), tab.locator(".in-place [type=submit]")
        actions.do(link.tap if by == "finger" else link.click)
        actions.do(tab.locator(".in-place textarea").fill, SAID)
        actions.do(button.tap if by == "finger" else button.click)
    expect_posted(tab)

    assert actions.count <= MOST_ACTIONS
    comment = Comment.objects.select_related("thread").get()
    assert (comment.text, comment.author, comment.thread.exact) == (SAID, person, WORDS)
    assert urlsplit(tab.url).path == page.address
    expect(tab.locator(f"#ui-comment-{comment.pk}")).to_be_focused()
    expect(tab.locator("#ui-said")).to_have_text("Votre commentaire est publié.")


# --- where it stands ----------------------------------------------------------------------------------------


def test_form_stands_in_the_margin_beside_the_words(reader: Tab) -> None:
    write(reader)
    beside = reader.evaluate(
        """() => {
          const [form, words] = [document.querySelector(".in-place"), document.querySelector(".in-place").range]
            .map((one) => one.getBoundingClientRect());
          return [Math.abs(form.top - words.top) < 40, form.left > words.right];
        }"""
    )
    assert beside == [True, True]
    expect(reader.locator(".in-place blockquote")).to_have_text(WORDS)


@pytest.mark.drawn
@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 700}, {"width": 1000, "height": 800}])
def test_form_comes_from_the_foot_of_a_window_without_margin(
    open_tab: Callable[..., Tab],
    log_in: Callable[[Tab, Any], None],
    page: Page,
    person: User,
    size: dict[str, int],
) -> None:
    tab = open_tab("light", size)
    log_in(tab, person)
    tab.goto(page.address)
    write(tab)
    box = tab.locator(".in-place").bounding_box()
    words = tab.evaluate("document.querySelector('.in-place').range.getBoundingClientRect().bottom")

    assert box
    assert (box["y"] + box["height"], box["width"]) == (size["height"], min(size["width"], 672))
    assert words < box["y"]
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.drawn
def test_form_on_the_home_page_comes_from_the_foot_of_the_window(
    tab: Tab, log_in: Callable[[Tab, Any], None], person: User
) -> None:
    factories.home("# Home\n\nWelcome to all.\n")
    log_in(tab, person)
    tab.goto("/")
    tab.evaluate(STAYS)
    write(tab, "Welcome")
    send(tab)
    expect_posted(tab)


@pytest.mark.parametrize("how", ["Escape", "Annuler"])
def test_form_that_is_shut_gives_the_words_back_and_keeps_the_draft(reader: Tab, how: str) -> None:
    write(reader)
    if how == "Escape":
        reader.keyboard.press("Escape")
    else:
        reader.locator(".in-place").get_by_role("link", name=how).click()
    expect(reader.locator(".in-place")).to_have_count(0)
    assert reader.evaluate("getSelection().toString()") == WORDS
    reader.keyboard.press("c")
    expect(reader.locator(".in-place textarea")).to_have_value(SAID)
    expect(reader.locator(".in-place").get_by_text("Votre brouillon est revenu.")).to_be_visible()


@pytest.mark.drawn
def test_hidden_discussion_is_shown_to_whoever_writes(reader: Tab, page: Page) -> None:
    begin(page, "three things")
    reader.reload()
    reader.evaluate(STAYS)
    reader.get_by_role("button", name="Discussion").click()
    write(reader)
    send(reader)
    expect_posted(reader)


def test_stranger_is_led_to_the_door_and_back_to_the_form(tab: Tab, page: Page) -> None:
    tab.goto(page.address)
    select(tab)
    tab.locator(".selected").click()
    tab.wait_for_url("**/accounts/login/**")
    back = urlsplit(parse_qs(urlsplit(tab.url).query)["next"][0])

    assert (back.path, parse_qs(back.query)["exact"]) == (f"{page.address}-/threads/new/", [WORDS])


# --- what is shown then -------------------------------------------------------------------------------------


@pytest.mark.drawn
def test_marks_are_those_of_the_page_asked_for_anew(reader: Tab) -> None:
    reader.evaluate("document.querySelector('details').open = true")
    for number, words in enumerate([*QUOTES, ("agree on", "three"), ("what is", "decides")], 1):
        if isinstance(words, tuple):
            select_from(reader, *words)
            reader.locator(".selected").click()
            reader.locator(".in-place textarea").fill(f"Comment {number}.")
        else:
            write(reader, words, f"Comment {number}.")
        send(reader)
        expect_posted(reader, f"Comment {number}.")
        reader.locator("#ui-said").evaluate("region => { region.textContent = ''; }")
    drawn = reader.evaluate(DRAWN)
    reader.reload()

    assert drawn == reader.evaluate(DRAWN)
    assert drawn.count("<mark") >= len(QUOTES) + 2


def test_first_thread_of_a_page_brings_its_switch_and_is_not_told_as_new(reader: Tab) -> None:
    write(reader)
    send(reader)
    expect_posted(reader)
    expect(reader.get_by_role("button", name="Discussion")).to_have_attribute("aria-pressed", "true")
    said = reader.locator(".acts a[data-said]").get_attribute("data-said")
    assert said == str(Comment.objects.get().pk)


def test_answer_and_other_words_are_written_in_the_thread(reader: Tab, page: Page) -> None:
    begin(page, WORDS)
    reader.reload()
    reader.evaluate(STAYS)
    reader.locator(".thread").get_by_role("link", name="Répondre").click()
    reader.locator(".in-place textarea").fill("All of us.")
    send(reader)
    expect_posted(reader, "All of us.")
    reader.locator(".thread").get_by_role("link", name="Modifier").click()
    reader.locator(".in-place textarea").fill("Nearly all of us.")
    send(reader)
    expect_posted(reader, "Nearly all of us.")
    expect(reader.locator(".thread .msg")).to_have_count(2)
    expect(reader.locator(".thread").get_by_role("link", name="modifié")).to_be_visible()


def test_page_that_changed_is_shown_as_it_is_now(reader: Tab, page: Page) -> None:
    write(reader)
    pages.edit(page, by=SYSTEM, base=page.version, source=TEXT.replace("First of all", "Before all"))
    send(reader)
    expect(reader.locator(".thread .msg").get_by_text(SAID)).to_be_in_viewport()
    expect(reader.locator("[data-page-body]")).to_contain_text("Before all")
    expect(reader.locator("mark.ui-quote")).to_have_text(WORDS)


# --- nothing typed is lost ----------------------------------------------------------------------------------


def test_double_click_sends_one_comment(reader: Tab) -> None:
    write(reader)
    reader.locator(".in-place [type=submit]").dblclick()
    expect_posted(reader)
    assert Comment.objects.count() == 1


@pytest.mark.usefixtures("refused")
def test_offline_words_stay_and_are_sent_later(reader: Tab) -> None:
    write(reader)
    reader.context.set_offline(True)
    send(reader)
    expect(reader.locator(".in-place [role=alert]:visible")).to_contain_text("Votre texte est gardé ici")
    assert typed(reader) == SAID
    reader.context.set_offline(False)
    send(reader)
    expect_posted(reader)


@pytest.mark.usefixtures("refused")
def test_session_that_ended_says_so_and_a_new_one_sends(
    reader: Tab, log_in: Callable[[Tab, Any], None], person: User
) -> None:
    write(reader)
    reader.context.clear_cookies()
    send(reader)
    told = reader.locator(".in-place [role=alert]:visible")
    expect(told.get_by_role("link", name="Se connecter, dans un autre onglet")).to_have_attribute(
        "target", "_blank"
    )
    assert typed(reader) == SAID
    log_in(reader, person)
    send(reader)
    expect_posted(reader)


@pytest.mark.usefixtures("refused")
def test_limit_says_when_to_send_again_and_keeps_the_words(reader: Tab, settings: Any) -> None:
    write(reader)
    send(reader)
    expect_posted(reader)
    settings.LIMITS_ARE_KEPT = True
    write(reader, "An objection", "And this?")
    reader.wait_for_timeout(2_100)  # nobody new types faster
    send(reader)
    expect(reader.locator(".in-place .wait")).to_be_visible()
    expect(reader.locator(".in-place [type=submit]")).to_contain_text("Renvoyer à partir de")
    assert typed(reader) == "And this?"


@pytest.mark.drawn
@pytest.mark.usefixtures("refused")
def test_comment_too_long_says_so_beside_its_field(reader: Tab) -> None:
    write(reader, said="x" * 10_300)
    send(reader)
    expect(reader.locator(".in-place .err")).to_contain_text("raccourcissez-le")
    expect(reader.locator(".in-place textarea")).to_be_focused()
    assert len(typed(reader)) == 10_300


@pytest.mark.usefixtures("refused")
def test_words_gone_meanwhile_are_offered_as_a_thread_on_the_page(reader: Tab, page: Page) -> None:
    write(reader)
    pages.edit(page, by=SYSTEM, base=page.version, source="# Deciding\n\nAll is otherwise.\n")
    send(reader)
    expect(reader.locator(".in-place").get_by_text("Ces mots ne sont plus sur la page")).to_be_visible()
    assert typed(reader) == SAID
    send(reader)
    expect(reader.locator(".thread .msg").get_by_text(SAID)).to_be_visible()
    assert Comment.objects.get().text == f"> {WORDS}\n\n{SAID}"


@pytest.mark.usefixtures("refused")
def test_page_archived_meanwhile_and_thread_resolved_meanwhile_keep_the_words(
    reader: Tab, page: Page
) -> None:
    thread = begin(page, WORDS)
    reader.reload()
    reader.locator(".thread").get_by_role("link", name="Répondre").click()
    reader.locator(".in-place textarea").fill(SAID)
    threads.resolve(thread, by=thread.author)
    send(reader)
    expect(reader.locator(".in-place [role=alert]:visible")).to_contain_text("Ce fil a été résolu")
    assert typed(reader) == SAID
    pages.archive(page, by=SYSTEM, base=page.version, reason="Old.")
    send(reader)
    expect(reader.locator(".in-place [role=alert]:visible")).to_contain_text("Rien n’a été publié")
    assert typed(reader) == SAID


# --- seen by everybody --------------------------------------------------------------------------------------


@pytest.mark.drawn
@pytest.mark.usefixtures("refused")
def test_form_in_place_and_its_errors_pass_axe(
    any_tab: Tab, log_in: Callable[[Tab, Any], None], person: User, axe: Callable[[Tab], list[str]]
) -> None:
    page = discussed("what is shared")
    log_in(any_tab, person)
    any_tab.goto(page.address)
    write(any_tab, said="x" * 10_300)
    assert axe(any_tab) == []
    send(any_tab)
    expect(any_tab.locator(".in-place .err")).to_be_visible()
    assert axe(any_tab) == []
    any_tab.context.clear_cookies()
    send(any_tab)
    expect(any_tab.locator(".in-place [role=alert]:visible")).to_be_visible()
    assert axe(any_tab) == []
    any_tab.keyboard.press("Escape")
    log_in(any_tab, person)
    any_tab.locator("#ui-mk-" + str(Thread.objects.get(exact="what is shared").pk)).click()
    any_tab.locator(".thread:has(:target), .thread:target").get_by_role("link", name="Répondre").click()
    expect(any_tab.locator(".in-place.reply textarea")).to_be_focused()
    assert axe(any_tab) == []
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
