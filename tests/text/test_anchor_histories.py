"""Quotes followed through histories whose every word is known: right or detached, never wrong."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.text.histories import Spans, begun, longest_common
from wiki.text.anchor import Carrier, Place, Quote, quote, reattach

STEPS, QUOTES = 12, 12
LEAST_FOUND = 0.995


@dataclass
class Held:
    """A quote as it stands, and who its words are."""

    place: Place | Quote
    words: list[int]


def drawn(plain: str, spans: Spans, chance: random.Random) -> Held:
    first = chance.randrange(len(spans))
    chosen = spans[first : first + chance.randint(1, 9)]
    return Held(quote(plain, chosen[0][1], chosen[-1][2]), [number for number, _start, _end in chosen])


def under(place: Place, spans: Spans) -> list[int]:
    """Who the words are on which a thread stands."""
    return [number for number, start, end in spans if start < place.end and end > place.start]


def is_right(words: list[int], found: list[int], state: str) -> bool:
    if state == "anchored":
        return found == words
    return (found[0], found[-1]) == (words[0], words[-1]) and 5 * len(set(found) & set(words)) >= 3 * len(
        words
    )


def is_as_likely(held: Place | Quote, place: Place, old: str, new: str) -> bool:
    """Whether as short an account of the edit puts the words there: the text alone cannot tell which of two
    twins side by side was taken away."""
    parts = [
        (old[: held.start], new[: place.start]),
        (old[held.start : held.end], new[place.start : place.end]),
        (old[held.end :], new[place.end :]),
    ]
    return sum(longest_common(*map(str.split, part)) for part in parts) == longest_common(
        old.split(), new.split()
    )


def is_alive(words: list[int], old: Spans, new: Spans) -> bool:
    """Whether words still stand together, with three neighbours on either side."""
    numbers = [number for number, _start, _end in old]
    near = numbers[max(0, numbers.index(words[0]) - 3) : numbers.index(words[-1]) + 4]
    stand = [number for number, _start, _end in new if number in set(near)]
    after = [number for number, _start, _end in new]
    return stand == near and after.index(near[-1]) - after.index(near[0]) == len(near) - 1


def follow(seed: int, edits: int) -> tuple[Counter[str], list[object]]:
    """What became of some quotes of one history, step by step, and those that stand on others' words."""
    history, chance = begun(seed), random.Random(-seed)
    tally: Counter[str] = Counter()
    wrong: list[object] = []
    texts = [(history.plain(), history.spans())]
    for _ in range(STEPS):
        for _ in range(edits):
            history.edit()
        texts.append((history.plain(), history.spans()))
    threads = [drawn(*texts[0], chance) for _ in range(QUOTES)]
    for (old, old_spans), (new, spans) in pairwise(texts):
        carrier, still = Carrier(old, new), []
        for held in threads:
            place = carrier.carry(held.place)
            alive = is_alive(held.words, old_spans, spans)
            tally["alive"] += alive
            if place.state == "detached":
                tally["lost"] += alive
                continue
            found = under(place, spans)
            if is_right(held.words, found, place.state):
                still.append(Held(place, found))
                tally["right"] += 1
            elif not is_as_likely(held.place, place, old, new):
                wrong.append((seed, held, place))
        threads = still
    return tally, wrong


@pytest.mark.parametrize("edits", [1, 3])
def test_quotes_stand_on_their_own_words_or_are_detached(edits: int) -> None:
    tally: Counter[str] = Counter()
    wrong: list[object] = []
    for seed in range(150):
        told, others = follow(seed, edits)
        tally += told
        wrong += others
    assert wrong == []
    assert tally["lost"] <= (1 - LEAST_FOUND) * tally["alive"]
    assert tally["right"] > 10_000  # else little was shown


def test_restored_text_has_every_thread_where_it_was() -> None:
    """Whatever came between: the first text again is the first place again."""
    for seed in range(60):
        history, chance = begun(seed), random.Random(-seed)
        first, spans = history.plain(), history.spans()
        held = [drawn(first, spans, chance).place for _ in range(QUOTES)]
        texts = [first]
        for _ in range(STEPS):
            history.edit()
            history.edit()
            texts.append(history.plain())
        texts.append(first)
        for began in held:
            assert isinstance(began, Quote)
            assert carried_along(began, texts) == Place(
                "anchored", began.start, began.end, began.exact, began.exact
            )


def carried_along(began: Quote, texts: list[str]) -> Place:
    """As a page keeps its threads: carried at each step, sought from the first text while lost."""
    place: Place | Quote = began
    for old, new in pairwise(texts):
        place = Carrier(old, new).carry(place)
        if place.state == "detached":
            place = reattach(began, new, Carrier(texts[0], new)) or place
    assert isinstance(place, Place)
    return place
