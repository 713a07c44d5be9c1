"""Lines that one side copied: of two twins the other side edited one, and it must be sure which."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from wiki.text import words
from wiki.text.merging.edits import Edit, Stretch, from_to
from wiki.text.merging.moves import TELLING, Lines

MOST_COPIES = 8  # of one line: more are not told apart
NEAR = 12  # lines by which twins are told apart


def twins(base: str, changed: str, edits: Sequence[Edit], others: Sequence[Edit]) -> Iterator[Stretch]:
    """From an edit of the other side upon a line to the edit that put a twin of it, where it could be either.

    It is sure which line is the first one, where more of the lines around it are those that it had.
    """
    old, new = Lines(base), Lines(changed)
    copies = _copies(old, new, edits)
    if not copies:
        return
    for other in others:
        for at in old.touched(other):
            found = copies.get(old.texts[at].strip(), [])
            to = new.at(_brought(old.starts[at], edits))
            if found and not _is_sure(old, at, new, to, found):
                yield from_to(other, found[0][1], found[-1][1])


def _copies(old: Lines, new: Lines, edits: Sequence[Edit]) -> dict[str, list[tuple[int, Edit]]]:
    """The telling lines that were put and stand on the base too: where on the new text, and by which edit."""
    said = {line.strip() for line in old.texts}
    copies: defaultdict[str, list[tuple[int, Edit]]] = defaultdict(list)
    for edit in edits:
        if edit.takes:
            continue
        for at in new.within(edit.new_start, edit.new_end):
            line = new.texts[at].strip()
            if line in said and words.count(line) >= TELLING:
                copies[line].append((at, edit))
    return copies


def _brought(place: int, edits: Sequence[Edit]) -> int:
    """Where a place of the base is on the changed text."""
    index = bisect_left(edits, place, key=_end) - 1
    return place if index < 0 else place + edits[index].new_end - edits[index].end


def _end(edit: Edit) -> int:
    return edit.end + edit.adds  # what is added before a place moves it, what is added there may not


def _is_sure(old: Lines, at: int, new: Lines, to: int, copies: list[tuple[int, Edit]]) -> bool:
    line = old.line(at)
    if len(copies) > MOST_COPIES or new.line(to) != line or line in _next(new, to):
        return False
    before, after = _known(old, at, new, to)
    for copy, _ in copies:
        other_before, other_after = _known(old, at, new, copy)
        if before < other_before or after < other_after or (before, after) == (other_before, other_after):
            return False
    return True


def _next(lines: Lines, at: int) -> list[str | None]:
    """The lines that say something next to one, but for an empty line between."""
    return [lines.line(at + way) or lines.line(at + 2 * way) for way in (-1, 1)]


def _known(old: Lines, at: int, new: Lines, to: int) -> tuple[int, int]:
    """How many lines that say something are the same before two lines, and after them."""
    counts = []
    for way in (-1, 1):
        found = 0
        for by in range(way, way * (NEAR + 1), way):
            line = old.line(at + by)
            if line is None or line != new.line(to + by):
                break
            found += bool(line)
        counts.append(found)
    return counts[0], counts[1]
