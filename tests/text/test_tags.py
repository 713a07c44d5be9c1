"""One block tag: its name, its attributes however they are quoted, its lost quotes."""

from __future__ import annotations

import pytest

from wiki.text.places import Placed, Run
from wiki.text.tags import Tag, match


def read(line: str) -> Tag:
    """The tag at the start of a line."""
    tag = match(line, 0, 1)
    assert tag is not None
    return tag


@pytest.mark.parametrize(
    ("line", "attributes"),
    [
        ("{% hint %}", {}),
        ('{% hint style="info" %}', {"style": "info"}),
        ("{% hint style='info' %}", {"style": "info"}),
        ("{% api-method-parameter required=true httpCode=200 %}", {"required": "true", "httpCode": "200"}),
        ('{% column width="66.66666666666666%" %}', {"width": "66.66666666666666%"}),
        ('{% embed url="https://a.org/?x={y}&z=1" %}', {"url": "https://a.org/?x={y}&z=1"}),
        ('{% code title="a %} b" %}', {"title": "a %} b"}),
        (r'{% file src="load\_name.md" %}', {"src": "load_name.md"}),
        ('{% tab title="L&#x27;eau &amp; co" %}', {"title": "L'eau & co"}),
        (r'{% tab title="say \"hi\"" %}', {"title": 'say "hi"'}),
        ('{%hint style = "info"%}', {"style": "info"}),
        ('{%- hint style="info" -%}', {"style": "info"}),
        ("{% tab title='the \"best\"' %}", {"title": 'the "best"'}),
        ('{% swagger-parameter in="body" name="" %}', {"in": "body", "name": ""}),
    ],
)
def test_match_reads_attributes(line: str, attributes: dict[str, str]) -> None:
    assert read(line).attributes == attributes


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ('{% include "../a b.md" %}', "../a b.md"),
        ("{% include '../a.md' %}", "../a.md"),
        ("{% if visitor.claims.x %}", "visitor.claims.x"),
        ('{% hint style="info" %}', ""),
    ],
)
def test_match_reads_the_value_without_a_name(line: str, bare: str) -> None:
    assert read(line).bare == bare


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("{% hint %} text", "{% hint %}"),
        ('{% tab title="a" %}{% hint %}', '{% tab title="a" %}'),
    ],
)
def test_match_ends_with_its_own_tag(line: str, raw: str) -> None:
    assert read(line).raw == raw


@pytest.mark.parametrize(
    "line", ["{{ x }}", "{ % hint %}", "{% hint", "{%s}", "{% %}", "{% 1 %}", "text {% hint %}"]
)
def test_match_refuses_what_is_no_tag(line: str) -> None:
    assert match(line, 0, 1) is None


def test_match_closes_a_lost_quote_at_the_end_of_a_known_tag() -> None:
    assert read('{% embed url="https://a.org/#/room/!x %}').attributes == {"url": "https://a.org/#/room/!x"}


def test_match_closes_no_quote_of_an_unknown_tag() -> None:
    assert match('{% carousel url="https://a.org %}', 0, 1) is None


def test_match_closes_no_quote_when_text_follows() -> None:
    assert match('{% embed url="https://a.org %} and more', 0, 1) is None


def test_match_places_the_tag_and_its_values() -> None:
    tag = match(Placed.at('  {% tab title="Linux" %}', 100), 2, 7)

    assert tag is not None
    assert (tag.line, tag.raw) == (7, '{% tab title="Linux" %}')
    title = tag.attributes["title"]
    assert isinstance(tag.raw, Placed)
    assert isinstance(title, Placed)
    assert tag.raw.runs == (Run(0, 102, 23),)
    assert title.runs == (Run(0, 116, 5),)


@pytest.mark.parametrize(
    ("name", "is_end", "base", "is_known"),
    [
        ("hint", False, "hint", True),
        ("endhint", True, "hint", True),
        ("@mermaid/diagram", False, "@mermaid/diagram", True),
        ("endapi-method", True, "api-method", True),
        ("carousel", False, "carousel", False),
        ("endcarousel", True, "carousel", False),
        ("end", False, "end", False),
    ],
)
def test_tag_knows_its_name(name: str, is_end: bool, base: str, is_known: bool) -> None:
    tag = read(f"{{% {name} %}}")

    assert (tag.name, tag.is_end, tag.base, tag.is_known) == (name, is_end, base, is_known)


@pytest.mark.parametrize(
    ("name", "plausible"), [("carousel", True), ("raw", True), ("Set", False), ("x_y", False)]
)
def test_tag_is_plausible_when_its_name_looks_like_a_block(name: str, plausible: bool) -> None:
    assert read(f"{{% {name} %}}").is_plausible is plausible
