"""The words of a block with the elements around each, and which of them were kept, added, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign, a blank, or an element that is taken whole; with the elements around it."""

    key: str
    stack: Stack
    text: str = ""
    atom: Node | None = None
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A token and what became of it, with the elements around it as they are now, and as they were."""

    mode: Mode
    token: Token
    stack: Stack
    former: Stack = ()


def read(node: Node) -> list[Token]:
    """The tokens of a block that holds words."""
    tokens: list[Token] = []
    kept = node.tag == "pre"
    waiting: list[tuple[Node | str, Stack, bool]] = [
        (child, (), _is_ours(node)) for child in reversed(node.children)
    ]
    while waiting:
        child, stack, ours = waiting.pop()
        if isinstance(child, str):
            tokens += _cut(child, stack, kept=kept, ours=ours)
        elif _is_atom(child):
            tokens.append(Token(_key(child), stack, atom=child, is_ours=ours or _is_ours(child)))
        else:
            inner = (*stack, child)
            ours = ours or _is_ours(child)
            waiting += [(below, inner, ours) for below in reversed(child.children)]
    return tokens


def _cut(text: str, stack: Stack, *, kept: bool, ours: bool) -> Iterator[Token]:
    for part in lexemes.cut(text):
        yield Token(" " if not kept and part.isspace() else part, stack, part, None, ours)


def _is_ours(node: Node) -> bool:
    return "data-gb-chrome" in node.attributes or node.attributes.get("class") in _COUNTED


def _is_atom(node: Node) -> bool:
    attributes = node.attributes
    return (
        node.tag in _ATOMS
        or attributes.get("data-gb") == "math"
        or attributes.get("class") in _COUNTED
        or "data-gb-chrome" in attributes
    )


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
    old_keys, new_keys = [token.key for token in ours], [token.key for token in theirs]
    found = matching.align(old_keys, new_keys)
    spans = matching.changes(found.runs, len(ours), len(theirs))
    spans = matching.readable(old_keys, new_keys, spans)
    return _pieces(ours, theirs, spans, coloured=new.tag == "pre"), found.coarse


def whole(node: Node, mode: Mode) -> list[Piece]:
    """The words of a block of one side alone."""
    return [Piece(mode, token, token.stack) for token in read(node)]


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


def _pieces(old: list[Token], new: list[Token], spans: list[Span], *, coloured: bool) -> list[Piece]:
    """What was removed stands within those elements of the new side that are still around it.

    The colours of code say nothing of their own, so a word of it is the same in another one.
    """
    heirs = _Heirs()
    pieces: list[Piece] = []
    place, new_place = 0, 0
    for span in [*spans, Span(len(old), len(old), len(new), len(new))]:
        for before, after in zip(old[place : span.old_start], new[new_place : span.new_start], strict=True):
            alike = heirs.alike(before.stack, after.stack) or coloured
            pieces.append(Piece("same" if alike else "restyled", after, after.stack, before.stack))
        pieces += [Piece("removed", token, token.stack) for token in old[span.old_start : span.old_end]]
        pieces += [Piece("added", token, token.stack) for token in new[span.new_start : span.new_end]]
        place, new_place = span.old_end, span.new_end
    # Only now is it known which elements were kept.
    return [_handed_down(piece, heirs) for piece in pieces]


def _handed_down(piece: Piece, heirs: _Heirs) -> Piece:
    if piece.mode != "removed":
        return piece
    return Piece("removed", piece.token, heirs.of(piece.stack), piece.stack)
