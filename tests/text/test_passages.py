"""Passages: which lines of the plain words they are, and what other words for them make of the source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.text.small_site import rendered as draw
from wiki.text import passages
from wiki.text.transplant import Reason, Refusal

SOURCE = "# Title\n\nOne **two** three.\n\n- four\n- five « six »\n\n```\na   b\n```\n"


def at(first: int, last: int | None = None) -> passages.Passage:
    found = passages.at(draw(SOURCE).plain, first, first if last is None else last)
    assert found is not None
    return found


def changed(passage: passages.Passage, words: str) -> str | Refusal:
    return passages.changed(SOURCE, draw(SOURCE), passage, words, draw=draw)


def test_passages_are_the_lines_of_the_page() -> None:
    assert [one.words for one in passages.all_of(draw(SOURCE).plain)] == [
        "One two three.",
        "four",
        "five « six »",
        "a   b",
    ]


@pytest.mark.parametrize(
    ("start", "end", "lines"), [(0, 3, (0, 0)), (4, 14, (0, 0)), (4, 16, (0, 1)), (15, 15, (1, 1))]
)
def test_passage_holds_a_span_whole(start: int, end: int, lines: tuple[int, int]) -> None:
    found = passages.around(draw(SOURCE).plain, start, end)
    assert found is not None
    assert (found.first, found.last) == lines


@pytest.mark.parametrize(("first", "last"), [(-1, 0), (2, 1), (5, 5), (0, 99)])
def test_lines_that_are_not_there_are_no_passage(first: int, last: int) -> None:
    assert passages.at(draw(SOURCE).plain, first, last) is None


def test_passage_of_too_many_lines_is_none() -> None:
    plain = "\n".join("x" * 40)
    assert passages.at(plain, 0, passages.MOST_LINES - 1) is not None
    assert passages.at(plain, 0, passages.MOST_LINES) is None


def test_passage_is_known_by_its_words() -> None:
    plain, passage = draw(SOURCE).plain, at(1)
    assert passages.known_by(plain, passage.digest, 1, 1) == passage
    assert passages.known_by(plain, passage.digest, 2, 2) is None


def test_words_are_changed_and_markup_stays() -> None:
    assert changed(at(0), "One 2 three!") == SOURCE.replace("**two** three.", "**2** three!")


def test_lines_are_changed_one_by_one() -> None:
    assert changed(at(0, 2), "Un two three.\nfour\nfive « 6 »") == SOURCE.replace("One", "Un").replace(
        "six", "6"
    )


def test_blanks_that_bind_words_stay_between_two_changes() -> None:
    assert changed(at(2), "cinq « six » !") == SOURCE.replace("five « six »", "cinq « six » !")


def test_code_keeps_its_blanks() -> None:
    assert changed(at(3), "a   c") == SOURCE.replace("a   b", "a   c")


@pytest.mark.parametrize(
    ("lines", "words", "reason"),
    [
        ((0, 0), "One two three. \n", Reason.NOTHING),
        ((1, 2), "four five « six »", Reason.LINES),
        ((1, 1), "four\nand", Reason.LINES),
        ((1, 1), "", Reason.MARKUP),
    ],
)
def test_what_words_cannot_say_is_refused_with_the_block(
    lines: tuple[int, int], words: str, reason: Reason
) -> None:
    refused = changed(at(*lines), words)
    assert isinstance(refused, Refusal)
    assert refused.reason == reason
    assert refused.block == passages.block_of(SOURCE, draw(SOURCE), at(*lines))


def test_block_of_a_passage_is_what_it_was_written_in() -> None:
    start, end = passages.block_of(SOURCE, draw(SOURCE), at(1, 2)) or (0, 0)
    assert SOURCE[start:end] == "- four\n- five « six »"


def test_words_of_the_engine_are_of_no_block() -> None:
    bare = replace(draw("Other words."), plain="Bare words", blocks=())
    assert passages.block_of(SOURCE, bare, passages.Passage(0, 0, 0, "Bare words")) is None
