"""Quotes followed through histories whose every word is known: right or detached, never wrong."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.alignment import Accounts
from tests.text.following import PART, QUOTES, STEPS, Held, Tally, follow, saved
from tests.text.histories import begun
from wiki.text import diff
from wiki.text.anchor import Carrier, Place, Quote, reattach
from wiki.text.anchoring.account import Account
from wiki.text.matching import Run

LEAST_FOUND = {1: 0.995, 3: 0.99}  # by the edits of one save: half of them copy, move or rewrite blocks
HISTORIES = 100


@pytest.mark.parametrize("edits", [1, 3])
def test_quotes_stand_on_their_own_words_or_are_detached(edits: int) -> None:
    tally = Tally()
    for seed in range(HISTORIES):
        tally += follow(seed, edits)
    assert tally.wrong == []
    assert tally.counts["lost"] <= (1 - LEAST_FOUND[edits]) * tally.counts["alive"]
    assert tally.counts["alike"] <= tally.counts["right"] // 2_000
    assert tally.counts["right"] > 15_000  # else little was shown
    assert tally.counts["put back"] > 20


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_quotes_are_never_on_the_words_of_others(seed: int) -> None:
    """Twins, near twins, blocks moved, copied, swapped, put back: in histories that nobody chose."""
    assert follow(seed, 1).wrong == []


@pytest.mark.parametrize(
    ("seed", "edits"),
    [
        (105246904, 1),  # the sign after the last word of changed words was left out
        (700000284, 3),  # the last word of a text was taken for the first of a line
        (700000252, 3),  # two lines whose copies are lines of others
        (700000480, 3),  # the last word of a stretch, which is said elsewhere with what follows
        (900002925, 3),  # what an addition may be slid over
        (710000032, 3),  # a near twin that nothing explains
        (900005136, 1),  # a line that was moved before another that says the same word
        (900005136, 3),
        (31001512, 3),  # lines that were moved after another that says the same word
        (31000392, 1),  # an earlier text given back: long twins that a shortest account does not pair
        (31002270, 1),  # two lines said twice each, that moved
        (31000746, 3),  # a line that was copied and moved at once
    ],
)
def test_histories_that_once_misled_an_anchor_do_not(seed: int, edits: int) -> None:
    assert follow(seed, edits).wrong == []


def test_restored_text_has_every_thread_where_it_was() -> None:
    """Whatever came between: the first text again is the first place again."""
    for seed in range(60):
        history, chance = begun(seed), random.Random(-seed)
        first = saved(history)
        held = [Held.on(first, chance).began for _ in range(QUOTES)]
        texts = [first.plain]
        for _ in range(STEPS):
            history.edit()
            history.edit()
            texts.append(history.plain())
        texts.append(first.plain)
        for began in held:
            assert carried_along(began, texts) == Place(
                "anchored", began.start, began.end, began.exact, began.exact
            )


def carried_along(began: Quote, texts: list[str]) -> Place:
    """As a page keeps its threads: carried at each step, sought from the first text while lost."""
    place: Place | Quote = began
    for old, new in pairwise(texts):
        step = Carrier(old, new)
        place = step.carry(place)
        if place.state == "detached":
            place = reattach(began, Carrier(texts[0], new), step) or place
    assert isinstance(place, Place)
    return place


@pytest.mark.parametrize("seed", range(40))
def test_what_is_said_to_be_of_a_shortest_account_is_so_together(seed: int) -> None:
    """One account has all of it: the plain table of a textbook has as much in common, box by box."""
    history = begun(seed)
    texts = [saved(history)]
    for _ in range(4):
        for _ in range(3):
            history.edit()
        texts.append(saved(history))
    for old, new in pairwise(texts):
        runs = diff.kept(old.plain, new.plain)
        account = Account(old.plain, new.plain, runs)
        leading = [run for index, run in enumerate(runs) if account.leads(index)]
        ends = [(run.old + run.size, run.new + run.size) for run in leading]
        boxes = zip([(0, 0), *ends], [*leading, Run(len(old.plain), len(new.plain), 0)], strict=True)
        between = sum(most(old.plain[a : run.old], new.plain[b : run.new]) for (a, b), run in boxes)
        kept = sum(len(PART.findall(old.plain[run.old : run.old + run.size])) for run in leading)
        assert between + kept == most(old.plain, new.plain)


def most(old: str, new: str) -> int:
    return Accounts(PART.findall(old), PART.findall(new)).most


def test_accounts_tell_which_words_a_shortest_account_may_pair() -> None:
    """The judge itself: of two twins side by side either may be the one that stayed."""
    accounts = Accounts("a b b c".split(), "a b c".split())
    assert accounts.most == 3
    leads = [accounts.leads(old, old + 1, new, new + 1) for old in range(4) for new in range(3)]
    assert [at for at, told in enumerate(leads) if told] == [0, 4, 7, 11]
