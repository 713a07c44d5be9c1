"""Marks stand around the words of each passage and change nothing else of a page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.small_site import rendered
from tests.yardstick import SECOND, made_within
from wiki.text import stretches
from wiki.text.highlight import NAMED, Passage, add
from wiki.text.render import Rendering

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
# Every case that takes no text from another file.
PAGES = [
    made
    for made in (
        rendered(case.read_text(encoding="utf-8")) for case in CASES if not case.stem.startswith("include")
    )
    if made.plain
]
MARK = re.compile(r'<mark class="ui-quote(?: moved)?" data-thread="([\d ]+)">(.*?)</mark>', re.DOTALL)
OURS = re.compile(r'<mark class="ui-quote[^>]*>|<a class="mk[^>]*>\d+</a>')
tried = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def passage(plain: str, words: str, key: int = 1, **more: bool) -> Passage:
    start = plain.index(words)
    return Passage(key, key, start, start + len(words), f"Comment {key}", **more)


def number(key: int = 1, kind: str = "mk") -> str:
    return (
        f'<a class="{kind}" id="ui-mk-{key}" data-gb-chrome="" href="#ui-thread-{key}"'
        f' aria-label="Comment {key}">{key}</a>'
    )


def marked(source: str, *quotes: str) -> str:
    made = rendered(source)
    return add(made.html, made.plain, [passage(made.plain, words, at) for at, words in enumerate(quotes, 1)])


def said(html: str, key: int) -> str:
    """The words marked for a thread, without the blanks, which no tag keeps."""
    pieces = [words for keys, words in MARK.findall(html) if str(key) in keys.split()]
    return re.sub(r"\s", "", unescape("".join(pieces)))


def words_of(html: str, plain: str) -> str:
    """The words of HTML, as its stretches tell them; blanks between them are those of the plain words."""
    found = stretches.read(html, plain, until=len(plain)).said
    return "".join(plain[stretch.start : stretch.end] for stretch in found)


# --- where marks stand --------------------------------------------------------------------------------------


def m(words: str, keys: str = "1") -> str:
    return f'<mark class="ui-quote" data-thread="{keys}">{words}</mark>'


@pytest.mark.parametrize(
    ("source", "quote", "html"),
    [
        ("One two three.", "two", f"<p>One {m('two')}{number()} three.</p>"),
        (
            "One *two* three.",
            "One two",
            f"<p>{m('One ')}<em>{m('two')}{number()}</em> three.</p>",
        ),
        (
            "One\n\nTwo",
            "One\nTwo",
            f"<p>{m('One')}</p><p>{m('Two')}{number()}</p>",
        ),
        ("a & b\u00a0< c", "& b\u00a0<", f"<p>a {m('&amp; b&nbsp;&lt;')}{number()} c</p>"),
        ("One\ntwo three", "two", f"<p>One\n{m('two')}{number()} three</p>"),
        ("a `b` c", "b", f"<p>a <code>{m('b')}</code>{number()} c</p>"),
    ],
)
def test_mark_stands_around_the_words(source: str, quote: str, html: str) -> None:
    assert marked(source, quote) == html


def test_number_stands_behind_a_link_never_within() -> None:
    html = marked("See [the page](page.md) now", "page")

    assert html == f'<p>See <a href="/page/">the {m("page")}</a>{number()} now</p>'


def test_number_stands_behind_code_that_is_copied() -> None:
    html = marked("```\nls -l\n```", "ls")

    assert f"</pre>{number()}" in html
    assert m("ls") in html


def test_number_stands_behind_a_heading() -> None:
    assert marked("Text\n\n## A part\n", "part") == (
        f'<p>Text</p><h2 id="a-part">A {m("part")}</h2>{number()}'
    )


def test_passages_that_meet_share_the_words_between_them() -> None:
    html = marked("One two three four", "One two three", "two three four")

    assert html == (f"<p>{m('One ')}{m('two three', '1 2')}{number(1)}{m(' four', '2')}{number(2)}</p>")


def test_passages_on_the_same_words_have_one_mark() -> None:
    assert marked("One two", "two", "two") == f"<p>One {m('two', '1 2')}{number(1)}{number(2)}</p>"


def test_mark_tells_the_first_passages_of_many() -> None:
    made = rendered("One two")
    html = add(made.html, made.plain, [passage(made.plain, "two", key) for key in range(1, 100)])

    assert MARK.findall(html) == [(" ".join(map(str, range(1, NAMED + 1))), "two")]
    assert html.count('class="mk"') == 99


def test_words_of_ours_are_never_marked() -> None:
    made = rendered('{% file src="report.pdf" caption="Report" %}\n\nText')
    html = add(made.html, made.plain, [Passage(1, 1, 0, len(made.plain), "All")])

    assert said(html, 1) == "ReportText"


def test_moved_passage_is_told_from_others() -> None:
    made = rendered("One two")
    html = add(made.html, made.plain, [passage(made.plain, "two", is_moved=True)])

    assert html == f'<p>One <mark class="ui-quote moved" data-thread="1">two</mark>{number()}</p>'


def test_lost_passage_has_its_number_beside_its_heading() -> None:
    made = rendered("Text\n\n## First\n\nOne.\n\n## Second\n\nTwo.\n")
    at = made.plain.index("One")
    html = add(made.html, made.plain, [Passage(4, 4, at, at, "Comment 4", is_lost=True)])

    assert html == made.html.replace("First</h2>", f"First</h2>{number(4, 'mk lost')}")


def test_lost_passage_above_all_headings_has_no_number() -> None:
    made = rendered("Text\n\n## First\n")

    assert add(made.html, made.plain, [Passage(4, 4, 0, 0, "Comment 4", is_lost=True)]) == made.html


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 8), (3, 2), (2, 2)])
def test_span_that_is_none_marks_nothing(start: int, end: int) -> None:
    made = rendered("One two")

    assert add(made.html, made.plain, [Passage(1, 1, start, end, "")]) == made.html


def test_words_that_the_html_does_not_say_are_not_marked() -> None:
    assert add("<p>One two</p>", "Two one", [Passage(1, 1, 0, 3, "")]) == "<p>One two</p>"


def test_name_of_a_passage_is_written_as_text() -> None:
    html = add("<p>One</p>", "One", [Passage(1, 1, 0, 3, 'a"><script>')])

    assert html.endswith('aria-label="a&quot;&gt;&lt;script&gt;">1</a></p>')


# --- laws, on every case of the engine ----------------------------------------------------------------------


@pytest.mark.parametrize("made", PAGES, ids=range(len(PAGES)))
def test_stretches_say_all_the_plain_words(made: Rendering) -> None:
    assert re.sub(r"\s", "", words_of(made.html, made.plain)) == re.sub(r"\s", "", made.plain)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Rendering, list[Passage]]:
    """A page of the cases, with passages anywhere on its words."""
    made = draw(st.sampled_from(PAGES))
    passages = []
    for key in range(1, draw(st.integers(1, 6)) + 1):
        start = draw(st.integers(0, len(made.plain) - 1))
        end = draw(st.integers(start + 1, len(made.plain)))
        passages.append(Passage(key, key, start, end, f"Comment {key}"))
    return made, passages


@tried
@given(annotated())
def test_html_without_our_marks_is_the_html_that_was_given(case: tuple[Rendering, list[Passage]]) -> None:
    made, passages = case
    html = add(made.html, made.plain, passages)
    kept = made.html.count("</mark>")
    bare = re.sub(r"<a class=\"mk\"[^>]*>\d+</a>", "", html)
    bare = MARK.sub(r"\2", bare)

    assert bare.count("</mark>") == kept
    assert bare == made.html


@tried
@given(annotated())
def test_words_that_are_marked_are_those_of_the_passage(case: tuple[Rendering, list[Passage]]) -> None:
    made, passages = case
    html = add(made.html, made.plain, passages)

    for one in passages:
        assert said(html, one.key) == re.sub(r"\s", "", made.plain[one.start : one.end])


@tried
@given(annotated())
def test_plain_words_stay_what_they_were(case: tuple[Rendering, list[Passage]]) -> None:
    made, passages = case

    assert words_of(add(made.html, made.plain, passages), made.plain) == words_of(made.html, made.plain)


@tried
@given(annotated())
def test_each_passage_that_says_something_has_one_number(case: tuple[Rendering, list[Passage]]) -> None:
    made, passages = case
    telling = [one for one in passages if made.plain[one.start : one.end].strip()]
    html = add(made.html, made.plain, telling)

    assert sorted(int(key) for key in re.findall(r'id="ui-mk-(\d+)"', html)) == [one.key for one in telling]


# --- what it costs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    ["word " * 40_000, "*a* " * 15_000, "a&b<c " * 20_000, "```\n" + "x  y\n" * 15_000 + "```"],
    ids=["one long line", "many tags", "entities", "code"],
)
def test_cost_grows_with_the_page_and_the_passages(source: str) -> None:
    made = rendered(source)
    length = len(made.plain)
    over_all = [Passage(key, key, key, length - key, "") for key in range(1, 301)]

    made_within(1.5 * SECOND, lambda: add(made.html, made.plain, over_all))
