"""Two sides that changed one text at the same time, and what their authors had in the end.

Real pairs are successive edits of a guide, a → b → c, told as concurrent: ours is b, theirs is a with what c
changed; their authors had c. Made-up pairs come of histories whose every word is known (`histories.py`). How
two texts differ is told here by difflib, or by who each word is: nothing is shared with what is judged.
"""

from __future__ import annotations

import copy
import random
import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Literal

from tests.text.histories import History, begun

Relation = Literal["apart", "touching", "same words"]
Opcode = tuple[int, int, int, int]  # what stands at start:end of the old, and of the new, and differs

_PART = re.compile(r"\S+|\s")
_ORDERED = ("replace", "insert", "cut", "rewrite", "add", "drop", "copy", "copy_words", "split", "join")
_MOVING = (*_ORDERED, "move", "move_words", "swap", "swap_words", "retype")


@dataclass(frozen=True)
class Pair:
    """Three texts, what a merge should give where the two sides changed other words; whether both changed a
    line."""

    base: str
    ours: str
    theirs: str
    relation: Relation
    expected: str
    share_a_line: bool
    words: tuple[str, ...] = ()  # sorted, of any merge without a conflict, where they are known


# --- real edits ---------------------------------------------------------------------------------------------


def pasts(bundle: Path) -> Iterator[list[str]]:
    """The texts that each page of a guide had, one after the other, on the branch `labosonum`."""
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "-C", folder]
        clone = ["git", "clone", "--quiet", "--bare", "--branch", "labosonum", str(bundle), folder]
        subprocess.run(clone, check=True, stderr=subprocess.DEVNULL)
        log = [
            *git,
            "log",
            "--reverse",
            "--first-parent",
            "-m",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--format=",
        ]
        told = subprocess.run([*log, "HEAD", "--", "*.md"], check=True, capture_output=True, text=True).stdout
        blobs: defaultdict[str, list[str]] = defaultdict(list)
        for line in told.splitlines():
            fields, path = line.split("\t")
            if set(blob := fields.split()[3]) != {"0"}:
                blobs[path].append(blob)
        for path in sorted(blobs):
            shown = [
                subprocess.run([*git, "cat-file", "blob", blob], check=True, capture_output=True).stdout
                for blob in blobs[path]
            ]
            yield [text.decode("utf-8", "replace").replace("\r\n", "\n") for text in shown]


def replayed(past: Sequence[str]) -> Iterator[Pair]:
    """Each two successive edits of a page as concurrent ones; none where one undoes or continues the other."""
    for base, ours, last in _successive(past):
        if len({base, ours, last}) < 3:
            continue
        mine, later = opcodes(base, ours), opcodes(ours, last)
        if _puts_back(base, ours, last):
            continue
        brought = [_brought(change, mine) for change in later]
        if None in brought:
            continue
        found = [change for change in brought if change]
        theirs, place = "", 0
        for (start, end, _), (_, _, low, high) in zip(found, later, strict=True):
            theirs += base[place:start] + last[low:high]
            place = end
        touching = any(touches for _, _, touches in found)
        lines = (
            _lines_of(base, [change[:2] for change in mine]),
            _lines_of(base, [(a, b) for a, b, _ in found]),
        )
        yield Pair(
            base,
            ours,
            theirs + base[place:],
            "touching" if touching else "apart",
            last,
            bool(lines[0] & lines[1]),
        )


def _successive(past: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each three texts of a page, as they came to be, with up to two saves left out between two; and backwards."""
    for texts in (past, past[::-1]):
        for at in range(len(texts)):
            for step in (1, 2, 3):
                for more in (1, 2, 3):
                    if at + step + more < len(texts):
                        yield texts[at], texts[at + step], texts[at + step + more]


def _puts_back(base: str, ours: str, last: str) -> bool:
    """Whether lines are there again that ours had taken."""
    first, second, third = (
        Counter(line for line in text.splitlines() if line.strip()) for text in (base, ours, last)
    )
    return bool((first - second) & (third - second))


def _brought(change: Opcode, mine: list[Opcode]) -> tuple[int, int, bool] | None:
    """Where a later change would have been on the base, and whether it touches one of ours; nowhere, if it
    is of the same words."""
    start, end = change[:2]
    by, touches = 0, False
    for _low, high, new_low, new_high in mine:
        if new_high < start:
            by = high - new_high
            continue
        if new_low > end:
            break
        if new_low < end and start < new_high or start == end and new_low < start < new_high:
            return None
        touches = True
        if new_high <= start:
            by = high - new_high
    return start + by, end + by, touches


def opcodes(old: str, new: str) -> list[Opcode]:
    """How two texts differ, line by line, then word by word."""
    found = []
    lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts, new_starts = _starts(lines), _starts(new_lines)
    for a0, a1, b0, b1 in _differing(lines, new_lines):
        parts, new_parts = (_PART.findall("".join(side)) for side in (lines[a0:a1], new_lines[b0:b1]))
        at, new_at = _starts(parts), _starts(new_parts)
        for c0, c1, d0, d1 in _differing(parts, new_parts):
            found.append(
                (
                    starts[a0] + at[c0],
                    starts[a0] + at[c1],
                    new_starts[b0] + new_at[d0],
                    new_starts[b0] + new_at[d1],
                )
            )
    return found


def _differing(old: Sequence[object], new: Sequence[object]) -> list[Opcode]:
    return [
        (a0, a1, b0, b1)
        for tag, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]  # fmt: skip


def _starts(parts: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, parts))]


def _lines_of(text: str, spans: Sequence[tuple[int, ...]]) -> set[int]:
    return {
        line
        for start, end in spans
        for line in range(text.count("\n", 0, start), text.count("\n", 0, end) + 1)
    }


# --- made-up edits ------------------------------------------------------------------------------------------


def made_up(seed: int, edits: int, *, moving: bool = False) -> Pair:
    """Two sides that each made some edits at random on one text."""
    history = begun(seed)
    sides = []
    for side in (1, 2):
        chance = random.Random(seed * 3 + side)
        mine = copy.deepcopy(history)
        mine.chance = chance
        mine.numbers = iter(range(side * 10**6, (side + 1) * 10**6))
        for _ in range(edits):
            getattr(mine, chance.choice(_MOVING if moving else _ORDERED))()
        sides.append(mine)
    return _paired(history, *sides)


def _paired(history: History, ours: History, theirs: History) -> Pair:
    base, mine, other = (_tokens(side) for side in (history, ours, theirs))
    changes = _differing(base, mine), _differing(base, other)
    relation: Relation = "apart"
    for low, high, *_ in changes[0]:
        for start, end, *_ in changes[1]:
            if low < end and start < high or low == high == start == end:
                relation = "same words"
            elif relation == "apart" and low <= end and start <= high:
                relation = "touching"
    expected, place = [], 0
    both = [(change, mine) for change in changes[0]] + [(change, other) for change in changes[1]]
    for (start, end, low, high), side in sorted(both, key=lambda one: one[0][:2]):
        expected += [*base[place:start], *side[low:high]]
        place = end
    expected += base[place:]
    lines = [_lines_of(history.plain(), _placed(history, side)) for side in changes]
    return Pair(
        history.plain(), ours.plain(), theirs.plain(), relation, _plain(expected),
        bool(lines[0] & lines[1]), _words(base, mine, other),
    )  # fmt: skip


Token = tuple[int, str, str]  # who it is, what stands before it, what it says


def _tokens(history: History) -> list[Token]:
    return [
        (number, " " if at else "\n", text)
        for line in history.lines
        for at, (number, text) in enumerate(line)
    ]


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(before + text for _, before, text in tokens)[1:]


def _placed(history: History, changes: list[Opcode]) -> list[tuple[int, int]]:
    starts = _starts([before + text for _, before, text in _tokens(history)])
    return [(max(0, starts[low]), max(0, starts[high] - 1)) for low, high, *_ in changes]


def _words(base: list[Token], ours: list[Token], theirs: list[Token]) -> tuple[str, ...]:
    """The words of a merge: those that neither side took, each as who changed it says it, and all new ones."""
    was, mine, other = ({number: text for number, _, text in side} for side in (base, ours, theirs))
    left = {number: text for number, text in {**mine, **other}.items() if number not in was}
    for number in was.keys() & mine.keys() & other.keys():
        left[number] = mine[number] if mine[number] != was[number] else other[number]
    return tuple(sorted(left.values()))
