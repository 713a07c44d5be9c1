"""What changed in a block beside its words, as plain values: whoever shows them makes sentences of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from wiki.text.comparing.blocks import HEADINGS, Block
from wiki.text.comparing.fragments import Node
from wiki.text.comparing.inline import Piece, look
from wiki.text.comparing.pairing import Step

LONGEST = 80
_STYLES = frozenset("strong em code mark s u sub sup kbd span abbr ins del".split())


class Remark(NamedTuple):
    """One thing to be told: its name, what it is about, what was before and what is after."""

    name: str
    about: str = ""
    before: str = ""
    after: str = ""


def short(words: str) -> str:
    """Words that name something without telling all of it."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def of_kind(old: Block, new: Block) -> Iterator[Remark]:
    """How a block changed its kind or its look."""
    one, other = old.node, new.node
    if one.tag != other.tag:
        yield from _of_tags(one.tag, other.tag)
    if one.attributes.get("data-style") != other.attributes.get("data-style"):
        styles = (one.attributes.get("data-style", ""), other.attributes.get("data-style", ""))
        yield Remark("hint style", "", *styles)
    elif one.tag == other.tag and not _is_frame(one) and look(one) != look(other):
        yield Remark("look", new.kind)
    yield from _of_code(one, other)


def _is_frame(node: Node) -> bool:
    """Whether it only helps a table to scroll, and follows from what the table holds."""
    return node.attributes.get("class", "").startswith("gb-table")


def _of_tags(old: str, new: str) -> Iterator[Remark]:
    if old in HEADINGS and new in HEADINGS:
        yield Remark("heading level", "", old[1], new[1])
    elif new in HEADINGS:
        yield Remark("became heading", "", "", new[1])
    elif old in HEADINGS:
        yield Remark("became paragraph")
    elif {old, new} == {"ul", "ol"}:
        yield Remark("became numbered" if new == "ol" else "became bulleted")
    elif {old, new} == {"td", "th"}:
        yield Remark("look", "cell")


def _of_code(old: Node, new: Node) -> Iterator[Remark]:
    """The language of a block of code stands on the element within."""
    if old.tag == new.tag == "pre":
        before, after = (_language(node) for node in (old, new))
        if before != after:
            yield Remark("language", "", before, after)


def _language(node: Node) -> str:
    inner = node.children[0] if node.children else None
    named = inner.attributes.get("class", "") if isinstance(inner, Node) else ""
    return named.removeprefix("language-")


def of_words(pieces: Sequence[Piece]) -> Iterator[Remark]:
    """What changed around words that were kept, and what is no word."""
    for mode, group in groupby(pieces, key=lambda piece: (piece.mode, piece.former, piece.stack)):
        same = list(group)
        if mode[0] == "restyled":
            yield from _of_style(mode[1], mode[2], short("".join(piece.text for piece in same)))
    yield from _of_atoms(pieces)


def _of_style(former: Sequence[Node], stack: Sequence[Node], about: str) -> Iterator[Remark]:
    if not about.strip():
        return
    before, after = _destination(former), _destination(stack)
    if before != after:
        name = "link changed" if before and after else "link added" if after else "link removed"
        yield Remark(name, about, before, after)
    styles = [sorted(look(node) for node in side if node.tag != "a") for side in (former, stack)]
    if styles[0] != styles[1] or before == after:
        yield Remark("style", about)


def _destination(stack: Sequence[Node]) -> str:
    links = (node.attributes.get("href", "") for node in stack if node.tag == "a")
    return next(links, "")


def _of_atoms(pieces: Sequence[Piece]) -> Iterator[Remark]:
    gone = [node for piece in pieces if piece.mode == "removed" and (node := piece.atom)]
    come = [node for piece in pieces if piece.mode == "added" and (node := piece.atom)]
    pictures = [[node for node in side if node.tag in ("img", "picture")] for side in (gone, come)]
    for before, after in zip(*pictures, strict=False):
        same = _file(before) == _file(after) and _away(gone) == _away(come)
        alts = short(_alt(before)), short(_alt(after))
        yield Remark("picture text", "", *alts) if same else Remark("picture replaced", "", *alts)
    if len(pictures[0]) != len(pictures[1]):
        more = pictures[0][len(pictures[1]) :] or pictures[1][len(pictures[0]) :]
        name = "picture removed" if len(pictures[0]) > len(pictures[1]) else "picture added"
        yield from (Remark(name, short(_alt(node))) for node in more)
    boxes = [["checked" in node.attributes for node in side if node.tag == "input"] for side in (gone, come)]
    for was, is_ in zip(*boxes, strict=False):
        if was != is_:
            yield Remark("ticked" if is_ else "unticked")
    if any(node.attributes.get("data-gb") == "math" for node in come) and gone:
        yield Remark("formula")


def _picture(node: Node) -> Node:
    """The picture itself, where others stand beside it for dark screens."""
    inner = [child for child in node.children if isinstance(child, Node) and child.tag == "img"]
    return inner[0] if inner else node


def _file(node: Node) -> str:
    return _picture(node).attributes.get("src", "")


def _away(nodes: Sequence[Node]) -> list[str]:
    """Where pictures of other sites stand: here a drawing stands in their place, always the same."""
    return [node.attributes.get("href", "") for node in nodes if node.attributes.get("class") == "gb-remote"]


def _alt(node: Node) -> str:
    return _picture(node).attributes.get("alt", "")


def of_table(step: Step) -> Iterator[Remark]:
    """The columns that came and went, by their headings."""
    first = next(_rows(step.steps), None)
    for cell in first.steps if first else ():
        if cell.kind in ("added", "removed"):
            yield Remark(f"column {cell.kind}", short(cell.block.text))


def _rows(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        if step.block.tag == "tr" and step.kind == "changed":
            yield step
        yield from _rows(step.steps)
