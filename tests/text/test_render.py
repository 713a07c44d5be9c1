"""The whole way: title, HTML, outline, plain words, links, blocks, notices, and the words' places."""

from __future__ import annotations

import pytest

from tests.text.small_site import rendered
from wiki.text.drawing import Notice
from wiki.text.labels import Labels
from wiki.text.links import Link, Target
from wiki.text.outline import Heading
from wiki.text.render import Block, Rendering, render

PAGE = """\
# Un *titre*

Un mot et [un lien](page.md).

## Partie

{% hint style="info" %}
À lire.
{% endhint %}

{% hint %}
"""


def test_render_gives_all_that_a_page_needs() -> None:
    assert rendered(PAGE) == Rendering(
        title="Un titre",
        html=(
            '<p>Un mot et <a href="/page/">un lien</a>.</p><h2 id="partie">Partie</h2>'
            '<aside class="gb-hint gb-hint--info" data-gb="hint" data-style="info" role="note">'
            '<p class="gb-hint__label" data-gb-chrome="">Information</p><p>À lire.</p></aside>'
            '<aside class="gb-hint gb-hint--info" data-gb="hint" data-style="info" role="note">'
            '<p class="gb-hint__label" data-gb-chrome="">Information</p></aside>'
        ),
        outline=(Heading(2, "Partie", "partie"),),
        plain="Un mot et un lien.\nPartie\nÀ lire.",
        links=(Link("page.md", "page", "/page/"),),
        blocks=(
            Block("p", 3, 3),
            Block("h2", 5, 5),
            Block("hint", 7, 9),
            Block("p", 8, 8),
            Block("hint", 11, 11),
        ),
        notices=(Notice("unclosed", "hint", 11),),
        outermost=(((3, 3),), ((5, 5),), ((7, 9),), ((11, 11),)),
    )


def test_render_words_are_those_of_the_plain_text() -> None:
    assert rendered("# Titre\n\nUn *mot*.").words() == [("Un", 9, 11), ("mot", 13, 16)]


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Title", "Title"),
        ("\n\n# Title", "Title"),
        ("Title\n=====\n\na", "Title"),
        ("# A *b* `c` &amp; d", "A b c & d"),
        ('# Title <a href="#t" id="t"></a>', "Title"),
        ("# Title {#t}", "Title"),
        ("## Title", ""),
        ("a\n\n# Title", ""),
        ("<h1>Title</h1>", ""),
        ("> # Title", ""),
        ("", ""),
    ],
)
def test_render_title_is_the_first_heading_that_opens_the_page(source: str, title: str) -> None:
    assert rendered(source).title == title


def test_render_title_is_neither_in_the_html_nor_in_the_outline() -> None:
    rendering = rendered("# Title\n\na")

    assert (rendering.html, rendering.outline, rendering.plain) == ("<p>a</p>", (), "a")


def test_render_title_gives_its_id_to_a_heading_of_the_same_words() -> None:
    assert [heading.id for heading in rendered("# Title\n\n## Title").outline] == ["title"]


def test_render_speaks_the_callers_words() -> None:
    rendering = render(
        "{% hint %}\na\n{% endhint %}",
        resolve=lambda destination: Target("broken"),
        labels=Labels(hint_info="À savoir"),
    )

    assert rendering.html == (
        '<aside class="gb-hint gb-hint--info" data-gb="hint" data-style="info" role="note">'
        '<p class="gb-hint__label" data-gb-chrome="">À savoir</p><p>a</p></aside>'
    )


def test_render_fills_expressions_with_variables() -> None:
    source = '<code class="expression">space.vars.name</code>'

    rendering = render(source, resolve=lambda destination: Target("broken"), variables={"name": "<b>"})

    assert rendering.html == "<p><code>&lt;b&gt;</code></p>"


def test_render_does_not_fetch_what_it_shows() -> None:
    asked: list[str] = []

    def resolve(destination: str) -> Target:
        asked.append(destination)
        return Target("broken")

    render('a https://example.org\n\n{% embed url="https://example.org/b" %}', resolve=resolve)

    assert sorted(asked) == ["https://example.org", "https://example.org/b"]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("\x00", ""),
        ("a\ud800b", "<p>a b</p>"),
        ("\x10\x11", ""),
        ("{%", "<p>{%</p>"),
        ("<", "<p>&lt;</p>"),
        ("a\\", "<p>a\\</p>"),
        ("\t", ""),
        ("[", "<p>[</p>"),
    ],
)
def test_render_never_fails(source: str, html: str) -> None:
    assert rendered(source).html == html


def test_render_lets_nobody_forge_a_marker() -> None:
    assert rendered("{% hint %}\na\n{% endhint %}\n\n\x100 b").plain == "a\n0 b"


def test_headings_without_words_head_nothing() -> None:
    source = "## \n\nMore.\n\n## ![A picture that speaks](picture.png)\n\n## ![](picture.png)\n"
    assert [heading.text for heading in rendered(source).outline] == ["A picture that speaks"]
