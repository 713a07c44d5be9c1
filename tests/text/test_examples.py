"""An example is added at the end of its part, and nothing that was written changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text import examples
from wiki.text.examples import Example
from wiki.text.links import resolve_external
from wiki.text.render import render

ONE = Example("A charter", "A district", "It was voted.", "/-/reuses/7/")
LINE = "* [A charter](/-/reuses/7/), A district: It was voted."
CASES = {
    "nothing": ("", f"## Examples\n\n{LINE}\n"),
    "no part": ("# Page\n\nText.\n", f"# Page\n\nText.\n\n## Examples\n\n{LINE}\n"),
    "a list": ("## Examples\n\n* One.\n\n## Next\n", f"## Examples\n\n* One.\n{LINE}\n\n## Next\n"),
    "words": ("## Examples\n\nWords.\n", f"## Examples\n\nWords.\n\n{LINE}\n"),
    "below": ("## Examples\n\n### Of 2025\n\n* One.\n", f"## Examples\n\n### Of 2025\n\n* One.\n{LINE}\n"),
    "code": (
        "```\n## Examples\n```\n\nText.\n",
        f"```\n## Examples\n```\n\nText.\n\n## Examples\n\n{LINE}\n",
    ),
    "title": ("# Examples\n\nText.\n", f"# Examples\n\nText.\n\n## Examples\n\n{LINE}\n"),
    "French": ("## Retours d’expérience\n", f"## Retours d’expérience\n\n{LINE}\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_example_stands_after_all_others_of_its_part(name: str) -> None:
    source, expected = CASES[name]
    assert examples.add(source, ONE, "en") == expected


def test_heading_and_colon_are_in_the_language_of_the_page() -> None:
    assert examples.add("", ONE, "fr").startswith(
        "## Exemples\n\n* [A charter](/-/reuses/7/), A district\u00a0:"
    )
    assert examples.drawn(ONE._replace(said=""), "fr").endswith("A district.")


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)
lines = st.sampled_from(
    ["# Page", "## Examples", "### Deeper", "## Next", "* one", "words", "", "```", "- x"]
)


@given(st.lists(lines, max_size=12).map("\n".join), texts, texts)
def test_all_that_was_written_stays_in_its_order(source: str, title: str, said: str) -> None:
    added = examples.add(source, Example(title, "Here", said, "/-/reuses/7/"), "en")
    left = iter(added.split("\n"))
    assert all(line in left for line in source.rstrip("\n").split("\n") if line)
    assert added.count("/-/reuses/7/") == 1


@given(texts, texts)
def test_words_of_an_example_are_read_as_words(title: str, said: str) -> None:
    """Whatever marks they hold: no heading, no link but its own, no emphasis, no block."""
    html = render(
        examples.add("", Example(title, "Here", said, "/-/reuses/7/"), "en"), resolve=resolve_external
    ).html
    assert html.count("<a ") <= 2  # that of the example, and that of its heading
    for tag in ("<em", "<strong", "<code", "<h1", "<blockquote", "<img", "<del", "<table", "<pre"):
        assert tag not in html
