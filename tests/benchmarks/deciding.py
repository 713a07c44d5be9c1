"""How real edits fall into cards: what is decided alone when somebody reviews them as a suggestion.

    PYTHONPATH=. python tests/benchmarks/deciding.py [BUNDLE]

Each edit of the guide's history, one in three at least, is taken as a suggestion: both texts are rendered and
compared, and the hunks of the source put to the drawn changes that they make.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.benchmarks import comparing
from tests.benchmarks.rendering import BUNDLE
from wiki.text import diff
from wiki.text.comparing import deciding, pages
from wiki.text.comparing.blocks import blocks_of
from wiki.text.comparing.deciding import Card
from wiki.text.links import resolve_external
from wiki.text.render import render

SIZES, MOST = (200, 60_000), 400


def main() -> None:
    comparing.REAL, comparing.MOST_REAL = SIZES, MOST
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE
    told: Counter[str] = Counter()
    for pairs in comparing.real_pairs(given).values():
        for old, new in pairs:
            told.update(counted(old, new))  # which keeps what is none
    for name, count in told.items():
        print(f"{count:6,d}  {name}")


def counted(old: str, new: str) -> Counter[str]:
    drawn = [render(text, resolve=resolve_external) for text in (old, new)]
    difference = diff.compare(old, new)
    compared = pages.compare(drawn[0].html, drawn[1].html)
    parts = deciding.cards(compared, difference, *(one.outermost for one in drawn))
    cards = [part for part in parts if isinstance(part, Card)]
    return Counter(
        {
            "edits": 1,
            "texts": 2,
            "texts whose blocks are counted otherwise": sum(
                len(one.outermost) != len(blocks_of(one.html)) for one in drawn
            ),
            "hunks": len(difference.hunks),
            "drawn changes": len(compared.changes),
            "cards": len(cards),
            "cards of one hunk": sum(len(card.hunks) == 1 for card in cards),
            "cards that only the source shows": sum(not card.changes for card in cards),
            "drawn changes that no hunk of theirs makes": sum(
                len(card.changes) for card in cards if not card.hunks
            ),
            "hunks that are not in one card": len(difference.hunks) - sum(len(card.hunks) for card in cards),
        }
    )


if __name__ == "__main__":
    main()
