"""Safe HTML and who brought its plain words → the same HTML block by block, with the owners of each.

Where several people's words stand in one block, each stretch is marked and numbered within it. As in
`highlight`, the marks are ours and come after the last gate; where HTML and words disagree nothing is marked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wiki.text import stretches
from wiki.text.comparing.fragments import outermost
from wiki.text.credit import Span
from wiki.text.stretches import Stretch

PATTERNS = 4  # ways of marking, by turns; the numbers tell what repeats


@dataclass(frozen=True, slots=True)
class Row:
    """Some blocks of a page, and the spans of words in them; owners come in the order of their words."""

    html: str
    spans: tuple[Span, ...]
    is_heading: bool = False

    @property
    def owners(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(span.revision for span in self.spans))


def rows(html: str, plain: str, spans: Sequence[Span]) -> list[Row]:
    """The blocks of a page; those that follow each other and are one owner's are one row."""
    said = stretches.read(html, plain, until=len(plain)).said
    found: list[Row] = []
    place = 0
    for piece in outermost(html):
        begin = html.index(piece, place)
        place = begin + len(piece)
        row = _row(html, begin, place, _within(said, begin, place), spans)
        last = found[-1] if found else None
        if last and _are_one(last, row):
            found[-1] = replace(last, html=last.html + row.html, spans=last.spans + row.spans)
        else:
            found.append(row)
    return found


def pattern(number: int) -> int:
    """Which mark the words of this number bear."""
    return (number - 1) % PATTERNS + 1


def _are_one(one: Row, other: Row) -> bool:
    return not (one.is_heading or other.is_heading) and len(one.owners) < 2 and one.owners == other.owners


def _within(said: Sequence[Stretch], begin: int, end: int) -> Sequence[Stretch]:
    """The texts that stand in a part of the HTML."""
    first = bisect_left(said, begin, key=lambda stretch: stretch.html)
    return said[first : bisect_left(said, end, key=lambda stretch: stretch.html)]


def _row(html: str, begin: int, end: int, said: Sequence[Stretch], spans: Sequence[Span]) -> Row:
    piece = html[begin:end]
    is_heading = piece[:2] == "<h" and piece[2:3].isdigit()
    if not said:
        return Row(piece, (), is_heading)
    own = tuple(_clipped(spans, said[0].start, said[-1].end))
    row = Row(piece, own, is_heading)
    if len(row.owners) < 2:
        return row
    numbers = {owner: number for number, owner in enumerate(row.owners, 1)}
    parts, place = [], begin
    for at, text in _marks(html, said, own, numbers):
        parts += [html[place:at], text]
        place = at
    return replace(row, html="".join([*parts, html[place:end]]))


def _clipped(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    index = bisect_right(spans, start, key=lambda span: span.end)
    while index < len(spans) and spans[index].start < end:
        span = spans[index]
        yield Span(max(span.start, start), min(span.end, end), span.revision)
        index += 1


def _marks(
    html: str, said: Sequence[Stretch], spans: Iterable[Span], numbers: dict[int, int]
) -> Iterator[tuple[int, str]]:
    """What is put where: a mark around words, broken at each tag; their number behind the last of them."""
    for span in spans:
        number = numbers[span.revision]
        index = bisect_right(said, span.start, key=lambda stretch: stretch.end)
        while index < len(said) and said[index].start < span.end:
            stretch = said[index]
            first, last = stretch.places(html, max(span.start, stretch.start), min(span.end, stretch.end))
            yield first, f'<span class="by by{pattern(number)}">'
            is_last = index + 1 == len(said) or said[index + 1].start >= span.end
            yield last, "</span>" + (f'<sup class="by-n" data-gb-chrome="">{number}</sup>' if is_last else "")
            index += 1
