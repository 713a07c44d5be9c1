"""Where a thread holds on to the words of a page, from one text of the page to the next: right or detached.

A text here is the plain words of a page, and places count its code points. A quote is carried through the
known difference of two texts by the first of these rules that applies:

1. kept: all its words stand in one stretch that both texts have in common, next to enough of what stood
   next to them; and no other place that says the same, on either side, fits as well;
2. found elsewhere: the same words stand among what the difference calls new, their context with them,
   clearly better than any other place: a block was moved, or put back;
3. changed: its first and last words, most of those between and what stands around them were kept: the
   thread is *moved*, and shows the words before and after;
4. otherwise it is *detached*, at the point where its words were lost.

Words that stand several times are what makes a thread slide to a neighbour. So nothing here is decided by
nearness, and a doubt that the text cannot settle detaches.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wiki.text import diff
from wiki.text.anchoring import passages
from wiki.text.matching import Run
from wiki.text.words import tokens

State = Literal["anchored", "moved", "detached"]

LONGEST = 1_000  # characters of a quote
CONTEXT = 64  # characters kept on either side of it
NEIGHBOURS = 3  # words or line ends next to a quote that must have stayed with it
TELLING = 3  # words of a quote that need no neighbour, if nothing else says them
SUPPORT = 4  # words, quoted or around, that tell a place from another
LIKENESS = 0.5  # share of the context that must be the same
KEPT, LONGER = 0.6, 1.6  # of a changed quote: words kept at least, length at most
FURTHEST = 4_000  # characters read on either side to tell twins apart


class NotQuotable(ValueError):
    """A span that holds no word, or that is not of the text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What was quoted of a text, where, and what stood around it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread stands on a text: on `after`, having quoted `before`; detached, at an empty span."""

    state: State
    start: int
    end: int
    before: str
    after: str


# --- quoting ------------------------------------------------------------------------------------------------


def quote(plain: str, start: int, end: int) -> Quote:
    """What a span quotes: grown to whole words, without blanks around it, as long as a quote may be."""
    if not 0 <= start < end <= len(plain):
        raise NotQuotable("The passage is not on this text.")
    start, end = _trimmed(plain, start, end)
    if start == end:
        raise NotQuotable("The passage holds no word.")
    start, end = _grown(plain, start, end)
    if end - start > LONGEST:
        start, end = _trimmed(plain, start, _last_whole(plain, start, start + LONGEST))
    return _quoted(plain, start, end)


def _quoted(plain: str, start: int, end: int) -> Quote:
    prefix, suffix = plain[max(0, start - CONTEXT) : start], plain[end : end + CONTEXT]
    return Quote(start, end, plain[start:end], prefix, suffix)


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks that begin and end it."""
    exact = plain[start:end]
    bare = exact.strip()
    return (start + exact.index(bare), start + exact.index(bare) + len(bare)) if bare else (start, start)


def _grown(plain: str, start: int, end: int) -> tuple[int, int]:
    """The span with the rest of the words that it begins and ends within."""
    begun, ended = _word_around(plain, start), _word_around(plain, end)
    return begun[0] if begun else start, ended[1] if ended else end


def _last_whole(plain: str, start: int, end: int) -> int:
    """Where to end within a word at the latest; a word longer than a quote is cut."""
    cut = _word_around(plain, end)
    return cut[0] if cut and cut[0] > start else end


def _word_around(plain: str, at: int) -> tuple[int, int] | None:
    """The word that a place is inside of, if it is inside of one."""
    low = max(0, at - LONGEST)
    for word in tokens(plain[low : at + LONGEST]):
        if word.start + low >= at:
            return None
        if word.end + low > at:
            return word.start + low, word.end + low
    return None


# --- finding what a reader chose ----------------------------------------------------------------------------


def find(plain: str, exact: str, prefix: str, suffix: str, hint: int | None) -> Quote | None:
    """What a reader chose on the text that was shown: the only place that says it, or clearly the best.

    Blanks do not count: a browser writes the end of a line, a cell or a block otherwise than `plain` does.
    """
    wanted = passages.bare(exact)
    if not wanted:
        return None
    kept = [at for at, character in enumerate(plain) if not character.isspace()]
    bare = "".join([plain[at] for at in kept])
    spans = {at: (kept[at], kept[at + len(wanted) - 1] + 1) for at in passages.places(bare, wanted) or ()}
    before, after = passages.bare(prefix)[-CONTEXT:], passages.bare(suffix)[:CONTEXT]
    likeness = {
        at: _likeness(bare, at, at + len(wanted), before, after)
        for at, span in spans.items()
        if passages.is_whole(plain, *span)
    }
    best = passages.clearly_best(likeness)
    if best is None:
        most = max(likeness.values(), default=0)
        best = next((at for at in likeness if spans[at][0] == hint and likeness[at] == most), None)
    return quote(plain, *spans[best]) if best is not None else None


def _likeness(text: str, start: int, end: int, before: str, after: str) -> float:
    """How much of a context stands around a place, read outwards from it."""
    length = len(before) + len(after)
    if not length:
        return 0
    left = passages.common_end(text, start, before, len(before), len(before))
    return (left + passages.common_start(text, end, after, 0, len(after))) / length


# --- carrying -----------------------------------------------------------------------------------------------


class Carrier:
    """Carries the threads of a page from one text to the next; their difference is made once, at need."""

    def __init__(self, old_plain: str, new_plain: str) -> None:
        self.old, self.new = old_plain, new_plain

    def carry(self, held: Place | Quote) -> Place:
        """Where what was held on the old text stands on the new one."""
        before = held.exact if isinstance(held, Quote) else held.before
        if isinstance(held, Place) and held.state == "detached" or not self._is_held(held):
            return self._detached(held.start, before)
        at = self._kept(held.start, held.end)
        if at is None:
            at = self._elsewhere(held.start, held.end)
        if at is not None:
            return self._standing(at, at + held.end - held.start, before)
        changed = self._changed(held.start, held.end)
        return self._standing(*changed, before) if changed else self._detached(held.start, before)

    def _is_held(self, held: Place | Quote) -> bool:
        """Whether the old text says what is held: an engine of another version may have read it otherwise."""
        said = held.exact if isinstance(held, Quote) else held.after
        return self.old[held.start : held.end] == said != ""

    def _standing(self, start: int, end: int, before: str) -> Place:
        """A thread that has words again that it first quoted is anchored, whatever came between."""
        after = self.new[start:end]
        same = before.split() == after.split()
        return Place("anchored" if same else "moved", start, end, before, after)

    def _detached(self, start: int, before: str) -> Place:
        """At the point where the words were lost: after the last ones before them that were kept."""
        run = self._run_before(start)
        at = run.new + min(start - run.old, run.size) if run else 0
        return Place("detached", at, at, before, "")

    # --- kept

    def _kept(self, start: int, end: int) -> int | None:
        """Where the words stand if they are all in one common stretch and cannot be taken for others."""
        at = self._image(start, end)
        if at is None or self.old == self.new:
            return at
        run = self._run_before(start)
        assert run is not None
        lead = min(CONTEXT, start - run.old)
        tail = min(CONTEXT, run.old + run.size - end)
        wide = self.old[start - lead : end + tail]
        near = passages.weight(wide[:lead]) + passages.weight(wide[len(wide) - tail :] if tail else "")
        alone = passages.is_alone(self.old, wide, start - lead) and passages.is_alone(
            self.new, wide, at - lead
        )
        if alone and near < NEIGHBOURS:
            return at if passages.weight(self.old[start:end]) >= TELLING else None
        return at if near >= NEIGHBOURS and (alone or self._is_surest(start, end, at)) else None

    def _is_surest(self, start: int, end: int, at: int) -> bool:
        """Whether words that stand several times are these: each has its own pair, or no other pair fits as
        well as this one, neither before nor after the words."""
        places = self._places(start, end)
        if places is None:
            return False
        olds, news = places
        size = end - start
        if [self._image(old, old + size) for old in olds] == news:
            return True
        mine = self._reach(start, at, size, FURTHEST)
        rivals = [(start, new) for new in news if new != at] + [(old, at) for old in olds if old != start]
        return all(_is_beaten(self._reach(*rival, size, FURTHEST), mine) for rival in rivals)

    # --- found elsewhere

    def _elsewhere(self, start: int, end: int) -> int | None:
        """Where the same words stand with their context, among what neither text has in common.

        A copy of the context, on either text, is a doubt: a twin may have been copied as well as moved.
        """
        places = self._places(start, end)
        if places is None:
            return None
        olds, news = places
        size = end - start
        at = passages.clearly_best({new: self._likeness(start, new, size) for new in news})
        if at is None or self._is_taken(start, at, size) or self._stayed(start, at, size):
            return None
        mine = self._likeness(start, at, size)
        others = [self._likeness(old, at, size) for old in olds if old != start]
        return at if mine >= LIKENESS and mine - max(others, default=0) >= passages.LEAD else None

    def _is_taken(self, start: int, at: int, size: int) -> bool:
        """Whether some of these new words are known to be other old ones, not one alone by chance."""
        last = bisect_right(self._new_starts, at + size - 1)
        first = max(0, bisect_right(self._new_starts, at) - 1)
        return any(
            run.new + run.size > at and run.new - run.old != at - start and self._holds(run, at, at + size)
            for run in self._runs[first:last]
        )

    def _stayed(self, start: int, at: int, size: int) -> bool:
        """Whether the context that was found there was kept where it was: then it was copied, not moved."""
        left, right = self._reach(start, at, size, CONTEXT)
        low, high = start - left, start + size + right
        last = bisect_right(self._old_starts, high - 1)
        first = max(0, bisect_right(self._old_starts, low) - 1)
        return any(
            passages.weight(self.old[max(run.old, low) : min(run.old + run.size, high)]) > NEIGHBOURS
            for run in self._runs[first:last]
            if run.old + run.size > low and run.new - run.old != at - start
        )

    def _holds(self, run: Run, at: int, end: int) -> bool:
        """Whether a common stretch is more than chance, as read around a span of the new text."""
        low, high = max(run.new, at - CONTEXT), min(run.new + run.size, end + CONTEXT)
        return passages.weight(self.new[low:high]) > NEIGHBOURS

    def _likeness(self, start: int, at: int, size: int) -> float:
        """How much of what stands around the words stands around them elsewhere, something on either side at
        least: words across the end of a moved block did not move as one. A whole line is enough."""
        left, right = self._reach(start, at, size, CONTEXT)
        end = start + size
        before, after = self.old[max(0, start - CONTEXT) : start], self.old[end : end + CONTEXT]
        around = passages.weight(self.old[start - left : start]), passages.weight(self.old[end : end + right])
        alone = (before and not around[0]) or (after and not around[1])
        if alone or sum(around) + passages.weight(self.old[start:end]) < SUPPORT:
            return 0
        return (passages.share(left, before[::-1]) + passages.share(right, after)) / 2

    # --- changed

    def _changed(self, start: int, end: int) -> tuple[int, int] | None:
        """Where words stand some of which were changed, if their ends and their surroundings were kept."""
        exact = self.old[start:end]
        parts = tokens(exact)
        if self._places(start, end) != ([start], []) or not parts:
            return None
        images = [self._image(start + part.start, start + part.end) for part in parts]
        first, last = images[0], images[-1]
        kept = sum(image is not None for image in images)
        if first is None or last is None or kept < KEPT * len(parts):
            return None
        last += parts[-1].end - parts[-1].start
        held = all(self._is_held_fast(start + part.end - 1) for part in (parts[0], parts[-1]))
        return (first, last) if held and last - first <= LONGER * len(exact) else None

    def _is_held_fast(self, at: int) -> bool:
        """Whether enough stayed with the word that is there: alone between changes, it may be another's."""
        run = self._run_before(at)
        return run is not None and self._holds(run, *[run.new + at - run.old] * 2)

    # --- what the difference tells

    @cached_property
    def _runs(self) -> list[Run]:
        if self.old == self.new:
            return [Run(0, 0, len(self.old))]
        return diff.kept(self.old, self.new)

    @cached_property
    def _old_starts(self) -> list[int]:
        return [run.old for run in self._runs]

    @cached_property
    def _new_starts(self) -> list[int]:
        return [run.new for run in self._runs]

    def _run_before(self, at: int) -> Run | None:
        """The last common stretch that begins at a place of the old text, or before."""
        index = bisect_right(self._old_starts, at)
        return self._runs[index - 1] if index else None

    def _image(self, start: int, end: int) -> int | None:
        """Where a span of the old text begins on the new one, if it stands whole in one common stretch."""
        run = self._run_before(start)
        return run.new + start - run.old if run and end <= run.old + run.size else None

    def _origin(self, start: int, end: int) -> int | None:
        """The same from the new text to the old one."""
        index = bisect_right(self._new_starts, start)
        run = self._runs[index - 1] if index else None
        return run.old + start - run.new if run and end <= run.new + run.size else None

    def _places(self, start: int, end: int) -> tuple[list[int], list[int]] | None:
        """Where the words of a span stand on either text; none are told if they stand too often."""
        exact = self.old[start:end]
        olds = passages.whole_places(self.old, exact)
        news = passages.whole_places(self.new, exact)
        return None if olds is None or news is None else (olds, news)

    def _reach(self, start: int, at: int, size: int, most: int) -> tuple[int, int]:
        """How far both texts are the same before and after words that both have."""
        left = passages.common_end(self.old, start, self.new, at, most)
        return left, passages.common_start(self.old, start + size, self.new, at + size, most)


def reattach(held: Quote, new_plain: str, home: Carrier | None = None) -> Place | None:
    """Where words that were lost stand again, if they do.

    `home` carries from the text that was quoted to the new one; threads that quote one text share it. So
    what is restored has all its threads as they were. Without it the words are sought with their context.
    """
    if home is not None:
        place = home.carry(held)
        return place if place.state != "detached" else None
    size = len(held.exact)
    likeness = {
        at: _likeness(new_plain, at, at + size, held.prefix, held.suffix)
        for at in passages.whole_places(new_plain, held.exact) or ()
    }
    at = passages.clearly_best(likeness)
    told = passages.weight(f"{held.prefix}{held.exact}{held.suffix}") >= SUPPORT
    if at is None or not told or likeness[at] < LIKENESS:
        return None
    return Place("anchored", at, at + size, held.exact, held.exact)


def _is_beaten(other: tuple[int, int], mine: tuple[int, int]) -> bool:
    """Whether a place fits no further than mine on either side, and less far on one."""
    return other[0] <= mine[0] and other[1] <= mine[1] and other != mine
