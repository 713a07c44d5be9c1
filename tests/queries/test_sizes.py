"""How long a page was when, as a line of few points: its first, its last and its longest are always there."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from wiki.queries import sizes

BEGUN = datetime(2024, 9, 14, 9, 0, tzinfo=UTC)


def told(words, *, back=False):
    step = timedelta(days=-1 if back else 1)
    return [(number, BEGUN + step * number, count) for number, count in enumerate(words, 1)]


@hypothesis(deadline=None)
@given(st.lists(st.integers(0, 9_999), min_size=2, max_size=300))
def test_few_points_stand_for_all_and_keep_the_ends_and_the_longest(words):
    drawn = sizes.over(told(words))
    assert len(drawn.points) <= sizes.MOST_POINTS
    assert (drawn.first.words, drawn.last.words, drawn.longest.words) == (words[0], words[-1], max(words))
    assert drawn.is_whole is (len(words) <= sizes.MOST_POINTS)
    numbers = [point.number for point in drawn.points]
    assert numbers == sorted(set(numbers))


def test_line_goes_up_and_down_with_the_words_by_their_dates():
    drawn = sizes.over(
        [(1, BEGUN, 50), (2, BEGUN + timedelta(days=1), 100), (3, BEGUN + timedelta(days=4), 25)]
    )
    assert (drawn.line, drawn.is_dated) == ("M0.0 60.0 H150.0 V0.0 H600.0 V90.0", True)


def test_dates_that_go_back_are_drawn_one_revision_after_the_other():
    drawn = sizes.over(told([10, 10, 10], back=True))
    assert (drawn.line, drawn.is_dated) == ("M0.0 0.0 H300.0 V0.0 H600.0 V0.0", False)


def test_what_was_not_counted_is_no_point_and_one_point_no_line():
    assert sizes.over(told([None, 5, None, 6])).is_whole is False
    assert [point.number for point in sizes.over(told([None, 5, None, 6])).points] == [2, 4]
    assert sizes.over(told([None, 5])) is None
    assert sizes.over(told([0, 0])).line == "M0.0 120.0 H600.0 V120.0"
