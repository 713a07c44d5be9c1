"""The moderators' queue in a browser: by keys alone, without script, on a telephone; and what axe says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.conftest import NARROW
from tests.journeys.test_about import overflows
from wiki.actions import moderation, threads
from wiki.actions.threads import Selection
from wiki.forms.measure import PROPOSED
from wiki.forms.measure import told_in as told_of
from wiki.forms.moderation import told_in
from wiki.models import Comment, Page, Suggestion
from wiki.queries import queue

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]
Logs = Callable[[Tab, Any], None]
Look = Callable[[Tab], list[str]]
QUEUE = "/-/moderation/"


@pytest.fixture
def page() -> Page:
    return factories.guide()["advice/first"]


def waiting(page: Page, count: int) -> list[Comment]:
    """So many comments on words of the page, flagged and held in turn."""
    made = []
    for number in range(count):
        quote = Selection("Text one.")
        said = threads.open(page, by=factories.person(), text=f"No. {number}.", uuid=uuid4(), quote=quote)
        if number % 2:
            Comment.objects.filter(pk=said.pk).update(held=True)
        else:
            moderation.flag(said, by=factories.person(), reason="It aims at somebody.")
        made.append(said)
    return made


def became(comment: Comment) -> str:
    """Why it is hidden; nothing if everybody reads it."""
    now = Comment.objects.get(pk=comment.pk)
    return "held" if now.held else now.hidden_reason


def pressed(tab: Tab, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def read(tab: Tab, words: str) -> None:
    """The comment of these words is there, and the keys are heard."""
    expect(tab.locator(".case-said")).to_contain_text(words)
    expect(tab.locator("[data-triage]")).to_be_visible()


def test_queue_is_gone_through_by_keys_alone(tab: Tab, log_in: Logs, page: Page) -> None:
    made = waiting(page, 4)
    log_in(tab, factories.moderator())
    tab.goto(QUEUE)
    expect(tab.locator("[data-triage]")).to_be_visible()
    pressed(tab, "j")
    read(tab, "No. 0.")
    pressed(tab, "m", "1", "Enter")
    read(tab, "No. 1.")
    pressed(tab, "g")
    read(tab, "No. 2.")
    pressed(tab, "j")
    read(tab, "No. 3.")
    pressed(tab, "k")
    read(tab, "No. 2.")
    pressed(tab, "m", "Escape", "2", "m", "4", "Enter")
    read(tab, "No. 3.")
    pressed(tab, "g")
    expect(tab.get_by_role("heading", name="Plus rien à regarder")).to_be_visible()
    told = told_in("fr")
    assert [became(one) for one in made] == [told["person"], "", told["subject"], ""]


def test_suggestions_are_decided_by_keys_too_and_what_comes_next_is_where_one_is(
    tab: Tab, log_in: Logs, page: Page
) -> None:
    kept, declined = (factories.suggestion(page, ("Text one", word)) for word in ("Buy", "Buy now"))
    Suggestion.objects.update(held_for="word buy")
    waiting(page, 1)
    log_in(tab, factories.moderator())
    tab.goto(QUEUE)
    expect(tab.locator("[data-triage]")).to_be_visible()
    pressed(tab, "j")
    expect(tab.locator(".case-head")).to_contain_text("1 sur 3")
    expect(tab.locator("[data-triage]")).to_be_visible()
    pressed(tab, "g")
    expect(tab.locator(".case-head")).to_contain_text("1 sur 2")
    expect(tab.locator("#ui-case")).to_be_focused()
    pressed(tab, "Tab")
    expect(tab.locator(".queue-card a").first).to_be_focused()
    pressed(tab, "m", "2", "Enter")
    read(tab, "No. 0.")
    assert [Suggestion.objects.get(pk=one.pk).state for one in (kept, declined)] == ["open", "declined"]
    assert Suggestion.objects.get(pk=kept.pk).held_for == ""
    assert declined.reviews.get().reason == told_of("fr", PROPOSED)["link"]


@pytest.mark.drawn
def test_key_that_is_held_down_decides_on_one_comment(tab: Tab, log_in: Logs, page: Page) -> None:
    first, second = waiting(page, 2)
    log_in(tab, factories.moderator())
    tab.goto(f"{QUEUE}{first.pk}/")
    read(tab, "No. 0.")
    tab.keyboard.down("g")
    read(tab, "No. 1.")
    for _time in range(3):
        tab.keyboard.down("g")  # the browser tells that it repeats
    tab.keyboard.up("g")
    tab.wait_for_load_state("networkidle")
    read(tab, "No. 1.")
    assert [became(first), became(second)] == ["", "held"]


def test_digits_of_a_french_keyboard_choose_too(tab: Tab, log_in: Logs, page: Page) -> None:
    [made] = waiting(page, 1)
    log_in(tab, factories.moderator())
    tab.goto(f"{QUEUE}{made.pk}/")
    expect(tab.locator("[data-triage]")).to_be_visible()
    pressed(tab, "m")
    tab.evaluate(
        "document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'é', code: 'Digit2', bubbles: true, cancelable: true}))"
    )
    expect(tab.locator("textarea[name=reason]")).to_have_value(told_in("fr")["tone"])
    pressed(tab, "Enter")
    expect(tab.get_by_role("heading", name="Plus rien à regarder")).to_be_visible()
    assert became(made) == told_in("fr")["tone"]


def test_keys_rest_while_one_types_and_where_they_are_put_off(tab: Tab, log_in: Logs, page: Page) -> None:
    [made] = waiting(page, 1)
    log_in(tab, factories.moderator())
    tab.goto(f"{QUEUE}{made.pk}/")
    words = tab.locator("textarea[name=reason]")
    words.focus()
    pressed(tab, "g", "m", "?")
    expect(words).to_have_value("gm?")
    tab.locator("h1").click()
    pressed(tab, "?")
    tab.get_by_label("Utiliser ces touches").uncheck()
    tab.reload()
    expect(tab.locator("[data-triage]")).to_be_visible()
    pressed(tab, "g")
    pressed(tab, "?")
    expect(tab.get_by_label("Utiliser ces touches")).not_to_be_checked()
    assert queue.count(factories.moderator()) == 1


def test_reason_that_is_chosen_fills_the_field_but_takes_no_words(tab: Tab, log_in: Logs, page: Page) -> None:
    [made] = waiting(page, 1)
    log_in(tab, factories.moderator())
    tab.goto(f"{QUEUE}{made.pk}/")
    words, reasons = tab.locator("textarea[name=reason]"), tab.locator("select[name=because]")
    reasons.select_option("tone")
    expect(words).to_have_value(told_in("fr")["tone"])
    reasons.select_option("law")
    expect(words).to_have_value(told_in("fr")["law"])
    words.fill("My words.")
    reasons.select_option("person")
    expect(words).to_have_value("My words.")


def test_queue_is_gone_through_without_script(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page, console: list[str]
) -> None:
    made = waiting(page, 3)
    tab = open_tab(java_script_enabled=False)
    log_in(tab, factories.moderator())
    tab.goto("/")
    tab.locator("header").get_by_role("link", name="Modération").first.click()
    expect(tab.locator("[data-triage]")).to_be_hidden()
    tab.locator(".queue-row").first.click()
    expect(tab.locator(".case-said")).to_contain_text("No. 0.")
    tab.get_by_role("button", name="Masquer").click()
    expect(tab.locator(".err")).to_be_visible()
    console.clear()  # the form is refused, with its status
    tab.locator("select[name=because]").select_option("advertising")
    tab.get_by_role("button", name="Masquer").click()
    expect(tab.locator(".case-said")).to_contain_text("No. 1.")
    tab.get_by_role("button", name="Garder").click()
    expect(tab.locator(".case-said")).to_contain_text("No. 2.")
    tab.get_by_role("link", name="La file").click()
    tab.get_by_role("link", name="Décisions prises").click()
    tab.get_by_role("link", name="Montrer à nouveau").click()
    tab.locator("textarea[name=reason]").fill("It was a quote.")
    tab.locator("main form button[type=submit]").click()
    assert [became(one) for one in made] == ["", "", ""]
    assert Comment.objects.shown().count() == 3


def test_list_and_comment_are_two_screens_on_a_telephone(
    open_tab: Callable[..., Tab], log_in: Logs, page: Page
) -> None:
    waiting(page, 2)
    tab = open_tab(size=NARROW)
    log_in(tab, factories.moderator())
    tab.goto(QUEUE)
    expect(tab.locator(".queue-card")).to_be_hidden()
    tab.locator(".queue-row").first.click()
    expect(tab.locator(".queue-list")).to_be_hidden()
    tab.get_by_role("button", name="Garder").click()
    expect(tab.locator(".case-said")).to_contain_text("No. 1.")
    tab.get_by_role("link", name="La file").click()
    expect(tab.locator(".queue-row")).to_have_count(1)


@pytest.mark.drawn
def test_screens_of_the_queue_have_no_fault_of_access(
    any_tab: Tab, axe: Look, log_in: Logs, page: Page
) -> None:
    first, second, gone, hidden = waiting(page, 4)
    moderation.flag(first, by=factories.person(trusted=True), reason="Once more.")
    threads.reply(first.thread, by=factories.person(), text="Let us speak of the text.", uuid=uuid4())
    moderation.hide(hidden, by=factories.moderator(), reason="Rude.")
    threads.delete(gone, by=gone.author)
    log_in(any_tab, factories.moderator())
    found = {}
    addresses = ["", "?show=held", "?show=decided", *(f"{one.pk}/" for one in (first, second, gone, hidden))]
    for address in addresses:
        any_tab.goto(f"{QUEUE}{address}")
        found[address] = axe(any_tab), overflows(any_tab)
    any_tab.goto(f"{QUEUE}{first.pk}/")
    any_tab.keyboard.press("?")
    found["keys"] = axe(any_tab), overflows(any_tab)
    any_tab.keyboard.press("m")
    found["armed"] = axe(any_tab), overflows(any_tab)
    Comment.objects.all().delete()
    any_tab.goto(QUEUE)
    found["nothing"] = axe(any_tab), overflows(any_tab)
    assert found == dict.fromkeys(found, ([], False))
