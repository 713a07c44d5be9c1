"""A source is read as clean lines which know where they stand, whatever their line ends."""

from __future__ import annotations

import pytest

from wiki.text.lines import MARKER, NOTHING, Lines, read, readable
from wiki.text.places import Placed, Run


@pytest.mark.parametrize(
    ("source", "texts", "origins"),
    [
        ("a\nbc\n", ["a", "bc", ""], [0, 2, 5]),
        ("a\r\nbc", ["a", "bc"], [0, 3]),
        ("a\rbc", ["a", "bc"], [0, 2]),
        ("a\r\n\nb", ["a", "", "b"], [0, 3, 4]),
        ("", [""], [0]),
    ],
)
def test_read_splits_at_any_line_end(source: str, texts: list[str], origins: list[int]) -> None:
    lines = read(source)

    assert (lines.texts, lines.origins) == (texts, origins)


def test_read_splits_at_nothing_else() -> None:
    assert read("a\u2028b\x85c\u00a0d").texts == ["a\u2028b\x85c\u00a0d"]


def test_read_numbers_lines_from_one() -> None:
    assert read("a\nb").numbers == [1, 2]


def test_read_steps_over_a_byte_order_mark() -> None:
    lines = read("\ufeffa\nb")

    assert (lines.texts, lines.origins) == (["a", "b"], [1, 3])


@pytest.mark.parametrize(
    "control", ["\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\ud800", "\uffff", MARKER, NOTHING]
)
def test_read_blanks_what_nobody_can_read(control: str) -> None:
    assert read(f"a{control}b").texts == ["a b"]


def test_read_keeps_tabs_and_invisible_blanks() -> None:
    assert read("a\tb\u200b\u00a0c").texts == ["a\tb\u200b\u00a0c"]


def test_read_of_another_file_has_no_place() -> None:
    lines = read("a\nb", placed=False)

    assert (lines.texts, lines.origins, lines.numbers) == (["a", "b"], [None, None], [None, None])


def test_readable_gives_one_blank_for_each_control() -> None:
    assert readable("a\x00\x01b\n") == "a  b\n"


@pytest.mark.parametrize(("offset", "number"), [(0, 1), (2, 1), (3, 2), (5, 3), (6, 3)])
def test_number_at_counts_lines_of_the_source(offset: int, number: int) -> None:
    assert read("a\r\nb\nc").number_at(offset) == number


def test_source_line_of_ours_answers_for_the_one_before() -> None:
    lines = Lines(["a", MARKER, ""], [0, None, None], [4, None, None])

    assert [lines.source_line(index) for index in range(3)] == [4, 4, 4]


def test_source_line_before_any_line_of_the_source_is_unknown() -> None:
    assert Lines([""], [None], [None]).source_line(0) is None


def test_place_finds_each_line_from_its_right() -> None:
    placed = read("> * one\n>   two").place("one\ntwo", 0)

    assert isinstance(placed, Placed)
    assert placed.runs == (Run(0, 4, 3), Run(4, 12, 3))


def test_place_of_what_was_not_written_there_is_nowhere() -> None:
    placed = read("one").place("other", 0)

    assert isinstance(placed, Placed)
    assert placed.runs == ()
