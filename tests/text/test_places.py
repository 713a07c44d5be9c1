"""Text keeps, through every cut and joint, the place where each of its characters was written."""

from __future__ import annotations

import pytest

from wiki.text.places import Finder, Placed, Run, decode, join, piece, start_of, strip


def runs(text: str) -> tuple[Run, ...]:
    """Where a text was written; nothing for a plain string."""
    return text.runs if isinstance(text, Placed) else ()


def test_placed_is_its_text() -> None:
    assert Placed.at("tree", 10) == "tree"


def test_placed_at_stands_character_for_character() -> None:
    assert Placed.at("tree", 10).runs == (Run(0, 10, 4),)


def test_placed_read_from_stands_as_a_whole() -> None:
    accent = Placed.read_from("é", 10, len("&eacute;"))

    assert accent.runs == (Run(0, 10, 1, 8),)
    assert accent.runs[0].end == 18


def test_piece_of_a_plain_string_is_plain() -> None:
    assert type(piece("tree", 1, 3)) is str


def test_piece_keeps_its_place() -> None:
    part = piece(Placed.at("a green tree", 100), 2, 7)

    assert part == "green"
    assert runs(part) == (Run(0, 102, 5),)


def test_piece_across_two_runs_keeps_both_places() -> None:
    text = join([Placed.at("ab", 10), Placed.at("cd", 20)])

    assert runs(piece(text, 1, 3)) == (Run(0, 11, 1), Run(1, 20, 1))


def test_piece_keeps_an_entity_only_whole() -> None:
    text = Placed.read_from("ab", 10, 8)

    assert runs(piece(text, 0, 2)) == (Run(0, 10, 2, 8),)
    assert runs(piece(text, 0, 1)) == ()


def test_join_of_one_part_is_that_part() -> None:
    part = Placed.at("a", 1)

    assert join([part]) is part


def test_join_of_none_is_empty() -> None:
    assert join([]) == ""


def test_join_makes_one_run_of_neighbours() -> None:
    assert runs(join([Placed.at("ab", 10), Placed.at("cd", 12)])) == (Run(0, 10, 4),)


def test_join_leaves_without_place_what_has_none() -> None:
    assert runs(join([Placed.at("ab", 10), " ours ", Placed.at("cd", 12)])) == (Run(0, 10, 2), Run(8, 12, 2))


def test_join_keeps_entities_apart() -> None:
    text = join([Placed.at("a", 10), Placed.read_from("&", 11, 5), Placed.at("b", 16)])

    assert runs(text) == (Run(0, 10, 1), Run(1, 11, 1, 5), Run(2, 16, 1))


def test_strip_keeps_the_place_of_what_stays() -> None:
    bare = strip(Placed.at("  tree ", 10))

    assert bare == "tree"
    assert runs(bare) == (Run(0, 12, 4),)


@pytest.mark.parametrize(("position", "start"), [(0, 10), (1, 11), (2, None), (3, 20), (4, None)])
def test_start_of_answers_for_one_character(position: int, start: int | None) -> None:
    text = join([Placed.at("ab", 10), "-", Placed.at("c", 20)])

    assert start_of(text, position) == start


def test_start_of_a_plain_string_is_nowhere() -> None:
    assert start_of("tree") is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("caf&eacute;", "café"),
        ("a&#x20;b", "a b"),
        ("&#233;t&#xE9;", "été"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;amp;", "&amp;"),
        ("a & b", "a & b"),
        ("&nosuchentity;", "&nosuchentity;"),
        ("&gt1; &notit;", "&gt1; &notit;"),
        (r"\*", r"\*"),
    ],
)
def test_decode_reads_character_references(written: str, read: str) -> None:
    assert decode(written) == read


def test_decode_reads_escapes_when_asked() -> None:
    assert decode(r"load\_name \(1\) \é \n &amp;", escapes=True) == r"load_name (1) \é \n &"


def test_decode_places_a_reference_where_it_was_written() -> None:
    text = decode(Placed.at("caf&eacute;s", 10))

    assert runs(text) == (Run(0, 10, 3), Run(3, 13, 1, 8), Run(4, 21, 1))


def test_decode_places_what_is_no_reference_character_for_character() -> None:
    assert runs(decode(Placed.at("&a1;", 10))) == (Run(0, 10, 4),)


def test_finder_answers_the_span_of_a_word() -> None:
    assert Finder(Placed.at("a green tree", 100)).find(2, 7) == (102, 107)


def test_finder_crosses_an_entity() -> None:
    assert Finder(decode(Placed.at("caf&eacute;s", 10))).find(0, 5) == (10, 22)


def test_finder_finds_nothing_across_a_gap() -> None:
    text = join([Placed.at("gr", 10), Placed.at("een", 14)])

    assert Finder(text).find(0, 5) is None


def test_finder_finds_nothing_where_a_part_has_no_place() -> None:
    finder = Finder(join([Placed.at("a", 10), "b", Placed.at("c", 11)]))

    assert [finder.find(0, 1), finder.find(0, 2), finder.find(1, 2), finder.find(2, 3)] == [
        (10, 11),
        None,
        None,
        (11, 12),
    ]


def test_finder_finds_nothing_in_a_plain_string() -> None:
    assert Finder("tree").find(0, 4) is None
