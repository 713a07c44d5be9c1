"""Discussions beside the words, in a real browser: with and without script, wide and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from tests import factories
from wiki.actions import threads
from wiki.actions.threads import Selection
from wiki.models import Page, Thread

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
TEXT = """# Deciding

First of all, we agree on three things: what is shared, its rules, and how rules change.

## Who decides

Write down who took each decision, and who learnt of it too late.

| What | Who |
| - | - |
| A slip of the pen | Anybody |

<details>

<summary>And if nobody answers?</summary>

Begin with two people.

</details>

```
ls -l rules
```

## When we disagree

An objection opens a discussion.
"""
QUOTES = ("three things", "what is shared", "Who decides", "Anybody", "Begin with two", "ls -l", "opens")
# Selects words of one text node of the page, as a mouse would.
SELECT = """words => {
  const walker = document.createTreeWalker(document.querySelector("[data-page-body]"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return;
  }
}"""
SIDES = """() => [...document.querySelectorAll(".thread.aside")].map(thread => thread.getBoundingClientRect())
  .map(({top, bottom, left, right}) => ({top, bottom, left, right}))"""


def discussed(*quotes: str, text: str = TEXT) -> Page:
    """A page with a thread on each of these words, and one on the whole."""
    page = factories.page(factories.home(), "deciding", text, title="Deciding")
    for words in quotes:
        begin(page, words)
    begin(page)
    return page


def begin(page: Page, words: str = "", text: str = "Is it so?") -> Thread:
    quote = Selection(words) if words else None
    return threads.open(page, by=factories.person(), text=text, uuid=uuid4(), quote=quote).thread


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


# --- reading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_number_leads_to_the_thread_and_back(open_tab: Callable[..., Tab], script: bool) -> None:
    page = discussed("what is shared")
    tab = open_tab(java_script_enabled=script)
    tab.goto(page.address)
    tab.get_by_role("link", name="Fil 1 : 1 commentaire").click()
    expect(tab.get_by_role("region", name="Fil 1")).to_be_in_viewport()
    tab.get_by_role("link", name="Retour aux mots du fil 1").click()
    expect(tab.get_by_text("what is shared", exact=True).first).to_be_in_viewport()


@pytest.mark.drawn
def test_threads_stand_beside_their_words_none_over_another(tab: Tab) -> None:
    page = discussed(*QUOTES)
    tab.goto(page.address)
    expect(tab.locator(".thread.aside")).to_have_count(len(QUOTES))
    sides = sorted(tab.evaluate(SIDES), key=lambda side: side["top"])
    text = tab.locator("[data-page-body]").bounding_box()

    assert [one for one, after in zip(sides, sides[1:], strict=False) if one["bottom"] > after["top"]] == []
    assert [side for side in sides if text and side["left"] < text["x"] + text["width"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.drawn
def test_thread_that_is_read_stands_at_its_words(tab: Tab) -> None:
    page = discussed("An objection", "opens", "discussion")
    tab.goto(page.address)
    key = Thread.objects.get(exact="opens").pk
    tab.locator(f"#ui-mk-{key}").click()
    expect(tab.locator(f"#ui-thread-{key}")).to_be_in_viewport()
    tab.wait_for_function(
        """key => Math.abs(document.querySelector(`mark[data-thread="${key}"]`).getBoundingClientRect().top
        - document.getElementById(`ui-thread-${key}`).getBoundingClientRect().top) < 40""",
        arg=key,
    )


def test_discussion_can_be_hidden_and_stays_so(tab: Tab) -> None:
    page = discussed("what is shared")
    tab.goto(page.address)
    switch = tab.get_by_role("button", name="Discussion")
    switch.click()
    expect(tab.locator(".thread").first).to_be_hidden()
    expect(tab.locator(".prose .mk")).to_be_hidden()
    tab.reload()
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(tab.locator(".thread").first).to_be_hidden()
    switch.click()
    expect(tab.locator(".thread").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_thread_opens_from_the_foot_of_a_telephone(open_tab: Callable[..., Tab], script: bool) -> None:
    page = discussed("what is shared")
    tab = open_tab("light", PHONE, java_script_enabled=script)
    tab.goto(page.address)
    tab.get_by_role("link", name="Fil 1 : 1 commentaire").click()
    sheet = tab.get_by_role("region", name="Fil 1")
    expect(sheet).to_be_in_viewport()
    box = sheet.bounding_box()
    assert box
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    sheet.get_by_role("link", name="Fermer").click()
    expect(sheet).not_to_be_in_viewport()
    expect(tab.get_by_text("what is shared", exact=True).first).to_be_in_viewport()


@pytest.mark.drawn
def test_words_stay_above_the_thread_that_comes_from_the_foot(open_tab: Callable[..., Tab]) -> None:
    page = discussed("opens", text=TEXT + "\nAnother paragraph of the page.\n" * 30)
    tab = open_tab("light", PHONE)
    tab.goto(page.address)
    words = tab.locator("mark.ui-quote")
    words.evaluate("mark => scrollTo({ top: mark.getBoundingClientRect().top - 700, behavior: 'instant' })")
    box = words.bounding_box()
    assert box
    assert box["y"] > 650
    tab.evaluate("key => { location.hash = `ui-thread-${key}` }", Thread.objects.get(exact="opens").pk)
    expect(tab.get_by_role("region", name="Fil 1")).to_be_in_viewport()
    tab.wait_for_function(
        """() => document.querySelector("mark.ui-quote").getBoundingClientRect().bottom
        < document.querySelector(".thread:target").getBoundingClientRect().top"""
    )


@pytest.mark.drawn
def test_escape_shuts_the_thread_of_a_telephone(open_tab: Callable[..., Tab]) -> None:
    page = discussed("what is shared")
    tab = open_tab("light", PHONE)
    tab.goto(page.address)
    tab.get_by_role("link", name="Fil 1 : 1 commentaire").click()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("region", name="Fil 1")).not_to_be_in_viewport()


@pytest.mark.drawn
def test_page_with_threads_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    page = discussed(*QUOTES)
    Thread.objects.filter(exact="opens").update(place_state="detached")
    Thread.objects.filter(exact="Anybody").update(place_state="moved")
    any_tab.goto(page.address)
    assert axe(any_tab) == []
    any_tab.get_by_role("link", name="Fil 2 : 1 commentaire").click()
    assert axe(any_tab) == []
    assert any_tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.drawn
def test_discussion_is_printed_after_the_text_under_its_numbers(tab: Tab) -> None:
    page = discussed("what is shared")
    tab.goto(page.address)
    expect(tab.locator(".thread.aside")).to_be_visible()
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 660, "height": 930})
    expect(tab.locator(".prose .mk")).to_be_visible()
    expect(tab.locator(".thread > .quote")).to_be_visible()
    gestures = tab.locator(".threads :is(.btn, .msg-acts a)").all()
    assert {button.is_visible() for button in gestures} == {False}
    text, thread = tab.locator(".prose").bounding_box(), tab.locator(".thread").first.bounding_box()
    assert text
    assert thread
    assert thread["y"] >= text["y"] + text["height"]
    expect(tab.get_by_text("what is shared", exact=True).first).to_have_css(
        "background-color", "rgba(0, 0, 0, 0)"
    )


# --- selecting ----------------------------------------------------------------------------------------------


def test_selected_words_are_offered_a_comment(tab: Tab) -> None:
    page = discussed()
    tab.goto(page.address)
    tab.evaluate(SELECT, "decision, and who")
    link = tab.locator(".selected")
    expect(link).to_be_in_viewport()
    quote = asked(link.get_attribute("href") or "")

    assert quote["exact"] == "decision, and who"
    assert quote["before"].endswith("Who decides\nWrite down who took each ")
    assert quote["after"].startswith(" learnt of it too late.\nWhat\nWho\n")


@pytest.mark.drawn
def test_all_ways_of_selected_words_fit_a_telephone(open_tab: Callable[..., Tab]) -> None:
    page = discussed()
    for width in (320, 390):
        tab = open_tab("light", {"width": width, "height": 700})
        tab.goto(page.address)
        tab.evaluate(SELECT, "three things")
        ways = tab.locator(".selection a")
        expect(ways).to_have_count(3)
        boxes = ways.evaluate_all(
            "all => all.map(one => [one.scrollWidth - one.clientWidth, one.getBoundingClientRect()])"
        )
        assert [over for over, box in boxes if over > 0 or box["left"] < 0 or box["right"] > width] == []


@pytest.mark.drawn
def test_words_selected_in_part_are_quoted_whole(tab: Tab) -> None:
    page = discussed()
    tab.goto(page.address)
    tab.evaluate(SELECT, "cision, and wh")
    expect(tab.locator(".selected")).to_be_visible()

    assert asked(tab.locator(".selected").get_attribute("href") or "")["exact"] == "decision, and who"


def test_quote_across_blocks_leaves_out_what_is_ours(tab: Tab) -> None:
    page = discussed("what is shared")
    tab.goto(page.address)
    tab.evaluate("""() => {
      const body = document.querySelector("[data-page-body]");
      getSelection().setBaseAndExtent(body.querySelector("mark").firstChild, 0, body.querySelector("h2 ~ p").firstChild, 10);
    }""")
    expect(tab.locator(".selected")).to_be_visible()
    exact = asked(tab.locator(".selected").get_attribute("href") or "")["exact"]

    assert exact == "what is shared, its rules, and how rules change.\nWho decides\nWrite down"


def test_key_leads_to_the_form_with_the_quote(tab: Tab) -> None:
    page = discussed()
    tab.route("**/threads/new/**", lambda route: route.fulfill(body="<title>The form</title>"))
    tab.goto(page.address)
    tab.keyboard.press("c")
    assert urlsplit(tab.url).path == page.address
    tab.evaluate(SELECT, "An objection")
    expect(tab.locator("#ui-said")).to_contain_text("Commenter (C), Proposer une modification (E)")
    tab.keyboard.press("c")
    tab.wait_for_url("**/threads/new/**")

    assert asked(tab.url)["exact"] == "An objection"


def test_link_to_comment_is_reached_by_tab(tab: Tab) -> None:
    page = discussed()
    tab.goto(page.address)
    tab.get_by_text("An objection").dblclick(position={"x": 40, "y": 15})
    expect(tab.locator(".selected")).to_be_visible()
    tab.keyboard.press("Tab")
    expect(tab.locator(".selected")).to_be_focused()


def test_link_goes_with_the_selection(tab: Tab) -> None:
    page = discussed()
    tab.goto(page.address)
    tab.evaluate(SELECT, "An objection")
    expect(tab.locator(".selected")).to_be_visible()
    tab.evaluate("getSelection().removeAllRanges()")
    expect(tab.locator(".selected")).to_have_count(0)


@pytest.mark.drawn
def test_selection_with_its_link_passes_axe(any_tab: Tab, axe: Callable[[Tab], list[str]]) -> None:
    page = discussed()
    any_tab.goto(page.address)
    any_tab.evaluate(SELECT, "three things")
    expect(any_tab.locator(".selected")).to_be_in_viewport()
    assert axe(any_tab) == []


# --- what comes while one reads -----------------------------------------------------------------------------


class Fresh:
    """Answers the question for what is new, and notes each one."""

    def __init__(self, tab: Tab) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: list[str] = []
        tab.route("**/threads/fresh/**", self._answer)

    def _answer(self, route: Route) -> None:
        known = route.request.headers.get("if-none-match", "")
        self.asked.append((urlsplit(route.request.url).query, known))
        if known == '"same"':
            route.fulfill(status=304)
        else:
            route.fulfill(
                body='<p data-fresh="9">One <a href="#">new</a> comment.</p>', headers={"ETag": '"same"'}
            )


def test_new_comments_are_told_once_a_minute_at_most(tab: Tab) -> None:
    page = discussed("what is shared")
    last = Thread.objects.latest("pk").said.latest("pk").pk
    tab.clock.install()
    fresh = Fresh(tab)
    tab.goto(page.address)
    tab.clock.run_for(59_000)
    assert fresh.asked == []
    tab.clock.run_for(2_000)
    expect(tab.locator(".fresh")).to_have_text("One new comment.")
    expect(tab.locator(".fresh")).to_have_attribute("aria-live", "polite")
    tab.clock.run_for(60_000)
    expect(tab.locator(".fresh")).to_have_text("One new comment.")

    assert fresh.asked == [(f"since={last}", ""), (f"since={last}", '"same"')]


def test_tab_that_is_not_seen_asks_nothing(tab: Tab) -> None:
    page = discussed()
    tab.clock.install()
    fresh = Fresh(tab)
    tab.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    tab.goto(page.address)
    tab.clock.run_for(300_000)

    assert fresh.asked == []


def test_page_of_which_nothing_is_said_asks_from_the_beginning(tab: Tab) -> None:
    page = factories.page(factories.home(), "deciding", TEXT)
    tab.clock.install()
    fresh = Fresh(tab)
    tab.goto(page.address)
    tab.clock.run_for(61_000)
    expect(tab.locator(".fresh")).to_have_text(re.compile("new"))

    assert fresh.asked == [("since=0", "")]
