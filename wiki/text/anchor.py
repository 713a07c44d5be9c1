"""Where a thread holds on to the words of a page, from one text of the page to the next: right or detached.

A text here is the plain words of a page, and places count its code points. A quote is carried through the
known difference of two texts by the first of these rules that applies:

1. kept: all its words stand in one stretch that both texts have in common, with enough of what stood next
   to them;
2. moved along: the difference calls them gone, and the same words stand among what it calls new, as much
   of what stood around them on either side as tells them, which is not where it was: a block was moved;
3. changed: its first and last words and most of those between were kept: the thread is *moved*, and shows
   the words before and after;
4. otherwise it is *detached*, at the point where its words were lost.

Words that stand several times are what makes a thread slide to a neighbour. So nothing is decided by
nearness, and one doubt detaches: wherever the words, or those at their ends, go on elsewhere as they go on
here, on either text, and are not known to be others. Lost words come back only at the save that writes them
again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wiki.text.anchoring import passages
from wiki.text.anchoring.change import FURTHEST, SUPPORT, WORD, Change
from wiki.text.anchoring.quoting import CONTEXT, LONGEST, NotQuotable, Quote, find, quote
from wiki.text.matching import Run
from wiki.text.words import tokens

__all__ = ["LONGEST", "Carrier", "NotQuotable", "Place", "Quote", "State", "find", "quote", "reattach"]

State = Literal["anchored", "moved", "detached"]

NEIGHBOURS = 3  # words or line ends next to a quote that must have stayed with it
APART = 8  # words and line ends that tell words which stand elsewhere than they stood
TELLING = 3  # words of a quote that need no neighbour, if nothing else says them
KEPT, LONGER = 0.6, 1.6  # of a changed quote: words kept at least, length at most


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread stands on a text: on `after`, having quoted `before`; detached, at an empty span."""

    state: State
    start: int
    end: int
    before: str
    after: str


class Carrier:
    """Carries the threads of a page from one text to the next; their difference is made once, at need."""

    def __init__(self, old_plain: str, new_plain: str) -> None:
        self.old, self.new = old_plain, new_plain
        self.change = Change(old_plain, new_plain)

    def carry(self, held: Place | Quote) -> Place:
        """Where what was held on the old text stands on the new one."""
        before = held.exact if isinstance(held, Quote) else held.before
        found = None
        if not (isinstance(held, Place) and held.state == "detached") and self._is_held(held):
            found = self._found(held.start, held.end)
        if found is None:
            at = self.change.nearest(held.start)
            return Place("detached", at, at, before, "")
        found = self._with_signs(found, before)
        after = self.new[slice(*found)]
        # A thread that has words again that it first quoted is anchored, whatever came between.
        same = before == after or before.split() == after.split()
        return Place("anchored" if same else "moved", *found, before, after)

    def _with_signs(self, found: tuple[int, int], before: str) -> tuple[int, int]:
        """The place with the signs that were quoted at the ends of the words, where they are back."""
        into = before.find(self.new[slice(*found)])
        start = found[0] - into
        whole = into >= 0 and start >= 0 and self.new.startswith(before, start)
        return (start, start + len(before)) if whole else found

    def says_anew(self, start: int, end: int) -> bool:
        """Whether words of the new text were written at this save, and said nowhere before it."""
        runs = [self.change.runs[index] for index in self.change.new.runs_over(start, end)]
        if any(self._holds(run, start, end) for run in runs):
            return False
        said = passages.places(self.old, self.new[start:end])
        return said is not None and not any(self._is_enough(at, start, end - start) for at in said)

    def _is_held(self, held: Place | Quote) -> bool:
        """Whether the old text says what is held: an engine of another version may have read it otherwise."""
        said = held.exact if isinstance(held, Quote) else held.after
        return self.old[held.start : held.end] == said != ""

    def _found(self, start: int, end: int) -> tuple[int, int] | None:
        run = self.change.run_of(start, end)
        if run and self.change.leads(run) and self._is_supported(run, start, end):
            at = run.new + start - run.old
            return (at, at + end - start) if self.change.is_sure(run, start, end) else None
        is_said = self.old[start:end] in self.new
        return self._elsewhere(start, end) if is_said else self._changed(start, end)

    # --- kept

    def _is_supported(self, run: Run, start: int, end: int) -> bool:
        """Whether enough stayed with words: a few that stand alone between changes may be others."""
        if self.old == self.new:
            return True
        near = passages.weight(self.old[max(run.old, start - CONTEXT) : start])
        if near < NEIGHBOURS:
            near += passages.weight(self.old[end : min(run.old + run.size, end + CONTEXT)])
        if near >= NEIGHBOURS:
            return True
        exact = self.old[start:end]
        return passages.weight(exact) >= TELLING and all(
            passages.places(text, exact) == [at]
            for text, at in ((self.old, start), (self.new, run.new + start - run.old))
        )

    def _holds(self, run: Run, start: int, end: int) -> bool:
        """Whether a common stretch is more than chance, as read around a span of the new text."""
        low, high = max(run.new, start - CONTEXT), min(run.new + run.size, end + CONTEXT)
        return passages.weight(self.new[low:high]) > NEIGHBOURS

    # --- moved along

    def _elsewhere(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the same words stand with what stood around them, and nowhere else as well."""
        exact, size = self.old[start:end], end - start
        olds, news = passages.whole_places(self.old, exact), passages.whole_places(self.new, exact)
        if not olds or not news:
            return None
        reaches = {at: self.change.reach(start, at, size, FURTHEST) for at in news}
        at = max(reaches, key=lambda at: sum(reaches[at]))
        rivals = [(start, new, self.change.new.is_kept(new, new + size)) for new in news if new != at]
        rivals += [(old, at, self.change.old.is_kept(old, old + size)) for old in olds if old != start]
        for old, new, is_known in rivals:
            reach = self.change.reach(old, new, size, FURTHEST)
            if not _is_beaten(reach, reaches[at]) or not is_known and self._is_enough(old, new, size):
                return None
        if not self.is_told(start, at, size) or self._is_taken(start, at, size):
            return None
        doubtful = self._stayed(start, at, size) or self._has_near_twin(start, end, at)
        return None if doubtful else (at, at + size)

    def is_told(self, start: int, at: int, size: int) -> bool:
        """Whether the same stands around words on both texts: on either side some words, or all of a line."""
        left, right = self.change.reach(start, at, size, CONTEXT)
        end = start + size
        before, after = self.old[start - left : start], self.old[end : end + right]
        begins = left == start and (at == left or self.new[at - left - 1] == "\n")
        ends = end + right == len(self.old) and self.new[at + size + right :][:1] in ("", "\n")
        return (
            (begins or "\n" in before or passages.weight(before) >= NEIGHBOURS)
            and (ends or "\n" in after or passages.weight(after) >= NEIGHBOURS)
            and self._is_enough(start, at, size, APART)
            and self._are_lines_told(before, self.old[start:end], after)
        )

    def _are_lines_told(self, before: str, words: str, after: str) -> bool:
        """Whether words over several lines are told at either end: short lines meet others by chance."""
        first, last = words.partition("\n")[0], words.rpartition("\n")[2]
        is_one = first == words
        return is_one or min(passages.weight(before + first), passages.weight(last + after)) >= SUPPORT

    def _is_enough(self, start: int, at: int, size: int, least: int = SUPPORT) -> bool:
        """Whether words that both texts have tell a place from another, with what is the same around them."""
        left, right = self.change.reach(start, at, size, CONTEXT)
        return passages.weight(self.old[start - left : start + size + right]) >= least

    def _is_taken(self, start: int, at: int, size: int) -> bool:
        """Whether some of these new words are known to be other old ones, not one alone by chance."""
        runs = [self.change.runs[index] for index in self.change.new.runs_over(at, at + size)]
        return any(run.new - run.old != at - start and self._holds(run, at, at + size) for run in runs)

    def _stayed(self, start: int, at: int, size: int) -> bool:
        """Whether the context that was found there was kept where it was: then it was copied, not moved."""
        left, right = self.change.reach(start, at, size, CONTEXT)
        low, high = start - left, start + size + right
        runs = [self.change.runs[index] for index in self.change.old.runs_over(low, high)]
        return any(
            passages.weight(self.old[max(run.old, low) : min(run.old + run.size, high)]) > NEIGHBOURS
            for run in runs
            if run.new - run.old != at - start
        )

    def _has_near_twin(self, start: int, end: int, at: int) -> bool:
        """Whether either end of the words stands elsewhere with its neighbours, with nothing more known."""
        low = start - passages.tail(self.old[max(0, start - WORD) : start], NEIGHBOURS)
        high = end + passages.head(self.old[end : end + WORD], NEIGHBOURS)
        first, last = self._ends(start, end)
        return any(
            self.change.is_said_elsewhere(a, b, at + a - start) for a, b in ((low, first), (last, high))
        )

    def _ends(self, start: int, end: int) -> tuple[int, int]:
        """Where the first word ends and the last one begins."""
        parts = tokens(self.old[start:end])
        return (start + parts[0].end, start + parts[-1].start) if parts else (end, start)

    # --- changed

    def _changed(self, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand some of which were changed, if the first and the last are known."""
        exact = self.old[start:end]
        parts = [(start + part.start, start + part.end) for part in tokens(exact)]
        if not parts:
            return None
        runs = [self.change.run_of(*part) for part in parts]
        first, last = self._end_of(runs[0], *parts[0]), self._end_of(runs[-1], *parts[-1])
        if first is None or last is None or sum(map(bool, runs)) < KEPT * len(parts):
            return None
        found = first, last + parts[-1][1] - parts[-1][0]
        fits = found[1] - found[0] <= LONGER * len(exact)
        if not fits or passages.places(self.old, exact) != [start]:
            return None
        return self._with_ends(*found, self.old[start : parts[0][0]], self.old[parts[-1][1] : end])

    def _with_ends(self, start: int, end: int, lead: str, trail: str) -> tuple[int, int]:
        """The place with the signs that were quoted at the ends of its words, where they are."""
        start -= len(lead) if self.new.endswith(lead, 0, start) else 0
        end += len(trail) if self.new.startswith(trail, end) else 0
        return start, end

    def _end_of(self, run: Run | None, start: int, end: int) -> int | None:
        """Where the first or the last word begins, if it is known."""
        at = run.new + start - run.old if run else 0
        return at if run and self._holds(run, at, at) and self.change.is_sure(run, start, end) else None


def reattach(held: Quote, home: Carrier, step: Carrier) -> Place | None:
    """Where words that were lost stand again, if they do.

    `home` carries from the text that was quoted to the new one; threads that quote one text share it. `step`
    is the save that may have brought them back: what stood there while they were lost was something else.
    """
    place = home.carry(held)
    if place.state == "detached":
        return None
    size = len(held.exact)
    told = place.after != held.exact or home.is_told(held.start, place.start, size)
    is_first = home.old == home.new
    return place if is_first or (told and step.says_anew(place.start, place.end)) else None


def _is_beaten(other: tuple[int, int], mine: tuple[int, int]) -> bool:
    """Whether a place fits no further than mine on either side, and less far on one."""
    return other[0] <= mine[0] and other[1] <= mine[1] and other != mine
