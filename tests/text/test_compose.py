"""Reusable texts are drawn where they are called for, each from its own place, and never in a circle."""

from __future__ import annotations

import pytest

from tests.text.small_site import rendered, shelf
from wiki.text.drawing import Notice
from wiki.text.links import Included, Link, Target, no_include
from wiki.text.outline import Heading


def around(inside: str) -> str:
    return f'<div class="gb-include" data-gb="include">{inside}</div>'


def test_include_draws_a_text_in_its_place() -> None:
    rendering = rendered('a\n\n{% include "n.md" %}\n\nb', include=shelf({"n.md": "*c*"}))

    assert rendering.html == f"<p>a</p>{around('<p><em>c</em></p>')}<p>b</p>"


@pytest.mark.parametrize("tag", ['{% include "n.md" %}', "{% include 'n.md' %}", '{% include src="n.md" %}'])
def test_include_is_named_in_any_spelling(tag: str) -> None:
    assert rendered(tag, include=shelf({"n.md": "a"})).html == around("<p>a</p>")


def test_include_twice_is_no_circle() -> None:
    source = '{% include "n.md" %}\n\n{% include "n.md" %}'

    assert rendered(source, include=shelf({"n.md": "a"})).html == around("<p>a</p>") * 2


def test_include_headings_belong_to_the_page() -> None:
    rendering = rendered('## a\n\n{% include "n.md" %}', include=shelf({"n.md": "## a\n\n[b](#a)"}))

    assert rendering.outline == (Heading(2, "a", "a"), Heading(2, "a", "a-1"))


def test_include_title_stays_in_its_text() -> None:
    rendering = rendered('{% include "n.md" %}', include=shelf({"n.md": "# a\n\nb"}))

    assert (rendering.title, rendering.html) == ("", around('<h1 id="a">a</h1><p>b</p>'))


def test_include_links_are_those_of_the_page() -> None:
    rendering = rendered('[a](page.md)\n\n{% include "n.md" %}', include=shelf({"n.md": "[b](x.md)"}))

    assert set(rendering.links) == {
        Link("page.md", "page", "/page/"),
        Link("x.md", "page", "/beside-n.md/x.md"),
    }


def test_include_uses_its_own_include() -> None:
    inner = Included("inner", lambda destination: Target("broken"), no_include)
    outer = Included('{% include "b.md" %}', lambda destination: Target("broken"), {"b.md": inner}.get)

    assert rendered('{% include "a.md" %}\n\n{% include "b.md" %}', include={"a.md": outer}.get).html == (
        around(around("<p>inner</p>"))
        + around(
            '<p class="gb-notice" data-gb-notice="include">The reusable text “b.md” cannot be found.</p>'
        )
    )


def test_include_of_nothing_is_told() -> None:
    assert rendered("a\n\n{% include %}").notices == (Notice("include", "", 3),)


def test_notices_come_in_the_order_of_the_page() -> None:
    source = (
        '{% content-ref url="gone.md" %}{% endcontent-ref %}\n\n{% include "x.md" %}\n\n'
        "{% if a %}\nb\n{% endif %}\n\n{% endhint %}\n\n{% hint %}"
    )

    assert [(notice.kind, notice.line) for notice in rendered(source).notices] == [
        ("broken", 1),
        ("include", 3),
        ("condition", 5),
        ("orphan", 9),
        ("unclosed", 11),
    ]
