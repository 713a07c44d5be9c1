"""Links and pictures get their address; what leads nowhere is shown as such and told to editors."""

from __future__ import annotations

import pytest

from tests.text.small_site import html, rendered
from wiki.text.drawing import Notice
from wiki.text.links import Link, Target
from wiki.text.render import render


def asked(source: str) -> list[str]:
    """The destinations that the caller is asked to resolve."""
    destinations: list[str] = []

    def resolve(destination: str) -> Target:
        destinations.append(destination)
        return Target("broken")

    render(source, resolve=resolve)
    return destinations


@pytest.mark.parametrize(
    ("source", "destination"),
    [
        ("[a](page.md)", "page.md"),
        (r"[a](load\_name.md)", "load_name.md"),
        ("[a](<a (1) b.md>)", "a (1) b.md"),
        ("[a](a%20%281%29.md)", "a%20%281%29.md"),
        ("[a](page.md#a-part)", "page.md#a-part"),
        ("[a](a&amp;b&#x20;c.md)", "a&b c.md"),
        ("[a](été.md 'title')", "été.md"),
        ("[a](  page.md  )", "page.md"),
        ("[a][1]\n\n[1]: page.md", "page.md"),
        ("![a](<../.gitbook/assets/a (1).png>)", "../.gitbook/assets/a (1).png"),
        ('<a href="a b.md">a</a>', "a b.md"),
        ('<img src="a b (1).png" alt="">', "a b (1).png"),
        ('{% file src="a b (1).pdf" %}', "a b (1).pdf"),
        ('{% content-ref url="a b/" %}{% endcontent-ref %}', "a b/"),
        ("[a](https://www.tchap.gouv.fr/#/room/!x:y)", "https://www.tchap.gouv.fr/#/room/!x:y"),
    ],
)
def test_resolve_gets_the_destination_as_it_was_meant(source: str, destination: str) -> None:
    assert asked(source) == [destination]


def test_resolve_gets_no_control_characters() -> None:
    assert asked('<a href="java&#10;script:x">a</a>') == ["javascript:x"]


def test_link_of_the_site_has_its_address() -> None:
    assert html("[a](page.md 'Read me')") == '<p><a href="/page/" title="Read me">a</a></p>'


def test_link_outside_is_not_vouched_for() -> None:
    assert html("[a](//example.org)") == '<p><a href="//example.org" rel="nofollow ugc noopener">a</a></p>'


def test_link_that_leads_nowhere_keeps_its_text() -> None:
    rendering = rendered("[**a**](gone.md)")

    assert rendering.html == '<p><a class="gb-broken"><strong>a</strong></a></p>'
    assert rendering.notices == (Notice("broken", "gone.md", None),)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"],
)
def test_link_whose_address_is_not_safe_leads_nowhere(url: str) -> None:
    rendering = render("[a](b)", resolve=lambda destination: Target("page", url))

    assert rendering.html == '<p><a class="gb-broken">a</a></p>'


def test_link_without_words_is_named() -> None:
    assert html("[](page.md)") == '<p><a href="/page/"><span data-gb-chrome="">The page</span></a></p>'


def test_link_of_a_picture_without_words_is_named() -> None:
    assert html("[![](picture.png)](page.md)") == (
        '<p><a href="/page/" aria-label="The page">'
        '<img alt="" decoding="async" src="/files/picture.png" fetchpriority="high"></a></p>'
    )


def test_picture_of_the_site_is_shown() -> None:
    assert html("![A **tree**](picture.png 'In May')") == (
        '<p><img alt="A tree" title="In May" decoding="async" src="/files/picture.png" fetchpriority="high"></p>'
    )


def test_picture_of_another_host_is_never_loaded() -> None:
    assert html("![Far](https://cdn.example.org/a.png)") == (
        '<p><img alt="Far" loading="lazy" decoding="async" src="/static/img/remote-picture.svg" '
        'width="320" height="180"> '
        '<a class="gb-remote" data-gb-chrome="" href="https://cdn.example.org/a.png" rel="nofollow ugc noopener">'
        "See the picture on cdn.example.org</a></p>"
    )


def test_picture_of_another_host_in_a_heading_is_no_word_of_it() -> None:
    rendering = rendered("## ![Far](https://cdn.example.org/a.png) Title")

    assert [heading.text for heading in rendering.outline] == ["Title"]


def test_picture_that_is_missing_is_told() -> None:
    assert rendered("![a](gone.png)").notices == (Notice("broken", "gone.png", None),)


def test_picture_in_the_dark_of_another_host_is_left_out() -> None:
    source = '<picture><source srcset="https://a.org/n.png"><img src="picture.png" alt="a"></picture>'

    assert html(source) == (
        '<p><picture><img alt="a" decoding="async" src="/files/picture.png" fetchpriority="high"></picture></p>'
    )


def test_links_are_all_kept() -> None:
    source = '[a](page.md) ![b](picture.png) https://example.org [c](gone.md)\n\n{% file src="report.pdf" %}'

    assert sorted(rendered(source).links, key=lambda link: link.destination) == [
        Link("gone.md", "broken", ""),
        Link("https://example.org", "external", "https://example.org"),
        Link("page.md", "page", "/page/"),
        Link("picture.png", "asset", "/files/picture.png"),
        Link("report.pdf", "asset", "/files/report.pdf"),
    ]


def test_link_of_an_annotation_is_dropped() -> None:
    assert html("[word](#user-content-fn-1)") == "<p>word</p>"
