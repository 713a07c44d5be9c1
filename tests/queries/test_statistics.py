"""What figures come to: middles of spans, months in a row, classes of age, who is there for the first time."""

from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from wiki.queries import statistics
from wiki.queries.statistics import Promised

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def after(**span):
    return NOON + timedelta(**span)


@pytest.mark.parametrize(
    ("it", "waited", "kept"),
    [
        (Promised(NOON, 5, after(days=5)), 5.0, True),
        (Promised(NOON, 5, after(days=5, seconds=1)), None, False),
        (Promised(NOON, 5, after(hours=-3)), 0.0, True),  # a clock that went back
        (Promised(NOON, 90), None, None),
        (Promised(NOON, 5), None, False),
        (Promised(NOON, 5, settled=after(days=1)), None, None),
    ],
)
def test_promise_is_kept_broken_or_not_due_yet(it, waited, kept):
    assert it.is_kept(after(days=6)) is kept
    if waited is not None:
        assert it.waited == waited


def test_middle_is_that_of_what_is_known():
    assert statistics.middle([]) is None
    assert statistics.middle([None]) is None
    assert statistics.middle([4.0, None, 1.04, 2.06]) == 2.1


@hypothesis(deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0, 999)), max_size=50))
def test_middle_agrees_with_the_standard_library(spans):
    known = [span for span in spans if span is not None]
    assert statistics.middle(spans) == (round(median(known), 1) if known else None)


def test_share_of_nothing_is_nothing():
    assert [statistics.share(*told) for told in ((0, 0), (0, 3), (1, 3), (3, 3))] == [None, 0, 33, 100]


def test_months_follow_one_another_over_the_year():
    assert statistics.months(date(2026, 2, 28), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert len(set(statistics.months(date(2026, 11, 28), 12))) == 12


@hypothesis(deadline=None)
@given(st.lists(st.integers(0, 400), max_size=60))
def test_each_age_is_in_one_class(ages):
    counted = statistics.by_age(ages)
    bounds = [(0, 2), (3, 7), (8, 30), (31, 400)]
    assert counted == [sum(first <= age <= last for age in ages) for first, last in bounds]


def test_somebody_is_new_once():
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    seen = [(1, april), (1, march), (2, april), (3, march), (3, march), (1, april)]
    assert statistics.firsts(seen, frozenset({3})) == {march: (2, 1), april: (2, 1)}
