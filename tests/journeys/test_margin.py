"""The margin of a page with threads and a long outline, and the screens of discussions, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_comments import SIDES, TEXT, begin
from wiki.actions import moderation, pages, threads
from wiki.models import Comment, Page, Thread
from wiki.rules import SYSTEM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drawn,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("unlimited"),
]

PART = "\n## Part {0}\n\nWords of part {0}.\n\n### Under part {0}\n\nMore words, number {0}.\n"
LONG = TEXT + "".join(PART.format(number) for number in range(15))
# How far below its words each thread begins.
OFF = """() => [...document.querySelectorAll(".thread.aside")].map((thread) => {
  const words = document.querySelector(`mark[data-thread~="${thread.dataset.mk}"]`);
  return Math.round(thread.getBoundingClientRect().top - words.getBoundingClientRect().top);
})"""


def guide(text: str = LONG) -> Page:
    return factories.page(factories.page(factories.home(), "advice"), "deciding", text, title="Deciding")


# --- the margin ---------------------------------------------------------------------------------------------


def test_threads_stand_by_their_words_although_the_outline_is_long(tab: Tab) -> None:
    page = guide()
    for words in ("three things", "part 3.", "number 9", "part 14."):
        begin(page, words)
    tab.goto(page.address)
    expect(tab.locator(".thread.aside")).to_have_count(4)
    assert [abs(off) < 24 for off in tab.evaluate(OFF)] == [True] * 4

    tab.get_by_role("button", name="Sur cette page").click()
    tab.locator("#ui-toc").get_by_role("link", name="Under part 14").click()
    expect(tab.get_by_role("heading", name="Under part 14")).to_be_in_viewport()


def test_short_outline_stays_in_the_margin_above_the_threads(tab: Tab) -> None:
    page = guide()
    begin(page, "number 9")
    tab.goto(page.address)
    expect(tab.locator(".toc-list")).to_be_visible()
    expect(tab.get_by_role("button", name="Sur cette page")).to_be_hidden()
    box, outline = tab.locator(".thread").bounding_box(), tab.locator("#ui-toc").bounding_box()

    assert box
    assert outline
    assert box["y"] > outline["y"] + outline["height"]


def test_outline_comes_back_when_the_discussion_is_hidden(tab: Tab) -> None:
    page = guide()
    begin(page, "three things")
    tab.goto(page.address)
    expect(tab.locator(".toc-list")).to_be_hidden()
    tab.get_by_role("button", name="Discussion").click()
    expect(tab.locator(".toc-list")).to_be_visible()


@pytest.mark.parametrize("text", [LONG, TEXT], ids=["with an outline", "without"])
@pytest.mark.parametrize("width", [1024, 1100, 1280, 1281, 1440])
def test_margin_stands_against_the_text_wherever_there_is_room(tab: Tab, width: int, text: str) -> None:
    page = guide(text)
    begin(page, "three things")
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(page.address)
    expect(tab.locator(".thread.aside")).to_have_count(1)
    thread, words = tab.locator(".thread").bounding_box(), tab.locator("article:has(> header)").bounding_box()

    assert thread
    assert words
    assert (round(thread["x"] - words["x"] - words["width"]), thread["width"] >= 17 * 16) == (32, True)
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_threads_stand_below_the_text_where_there_is_no_room(tab: Tab) -> None:
    page = guide()
    begin(page, "three things")
    tab.set_viewport_size({"width": 1023, "height": 900})
    tab.goto(page.address)
    expect(tab.locator(".thread.aside")).to_have_count(0)
    expect(tab.locator(".thread")).to_have_count(1)


def test_twenty_threads_on_one_paragraph_stand_over_nothing_in_the_order_of_the_text(tab: Tab) -> None:
    words = [f"word{number}" for number in range(20)]
    page = guide("# Deciding\n\n" + " ".join(words) + "\n")
    for word in reversed(words):
        begin(page, word)
    tab.goto(page.address)
    expect(tab.locator(".thread.aside")).to_have_count(20)
    sides = tab.evaluate(SIDES)

    assert [one for one, after in zip(sides, sides[1:], strict=False) if one["bottom"] > after["top"]] == []
    foot = tab.locator(".foot").bounding_box()
    assert foot
    assert foot["y"] >= max(side["bottom"] for side in sides) + tab.evaluate("scrollY")


# --- every screen, in light and dark, wide and on a telephone -----------------------------------------------


@pytest.fixture
def discussed() -> dict[str, Any]:
    """A page with threads in every state, and who may do what to them."""
    page, author, moderator = guide(), factories.person(name="Claire Dumont-Reyes"), factories.moderator()
    by_words = {
        words: begin(page, words) for words in ("three things", "decision", "part 1.", "part 2.", "part 3.")
    }
    own = threads.open(page, by=author, text="And *this*?", uuid=uuid4()).thread
    answer = threads.reply(by_words["decision"], by=author, text="Anybody.", uuid=uuid4())
    threads.edit(answer, by=author, text="Nearly anybody.")
    hidden = threads.reply(own, by=factories.person(), text="Rude.", uuid=uuid4())
    threads.reply(own, by=author, text="Later.", uuid=uuid4())
    moderation.hide(hidden, by=moderator, reason="Rude.")
    threads.resolve(by_words["part 1."], by=by_words["part 1."].author)
    threads.lock(by_words["part 2."], by=moderator, reason="Enough.")
    held = threads.open(page, by=author, text="First words.", uuid=uuid4())
    Comment.objects.filter(pk=held.pk).update(held=True)
    page = Page.objects.get(pk=page.pk)
    text = page.source.replace("three things", "three other things").replace("Words of part 3.", "")
    pages.edit(page, by=SYSTEM, base=page.version, source=text)
    states = {thread.exact: thread.place_state for thread in Thread.objects.all()}
    assert (states["three things"], states["part 3."]) == ("moved", "detached")
    return {
        "page": page,
        "author": author,
        "moderator": moderator,
        "own": own,
        "answer": answer,
        "resolved": by_words["part 1."],
        "locked": by_words["part 2."],
        "detached": by_words["part 3."],
        "hidden": hidden,
        "held": held,
    }


def screens(told: dict[str, Any]) -> dict[str, list[str]]:
    """The addresses of discussions that each person meets."""
    page, answer, own = told["page"].address, told["answer"].pk, told["own"].pk
    lists = ["open", "mine", "unanswered", "detached", "resolved", "all"]
    of_author = [
        page,
        *(f"{page}-/threads/?show={shown}" for shown in lists),
        "/-/threads/",
        f"{page}-/threads/new/",
        f"{page}-/threads/new/?exact=decision",
        f"{page}-/threads/new/?exact=decision&cut=1",
        f"/-/t/{own}/reply/",
        f"/-/t/{own}/resolve/",
        f"/-/t/{told['resolved'].pk}/",
        f"/-/comments/{answer}/edit/",
        f"/-/comments/{answer}/delete/",
        f"/-/comments/{answer}/history/",
        f"/-/comments/{told['own'].said.earliest('pk').pk}/delete/",
    ]
    of_moderator = [
        page,
        f"/-/t/{told['locked'].pk}/",
        f"/-/t/{told['locked'].pk}/unlock/",
        f"/-/t/{own}/lock/",
        f"/-/t/{told['resolved'].pk}/reopen/",
        f"/-/t/{told['detached'].pk}/anchor/",
        f"/-/comments/{answer}/hide/",
        f"/-/comments/{answer}/flag/",
        f"/-/comments/{told['hidden'].pk}/restore/",
        f"/-/comments/{told['held'].pk}/release/",
    ]
    return {"author": of_author, "moderator": of_moderator}


@pytest.mark.parametrize("who", ["author", "moderator"])
def test_screens_of_discussions_pass_axe_and_scroll_one_way(
    any_tab: Tab,
    log_in: Callable[[Tab, Any], None],
    axe: Callable[[Tab], list[str]],
    discussed: dict[str, Any],
    who: str,
) -> None:
    log_in(any_tab, discussed[who])
    found = {}
    for address in screens(discussed)[who]:
        answer = any_tab.goto(address)
        assert answer
        assert answer.status == 200, address
        wide = any_tab.evaluate("document.documentElement.scrollWidth > innerWidth")
        wrong = [*axe(any_tab), *(["scrolls sideways"] if wide else [])]
        if wrong:
            found[address] = wrong
    assert found == {}
