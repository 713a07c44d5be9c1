"""Tasks are boxes that say their state and cannot be ticked."""

from __future__ import annotations

import pytest

from tests.text.small_site import html, placed_words

DONE = '<input type="checkbox" disabled="" aria-label="Done" checked="">'
TO_DO = '<input type="checkbox" disabled="" aria-label="To do">'


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("* [x] a", f'<li class="gb-task">{DONE} a</li>'),
        ("* [X] a", f'<li class="gb-task">{DONE} a</li>'),
        ("- [ ] a", f'<li class="gb-task">{TO_DO} a</li>'),
        ("* [ ] **a** b", f'<li class="gb-task">{TO_DO} <strong>a</strong> b</li>'),
        ("* [x]\n* b", f'<li class="gb-task">{DONE} </li><li>b</li>'),
        ("* [] a", "<li>[] a</li>"),
        ("* [y] a", "<li>[y] a</li>"),
        ("* [x]a", "<li>[x]a</li>"),
        ("* a [x] b", "<li>a [x] b</li>"),
        (r"* \[x] a", "<li>[x] a</li>"),
    ],
)
def test_task_is_a_box(source: str, items: str) -> None:
    assert html(source) == f"<ul>{items}</ul>"


def test_task_may_be_numbered() -> None:
    assert html("1. [x] a") == f'<ol><li class="gb-task">{DONE} a</li></ol>'


def test_task_of_a_loose_list_keeps_its_paragraph() -> None:
    assert html("* [x] a\n\n  b") == f'<ul><li class="gb-task"><p>{DONE} a</p><p>b</p></li></ul>'


def test_task_mark_in_a_paragraph_is_text() -> None:
    assert html("[x] a") == "<p>[x] a</p>"


def test_task_words_keep_their_place() -> None:
    assert placed_words("* [x] un *deux*") == [("un", "un"), ("deux", "deux")]
