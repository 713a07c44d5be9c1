"""Drawn changes and the hunks that make them: each is in one card, which can be decided alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.text import diff
from wiki.text.comparing import deciding, pages
from wiki.text.comparing.blocks import blocks_of
from wiki.text.comparing.deciding import Card
from wiki.text.comparing.pages import Gap
from wiki.text.links import resolve_external
from wiki.text.render import render

BASE = """# Title

A first paragraph of some words.

A second one, which says more.

- one thing
- another thing

| a | b |
| - | - |
| c | d |

The last word.
"""


def parts_between(old: str, new: str) -> tuple[Gap | Card, ...]:
    drawn = [render(text, resolve=resolve_external) for text in (old, new)]
    compared = pages.compare(drawn[0].html, drawn[1].html)
    return deciding.cards(compared, diff.compare(old, new), *(one.outermost for one in drawn))


def cards_between(old: str, new: str) -> list[Card]:
    return [part for part in parts_between(old, new) if isinstance(part, Card)]


def told(cards: list[Card]) -> list[tuple[int, list[str], list[tuple[str, str]]]]:
    return [
        (
            card.number,
            [change.kind for change in card.changes],
            [(hunk.removed, hunk.added) for hunk in card.hunks],
        )
        for card in cards
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("some words", "many words", "changed"),
        ("A second one, which says more.\n\n", "", "removed"),
        ("The last word.", "Two new words.\n\nThe last word.", "added"),
        ("another thing", "another thing of note", "changed"),
        ("| c | d |", "| c | e |", "changed"),
    ],
)
def test_one_change_is_one_card(old: str, new: str, kind: str) -> None:
    cards = cards_between(BASE, BASE.replace(old, new))
    assert [(len(card.changes), len(card.hunks)) for card in cards] == [(1, 1)]
    assert cards[0].changes[0].kind == kind


def test_changes_of_two_blocks_are_two_cards_between_what_is_the_same() -> None:
    new = BASE.replace("first", "1st").replace("last", "final")
    parts = parts_between(BASE, new)
    assert ["card" if isinstance(part, Card) else part.count for part in parts] == ["card", 3, "card"]
    assert told([part for part in parts if isinstance(part, Card)]) == [
        (1, ["changed"], [("first", "1st")]),
        (2, ["changed"], [("last", "final")]),
    ]


def test_hunks_within_one_block_are_one_card() -> None:
    cards = cards_between(BASE, BASE.replace("A first", "One").replace("some words", "many words"))
    assert [(card.number, card.numbers) for card in cards] == [(1, (1, 2))]


def test_what_is_only_written_otherwise_is_a_card_without_change() -> None:
    cards = cards_between("*some* words\n\nothers\n", "_some_ words\n\nothers, more\n")
    assert told(cards) == [(1, ["changed"], [("", ", more")]), (2, [], [("*", "_"), ("*", "_")])]


def test_title_leaves_the_text_and_is_a_card_without_change() -> None:
    assert told(cards_between(BASE, BASE.replace("Title", "Another"))) == [(1, [], [("Title", "Another")])]


def test_paragraphs_made_one_are_one_card() -> None:
    cards = cards_between(BASE, BASE.replace("words.\n\nA second", "words. A second"))
    assert len(cards) == 1
    assert len(cards[0].hunks) == 1


def test_page_shown_as_written_is_one_card() -> None:
    old = "[" * 600 + "\n\nsome words\n\nother words\n"
    cards = cards_between(old, old.replace("some", "few").replace("other", "more"))
    assert [hunk for card in cards for hunk in card.hunks] == list(
        diff.compare(old, old.replace("some", "few").replace("other", "more")).hunks
    )


BLOCKS = st.sampled_from(
    [
        "A paragraph of words.", "Another paragraph.", "## A heading", "- one\n- two", "> A quotation.",
        "| a | b |\n| - | - |\n| c | d |", "{% hint style=\"info\" %}\nA hint.\n{% endhint %}", "***",
        "A [link](https://example.org).", "A note.[^1]", "[^1]: What it says.", "<b>loose</b> words",
    ]
)  # fmt: skip
TEXTS = st.lists(BLOCKS, max_size=6).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_every_hunk_and_every_change_is_in_one_card(old: str, new: str) -> None:
    drawn = [render(text, resolve=resolve_external) for text in (old, new)]
    compared, difference = pages.compare(drawn[0].html, drawn[1].html), diff.compare(old, new)
    parts = deciding.cards(compared, difference, *(one.outermost for one in drawn))
    cards = [part for part in parts if isinstance(part, Card)]
    assert sorted(change.number for card in cards for change in card.changes) == list(
        range(1, len(compared.changes) + 1)
    )
    assert sorted(number for card in cards for number in card.numbers) == sorted(difference.numbers)
    assert [card.number for card in cards] == list(range(1, len(cards) + 1))
    assert [part for part in parts if isinstance(part, Gap)] == [
        part for part in compared.parts if isinstance(part, Gap)
    ]


@given(TEXTS)
def test_outermost_blocks_are_those_that_a_comparison_counts(source: str) -> None:
    drawn = render(source, resolve=resolve_external)
    assert len(drawn.outermost) == len(blocks_of(drawn.html))
