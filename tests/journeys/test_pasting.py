"""Pasting into the editor in a real browser, after what each program puts on the clipboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests import factories
from tests.journeys.test_toolbar import text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(text, [html, words]) => {
  text.focus();
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", words);
  const told = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return text.dispatchEvent(told);
}"""


@pytest.fixture
def tab(open_tab, log_in) -> Tab:
    factories.guide()
    tab = open_tab()
    log_in(tab, factories.moderator(name="Ada"))
    tab.goto("/advice/first/-/edit/")
    return tab


def put(tab: Tab, text: str, at: int | None = None) -> None:
    tab.locator("#ui-source").fill(text)
    place = len(text) if at is None else at
    tab.locator("#ui-source").evaluate("(t, at) => t.setSelectionRange(at, at)", place)


def is_left(tab: Tab, html: str) -> bool:
    """Whether the browser is left to paste the words."""
    return bool(tab.locator("#ui-source").evaluate(PASTE, [html, "words"]))


@pytest.mark.drawn
@pytest.mark.parametrize("name", ["word", "docs", "office"])
def test_document_comes_as_markdown_and_goes_in_one_step(tab, name) -> None:
    put(tab, "Before.")
    assert not is_left(tab, (CLIPBOARD / f"{name}.html").read_text())
    assert text(tab) == "Before.\n\n" + (CLIPBOARD / f"{name}.md").read_text().rstrip("\n")
    expect(tab.locator("[data-pasted]")).to_contain_text("Collé avec ses titres")
    tab.keyboard.press("Control+z")
    assert text(tab) == "Before."


def test_document_is_drawn_by_the_engine_as_it_was(tab) -> None:
    put(tab, "")
    is_left(tab, (CLIPBOARD / "word.html").read_text())
    tab.get_by_role("button", name="Aperçu").click()
    drawn = tab.locator("#ui-preview")
    expect(drawn.locator("li li")).to_have_text("par écrit")
    expect(drawn.locator("ol > li")).to_have_text(["Voter", "Publier *tout*"])
    expect(drawn.locator("th")).to_have_text(["Qui", "Quoi"])
    expect(drawn.locator("td").last).to_have_text("a | bc")
    expect(drawn.locator('a[href="https://example.org/a%20%281%29"] em')).to_have_text("le guide")


def test_pictures_are_left_out_and_it_is_said(tab) -> None:
    put(tab, "")
    is_left(tab, "<p><b>Words</b></p><img width=20 src='https://example.org/a.png'>")
    assert text(tab) == "**Words**"
    expect(tab.locator("[data-pasted]")).to_contain_text("Les images n’ont pas suivi")


def test_words_within_a_line_stay_within_it(tab) -> None:
    put(tab, "One  two", at=4)
    is_left(tab, "<meta charset=utf-8><span>three <b>four</b></span>")
    assert text(tab) == "One three **four** two"


@pytest.mark.drawn
@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p style='margin:0'>Only words</p>",
        "<meta charset=utf-8><div style='color:#000;font-weight:normal;white-space:pre;'><div><b># t</b></div></div>",
        "<p><b>a</b></p>" + " " * 2_000_000,
    ],
    ids=["plain", "words", "code", "too long"],
)
def test_words_alone_are_left_to_the_browser(tab, html) -> None:
    put(tab, "")
    assert is_left(tab, html)
    assert text(tab) == ""


def test_between_fences_words_stay_as_they_are(tab) -> None:
    put(tab, "```\ncode\n```\n", at=5)
    assert is_left(tab, "<p><b>bold</b></p>")


def test_what_would_run_or_load_does_nothing(tab) -> None:
    put(tab, "")
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    is_left(
        tab,
        "<b>a</b><script>document.title = 'taken'</script><img src='/taken.png' onerror=\"document.title='taken'\">"
        '<a href="javascript:alert(1)">b</a><p style="background:url(/taken.png)">c</p>',
    )
    assert text(tab) == "**a**b\n\nc"
    assert "taken" not in tab.title()
    assert [url for url in asked if "taken" in url] == []


def test_deep_nesting_ends(tab) -> None:
    put(tab, "")
    is_left(tab, "<blockquote>" * 400 + "<b>deep</b>" + "</blockquote>" * 400)
    assert text(tab).endswith("deep")
