"""How often a merge is clean, and right, on real and made-up concurrent edits; how long it takes.

    PYTHONPATH=. python tests/benchmarks/merging.py [PAIRS [FIRST SEED]]

Real pairs are the successive edits of the guide's pages, told as concurrent; made-up pairs, always others, come
of histories whose every word is known (see `tests/text/concurrent.py`). The line merge is Git's. Ends with 1 if
one clean merge is wrong, or one address mixed.
"""

from __future__ import annotations

import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.comparing import edited, least_of
from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of
from tests.text.concurrent import Pair, made_up, pasts, replayed
from wiki.text import diff
from wiki.text.merge import merge, rebase

PAIRS, EDITS = 400, (1, 2, 5)
SMALLEST, LARGEST = 47_000, 53_000
DIFFERENCE, MERGE = 15, 30  # milliseconds that a page of 50 KB may take
_ADDRESS = re.compile(r"https?://[^\s<>\"|]+|\]\([^\n()]*\)")


def main() -> int:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**9)
    print(f"from seed {first}")
    print(f"{'pairs':34s}   number   clean and equal    conflict   order   wrong    line merge")
    wrong = 0
    if BUNDLE.exists():
        wrong += reported(
            "real", list(dict.fromkeys(pair for past in pasts(BUNDLE) for pair in replayed(past)))
        )
    for edits in EDITS:
        for moving in (False, True):
            made = [made_up(seed, edits, moving=moving) for seed in range(first, first + pairs)]
            wrong += reported(f"made up, {edits} edits{', moves' if moving else ''}", made)
    report_times()
    return 1 if wrong else 0


def reported(name: str, pairs: list[Pair]) -> int:
    """Prints what became of some pairs; how many are wrong."""
    wrong = 0
    for kind, some in {
        "apart": [pair for pair in pairs if pair.relation == "apart"],
        "apart, on one line": [pair for pair in pairs if pair.relation == "apart" and pair.share_a_line],
        "touching": [pair for pair in pairs if pair.relation == "touching"],
        "same words": [pair for pair in pairs if pair.relation == "same words"],
    }.items():
        if not some:
            continue
        told = Counter(map(verdict, some))
        wrong += told["wrong"] if kind != "apart, on one line" else 0
        lines = Counter(map(line_verdict, some))
        print(
            f"{name + ': ' + kind:34s} {len(some):8,d} {told['right']:9,d} {told['right'] / len(some):7.2%} "
            f"{told['conflict']:11,d} {told['order']:7,d} {told['wrong']:7,d}    {lines['right'] / len(some):7.2%}",
            flush=True,
        )
    return wrong


def verdict(pair: Pair) -> str:
    found = merge(pair.base, pair.ours, pair.theirs)
    if found.conflicts:
        return "conflict"
    if found.text == pair.expected and pair.relation != "same words":
        return "right"
    if pair.relation == "apart" or not is_whole(pair, found.text):
        return "wrong"
    return "right" if pair.relation == "same words" else "order"


def is_whole(pair: Pair, text: str) -> bool:
    """Whether a text has all words of a merge, each as often as it should, and no address of two hands."""
    known = {*addresses(pair.base), *addresses(pair.ours), *addresses(pair.theirs)}
    if not known.issuperset(addresses(text)):
        return False
    return sorted(text.split()) == sorted(pair.words or pair.expected.split())


def addresses(text: str) -> Iterable[str]:
    return _ADDRESS.findall(text)


def line_verdict(pair: Pair) -> str:
    """What Git makes of the same three texts."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, text in zip(files, (pair.ours, pair.base, pair.theirs), strict=True):
            file.write_text(text, encoding="utf-8")
        ran = subprocess.run(["git", "merge-file", "-p", "-q", *map(str, files)], capture_output=True)
    return "conflict" if ran.returncode else "right" if ran.stdout.decode() == pair.expected else "wrong"


def report_times() -> None:
    source = BUNDLE if BUNDLE.exists() else STARTER
    texts = joined(pages_of(source), SMALLEST, LARGEST)[:6]
    for share in (0.02, 0.2):
        sides = [(text, edited(text, share), edited_too(text, share)) for text in texts]
        times = {
            f"difference ≤ {DIFFERENCE}": [least_of(lambda s=s: diff.compare(s[0], s[1])) for s in sides],
            f"merge ≤ {MERGE}": [least_of(lambda s=s: merge(*s)) for s in sides],
            "re-base": [least_of(lambda s=s: rebase(diff.compare(s[0], s[2]), s[1])) for s in sides],
        }
        told = (f"{name} ms: {statistics.median(of):.1f} ({max(of):.1f})" for name, of in times.items())
        print(f"50 KB, {share:.0%} of lines on each side, median (most): {'; '.join(told)}")


def edited_too(text: str, share: float) -> str:
    """As `edited`, in other lines: those of the text from its end."""
    return "\n".join(reversed(edited("\n".join(reversed(text.split("\n"))), share).split("\n")))


if __name__ == "__main__":
    sys.exit(main())
