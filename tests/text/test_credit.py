"""Whose the words of a text are: what was written, moved, copied, restored, retouched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.ownership import history
from wiki.text import credit, words
from wiki.text.credit import Credit, Span
from wiki.text.links import resolve_external
from wiki.text.render import render

ONE = "La règle se décide à plusieurs, devant tout le monde."
TWO = "Chacun peut la contester pendant une semaine."
THREE = "Le silence vaut accord au bout de ce temps."


def written(*texts: str) -> Credit:
    """Texts one after the other, numbered from 1."""
    state, old = Credit(), ""
    for number, text in enumerate(texts, 1):
        state, old = credit.follow(state, old, text, number), text
    return state


def owners(state: Credit, text: str) -> list[tuple[str, int]]:
    """Each word with the one span that holds it."""
    found = []
    for token in words.tokens(text):
        (owner,) = [
            span.revision for span in state.spans if span.start <= token.start and token.end <= span.end
        ]
        found.append((token.text, owner))
    return found


def told(*texts: str) -> list[tuple[str, int]]:
    """What the last of some texts says, in the words of each owner."""
    state = written(*texts)
    return [(texts[-1][span.start : span.end], span.revision) for span in state.spans]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_every_word_belongs_to_whoever_brought_it(seed: int) -> None:
    state, old = Credit(), ""
    for number, (text, truth) in enumerate(history(seed), 1):
        state = credit.follow(state, old, text, number)
        assert owners(state, text) == truth
        old = text


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_counts_add_up_and_what_is_kept_reads_alike(seed: int) -> None:
    texts = [text for text, _truth in history(seed)]
    state = written(*texts)
    assert sum(credit.shares(state, texts[-1]).values()) == words.count(texts[-1])
    assert list(state.spans) == sorted(state.spans)
    assert all(
        one.end <= two.start and one.revision != two.revision
        for one, two in zip(state.spans, state.spans[1:], strict=False)
    )


def test_first_text_is_all_of_its_author() -> None:
    assert told(f"{ONE} {TWO}") == [(f"{ONE} {TWO}"[:-1], 1)]


def test_changed_word_is_of_whoever_changed_it() -> None:
    assert told(ONE, ONE.replace("plusieurs", "trois")) == [
        ("La règle se décide à", 1),
        ("trois", 2),
        ("devant tout le monde", 1),
    ]


def test_sentence_that_comes_back_is_of_its_first_author() -> None:
    assert told(f"{ONE}\n{TWO}", ONE, f"{THREE}\n{ONE}\n{TWO}") == [
        (THREE[:-1], 3),
        (f"{ONE}\n{TWO}"[:-1], 1),
    ]


def test_restored_text_is_owned_as_it_was_to_its_shortest_line() -> None:
    first = f"Décider\n{ONE}\nOui\nNon\n{TWO}"
    second = first.replace("Oui", "Peut-être").replace("semaine", "journée")
    was = written(first, second)
    assert written(first, second, THREE, second).spans == was.spans
    assert written(first, second, THREE, first).spans == written(first).spans


def test_moved_and_copied_lines_stay_with_their_author() -> None:
    text = f"{TWO}\n{THREE}\n{ONE}\n{TWO}"
    assert {owner for _word, owner in owners(written(f"{ONE}\n{TWO}\n{THREE}", text), text)} == {1}


def test_paragraph_moved_and_retouched_at_once_keeps_its_words() -> None:
    assert told(f"{ONE}\n{TWO}\n{THREE}", f"{THREE}\n{ONE.replace('plusieurs', 'trois')}\n{TWO}") == [
        (f"{THREE}\nLa règle se décide à", 1),
        ("trois", 2),
        (f"devant tout le monde.\n{TWO}"[:-1], 1),
    ]


def test_rewritten_sentence_keeps_no_small_word_of_the_former() -> None:
    new = "Il faut que le bureau consulte les membres à chaque étape."
    assert told(ONE, new) == [(new[:-1], 2)]


def test_capitals_signs_and_apostrophes_take_no_words() -> None:
    old = "L'accord de tous vaut règle, et chacun peut la contester."
    new = "L’accord de tous vaut règle. Et chacun peut la contester !"
    assert [owner for _text, owner in told(old, new)] == [1]


@pytest.mark.parametrize(
    "source",
    [
        f"# Titre\n\n**{ONE}** {TWO}",
        f"# Titre\n\n* {ONE}\n* {TWO}",
        f"# Titre\n\n> {ONE}\n\n## {TWO}",
        f"# Titre\n\n[{ONE}](https://example.org) _{TWO}_",
    ],
)
def test_markup_takes_no_words(source: str) -> None:
    plain = render(f"# Titre\n\n{ONE} {TWO}", resolve=resolve_external).plain
    marked = render(source, resolve=resolve_external).plain
    assert {owner for _word, owner in owners(written(plain, marked), marked)} == {1}


def test_words_of_a_passage_are_told_within_its_bounds() -> None:
    state = written(ONE, ONE.replace("plusieurs", "trois"))
    assert state.within(12, 27) == [Span(12, 20, 1), Span(21, 26, 2)]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wiki.text.crediting.memory.MOST", 5)
    state = written(*(f"Phrase numéro {number} avec ses mots propres." for number in range(9)))
    assert len(state.known) == 5


def test_same_text_changes_nothing() -> None:
    state = written(ONE)
    assert credit.follow(state, ONE, ONE, 2) is state
