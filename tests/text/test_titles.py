"""The heading that opens a text takes other words by the smallest change."""

import pytest

from wiki.text.titles import retitled


@pytest.mark.parametrize(
    ("source", "old", "new", "first"),
    [
        ("# Old\n\nOld.\n", "Old", "New", "# New\n\nOld.\n"),
        ("\ufeff\r\n\r\n#   Old  ##  \r\n", "Old", "New", "\ufeff\r\n\r\n#   New  ##  \r\n"),
        ("Old\n===\nText", "Old", "New", "New\n===\nText"),
        ("Old\r\n==", "Old", "New", "New\r\n=="),
        ("# a **b** c", "a b c", "a b d", "# a **b** d"),
        ("# a **b** c", "a b c", "x b c", "# x **b** c"),
        ("# a **b** a", "a b a", "a c a", "# a **c** a"),
        ('# <a id="x"></a>Old <a href="#y"></a>\n', "Old", "New", '# <a id="x"></a>New <a href="#y"></a>\n'),
        ("# Old {#id}\n", "Old", "New", "# New {#id}\n"),
        ("# Old", "Old", "", "# "),
    ],
)
def test_first_way_changes_the_fewest_words(source, old, new, first):
    assert next(retitled(source, old, new)) == first


@pytest.mark.parametrize(
    "source", ["", "Text\n\n# Old\n", "## Old\n", "#Old\n", "Old\n---\n", "#\n", "    # Old"]
)
def test_text_that_no_heading_opens_has_no_way(source):
    assert [way for way in retitled(source, "Old", "New") if way.lstrip()[:2] != "# "] == []


def test_last_way_escapes_every_sign():
    assert list(retitled("# Old", "Old", "*a* [b](c) `d` <e> & #1"))[-1] == (
        "# \\*a\\* \\[b\\](c) \\`d\\` \\<e\\> \\& \\#1"
    )


def test_long_and_twisted_headings_take_no_time():
    for source in (
        "# " + "<a " * 20_000,
        "# " + "{#" * 20_000,
        "# " + " #" * 20_000,
        " \n" * 20_000,
        "=" * 40_000,
    ):
        assert list(retitled(source, "x", "y")) is not None
