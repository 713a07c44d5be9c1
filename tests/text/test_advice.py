"""Advice on what a text brings: links, pictures, levels, sentences; nothing on what was there before."""

from collections.abc import Sequence

import pytest

from wiki.text import advice
from wiki.text.advice import Heading, Remark, Text, advise
from wiki.text.links import Target, resolve_external
from wiki.text.render import render

LONG = " ".join(["word"] * (advice.LONG + 1)) + "."
KNOWN = {"known.md": Target("page", "/known/")}


def resolve(destination: str) -> Target:
    if destination.endswith(".png"):
        return Target("asset", f"/media/{destination}")
    return KNOWN.get(destination) or resolve_external(destination)


def read(source: str) -> Text:
    """As a site reads it: a picture resolves, and so does one page."""
    made = render(source, resolve=resolve)
    headings = [Heading(one.level, one.text) for one in made.outline]
    broken = [link.destination for link in made.links if link.kind == "broken"]
    return Text(made.html, made.plain, headings, broken)


def told(new: str, old: str = "") -> Sequence[Remark]:
    return advise(read(old), read(new))


@pytest.mark.parametrize(
    ("source", "remark"),
    [
        ("[a](nowhere)", Remark("link", "nowhere")),
        ("![](plan.png)", Remark("picture", "plan.png")),
        ("![ ](plan.png)", Remark("picture", "plan.png")),
        ("![](https://a.fr/b.png)", Remark("picture", "b.png")),
        ("#### Deep", Remark("level", "Deep", 4)),
        ("## One\n\n#### Deep", Remark("level", "Deep", 4)),
        (LONG, Remark("sentence", LONG, advice.LONG + 1)),
        (f"Short. {LONG} Short.", Remark("sentence", LONG, advice.LONG + 1)),
    ],
)
def test_what_a_text_brings_is_told_once(source: str, remark: Remark) -> None:
    assert told(source) == [remark]
    assert told(f"{source}\n\n{source}") == [remark]
    assert told(source, source) == []


@pytest.mark.parametrize(
    "source",
    [
        "",
        "[a](known.md) and [b](https://example.org) and [c](#here)",
        "![A plan](plan.png)",
        "# Title\n\n## One\n\n### Two\n\n## Three",
        "word " * advice.LONG,
        "Short. " * 60,
        "\n".join(f"* item {number} of a long list" for number in range(60)),
    ],
)
def test_what_is_right_is_not_told(source: str) -> None:
    assert told(source) == []


def test_second_of_a_kind_is_told_where_one_was_there() -> None:
    assert told("![](plan.png)\n\n![](plan.png)", "![](plan.png)") == [Remark("picture", "plan.png")]


def test_pictures_of_other_sites_are_told_apart() -> None:
    source = "![](https://a.fr/b.png)\n\n![One](https://a.fr/c.png)\n\n![](https://a.fr/d.png)"
    assert told(source, "![](https://a.fr/d.png)") == [Remark("picture", "b.png")]


def test_what_was_mended_is_not_told() -> None:
    assert told("![A plan](plan.png)", "![](plan.png)\n\n[a](nowhere)") == []


def test_nobody_is_told_of_more_than_can_be_mended() -> None:
    assert len(told("\n\n".join(f"[a](n{number})" for number in range(50)))) == advice.MOST
