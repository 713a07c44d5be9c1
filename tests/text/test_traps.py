"""The traps of GITBOOK.md, section 10, that lie in a text; 7, 9 and 15 lie in books (tests/book).

Of 8 and 10 the engine's side is here: what reaches the caller's resolve(), and whose resolve() it is.
"""

from __future__ import annotations

import pytest

from tests.text.laid_out import laid_out
from tests.text.small_site import framed, html, rendered, shelf
from wiki.text.links import Link, Target
from wiki.text.outline import find
from wiki.text.render import render


def test_trap_01_four_tildes_are_struck_nothing_not_a_fence() -> None:
    source = "* ~~~~\n* ~~Old~~ Federation **OpenSpaceMakers**\n\nAfter"

    assert html(source) == (
        "<ul><li></li><li><s>Old</s> Federation <strong>OpenSpaceMakers</strong></li></ul><p>After</p>"
    )


def test_trap_02_a_lost_quote_in_a_card_swallows_nothing() -> None:
    source = (
        '<table data-view="cards"><thead><tr><th></th></tr></thead><tbody><tr><td>'
        "<a href=\"https://example.org l'IA de l'Etat</a></td></tr></tbody></table>\n\n"
        '{% hint style="info" %}\nRead "this".\n{% endhint %}'
    )

    assert laid_out(html(source)) == (
        '<ul class="gb-cards" data-gb="cards">\n'
        '  <li class="gb-card" data-gb="card">\n'
        '    <div><a href="https://example.org" rel="nofollow ugc noopener"> l\'IA de l\'Etat</a></div>\n'
        "  </li>\n"
        "</ul>\n"
        '<aside class="gb-hint gb-hint--info" data-gb="hint" data-style="info" role="note">\n'
        '  <p class="gb-hint__label" data-gb-chrome="">Information</p>\n'
        '  <p>Read "this".</p>\n'
        "</aside>"
    )


def test_trap_03_a_lost_quote_in_a_tag_ends_with_the_tag() -> None:
    source = '{% embed url="https://tchap.gouv.fr/#/room/!x %}\n\nA "quoted" word.'

    assert html(source) == (
        '<figure class="gb-embed" data-gb="embed"><a data-gb-chrome="" href="https://tchap.gouv.fr/#/room/!x" '
        'rel="nofollow ugc noopener"><span class="gb-embed__host">tchap.gouv.fr</span> '
        '<span class="gb-embed__address">https://tchap.gouv.fr/#/room/!x</span></a></figure>'
        '<p>A "quoted" word.</p>'
    )


def test_trap_04_a_percent_sign_stands_in_an_attribute() -> None:
    source = '{% columns %}\n{% column width="66.66666666666666%" %}\nA\n{% endcolumn %}\n{% endcolumns %}'

    assert html(source) == (
        '<div class="gb-columns" data-gb="columns">'
        '<div class="gb-column gb-column--66" data-gb="column"><p>A</p></div></div>'
    )


def test_trap_05_a_lone_star_holds_the_deeper_block() -> None:
    source = '*\n\n  {% hint style="info" %}\n  Inside\n  {% endhint %}\n\n  Still\n* Next'

    assert laid_out(html(source)) == (
        "<ul>\n"
        "  <li>\n"
        '    <aside class="gb-hint gb-hint--info" data-gb="hint" data-style="info" role="note">\n'
        '      <p class="gb-hint__label" data-gb-chrome="">Information</p>\n'
        "      <p>Inside</p>\n"
        "    </aside>\n"
        "    <p>Still</p>\n"
        "  </li>\n"
        "  <li>\n"
        "    <p>Next</p>\n"
        "  </li>\n"
        "</ul>"
    )


def test_trap_06_code_under_a_numbered_step_stays_in_it() -> None:
    source = (
        '1. One\n\n   {% code title="a.txt" %}\n   ```text\n   a\n     b\n   ```\n   {% endcode %}\n2. Two'
    )

    assert laid_out(html(source)) == (
        "<ol>\n"
        "  <li>\n"
        "    <p>One</p>\n"
        '    <figure class="gb-code" data-gb="code">\n'
        "      <figcaption>a.txt</figcaption>\n"
        '      <pre tabindex="0"><code class="language-text">a\n  b\n</code></pre>\n'
        "    </figure>\n"
        "  </li>\n"
        "  <li>\n"
        "    <p>Two</p>\n"
        "  </li>\n"
        "</ol>"
    )


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (r"[x](load\_name.md)", "load_name.md"),
        ("[x](<a (1).md>)", "a (1).md"),
        ("[x](a(1).md)", "a(1).md"),
        ("[x](a%20%281%29.md)", "a%20%281%29.md"),
        ("![](<../.gitbook/assets/a (1).png>)", "../.gitbook/assets/a (1).png"),
    ],
)
def test_trap_08_destinations_reach_resolve_as_commonmark_reads_them(written: str, asked: str) -> None:
    assert [link.destination for link in rendered(written).links] == [asked]


def test_trap_08_a_destination_with_a_blank_is_no_link() -> None:
    assert html("[x](a (1).md)") == "<p>[x](a (1).md)</p>"


def test_trap_10_links_of_an_include_are_relative_to_the_include() -> None:
    source = '[here](x.md)\n\n{% include "../.gitbook/includes/note.md" %}'
    include = shelf({"../.gitbook/includes/note.md": "[there](x.md)"})

    rendering = render(source, resolve=lambda destination: Target("page", "/page/"), include=include)

    assert sorted(link.url for link in rendering.links) == [
        "/beside-../.gitbook/includes/note.md/x.md",
        "/page/",
    ]
    assert rendering.html == (
        '<p><a href="/page/">here</a></p><div class="gb-include" data-gb="include">'
        '<p><a href="/beside-../.gitbook/includes/note.md/x.md">there</a></p></div>'
    )


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("`{% raw %}{% set x = 1 %}`", "<p><code>{% raw %}{% set x = 1 %}</code></p>"),
        ("```\n{% raw %}\n{%s}\n```", '<pre tabindex="0"><code>{% raw %}\n{%s}\n</code></pre>'),
        ("printf {%s} and {%ip}", "<p>printf {%s} and {%ip}</p>"),
        ("`echo $$` and `$$`", "<p><code>echo $$</code> and <code>$$</code></p>"),
        ("```\nkill $$\n$$x = 1;\n```", '<pre tabindex="0"><code>kill $$\n$$x = 1;\n</code></pre>'),
        ("at 10:80:30 std::string :80:", "<p>at 10:80:30 std::string :80:</p>"),
    ],
)
def test_trap_11_code_holds_neither_tags_nor_formulas_and_times_no_emoji(source: str, drawn: str) -> None:
    assert html(source) == drawn


def test_trap_12_details_in_a_list_item_hold_markdown_lists_and_code() -> None:
    source = (
        "* Item\n\n  <details>\n\n  <summary>More</summary>\n\n  Some *text*\n\n  * a\n  * b\n\n"
        '  {% code title="a.txt" %}\n  ```text\n  x\n  ```\n  {% endcode %}\n\n  </details>\n'
    )

    assert laid_out(html(source)) == (
        "<ul>\n"
        "  <li>\n"
        "    <p>Item</p>\n"
        "    <details>\n"
        "      <summary>More</summary>\n"
        "      <p>Some <em>text</em></p>\n"
        "      <ul>\n"
        "        <li>a</li>\n"
        "        <li>b</li>\n"
        "      </ul>\n"
        '      <figure class="gb-code" data-gb="code">\n'
        "        <figcaption>a.txt</figcaption>\n"
        '        <pre tabindex="0"><code class="language-text">x\n</code></pre>\n'
        "      </figure>\n"
        "    </details>\n"
        "  </li>\n"
        "</ul>"
    )


def test_trap_13_old_anchors_find_the_headings_of_today() -> None:
    source = (
        '## <mark style="color:red;">4.5 Faut-il</mark> [une](page.md) `gouvernance` ?\n\n'
        '## 🔐 Coffres <a href="#f0-9f-94-90-coffres" id="f0-9f-94-90-coffres"></a>\n\n'
        "[a](#4-5-faut-il-une-gouvernance) [b](#coffres)"
    )
    rendering = rendered(source)

    assert [(heading.text, heading.id) for heading in rendering.outline] == [
        ("4.5 Faut-il une gouvernance ?", "id-4.5-faut-il-une-gouvernance"),
        ("🔐 Coffres", "f0-9f-94-90-coffres"),
    ]
    assert find(rendering.outline, "4-5-faut-il-une-gouvernance") == "id-4.5-faut-il-une-gouvernance"
    assert rendering.html.endswith(
        '<p><a href="#id-4.5-faut-il-une-gouvernance">a</a> <a href="#coffres">b</a></p>'
    )


def test_trap_14_hidden_columns_of_cards_act_without_showing() -> None:
    source = (
        '<table data-view="cards"><thead><tr><th></th><th data-hidden data-card-target data-type="content-ref">'
        '</th><th data-hidden data-card-cover data-type="files"></th></tr></thead><tbody><tr><td>One</td>'
        '<td><a href="page.md">page.md</a></td><td><a href="picture.png">picture.png</a></td></tr></tbody></table>'
    )
    rendering = rendered(source)

    assert laid_out(rendering.html) == (
        '<ul class="gb-cards" data-gb="cards">\n'
        '  <li class="gb-card" data-gb="card">'
        '<img alt="" class="gb-card__cover" decoding="async" src="/files/picture.png" fetchpriority="high">\n'
        '    <div>One</div><a data-gb-chrome="" href="/page/" class="gb-card__link">The page</a>\n'
        "  </li>\n"
        "</ul>"
    )
    assert set(rendering.links) == {
        Link("page.md", "page", "/page/"),
        Link("picture.png", "asset", "/files/picture.png"),
    }


def test_trap_14_a_select_in_a_table_head_is_dropped() -> None:
    source = (
        '<table><thead><tr><th>Status<select><option value="a" label="Done"></option></select></th></tr></thead>'
        '<tbody><tr><td><span data-option="a">Done</span></td></tr></tbody></table>'
    )

    assert html(source) == (
        framed(
            "<table><thead><tr><th>Status</th></tr></thead><tbody><tr><td><span>Done</span></td></tr></tbody></table>",
            "Table 1: Status",
        )
    )
