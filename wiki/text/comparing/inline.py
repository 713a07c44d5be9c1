"""The words of a block with the elements around each, and which of them were kept, added, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from wiki.text import lexemes, matching
from wiki.text.comparing.fragments import Node
from wiki.text.matching import Span
from wiki.text.tree import VOID

Mode = Literal["same", "restyled", "added", "removed"]
Stack = tuple[Node, ...]

_ATOMS = frozenset({"picture"}) | VOID
# What the engine derives from words and places, or advises the browser: no reader sees it change.
_BARE = frozenset(
    "id aria-label aria-labelledby loading decoding fetchpriority sizes srcset tabindex data-head "
    "data-language".split()
)
_COUNTED = frozenset({"footnote-ref", "footnote-backref"})  # their numbers follow from their order


class Stretch(NamedTuple):
    """Text within the same elements, or an element that is taken whole."""

    text: str
    stack: Stack
    atom: Node | None
    is_ours: bool


class Piece(NamedTuple):
    """What became of a stretch, with the elements around it as they are now, and as they were."""

    mode: Mode
    text: str
    stack: Stack
    former: Stack = ()
    atom: Node | None = None
    is_ours: bool = False


@dataclass(slots=True)
class Words:
    """The words, signs, blanks and whole elements of a block, in order; of each, what it is compared by, how
    it is written, the stretch that it belongs to, and where that one ends."""

    keys: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, keys: list[str], texts: list[str], stretch: Stretch) -> None:
        end = len(self.keys) + len(keys)
        self.keys += keys
        self.texts += texts
        self.stretches += [stretch] * len(keys)
        self.ends += [end] * len(keys)

    def piece(self, mode: Mode, start: int, end: int, former: Stack = ()) -> Piece:
        """What stands between two places of one stretch."""
        _text, stack, atom, is_ours = self.stretches[start]
        return Piece(mode, "".join(self.texts[start:end]), stack, former, atom, is_ours)

    def pieces(self, mode: Mode, start: int, end: int) -> Iterator[Piece]:
        while start < end:
            stop = min(end, self.ends[start])
            yield self.piece(mode, start, stop)
            start = stop


def read(node: Node) -> Words:
    """The words of a block that holds words."""
    words = Words()
    kept = node.tag == "pre"
    for stretch in _stretches(node):
        if stretch.atom:
            words.add([_key(stretch.atom)], [""], stretch)
            continue
        texts = lexemes.cut(stretch.text)
        words.add(texts if kept else [" " if text.isspace() else text for text in texts], texts, stretch)
    return words


def _stretches(node: Node) -> Iterator[Stretch]:
    waiting: list[tuple[Node | str, Stack, bool]] = [
        (child, (), _is_ours(node)) for child in reversed(node.children)
    ]
    while waiting:
        child, stack, ours = waiting.pop()
        if isinstance(child, str):
            yield Stretch(child, stack, None, ours)
            continue
        ours = ours or _is_ours(child)
        if _is_atom(child):
            yield Stretch("", stack, child, ours)
        else:
            inner = (*stack, child)
            waiting += [(below, inner, ours) for below in reversed(child.children)]


def _is_ours(node: Node) -> bool:
    return "data-gb-chrome" in node.attributes or node.attributes.get("class") in _COUNTED


def _is_atom(node: Node) -> bool:
    return node.tag in _ATOMS or node.attributes.get("data-gb") == "math" or _is_ours(node)


def _key(node: Node) -> str:
    """Equal for elements that read and look the same; a line's end is one for readers too."""
    if node.tag == "br":
        return "\n"
    if node.attributes.get("class") in _COUNTED:
        return f"<{node.attributes['class']}>"
    return (
        f"<{look(node)}>{''.join(_key(part) if isinstance(part, Node) else part for part in node.children)}"
    )


def look(node: Node) -> str:
    """Equal for elements that look the same and lead to the same place."""
    shown = sorted((name, value) for name, value in node.attributes.items() if name not in _BARE)
    return f"{node.tag} {shown}"


def between(old: Node, new: Node) -> tuple[list[Piece], bool]:
    """The words of both blocks in one sequence; and whether a finer comparison would have been too long."""
    ours, theirs = read(old), read(new)
    found = matching.align(ours.keys, theirs.keys)
    spans = matching.changes(found.runs, len(ours.keys), len(theirs.keys))
    spans = matching.readable(ours.keys, theirs.keys, spans)
    return _pieces(ours, theirs, spans, coloured=new.tag == "pre"), found.coarse


def whole(node: Node, mode: Mode) -> list[Piece]:
    """The words of a block of one side alone."""
    return [Piece(mode, text, stack, (), atom, is_ours) for text, stack, atom, is_ours in _stretches(node)]


class _Heirs:
    """The elements of the new side that stand where those of the old one did, around the same words."""

    def __init__(self) -> None:
        self._heirs: dict[Node, Node] = {}
        self._looks: dict[Node, str] = {}

    def alike(self, before: Stack, after: Stack) -> bool:
        """Whether both look the same; what does is noted."""
        for one, other in zip(before, after, strict=False):
            if self._look(one) != self._look(other):
                return False
            self._heirs.setdefault(one, other)
        return len(before) == len(after)

    def of(self, stack: Stack) -> Stack:
        """As many as there are of the outer elements, then those of the old side."""
        heirs: list[Node] = []
        for node in stack:
            if node not in self._heirs:
                break
            heirs.append(self._heirs[node])
        return (*heirs, *stack[len(heirs) :])

    def _look(self, node: Node) -> str:
        found = self._looks.get(node)
        if found is None:
            found = self._looks[node] = look(node)
        return found


def _pieces(old: Words, new: Words, spans: list[Span], *, coloured: bool) -> list[Piece]:
    """What was removed stands within those elements of the new side that are still around it.

    The colours of code say nothing of their own, so a word of it is the same in another one.
    """
    heirs = _Heirs()
    pieces: list[Piece] = []
    place, new_place = 0, 0
    for span in [*spans, Span(len(old.keys), len(old.keys), len(new.keys), len(new.keys))]:
        while place < span.old_start:
            size = min(span.old_start, old.ends[place]) - place
            size = min(size, new.ends[new_place] - new_place)
            before = old.stretches[place].stack
            alike = heirs.alike(before, new.stretches[new_place].stack) or coloured
            mode: Mode = "same" if alike else "restyled"
            pieces.append(new.piece(mode, new_place, new_place + size, before))
            place, new_place = place + size, new_place + size
        pieces += old.pieces("removed", span.old_start, span.old_end)
        pieces += new.pieces("added", span.new_start, span.new_end)
        place, new_place = span.old_end, span.new_end
    # Only now is it known which elements were kept.
    return [_handed_down(piece, heirs) for piece in pieces]


def _handed_down(piece: Piece, heirs: _Heirs) -> Piece:
    if piece.mode != "removed":
        return piece
    return piece._replace(stack=heirs.of(piece.stack), former=piece.stack)
