"""Tables stand in a named frame that scrolls; where a row can be read alone, its cells bear their head."""

from __future__ import annotations

import re

import pytest

from tests.text.small_site import html, rendered
from wiki.text import tables

PIPE = "| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n"


def names(text: str) -> list[str]:
    return re.findall(r'role="region" aria-label="([^"]*)"', text)


def heads(text: str) -> list[str]:
    return re.findall(r'data-head="([^"]*)"', text)


def test_table_is_named_by_its_number_and_heads() -> None:
    assert names(html(f"{PIPE}\n{PIPE}")) == ["Table 1: A, B, C", "Table 2: A, B, C"]


def test_tables_are_numbered_in_the_order_of_the_page() -> None:
    inside = PIPE.replace("\n", "\n  ").strip()

    found = names(html(f"* x\n\n  {inside}\n\n" + PIPE.replace("A", "Last")))

    assert found == ["Table 1: A, B, C", "Table 2: Last, B, C"]


def test_name_of_a_table_stays_short() -> None:
    (name,) = names(html(PIPE.replace("A", "a" * 500)))

    assert name == f"Table 1: {'a' * tables.LONGEST_NAME}"


def test_cells_bear_the_head_of_their_column_but_the_first() -> None:
    assert heads(html(f"{PIPE}| 4 | 5 | 6 |\n")) == ["B", "C", "B", "C"]


def test_head_may_hold_marks_and_quotes() -> None:
    assert heads(html(PIPE.replace("B", '**b** "x"'))) == ["b &quot;x&quot;", "C"]


@pytest.mark.parametrize(
    "source",
    [
        "| A | B |\n|---|---|\n| 1 | 2 |\n",
        PIPE.replace("B", ""),
        PIPE.replace("B", "b" * (tables.LONGEST_HEAD + 1)),
        "<table><tr><td>a</td><td>b</td><td>c</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",
        "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td>1</td><td rowspan=2>2</td><td>3</td></tr></table>",
    ],
    ids=["two columns", "a head lacks", "a head is long", "no heads", "joined cells"],
)
def test_table_that_would_not_be_understood_by_rows_stays_one(source: str) -> None:
    text = html(source)

    assert (heads(text), text.count('class="gb-table"')) == ([], 1)


def test_heads_are_repeated_within_a_bound() -> None:
    row = "| 1 | 2 | 3 |\n"
    table = PIPE.replace("B", "b" * 20).replace("C", "c" * 20) + row * 200
    found = heads(html(f"{table}\n{table}\n"))

    assert sum(map(len, found)) == 201 * 40 <= tables.MOST_REPEATED


def test_frame_holds_no_word_of_its_own() -> None:
    assert rendered(f"x\n\n{PIPE}").plain == "x\nA\nB\nC\n1\n2\n3"


def test_author_cannot_write_a_frame() -> None:
    written = '<div class="gb-table" role="region" tabindex="0" data-head="x">a</div>'

    assert html(written) == "<div>a</div>"
