"""Plain words changed on the page → the same change in its source, or a refusal that says why.

The change is cut down to what differs, each part of it is written where the source wrote the words, and
the whole is rendered again: only what gives exactly the words asked for, in the same markup, is answered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from typing import NamedTuple

from wiki.text.lexemes import cut
from wiki.text.matching import align, changes
from wiki.text.places import Placed, Run
from wiki.text.render import Rendering

Draw = Callable[[str], Rendering]


class Reason(StrEnum):
    """Why a change was not carried out: sentences for the caller to translate."""

    NOTHING = "These words are already there."
    LINES = "The change reaches over more than one block or line."
    GENERATED = "These words were not written in this text."
    FORMULA = "These words are part of a formula."
    MARKUP = "The change would alter the layout, a link or other words."


@dataclass(frozen=True)
class Transplanted:
    """The new source; `start` and `end` are what changed of the old one, `words` the new text between."""

    source: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Refusal:
    """Why not, and the span in the source of the block that holds the words, if one does."""

    reason: Reason
    block: tuple[int, int] | None


class _Edit(NamedTuple):
    start: int
    end: int
    words: str


class _Refused(Exception):
    """Carries the reason to where the block is known."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


MOST_TRIES = 6  # renderings of a page for one change

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")  # those that bind words stay as they are
_GAP = re.compile(r"[ \t\r\n]+(?:>[ \t]*)*")  # a soft line break, the signs of a quotation after it
_LINE = re.compile(r"\r\n|\r|\n")
_SIGNS = re.compile(r"[\\`*_\[\]<>&{}|~$#%@^\"]|:(?=//)|(?<=:):")
_FIRST_SIGNS = re.compile(r"(?:[-+=:]|\d{1,9}(?=[.)]))")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_FORMULA = re.compile(r"\$\$[^$]+\$\$")
_TAG = re.compile(r"""(<(?:"[^"]*"|[^">])*>)""")
_CODE = re.compile(r"<pre\b.*?</pre>", re.S)
_COLOURS = re.compile(r"</?span\b[^>]*>")
# What the words of a heading or a title decide: they may change with them.
_NAMES = re.compile(
    r'<span id="[^"]*"></span>| (?:id|aria-label|aria-labelledby|aria-controls)="[^"]*"| href="#[^"]*"'
)


def transplant(
    source: str, rendering: Rendering, start: int, end: int, words: str, *, draw: Draw
) -> Transplanted | Refusal:
    """Replace `rendering.plain[start:end]` by plain words. `draw` renders a source as `rendering` was made.

    Blanks in the new words, line breaks among them, are one space each. Offsets are code points.
    Raises ValueError for a span that is not in the plain words.
    """
    plain = rendering.plain
    if not 0 <= start <= end <= len(plain):
        raise ValueError(f"no span {start}:{end} in {len(plain)} characters")
    words = _BLANKS.sub(" ", words)
    start, end, words = _differing(plain, start, end, words)
    try:
        if start == end and not words:
            raise _Refused(Reason.NOTHING)
        return _carry(source, rendering, _Edit(start, end, words), draw)
    except _Refused as refused:
        return Refusal(refused.reason, _block_span(source, rendering, start))


def _differing(plain: str, start: int, end: int, words: str) -> tuple[int, int, str]:
    """The span and the words without what they have in common at both ends."""
    first = 0
    while start < end and first < len(words) and plain[start] == words[first]:
        start, first = start + 1, first + 1
    last = len(words)
    while start < end and first < last and plain[end - 1] == words[last - 1]:
        end, last = end - 1, last - 1
    return start, end, words[first:last]


def _carry(source: str, rendering: Rendering, change: _Edit, draw: Draw) -> Transplanted:
    plain = rendering.plain
    if "\n" in plain[change.start : change.end]:
        raise _Refused(Reason.LINES)
    wanted = f"{plain[: change.start]}{change.words}{plain[change.end :]}"
    skeleton = _skeleton(rendering)
    for edit in islice(_tries(source, rendering, change), MOST_TRIES):
        text = source[: edit.start] + edit.words + source[edit.end :]
        drawn = draw(text)
        if drawn.plain == wanted and drawn.title == rendering.title and _skeleton(drawn) == skeleton:
            return Transplanted(text, *edit)
    raise _Refused(Reason.MARKUP)


def _tries(source: str, rendering: Rendering, change: _Edit) -> Iterator[_Edit]:
    """Ways of writing a change, the likeliest first: word by word, then as one piece."""
    plans = [_parts(rendering.plain, change)]
    if len(plans[0]) > 1:
        plans.append([change])
    refusal: _Refused | None = None
    for plan in plans:
        try:
            parts = [_locate(source, rendering, part) for part in plan]
        except _Refused as refused:
            refusal = refused
            continue
        forms = [list(_forms(rendering.plain, part)) for part, _places in parts]
        for form, choice in product(range(max(map(len, forms))), range(max(len(at) for _, at in parts))):
            written = [
                _written(source, places[min(choice, len(places) - 1)], words[min(form, len(words) - 1)])
                for (_part, places), words in zip(parts, forms, strict=True)
            ]
            yield from _joined(source, written)
    if refusal is not None:
        raise refusal


def _parts(plain: str, change: _Edit) -> list[_Edit]:
    """The change cut where words stay between those that differ, so that their markup can stay too."""
    old, new = cut(plain[change.start : change.end]), cut(change.words)
    parts = []
    for span in changes(align(old, new).runs, len(old), len(new)):
        start = change.start + len("".join(old[: span.old_start]))
        end = change.start + len("".join(old[: span.old_end]))
        parts.append(_Edit(*_differing(plain, start, end, "".join(new[span.new_start : span.new_end]))))
    return parts


def _locate(source: str, rendering: Rendering, change: _Edit) -> tuple[_Edit, list[list[tuple[int, int]]]]:
    """The change, grown to what can be replaced, and the places where it may be written."""
    change, pieces = _pieces(source, rendering.plain, change)
    places = [pieces] if pieces else [[(at, at)] for at in _points(rendering.plain, change)]
    if not places:
        raise _Refused(Reason.GENERATED)
    if any(_in_formula(source, rendering, place[0][0]) for place in places):
        raise _Refused(Reason.FORMULA)
    return change, places


def _joined(source: str, edits: list[_Edit]) -> Iterator[_Edit]:
    """Several edits as one; none where the source has them in another order than the page."""
    words = edits[0].words
    for before, after in zip(edits, edits[1:], strict=False):
        if after.start < before.end:
            return
        words += source[before.end : after.start] + after.words
    yield _Edit(edits[0].start, edits[-1].end, words)


def _pieces(source: str, plain: str, change: _Edit) -> tuple[_Edit, list[tuple[int, int]]]:
    """The stretches of source that the words to be replaced were read from, in the order of the source.

    A reference that reads as several characters is replaced whole, and the change grows to it.
    """
    start, end, words = change
    pieces: list[tuple[int, int]] = []
    runs = _runs(plain)
    position = start
    index = max(0, bisect_right(runs, (start + 1,)) - 1)
    while position < end:
        while index < len(runs) and runs[index].offset + runs[index].length <= position:
            index += 1
        if index == len(runs):
            raise _Refused(Reason.GENERATED)
        run = runs[index]
        if run.offset > position:  # a blank that stands for others, or words of the engine
            if index == 0 or plain[position : run.offset] != " ":
                raise _Refused(Reason.GENERATED)
            pieces.append(_blank(source, runs[index - 1].end, run.start))
            position = run.offset
        elif run.written:
            words = plain[run.offset : start] + words + plain[end : run.offset + run.length]
            start, end = min(start, run.offset), max(end, run.offset + run.length)
            pieces.append((run.start, run.end))
            position = run.offset + run.length
        else:
            last = min(end, run.offset + run.length)
            pieces.append((run.start + position - run.offset, run.start + last - run.offset))
            position = last
    if any(after[0] < before[1] for before, after in zip(pieces, pieces[1:], strict=False)):
        raise _Refused(Reason.GENERATED)  # moved by the engine
    return _Edit(start, end, words), pieces


def _runs(plain: str) -> tuple[Run, ...]:
    return plain.runs if isinstance(plain, Placed) else ()


def _blank(source: str, start: int, end: int) -> tuple[int, int]:
    """The one blank between two words, markup around it left alone."""
    gaps = list(_GAP.finditer(source, start, end))
    if len(gaps) != 1:
        raise _Refused(Reason.GENERATED)
    return gaps[0].span()


def _points(plain: str, change: _Edit) -> list[int]:
    """Where in the source an insertion may stand, the likelier first.

    Words that begin with a blank belong to what follows, as after the last word of a link; others continue
    the word before.
    """
    at = change.start
    after = [run.end if run.written else run.start + at - run.offset for run in _runs(plain)
             if run.offset < at <= run.offset + run.length]  # fmt: skip
    before = [run.start + (0 if run.written else at - run.offset) for run in _runs(plain)
              if run.offset <= at < run.offset + run.length]  # fmt: skip
    joins = change.words[:1] != " " and at > 0 and not plain[at - 1].isspace()
    return list(dict.fromkeys([*after, *before] if joins else [*before, *after]))


def _forms(plain: str, change: _Edit) -> Iterator[str]:
    """The new words as Markdown may spell them: signs escaped, as they are (in code), as references."""
    words = change.words
    escaped = _SIGNS.sub(r"\\\g<0>", words)
    opens = change.start == 0 or plain[change.start - 1] == "\n"
    first = _FIRST_SIGNS.match(words) if opens else None
    if first and first.group().isdigit():
        escaped = f"{first.group()}\\{escaped[first.end() :]}"
    elif first and escaped[0] != "\\":
        escaped = f"\\{escaped}"
    references = _PUNCTUATION.sub(lambda sign: f"&#{ord(sign.group())};", words)
    yield from dict.fromkeys((escaped, words, references))


def _written(source: str, pieces: list[tuple[int, int]], words: str) -> _Edit:
    """One replacement in the source: the new words in the place of the first piece, the others taken out."""
    kept = [source[before[1] : after[0]] for before, after in zip(pieces, pieces[1:], strict=False)]
    return _Edit(pieces[0][0], pieces[-1][1], words + "".join(kept))


def _in_formula(source: str, rendering: Rendering, place: int) -> bool:
    line = len(_LINE.findall(source, 0, place)) + 1
    holders = [block for block in rendering.blocks if block.first_line <= line <= block.last_line]
    if any(block.kind == "math" for block in holders):
        return True
    begin, end = _block_at(source, rendering, place) or (place, place)
    return any(found.start() < place < found.end() for found in _FORMULA.finditer(source, begin, end))


def _skeleton(rendering: Rendering) -> tuple[object, ...]:
    """What a change of words leaves as it is: tags, destinations, remarks; not names made of the words."""
    html = _CODE.sub(lambda code: _COLOURS.sub("", code.group()), rendering.html)
    tags = "".join(_TAG.findall(html))
    return _NAMES.sub("", tags), rendering.links, [notice.kind for notice in rendering.notices]


def _block_span(source: str, rendering: Rendering, at: int) -> tuple[int, int] | None:
    """The source span of the innermost block around a place in the plain words."""
    runs = _runs(rendering.plain)
    index = bisect_right(runs, (at + 1,)) - 1
    if index < 0:
        return None
    run = runs[index]
    within = 0 if run.written else min(at - run.offset, run.length - 1)
    return _block_at(source, rendering, run.start + within)


def _block_at(source: str, rendering: Rendering, place: int) -> tuple[int, int] | None:
    """The source span of the innermost block that holds a place in the source."""
    line = len(_LINE.findall(source, 0, place)) + 1
    holders = [block for block in rendering.blocks if block.first_line <= line <= block.last_line]
    if not holders:
        return None
    block = min(holders, key=lambda block: block.last_line - block.first_line)
    ends = [found.span() for found in _LINE.finditer(source)]
    start = ends[block.first_line - 2][1] if block.first_line > 1 else 0
    end = ends[block.last_line - 1][0] if block.last_line <= len(ends) else len(source)
    return start, end
