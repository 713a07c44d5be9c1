"""How fast two revisions are compared: pages of 18 and 100 KB, the three views, without any cache of theirs.

The pages are a guide's, joined (see `rendering.py`), and edited in 2 % of their lines, in 20 %, in all; and
two pages that have nothing in common. Times are of the processor, the least of five.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of
from wiki.text import diff
from wiki.text.comparing import pages, source
from wiki.text.links import resolve_external
from wiki.text.render import render

SIZES = {"18 KB": (16_000, 20_000), "100 KB": (95_000, 105_000)}
SHARES = (0.02, 0.2, 1.0)
ROUNDS, MOST = 5, 6


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    texts = pages_of(given)
    print("milliseconds, median (most)      text          sides         source        differences")
    for name, (least, most) in SIZES.items():
        large = joined(texts, least, most)[:MOST]
        for share in SHARES:
            report(f"{name}, {share:.0%} of lines", [(text, edited(text, share)) for text in large])
        report(f"{name}, unlike", list(zip(large, large[1:] + large[:1], strict=True)))


def report(name: str, pairs: list[tuple[str, str]]) -> None:
    figures = []
    for compare in (_text, _sides, source.compare, diff.compare):
        times = []
        for old, new in pairs:
            sides = (draw(old), draw(new)) if compare in (_text, _sides) else (old, new)
            times.append(least_of(lambda sides=sides, compare=compare: compare(*sides)))
        figures.append(f"{statistics.median(times):6.1f} ({max(times):5.1f})")
    print(f"{name:28s}  {'  '.join(figures)}")


def _text(old: str, new: str) -> object:
    return pages.compare(old, new)


def _sides(old: str, new: str) -> object:
    return pages.compare(old, new, sides=True)


def draw(text: str) -> str:
    return render(text, resolve=resolve_external).html


def least_of(work: Callable[[], object]) -> float:
    times = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1_000)
    return min(times)


def edited(text: str, share: float) -> str:
    """The text with words added, replaced or cut off in a share of its lines; always the same ones."""
    chance = random.Random(1)
    return "\n".join(_edited(line, chance) if chance.random() < share else line for line in text.split("\n"))


def _edited(line: str, chance: random.Random) -> str:
    if not line.strip() or line.startswith(("{%", "|", "<", "#")):
        return line
    words = line.split(" ")
    at = chance.randrange(len(words))
    return " ".join(
        chance.choice((words[:at] + ["ajouté", "ici"] + words[at:], words[:at] + ["autre"], words[: at + 1]))
    )


if __name__ == "__main__":
    main()
