"""What becomes of quoted words over many made-up histories, always others: right, wrong, found, detached.

    PYTHONPATH=. python tests/benchmarks/following.py [HISTORIES [FIRST SEED]]

Each history is followed with one edit per save, and with three. `tests/text/following.py` says what counts as
right; the first seed is drawn at random and printed, so that any run can be had again. Ends with 1 if one place
is wrong.
"""

from __future__ import annotations

import random
import sys
import time

from tests.text.following import Tally, follow

HISTORIES = 300
EDITS = (1, 3)


def main() -> int:
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    first = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**9)
    print(f"{histories} histories from seed {first}; alike: others' words, as a shortest account has it too")
    print("edits  followed    right  alike  wrong  put back  detached  found of those whose words survive")
    wrong: list[object] = []
    for edits in EDITS:
        tally = followed(first, histories, edits)
        wrong += tally.wrong
    for one in wrong:
        print(one)
    return 1 if wrong else 0


def followed(first: int, histories: int, edits: int) -> Tally:
    begin, tally = time.process_time(), Tally()
    for seed in range(first, first + histories):
        tally += follow(seed, edits)
    told = tally.counts
    places = told["right"] + told["alike"] + told["wrong"]
    print(
        f"{edits:5d} {places:9,d} {told['right']:8,d} {told['alike']:6,d} {told['wrong']:6,d} "
        f"{told['put back']:9,d} {told['detached']:9,d}  {1 - told['lost'] / told['alive']:.2%}"
        f"  ({time.process_time() - begin:.0f} s)"
    )
    return tally


if __name__ == "__main__":
    sys.exit(main())
