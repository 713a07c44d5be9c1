"""Each heading gets a link to itself when its page is shown, beside it and nowhere else."""

from __future__ import annotations

import re
from html import escape

import pytest

from tests.text.small_site import rendered
from wiki.text import permalinks
from wiki.text.sanitise import last_gate

NAME = "To “{heading}”"


def added(source: str) -> tuple[str, str]:
    """The HTML of a source as it is kept, and as it is shown."""
    made = rendered(source)
    words = {heading.id: heading.text for heading in made.outline}
    return made.html, permalinks.add(made.html, words, NAME)


def links(shown: str) -> list[tuple[str, str]]:
    found = re.findall(
        r'</h[2-4]><a class="here" data-gb-chrome href="#([^"]+)" aria-label="([^"]+)">#</a>', shown
    )
    assert len(found) == shown.count('class="here"')
    return found


def test_link_stands_right_after_its_heading() -> None:
    assert added("Text.\n\n## A part\n\nMore.")[1] == (
        '<p>Text.</p><h2 id="a-part">A part</h2>'
        '<a class="here" data-gb-chrome href="#a-part" aria-label="To “A part”">#</a><p>More.</p>'
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("no heading", []),
        ("text\n\n# One\n\n##### Five\n\n###### Six", []),
        (
            "## Two\n\n### Three\n\n#### Four",
            [("two", "To “Two”"), ("three", "To “Three”"), ("four", "To “Four”")],
        ),
        ("## A\n\n## A", [("a", "To “A”"), ("a-1", "To “A”")]),
        ('## Title <a href="#own" id="own"></a>', [("own", "To “Title”")]),
        ("## With a [link](page.md) and `code`", [("with-a-link-and-code", "To “With a link and code”")]),
        ('## "Q" & <a>', [("q-and", "To “&quot;Q&quot; &amp;”")]),
        ("## {heading} {0}", [("heading-0", "To “{heading} {0}”")]),
        ("> ## In a quote", [("in-a-quote", "To “In a quote”")]),
        ("* ## In a list", [("in-a-list", "To “In a list”")]),
        ("{% hint style='info' %}\n## In a hint\n{% endhint %}", [("in-a-hint", "To “In a hint”")]),
        ("## ![](picture.png)", []),
        ("<details><summary><h3>Fold</h3></summary>\n\n### In it\n\n</details>", [("in-it", "To “In it”")]),
        (
            '<a href="page.md"><h2>Linked</h2></a>\n\n## After',
            [("linked", "To “Linked”"), ("after", "To “After”")],
        ),
    ],
)
def test_headings_of_three_levels_are_linked(source: str, found: list[tuple[str, str]]) -> None:
    assert links(added(source)[1]) == found


@pytest.mark.parametrize(
    "source", ["`<h2 id=x>a</h2>`\n\n## Title", '```html\n<h2 id="x">a</h2>\n```\n\n## Title']
)
def test_what_only_looks_like_a_heading_is_left_alone(source: str) -> None:
    kept, shown = added(source)
    assert re.sub(r'<a class="here".*?</a>', "", shown) == kept
    assert links(shown) == [("title", "To “Title”")]


@pytest.mark.parametrize(
    "written", ['</h2><h2 id="x">', "<h2 id='x'>", '"><h2 id="x">a</h2>', "</summary></a>"]
)
def test_heading_within_an_attribute_is_left_alone(written: str) -> None:
    """An attribute cannot hold a tag once it has passed the last gate, on which this relies."""
    html = last_gate(f'<h2 id="title"><img alt="{escape(written)}">Title</h2>')
    shown = permalinks.add(html, {"title": "Title", "x": "X"}, NAME)
    assert shown == f'{html}<a class="here" data-gb-chrome href="#title" aria-label="To “Title”">#</a>'


def test_heading_that_the_outline_does_not_know_is_left_alone() -> None:
    html = '<h2 id="a">A</h2><h2>B</h2></h2></a><h3 id="c">C</h3>'
    assert permalinks.add(html, {}, NAME) == html
