"""Each block tag becomes a line of its own, which Markdown leaves alone, where GitBook would see a tag.

In these tests `§0` is the marker of the first tag.
"""

from __future__ import annotations

import pytest

from wiki.text import limits
from wiki.text.lines import MARKER, NOTHING, read
from wiki.text.markers import mark


def marked(source: str) -> list[str]:
    """The lines handed to Markdown."""
    return [text.replace(MARKER, "§").replace(NOTHING, "∅") for text in mark(read(source))[0].texts]


def tag_names(source: str) -> list[str]:
    """The tags that are taken for blocks, in order."""
    return [tag.name for tag in mark(read(source))[1]]


def orphans(source: str) -> list[str]:
    """The end tags that end nothing."""
    return [tag.name for tag in mark(read(source))[2]]


def test_mark_puts_blank_lines_around_tags() -> None:
    assert marked("{% hint %}\nText\n{% endhint %}") == ["", "§0", "", "Text", "", "§1", ""]


def test_mark_leaves_a_text_without_tags_alone() -> None:
    assert marked("a\n\n* b") == ["a", "", "* b"]


def test_mark_takes_several_tags_of_one_line() -> None:
    assert marked("{% tabs %}{% tab %}Text{% endtab %}{% endtabs %}") == [
        *["", "§0", "", "", "§1", ""],
        "Text",
        *["", "§2", "", "", "§3", ""],
    ]


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("  {% hint %}", "  §0"),
        ("> {% hint %}", "> §0"),
        ("* {% hint %}", "* §0"),
        ("10. {% hint %}", "10. §0"),
        ("> * {% hint %}", "> * §0"),
    ],
)
def test_mark_keeps_indentation_quotes_and_list_marks(line: str, marker: str) -> None:
    assert marked(line)[1] == marker


def test_mark_gives_an_end_tag_the_place_of_its_opening() -> None:
    assert marked("* {% hint %}\n  Text\n{% endhint %}") == ["", "* §0", "", "  Text", "", "  §1", ""]


@pytest.mark.parametrize(
    "source",
    [
        "```\n{% hint %}\n```",
        "~~~~\n{% hint %}\n~~~~",
        "* ```\n  {% hint %}\n  ```",
        "<pre>\n{% hint %}\n</pre>",
        "$$\n{% hint %}\n$$",
        "text {% hint %}",
        "`{% hint %}`",
    ],
)
def test_mark_takes_no_tag_in_code_or_after_text(source: str) -> None:
    assert tag_names(source) == []


def test_mark_takes_tags_after_a_fence_is_closed() -> None:
    assert tag_names("```\n{% a %}\n```\n{% hint %}\n{% endhint %}") == ["hint", "endhint"]


def test_mark_takes_a_lone_dollar_line_for_text() -> None:
    assert tag_names("$$\n{% hint %}\n{% endhint %}") == ["hint", "endhint"]


def test_mark_ends_a_forgotten_fence_with_its_item() -> None:
    assert tag_names("1. {% code %}\n   ```\n   x\n{% endcode %}") == ["code", "endcode"]


def test_mark_takes_end_tags_at_the_end_of_a_line() -> None:
    assert marked("{% hint %}\nText {% endhint %}") == ["", "§0", "", "Text", "", "§1", ""]


def test_mark_keeps_an_unknown_tag_without_end() -> None:
    assert marked("{% carousel %}\ntext") == ["{% carousel %}", "text"]


def test_mark_takes_an_unknown_tag_with_its_end() -> None:
    assert tag_names("{% carousel %}\ntext\n{% endcarousel %}") == ["carousel", "endcarousel"]


def test_mark_drops_an_end_without_opening() -> None:
    source = "a\n{% endhint %}\nb"

    assert (marked(source), orphans(source)) == (["a", "b"], ["endhint"])


def test_mark_drops_an_end_whose_opening_was_closed_from_outside() -> None:
    assert orphans("{% tabs %}\n{% tab %}\n{% endtabs %}\n{% endtab %}") == ["endtab"]


def test_mark_tells_each_tag_whether_it_is_closed() -> None:
    _, tags, _ = mark(read("{% embed url=a %}\n{% embed url=b %}\ncaption\n{% endembed %}\n{% hint %}"))

    assert [(tag.name, tag.closed, tag.last_line) for tag in tags] == [
        ("embed", False, 0),
        ("embed", True, 4),
        ("endembed", True, 0),
        ("hint", False, 0),
    ]


def test_mark_keeps_the_place_of_each_line() -> None:
    lines, _, _ = mark(read("> {% hint %}Text\n> more"))

    assert [
        (text, origin, number)
        for text, origin, number in zip(lines.texts, lines.origins, lines.numbers, strict=True)
        if origin is not None
    ] == [("> Text", 10, 1), ("> more", 17, 2)]


def test_mark_reads_struck_nothing_as_nothing() -> None:
    assert marked("* ~~~~\n* Text") == ["* ∅∅∅∅", "* Text"]


def test_mark_keeps_a_closed_fence_of_tildes() -> None:
    assert marked("~~~~\ncode\n~~~~") == ["~~~~", "code", "~~~~"]


def test_mark_holds_deeper_lines_in_an_empty_item() -> None:
    assert marked("*\n\n  Deeper") == ["* ∅", "", "  Deeper"]


def test_mark_refuses_too_many_tags() -> None:
    with pytest.raises(limits.TooCostly, match="tags"):
        mark(read("{% hint %}\n{% endhint %}\n" * (limits.TAGS // 2 + 1)))


def test_mark_refuses_too_deep_tags() -> None:
    with pytest.raises(limits.TooCostly, match="tag depth"):
        mark(read("{% hint %}\n" * (limits.TAG_DEPTH + 1)))
