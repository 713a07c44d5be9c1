"""A page block by block beside those who wrote it."""

from __future__ import annotations

import pytest

from wiki.text import attribution, credit
from wiki.text.credit import Credit, Span
from wiki.text.links import resolve_external
from wiki.text.render import Rendering, render

ONE = "Nous décidons ensemble des règles communes."
TWO = "Chacun peut les contester pendant une semaine."


def drawn(source: str) -> Rendering:
    return render(source, resolve=resolve_external)


def rows(*sources: str) -> list[tuple[str, tuple[int, ...]]]:
    """The HTML and the owners of the blocks of the last of some texts."""
    state, old = Credit(), ""
    for number, source in enumerate(sources, 1):
        page = drawn(source)
        state, old = credit.follow(state, old, page.plain, number), page.plain
    return [(row.html, row.owners) for row in attribution.rows(page.html, page.plain, state.spans)]


def test_blocks_of_one_owner_are_one_row_and_bear_no_mark() -> None:
    ((html, owners),) = rows(f"{ONE}\n\n{TWO}")
    assert (html, owners) == (f"<p>{ONE}</p><p>{TWO}</p>", (1,))


def test_words_of_several_are_marked_and_numbered_within_their_block() -> None:
    ((html, owners),) = rows(ONE, ONE.replace("des règles", "de **toutes les** règles"))
    assert owners == (1, 2)
    assert html == (
        '<p><span class="by by1">Nous décidons ensemble</span><sup class="by-n" data-gb-chrome="">1</sup> '
        '<span class="by by2">de </span><strong><span class="by by2">toutes les</span>'
        '<sup class="by-n" data-gb-chrome="">2</sup></strong> '
        '<span class="by by1">règles communes</span><sup class="by-n" data-gb-chrome="">1</sup>.</p>'
    )


def test_headings_stand_apart() -> None:
    told = attribution.rows("<h2>A</h2><p>B</p>", "A\nB", [Span(0, 3, 1)])
    assert [(row.is_heading, row.owners) for row in told] == [(True, (1,)), (False, (1,))]


@pytest.mark.parametrize("source", [f"- {ONE}\n- {TWO}", f"> {ONE}", f"| a | b |\n|-|-|\n| {ONE} | `x` |"])
def test_all_of_a_page_is_there_whatever_its_blocks(source: str) -> None:
    told = rows(source, source.replace("règles", "usages"))
    assert "".join(html for html, _owners in told).count("usages") == 1
    assert {owner for _html, owners in told for owner in owners} == {1, 2}


def test_where_html_and_words_disagree_nothing_is_marked() -> None:
    told = attribution.rows("<p>A b</p><p>C d</p>", "A b\nX y", [Span(0, 3, 1), Span(4, 7, 2)])
    assert [(row.html, row.owners) for row in told] == [("<p>A b</p>", (1,)), ("<p>C d</p>", ())]
