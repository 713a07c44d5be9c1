"""The keys of tasks: their words and their heading, whatever stands around; numbers for key actions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text.links import Target
from wiki.text.render import render
from wiki.text.ticks import is_action, listed


def keys(source: str) -> list[str]:
    html = render(source, resolve=lambda address: Target("page", address, title="…")).html
    return [task.key for task in listed(html)]


def test_task_is_known_by_its_words_its_heading_and_its_place_among_twins() -> None:
    source = "# T\n\n* [ ] Before\n\n## One\n\n* [x] Same\n* [ ] Same\n\n### Deeper\n\n1. [ ] Same\n"
    assert keys(source) == ["Before\n\n1", "Same\none\n1", "Same\none\n2", "Same\ndeeper\n1"]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("* [ ] **A.1** Say it", "A.1"),
        ("* [ ] **A.12** Say it", "A.12"),
        ("* [ ] Do **A.1** first", "A.1"),  # the first element beside the box, as the browser reads it
        ("* [ ] *Do* **A.1**", "Do A.1\n\n1"),
        ("* [ ] **A.123** Say it", "A.123 Say it\n\n1"),
        ("* [ ] **A.1 Say** it", "A.1 Say it\n\n1"),
        ("* [ ] See [the `map`](/map) & <b>go</b> !", "See the map & go !\n\n1"),
        ("* [ ] First line\n  second line", "First line second line\n\n1"),
        ("* [ ] Words\n\n  What stands below", "Words\n\n1"),
        ("* [ ] Words\n  - of a list", "Words\n\n1"),
        ("* [ ] One<br>two", "Onetwo\n\n1"),
    ],
)
def test_words_of_a_task_end_where_something_stands_below(source: str, key: str) -> None:
    assert keys(source) == [key]


def test_task_within_a_task_has_its_own_words() -> None:
    assert keys("* [ ] Outer\n  * [ ] Inner\n* [ ] Next\n") == ["Outer\n\n1", "Inner\n\n1", "Next\n\n1"]


def test_words_of_the_engine_are_none_of_the_task() -> None:
    assert keys("* [ ] See ![a map](https://example.org/map.png) here") == ["See here\n\n1"]


def test_boxes_say_what_the_page_says() -> None:
    html = render("* [x] a\n* [ ] b\n", resolve=lambda address: Target("page", address)).html
    assert [task.is_done for task in listed(html)] == [True, False]
    assert listed("<p>no task</p>") == []


@given(
    st.lists(st.text("abc é’.!", min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=6)
)
def test_edits_elsewhere_change_no_key(said: list[str]) -> None:
    tasks = "\n".join(f"* [ ] {words}" for words in said)
    before = keys(f"# T\n\n## Here\n\n{tasks}\n")
    after = keys(
        f"# T\n\nNew.\n\n## New\n\n* [ ] {said[0]}\n\n## Here\n\nNew.\n\n{tasks}\n\n## Then\n\n* [ ] x\n"
    )
    assert after[1:-1] == before
    assert len(set(before)) == len(before) == len(said)
    assert not any(is_action(key) for key in before)
