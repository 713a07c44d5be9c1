"""Small charts: every value is drawn within its box, in whole numbers, as high as it is."""

import re

from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from wiki.queries import charts
from wiki.queries.charts import Value

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 10_000), st.floats(0, 10_000)), min_size=1, max_size=12)


def numbers(path):
    assert re.fullmatch(r"[MLHVhvz0-9 -]*", path), path
    return [int(told) for told in re.findall(r"-?\d+", path)]


def test_columns_are_as_high_as_their_values_beside_the_goal():
    drawn = charts.columns([Value("a", 5.0), Value("b", None), Value("c", 10.0)], goal=5)
    assert [mark.path for mark in drawn.marks] == ["M24 150V85H116V150z", "", "M304 150V20H396V150z"]
    assert (drawn.goal, drawn.height, drawn.is_empty) == (85, 176, False)


def test_rows_are_as_long_as_their_values_and_nothing_is_a_hair():
    drawn = charts.rows([Value("a", 4), Value("b", 0)])
    assert [mark.path for mark in drawn.marks] == ["M170 3h190v20h-190z", "M170 37h1v20h-1z"]
    assert drawn.height == 68


def test_lines_go_through_all_months_and_one_month_is_no_line():
    drawn = charts.lines([Value("a", 2, other=0), Value("b", 4, other=2)])
    assert drawn.lines == ("M20 85 L380 20", "M20 150 L380 85")
    assert charts.lines([Value("a", 2, other=1)]).lines == ()


def test_nothing_is_empty():
    assert charts.columns([Value("a", None)], goal=5).is_empty
    assert charts.rows([Value("a", 0)]).is_empty


@hypothesis(deadline=None)
@given(VALUES, st.one_of(st.none(), st.integers(1, 90)))
def test_all_stays_in_its_box(values, goal):
    told = [Value(str(place), value, other=0) for place, value in enumerate(values)]
    for chart in (charts.columns(told, goal), charts.rows(told), charts.lines(told)):
        drawn = [mark.path for mark in chart.marks] + list(chart.lines)
        assert all(-360 <= number <= 420 for path in drawn for number in numbers(path))
        assert len(chart.marks) == len(values)
