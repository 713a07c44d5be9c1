"""Quotes followed through the real histories of the guide, against a slow alignment that shares no code with
the rule: its lines and words are matched by the standard library, and words that stand once are known."""

from __future__ import annotations

import random
import re
import subprocess
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

import pytest

from tests.conformance import check_tree
from wiki.text.anchor import Carrier, Place, Quote, quote
from wiki.text.links import resolve_external
from wiki.text.render import render

PAGES = 24  # those with the longest histories
QUOTES = 40
LEAST_FOUND = 0.995
WORD = re.compile(r"[^\W_]+")


def git(folder: str, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", "-C", folder, *arguments], check=True, capture_output=True
    )
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The plain words of pages, revision by revision."""
    folder = str(tmp_path_factory.mktemp("guide") / "git")
    clone = ["git", "clone", "-q", "--bare", "--branch", "labosonum", str(check_tree.BUNDLE), folder]
    subprocess.run(clone, check=True, capture_output=True)
    touched = git(folder, "log", "--format=", "--name-only", "--diff-filter=AM", "labosonum", "--", "*.md")
    files = Counter(line for line in touched.splitlines() if line and line != "SUMMARY.md")
    return [history_of(folder, file) for file, _times in files.most_common(PAGES)]


def history_of(folder: str, file: str) -> list[str]:
    log = git(
        folder,
        "log",
        "--reverse",
        "--first-parent",
        "--format=%H",
        "--diff-filter=AM",
        "labosonum",
        "--",
        file,
    )
    sources = [git(folder, "show", f"{commit}:{file}") for commit in log.split()]
    return [str(render(source, resolve=resolve_external).plain) for source in sources]


class Truth:
    """Which word of a text each word of the one before became, as the standard library tells."""

    def __init__(self, old: str, new: str) -> None:
        self.old = [(found.group(), found.start(), found.end()) for found in WORD.finditer(old)]
        self.new = [(found.group(), found.start(), found.end()) for found in WORD.finditer(new)]
        olds, news = [word for word, *_ in self.old], [word for word, *_ in self.new]
        self.pairs: dict[int, int] = {}
        for block in SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks():
            self.pairs |= {block.a + by: block.b + by for by in range(block.size)}
        counts, new_counts = Counter(olds), Counter(news)
        self.once = {word for word in counts if counts[word] == 1 == new_counts[word]}

    def under(self, words: list[tuple[str, int, int]], start: int, end: int) -> list[int]:
        return [at for at, (_word, begin, last) in enumerate(words) if begin < end and last > start]

    def survives(self, held: Quote | Place) -> bool:
        """Whether the words were kept together, with three neighbours on either side."""
        chosen = self.under(self.old, held.start, held.end)
        near = range(max(0, chosen[0] - 3), min(len(self.old), chosen[-1] + 4))
        first = self.pairs.get(near[0], -len(self.old))
        return all(self.pairs.get(at) == first + by for by, at in enumerate(near))

    def agrees(self, held: Quote | Place, place: Place) -> bool:
        """Whether a place has the words that the alignment leads to; or, of words that this alignment took
        for a deletion and an addition because their block moved, those around which a word stands that
        stands once on either text."""
        olds = self.under(self.old, held.start, held.end)
        news = self.under(self.new, place.start, place.end)
        if place.state == "moved" or held_as_changed(held):
            return self.pairs.get(olds[0]) == news[0] and self.pairs.get(olds[-1]) == news[-1]
        if [self.pairs.get(at) for at in olds] == news:
            return True
        near = range(max(0, olds[0] - 12), min(len(self.old), olds[-1] + 13))
        by = news[0] - olds[0]
        known = [at for at in near if self.old[at][0] in self.once and 0 <= at + by < len(self.new)]
        return any(self.new[at + by][0] == self.old[at][0] for at in known)


def held_as_changed(held: Quote | Place) -> bool:
    return isinstance(held, Place) and held.state == "moved"


def test_real_histories_carry_quotes_to_their_own_words(histories: list[list[str]]) -> None:
    wrong: list[object] = []
    tally: Counter[str] = Counter()
    chance = random.Random(5)
    for texts in histories:
        held = drawn(texts[0], chance)
        for old, new in pairwise(texts):
            carrier, truth, still = Carrier(old, new), Truth(old, new), []
            for one in held:
                place = carrier.carry(one)
                alive = truth.survives(one)
                tally["alive"] += alive
                if place.state == "detached":
                    tally["lost"] += alive
                    continue
                still.append(place)
                tally[place.state] += 1
                if not truth.agrees(one, place):
                    wrong.append((old[one.start : one.end], place))
            # As threads go, others begin: each revision is quoted from.
            held = [*still, *drawn(new, chance)[: QUOTES - len(still)]]
    assert wrong == []
    assert tally["lost"] <= (1 - LEAST_FOUND) * tally["alive"]
    assert tally["anchored"] > 5_000  # else little was shown


def drawn(plain: str, chance: random.Random) -> list[Place | Quote]:
    words = [(found.start(), found.end()) for found in WORD.finditer(plain)]
    if len(words) < 20:
        return []
    quotes: list[Place | Quote] = []
    for _ in range(QUOTES):
        first = chance.randrange(len(words) - 12)
        quotes.append(quote(plain, words[first][0], words[first + chance.randint(2, 11)][1]))
    return quotes
