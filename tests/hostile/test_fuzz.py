"""Arbitrary and half-sensible texts: rendering never fails, and what it says of places is true."""

from __future__ import annotations

import html
import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import reading
from wiki.text import sanitise
from wiki.text.links import Included, Target, is_external
from wiki.text.render import Rendering, render
from wiki.text.words import tokens

TOKENS = (
    *(
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "```",
        "~~~",
        "~",
        "~~",
        "[",
        "]",
        "](",
        ")",
        "![",
        "<",
        ">",
        "!",
        "&",
        "\\",
    ),
    *(
        "|",
        "#",
        "## ",
        "-",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "=",
        "---\n",
        "===\n",
        "    ",
        "\t",
        " ",
        "  \n",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\\\n",
        "\x00",
        "\x10",
        "\x100",
        "\x11",
        "\x02",
        "\x03",
        "\u2028",
        "\ufeff",
        "\xa0",
    ),
    *(
        "\ud800",
        "\u200b",
        "\xad",
        "é",
        "e\u0301",
        "œ",
        "😀",
        ":warning:",
        "&amp;",
        "&eacute;",
        "&#x20;",
        "&#0;",
        "&lt;",
    ),
    *(
        "word",
        "l'eau",
        "Mot",
        "a",
        "12",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "[a]",
        "(b)",
        "(b 'c')",
        "<b.md>",
        "{#id}",
    ),
    *(
        "- [ ] ",
        "- [x] ",
        "$$",
        "$",
        "https://e.org/a_b",
        "www.e.org",
        "me@e.org",
        "(javascript:x)",
        "<https://e.org>",
    ),
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href='x'>",
        "<a id=y>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "</td>",
    ),
    *(
        "</tr>",
        "</table>",
        "<thead>",
        "<ul>",
        "<li>",
        "</ul>",
        "<ol start=3>",
        "<details>",
        "<summary>",
        "</summary>",
    ),
    *(
        "</details>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<br>",
        "<hr/>",
        "<img src=x alt='y'>",
        "<h2>",
        "</h2>",
    ),
    *(
        "<div align=center>",
        "</div>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<mark style='color:red'>",
        "</mark>",
    ),
    *(
        "<!--",
        "-->",
        "<?",
        "<![CDATA[",
        "<script>",
        "</script>",
        "<style>",
        "<svg>",
        "<select>",
        "<i class=fa-x>",
    ),
    *(
        "<picture>",
        "<source srcset=x>",
        "</picture>",
        "<blockquote>",
        "<sup>",
        "<input type=checkbox>",
        "<x-y>",
    ),
    *(
        "<table data-view=cards>",
        "<th data-hidden data-card-target>",
        "<div data-gb-custom-block data-tag=hint>",
    ),
    *(
        "{% hint %}",
        '{% hint style="info" %}',
        "{% endhint %}",
        "{% tabs %}",
        "{% tab title='a' %}",
        "{% endtab %}",
    ),
    *(
        "{% endtabs %}",
        "{% code title='x' %}",
        "{% endcode %}",
        "{% embed url='https://e.org' %}",
        "{% endembed %}",
    ),
    *(
        "{% content-ref url='b' %}",
        "{% endcontent-ref %}",
        "{% file src='f.pdf' %}",
        "{% endfile %}",
        "{% stepper %}",
    ),
    *("{% step %}", "{% endstep %}", "{% endstepper %}", "{% columns %}", "{% column %}", "{% endcolumn %}"),
    *(
        "{% endcolumns %}",
        "{% include 'i' %}",
        "{% if a %}",
        "{% endif %}",
        "{% updates %}",
        "{% update date='2025' %}",
    ),
    *(
        "{% endupdate %}",
        "{% endupdates %}",
        "{% prompt %}",
        "{% endprompt %}",
        "{% openapi src='o' %}",
        "{% x %}",
    ),
    *(
        "{% endx %}",
        "{%",
        "%}",
        "{% swagger method='get' %}",
        "{% swagger-parameter name='n' %}",
        "{% endswagger %}",
    ),
    *(
        "{% endswagger-parameter %}",
        '{% @mermaid/diagram content="a\\nb" %}',
        "{% embed url='lost %}",
        "{{ x }}",
    ),
)
LETTERS = st.characters(codec="utf-8", categories=("L", "Nd"))
SOURCES = st.one_of(
    st.text(st.characters(), max_size=400),
    st.lists(st.sampled_from(TOKENS), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(TOKENS), st.text(LETTERS, min_size=1, max_size=8)), max_size=80).map(
        "".join
    ),
)
# The same examples at each run; `measure.py --fuzz` looks further.
thoroughly = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def resolve(destination: str) -> Target:
    if is_external(destination):
        return Target("external", destination)
    kind = ("page", "asset", "broken")[len(destination) % 3]
    return Target(kind, "" if kind == "broken" else "/there/", title="Title of the target")


def include(name: str) -> Included | None:
    return Included("Included *words* [a](b)\n\n# H\n", resolve, include) if name == "i" else None


def draw(source: str) -> Rendering:
    return render(source, resolve=resolve, include=include)


def read(written: str) -> str:
    """What a stretch of source says: escapes and references read, marks within a word left out."""
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written))


@thoroughly
@given(SOURCES)
def test_any_text_is_rendered(source: str) -> None:
    made = draw(source)
    made.html.encode()
    assert sanitise.last_gate(made.html) == made.html
    ids = [tag.attributes["id"] for tag in reading.tags(made.html) if "id" in tag.attributes]
    assert len(ids) == len(set(ids))
    assert {heading.id for heading in made.outline} <= set(ids)


@thoroughly
@given(SOURCES)
def test_any_text_renders_the_same_twice(source: str) -> None:
    assert draw(source) == draw(source)


@thoroughly
@given(SOURCES)
def test_places_of_words_are_true(source: str) -> None:
    position = 0
    for word, start, end in draw(source).words():
        if start is None or end is None:
            assert (start, end) == (None, None)
            continue
        assert 0 <= start < end <= len(source)
        assert read(source[start:end]) == word
        position = start
    assert position <= len(source)


@thoroughly
@given(SOURCES)
def test_blocks_stand_on_lines_of_the_source(source: str) -> None:
    lines = len(re.split(r"\r\n|\r|\n", source))
    for block in draw(source).blocks:
        assert 1 <= block.first_line <= block.last_line <= lines


@thoroughly
@given(st.lists(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=9), max_size=6))
def test_plain_prose_keeps_every_word(paragraphs: list[list[str]]) -> None:
    source = "\n\n".join(" ".join(words) for words in paragraphs)
    made = draw(source)
    assert [token.text for token in tokens(made.plain)] == [token.text for token in tokens(source)]
    assert all(start is not None for _, start, _ in made.words())


@thoroughly
@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_unknown_controls_reach_no_reader(parts: list[str]) -> None:
    made = draw("".join(parts))
    shown = made.html + made.plain + made.title
    assert [sign for sign in shown if unicodedata.category(sign) == "Cc" and sign not in "\n\t\r"] == []
