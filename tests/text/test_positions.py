"""Every visible word knows its span in the source, or that it has none; every block its source lines."""

from __future__ import annotations

import pytest

from tests.text.small_site import placed_words, rendered, shelf
from wiki.text.render import Block


def in_place(*words: str) -> list[tuple[str, str | None]]:
    """Words that the source spells as they are shown."""
    return [(word, word) for word in words]


# --- words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("un deux\ntrois", ["un", "deux", "trois"]),
        ("un\r\ndeux\r\n\r\ntrois", ["un", "deux", "trois"]),
        ("un\rdeux\r\rtrois", ["un", "deux", "trois"]),
        ("\ufeffun deux", ["un", "deux"]),
        ("é🎉 deux", ["é", "deux"]),
        ("**un** *deux* ~~trois~~ `quatre`", ["un", "deux", "trois", "quatre"]),
        ("`` un `deux` ``", ["un", "deux"]),
        ("`un\ndeux`", ["un", "deux"]),
        ("[un **deux**](page.md 'trois') quatre", ["un", "deux", "quatre"]),
        ("[un][r] deux\n\n[r]: page.md", ["un", "deux"]),
        ("## un {#deux}\n\ntrois", ["un", "trois"]),
        ("un\n--\n\ndeux", ["un", "deux"]),
        ("* un\n  * deux\n\n    trois\n* quatre", ["un", "deux", "trois", "quatre"]),
        ("> un\n> > deux\ntrois", ["un", "deux", "trois"]),
        ("> * un\n>   deux", ["un", "deux"]),
        ("1. un\n\n   ```\n   deux\n     trois\n   ```", ["un", "deux", "trois"]),
        ("* [x] un\n* [ ] deux", ["un", "deux"]),
        ("```text\nun\ndeux\n```", ["un", "deux"]),
        ("```python\nif un: deux\n```", ["if", "un", "deux"]),
        ("a\n\n    un\n      deux", ["a", "un", "deux"]),
        ("a\n\n\tun\tdeux", ["a", "un", "deux"]),
        ("*\tun\n\n\tdeux", ["un", "deux"]),
        ("| un | deux |\n| -- | -- |\n| trois `q` | cinq |", ["un", "deux", "trois", "q", "cinq"]),
        ("un | deux\n-- | --\ntrois | quatre", ["un", "deux", "trois", "quatre"]),
        ("* a\n\n  | un |\n  | -- |\n  | deux |", ["a", "un", "deux"]),
        ("> | un |\n> | -- |\n> | deux |", ["un", "deux"]),
        ("<div>un <b>deux</b></div>", ["un", "deux"]),
        ("<details>\n<summary>un</summary>\n\ndeux\n\n</details>", ["un", "deux"]),
        ("un <kbd>deux</kbd> trois", ["un", "deux", "trois"]),
        ("<pre><code>un\ndeux</code></pre>", ["un", "deux"]),
        ("https://example.org/un", ["https", "example", "org", "un"]),
        ("<https://example.org>", ["https", "example", "org"]),
        ("a@example.org www.example.org", ["a", "example", "org", "www", "example", "org"]),
        ("un $$x + y$$ deux", ["un", "x", "y", "deux"]),
        ("$$\nun\n  deux\n$$", ["un", "deux"]),
        ("un<!-- deux --> trois", ["un", "trois"]),
        ("un\\\ndeux  \ntrois", ["un", "deux", "trois"]),
        (r"a '%SYS%\notepad.exe'", ["a", "SYS", "notepad", "exe"]),
        (r"un \é \\deux", ["un", "é", "deux"]),
        ("a[^1]\n\n[^1]: un", ["a", "un"]),
        ('{% hint style="info" %}\nun\n{% endhint %}\n\ndeux', ["un", "deux"]),
        ('* {% hint style="info" %}\n  un\n  {% endhint %}\n* deux', ["un", "deux"]),
        ("{% hint %}un{% endhint %}", ["un"]),
        (
            '{% tabs %}\n{% tab title="Sous Linux" %}\nun\n{% endtab %}\n{% endtabs %}',
            ["Sous", "Linux", "un"],
        ),
        ('{% code title="un.py" %}\n```\ndeux\n```\n{% endcode %}', ["un", "py", "deux"]),
        ('{% embed url="https://a.org" caption="un mot" %}', ["un", "mot"]),
        ('{% update date="2025-01" %}\nun\n{% endupdate %}', ["2025-01", "un"]),
        (
            '{% api-method-parameter name="id" type="text" %}\nun\n{% endapi-method-parameter %}',
            ["id", "text", "un"],
        ),
        ("{% carousel %}\n\nun", ["carousel", "un"]),
        (
            '<table data-view="cards"><tbody><tr><td>un</td><td><b>deux</b></td></tr></tbody></table>',
            ["un", "deux"],
        ),
        ('<div data-gb-custom-block data-tag="hint">\n\nun\n\n</div>', ["un"]),
    ],
)
def test_words_stand_where_they_were_written(source: str, words: list[str]) -> None:
    assert placed_words(source) == in_place(*words)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("caf&eacute; noir", [("café", "caf&eacute;"), ("noir", "noir")]),
        ("&eacute;t&#233;", [("été", "&eacute;t&#233;")]),
        (r"l\'eau", [("l'eau", r"l\'eau")]),
        (r"un\-deux", [("un-deux", r"un\-deux")]),
        (r"| a\|b |" + "\n| - |\n" + r"| `c\|d` |", [("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")]),
        ("<td>caf&eacute;", [("café", "caf&eacute;")]),
        ("<p>caf&#xe9;</p>", [("café", "caf&#xe9;")]),
        ('{% tab title="caf&eacute;" %}\n{% endtab %}', [("café", "caf&eacute;")]),
        ("soft\u00adware", [("soft\u00adware", "soft\u00adware")]),
    ],
)
def test_words_written_otherwise_stand_over_their_spelling(
    source: str, words: list[tuple[str, str | None]]
) -> None:
    assert placed_words(source) == words


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("**b**_i_", "bi"),  # one word, two places
        ("x<sup>2</sup>", "x2"),
        ('[x](page.md "mention")', "The"),  # the title of another page
        ('<code class="expression">space.vars.v</code>', "valeur"),
        ('{% include "note.md" %}', "ailleurs"),
    ],
)
def test_words_that_were_not_written_here_have_no_place(source: str, word: str) -> None:
    words = rendered(source, include=shelf({"note.md": "ailleurs"}), variables={"v": "valeur"}).words()

    assert words[0] == (word, None, None)


def test_words_around_an_include_keep_their_place() -> None:
    source = 'un\n\n{% include "note.md" %}\n\ndeux'

    assert rendered(source, include=shelf({"note.md": "ailleurs"})).words() == [
        ("un", 0, 2),
        ("ailleurs", None, None),
        ("deux", len(source) - 4, len(source)),
    ]


def test_words_of_a_hidden_column_are_not_words() -> None:
    source = (
        "<table><thead><tr><th>un</th><th data-hidden>x</th></tr></thead>"
        "<tbody><tr><td>deux</td><td>y</td></tr></tbody></table>"
    )

    assert placed_words(source) == in_place("un", "deux")


# --- blocks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("a\nb\n\nc", [("p", 1, 2), ("p", 4, 4)]),
        ("\n\na", [("p", 3, 3)]),
        ("## a\n\nb\n-\n", [("h2", 1, 1), ("h2", 3, 4)]),
        (
            "* a\n* b\n\n  c\n\nd",
            [("ul", 1, 4), ("li", 1, 1), ("p", 1, 1), ("li", 2, 4), ("p", 2, 2), ("p", 4, 4), ("p", 6, 6)],
        ),
        ("> a\n>\n> b\n\nc", [("blockquote", 1, 3), ("p", 1, 1), ("p", 3, 3), ("p", 5, 5)]),
        ("```\na\n\nb\n```\n\nc", [("pre", 1, 5), ("p", 7, 7)]),
        ("***\n\na", [("hr", 1, 1), ("p", 3, 3)]),
        ("$$\na\n$$", [("math", 1, 3)]),
        (
            "| a |\n| - |\n| b |\n| c |",
            [("table", 1, 4), ("thead", 1, 1), ("tr", 1, 1), ("tbody", 3, 4), ("tr", 3, 3), ("tr", 4, 4)],
        ),
        ('{% hint style="info" %}\n\na\n\n{% endhint %}', [("hint", 1, 5), ("p", 3, 3)]),
        ('a\n{% embed url="https://a.org" %}\nb', [("p", 1, 1), ("embed", 2, 2), ("p", 3, 3)]),
        (
            '{% tabs %}\n{% tab title="a" %}\nb\n{% endtab %}\n{% endtabs %}',
            [("tabs", 1, 5), ("tab", 2, 4), ("p", 3, 3)],
        ),
        (
            "* a\n\n  {% hint %}\n  b\n  {% endhint %}\n* c",
            [("ul", 1, 6), ("li", 1, 5), ("p", 1, 1), ("hint", 3, 5), ("p", 4, 4), ("li", 6, 6), ("p", 6, 6)],
        ),
        ("a\n\n<div>\n<p>b</p>\n</div>\n\nc", [("p", 1, 1), ("div", 3, 5), ("p", 4, 4), ("p", 7, 7)]),
        (
            "<details>\n\n<summary>a</summary>\n\nb\n\n</details>",
            [("details", 1, 7), ("summary", 3, 3), ("p", 5, 5)],
        ),
        (
            '<figure><img src="picture.png"><figcaption>a</figcaption></figure>',
            [("figure", 1, 1), ("img", 1, 1), ("figcaption", 1, 1)],
        ),
        ("# Title\n\na", [("p", 3, 3)]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blocks_know_their_source_lines(source: str, blocks: list[tuple[str, int, int]], end: str) -> None:
    assert list(rendered(source.replace("\n", end)).blocks) == [Block(*block) for block in blocks]


def test_blocks_of_an_include_have_no_lines_of_this_source() -> None:
    rendering = rendered('a\n\n{% include "note.md" %}', include=shelf({"note.md": "b\n\n<div>c</div>"}))

    assert list(rendering.blocks) == [Block("p", 1, 1), Block("include", 3, 3)]
