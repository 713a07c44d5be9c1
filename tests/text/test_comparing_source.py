"""Two sources, line by line: what changed, a little around it, and how much is left out."""

from hypothesis import given
from hypothesis import strategies as st

from tests.yardstick import SECOND, made_within
from wiki.text.comparing.source import MOST_ROWS, Comparison, Gap, compare

LINES = st.lists(st.sampled_from(["un", "un deux", "", "trois", "# Titre", "é 🙂"]), max_size=25).map(
    "\n".join
)
TEN = [f"ligne {number}" for number in range(1, 11)]


def shown(found: Comparison) -> list[str]:
    """As one reads it: `- 7 ligne [sept]`, and `…4` for lines left out."""
    signs = {"same": " ", "removed": "-", "added": "+"}
    rows: list[str] = []
    for part in found.parts:
        if isinstance(part, Gap):
            rows.append(f"…{part.count}")
            continue
        for row in part.rows:
            told = "".join(text if kind == "same" else f"[{text}]" for kind, text in row.segments)
            rows.append(f"{signs[row.kind]} {row.number} {told}")
    return rows


def test_changed_line_is_shown_before_and_after_among_its_neighbours() -> None:
    new = [line.replace("ligne 5", "ligne cinq") for line in TEN]
    assert shown(compare("\n".join(TEN), "\n".join(new))) == [
        "…2", "  3 ligne 3", "  4 ligne 4", "- 5 ligne [5]", "+ 5 ligne [cinq]", "  6 ligne 6", "  7 ligne 7", "…3",
    ]  # fmt: skip


def test_changes_that_are_near_are_one_and_far_are_two() -> None:
    near = "\n".join(TEN).replace("ligne 3", "x").replace("ligne 7", "y")
    far = "\n".join(TEN).replace("ligne 1\n", "x\n").replace("ligne 9", "y")
    assert [len(compare("\n".join(TEN), new).changes) for new in (near, far)] == [1, 2]


def test_lines_that_came_and_went_have_their_own_numbers() -> None:
    assert shown(compare("a\nb\nc\n", "a\nc\nd\n")) == ["  1 a", "- 2 [b]", "  2 c", "+ 3 [d]"]


def test_end_of_the_last_line_is_no_line() -> None:
    assert shown(compare("a", "a\nb")) == ["  1 a", "+ 2 [b]"]
    assert (compare("a", "a\n").parts, compare("a", "a\n").ends, compare("a", "a").ends) == ((), True, False)


def test_text_out_of_nothing_is_added_as_a_whole() -> None:
    assert (shown(compare("", "a\nb")), shown(compare("a\nb", ""))) == (
        ["+ 1 [a]", "+ 2 [b]"],
        ["- 1 [a]", "- 2 [b]"],
    )


def test_change_stands_under_the_last_heading_above() -> None:
    old = "\n".join(["# Un", *TEN, "## Deux", "", *TEN])
    assert [change.heading for change in compare(old, old.replace("ligne 5", "x")).changes] == ["Un", "Deux"]


@given(LINES, LINES)
def test_rows_and_gaps_hold_both_sources(old: str, new: str) -> None:
    found = compare(old, new)
    removed, kept, added, left = [], 0, [], 0
    for part in found.parts:
        if isinstance(part, Gap):
            left += part.count
            continue
        for row in part.rows:
            text = "".join(segment.text for segment in row.segments)
            if row.kind == "same":
                kept += 1
                assert new.split("\n")[row.number - 1] == text
            elif row.kind == "removed":
                removed.append(text)
                assert old.split("\n")[row.number - 1] == text
            else:
                added.append(text)
                assert new.split("\n")[row.number - 1] == text
    if found.parts:
        assert [len(removed) + kept + left, len(added) + kept + left] == [
            len(text.removesuffix("\n").split("\n")) if text else 0 for text in (old, new)
        ]
    else:
        assert old.removesuffix("\n") == new.removesuffix("\n")


def test_what_is_too_long_is_cut_and_says_so() -> None:
    found = made_within(2 * SECOND, lambda: compare("a\n" * 10_000, "b\n" * 10_000))
    assert (found.cut, sum(len(change.rows) for change in found.changes)) == (True, MOST_ROWS)
