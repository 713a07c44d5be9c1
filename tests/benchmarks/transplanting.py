"""How many changes of visible words reach the source, how many are refused and why, how long each takes.

One word is changed in every tenth sentence of a guide, whatever its markup; then other gestures, and words
with signs of markup, on the same sentences. A result is judged here anew, by rendering it: it is wrong unless
its plain words are the old ones with that span replaced, and the source differs in one stretch alone.
Run: PYTHONPATH=. python tests/benchmarks/transplanting.py [FOLDER or BUNDLE]
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.rendering import BUNDLE, STARTER, pages_of, percentile
from wiki.text.links import resolve_external
from wiki.text.render import Rendering, render
from wiki.text.transplant import Refusal, transplant
from wiki.text.words import tokens

SENTENCE = re.compile(r"[^\n.!?…]*[^\W_][^\n.!?…]*[.!?…]*")
EVERY = 10
SIGNS = ("*gras*", "[a](b)", "# un", "1. un", "> un", "a | b", "<b>un</b>", "{% hint %}", "&amp;", "`un`",
         "_un_", "- un", "$$x$$", "a@b.fr", "https://a.fr", ":smile:", "\\", "![a](b)", "[^1]")  # fmt: skip


class Place(NamedTuple):
    source: str
    rendering: Rendering
    start: int
    end: int


def draw(source: str) -> Rendering:
    return render(source, resolve=resolve_external)


def sentences(pages: list[str]) -> Iterator[Place]:
    """Every tenth sentence of the guide, in order."""
    number = 0
    for source in pages:
        rendering = draw(source)
        for found in SENTENCE.finditer(rendering.plain):
            if number % EVERY == 0:
                yield Place(source, rendering, *found.span())
            number += 1


def kind(place: Place) -> str:
    """The block that the sentence stands in, as the engine names the outermost of note."""
    word = next((token for token in tokens(place.rendering.plain) if token.start >= place.start), None)
    spans = {
        token.start: span
        for token, span in zip(tokens(place.rendering.plain), place.rendering.words(), strict=True)
    }
    at = spans[word.start][1] if word else None
    if at is None:
        return "without a place"
    line = place.source.count("\n", 0, at) + 1
    kinds = [b.kind for b in place.rendering.blocks if b.first_line <= line <= b.last_line]
    named = [name for name in kinds if name not in ("p", "ul", "ol", "tr", "thead", "tbody", "div", "br")]
    if named and named[-1] == "li" and len(named) > 1:
        named[-1] = f"{named[-2]} > li" if named[-2] != "li" else "li"
    return named[-1] if named else "p"


Gesture = Callable[[Place, random.Random], tuple[int, int, str]]


def one_word(place: Place, chance: random.Random) -> tuple[int, int, str]:
    words = tokens(place.rendering.plain[place.start : place.end])
    word = chance.choice(words)
    return place.start + word.start, place.start + word.end, "truc"


def several_words(place: Place, chance: random.Random) -> tuple[int, int, str]:
    words = tokens(place.rendering.plain[place.start : place.end])
    first = chance.randrange(len(words))
    last = min(len(words) - 1, first + 2)
    return place.start + words[first].start, place.start + words[last].end, "tout autre chose"


def whole_sentence(place: Place, chance: random.Random) -> tuple[int, int, str]:
    return place.start, place.end, "Une phrase toute neuve."


def two_words_in_a_sentence(place: Place, chance: random.Random) -> tuple[int, int, str]:
    """The whole sentence is selected and comes back with its first and last word changed."""
    text = place.rendering.plain[place.start : place.end]
    words = tokens(text)
    new = f"{text[: words[0].start]}Avant{text[words[0].end :]}"
    last = tokens(new)[-1]
    return place.start, place.end, f"{new[: last.start]}après{new[last.end :]}"


def deletion(place: Place, chance: random.Random) -> tuple[int, int, str]:
    start, end, _ = one_word(place, chance)
    if place.rendering.plain[end : end + 1] == " " and end < place.end:
        end += 1
    return start, end, ""


def insertion_after(place: Place, chance: random.Random) -> tuple[int, int, str]:
    _, end, _ = one_word(place, chance)
    return end, end, " encore"


def insertion_before(place: Place, chance: random.Random) -> tuple[int, int, str]:
    start, _, _ = one_word(place, chance)
    return start, start, "encore "


def signs(place: Place, chance: random.Random) -> tuple[int, int, str]:
    start, end, _ = one_word(place, chance)
    return start, end, chance.choice(SIGNS)


GESTURES: tuple[Gesture, ...] = (
    one_word, several_words, whole_sentence, two_words_in_a_sentence, deletion,
    insertion_after, insertion_before, signs,
)  # fmt: skip


def outcome(place: Place, change: tuple[int, int, str], times: list[float]) -> str:
    start, end, words = change
    begin = time.perf_counter()
    found = transplant(place.source, place.rendering, start, end, words, draw=draw)
    times.append((time.perf_counter() - begin) * 1_000)
    if isinstance(found, Refusal):
        return found.reason.name.lower()
    plain = place.rendering.plain
    same = place.source[: found.start] + found.words + place.source[found.end :] == found.source
    right = draw(found.source).plain == plain[:start] + words + plain[end:]
    return "in place" if same and right else "wrong"


def line(name: str, found: Counter[str]) -> str:
    total = found.total()
    refused = ", ".join(
        f"{n} {reason}" for reason, n in sorted(found.items()) if reason not in ("in place", "wrong")
    )
    return f"{name:28s} {total:6d} {found['in place'] / total:7.1%}  wrong {found['wrong']}  refused: {refused or 0}"


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    places = list(sentences(pages_of(given)))
    for gesture in GESTURES:
        chance = random.Random(1)
        times: list[float] = []
        all_of: Counter[str] = Counter()
        by_kind: dict[str, Counter[str]] = {}
        for place in places:
            result = outcome(place, gesture(place, chance), times)
            all_of[result] += 1
            if gesture is one_word:
                by_kind.setdefault(kind(place), Counter())[result] += 1
        print(line(gesture.__name__, all_of))
        print(
            f"    median {statistics.median(times):.1f} ms, p95 {percentile(times, 0.95):.1f} ms, most {max(times):.1f} ms"
        )
        for name, found in sorted(by_kind.items()):
            print("   ", line(name, found))


if __name__ == "__main__":
    main()
