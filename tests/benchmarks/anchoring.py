"""How fast 200 threads find their words in a new text: pages of 18 and 50 KB, the difference included.

The pages are a guide's, joined (see `rendering.py`), and edited in 2 % of their lines, and in 20 %. Times
are of the processor, the least of many rounds; a budget that is not kept is said.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.comparing import edited
from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of
from wiki.text import diff
from wiki.text.anchor import Carrier, Quote, quote
from wiki.text.links import resolve_external
from wiki.text.render import render
from wiki.text.words import tokens

SIZES = {"18 KB": (16_000, 20_000, 6), "50 KB": (47_000, 53_000, 15)}  # least, most, milliseconds allowed
SHARES = (0.02, 0.2)
THREADS, ROUNDS, MOST = 200, 15, 4


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    texts = pages_of(given)
    print(f"{THREADS} threads, milliseconds: median (most); of it the difference; budget; found")
    for name, (least, most, budget) in SIZES.items():
        for share in SHARES:
            pairs = [(words(text), words(edited(text, share))) for text in joined(texts, least, most)[:MOST]]
            report(f"{name}, {share:.0%} of lines", pairs, budget)


def report(name: str, pairs: list[tuple[str, str]], budget: int) -> None:
    times, differences, found = [], [], 0
    for old, new in pairs:
        quotes = drawn(old)
        times.append(least_of(lambda old=old, new=new, quotes=quotes: carry(old, new, quotes)))
        differences.append(least_of(lambda old=old, new=new: diff.kept(old, new)))
        found += carry(old, new, quotes)
    kept = "kept" if max(times) <= budget else f"BROKEN {max(times) / budget:.1f} x"
    print(
        f"{name:22s} {statistics.median(times):6.1f} ({max(times):5.1f})  {statistics.median(differences):5.1f}  "
        f"{budget:3d} {kept}  {found / (THREADS * len(pairs)):.1%}"
    )


def words(text: str) -> str:
    return str(render(text, resolve=resolve_external).plain)


def drawn(plain: str) -> list[Quote]:
    """Quotes of three to twelve words, always the same."""
    chance, said = random.Random(1), tokens(plain)
    quotes = []
    for _ in range(THREADS):
        first = chance.randrange(len(said) - 12)
        quotes.append(quote(plain, said[first].start, said[first + chance.randint(2, 11)].end))
    return quotes


def carry(old: str, new: str, quotes: list[Quote]) -> int:
    """How many found their words."""
    carrier = Carrier(old, new)
    return sum(carrier.carry(held).state != "detached" for held in quotes)


def least_of(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1_000)
    return min(times)


if __name__ == "__main__":
    main()
