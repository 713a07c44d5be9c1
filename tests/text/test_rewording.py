"""Whose words a change took away, and where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wiki.text import rewording
from wiki.text.rewording import Narrowed

OLD = "One line.\nAda wrote these words here.\nOtto wrote those ones there.\nThe end.\n"
ADA, OTTO = OLD.index("Ada"), OLD.index("Otto")
SPANS = [[ADA, ADA + 27, 1], [OTTO, OTTO + 28, 2]]


def told(new: str, owner: int) -> list[tuple[str, str]]:
    found = rewording.passages(rewording.narrowed(OLD, new, SPANS), [owner], most=3)
    assert found.total == len(found.shown)
    return [(one.removed, one.added) for one in found.shown]


def test_each_author_is_told_of_their_own_words_alone() -> None:
    new = OLD.replace("these words", "a sentence").replace("ones", "lines")
    assert told(new, 1) == [("these words", "a sentence")]
    assert told(new, 2) == [("ones", "lines")]
    assert told(new, 3) == []


def test_words_that_were_added_beside_take_nothing_away() -> None:
    assert told(OLD.replace("these words", "all these words"), 1) == []


def test_words_that_went_altogether_are_told_with_what_stood_around_them() -> None:
    new = OLD.replace("Ada wrote these words here.\n", "")
    assert [removed.strip() for removed, _added in told(new, 1)] == ["Ada wrote these words here."]


def test_first_passages_are_shown_and_all_are_counted() -> None:
    old = "\n".join(f"Word number {one} is here." for one in range(9))
    new = old.replace("number", "no.")
    found = rewording.passages(rewording.narrowed(old, new, [[0, len(old), 1]]), [1], most=3)
    assert (len(found.shown), found.total) == (3, 9)


def test_what_each_revision_lost_is_what_it_has_no_more() -> None:
    assert rewording.lost({"1": 5, "2": 3, "3": 1}, {"1": 4, "2": 3, "4": 9}) == {"1": 1, "3": 1}


LINES = st.lists(st.sampled_from(["a b c", "d e", "", "f g h i", "a b"]), max_size=8)


@given(LINES, LINES, st.data())
def test_texts_are_narrowed_without_a_loss(one: list[str], other: list[str], data: st.DataObject) -> None:
    """What was cut off is the same on both sides, and spans tell of the same words as before."""
    old, new = "\n".join(one), "\n".join(other)
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    cut: Narrowed = rewording.narrowed(old, new, [[start, end, 1]])
    assert (cut.before in old, cut.after in new) == (True, True)
    assert len(old) - len(cut.before) == len(new) - len(cut.after)
    for begin, stop, _owner in cut.spans:
        assert cut.before[begin:stop] in old[start:end]
