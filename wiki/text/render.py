"""GitBook-flavoured Markdown → safe HTML, its outline, its plain words, its links: the whole way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from wiki.text import (
    emojis,
    limits,
    lines,
    linking,
    mathematics,
    numbering,
    outline,
    plain,
    sanitise,
    settling,
    syntax,
    tables,
    tasks,
)
from wiki.text.blocks import tabs
from wiki.text.compose import compose
from wiki.text.drawing import Canvas, Findings, Notice
from wiki.text.labels import Labels
from wiki.text.links import Include, Link, Resolve, no_include
from wiki.text.markup.pipeline import convert
from wiki.text.outline import Heading
from wiki.text.places import Finder, Placed
from wiki.text.tree import VOID, noted
from wiki.text.words import tokens

VERSION = 4  # to be raised whenever the same source gives another rendering


Lines = tuple[int, int]  # the first and the last one, counted from 1


class Block(NamedTuple):
    """A block of the page, in the order of the page: its kind and its source lines, counted from 1."""

    kind: str
    first_line: int
    last_line: int


@dataclass(frozen=True)
class Rendering:
    """All that the engine makes of a source. `title` is the heading that opens it, and is not in `html`.

    `outermost` are the source lines of each of the outermost blocks of `html`, as a comparison counts them.
    """

    title: str
    html: str
    outline: tuple[Heading, ...]
    plain: str
    links: tuple[Link, ...]
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...]
    outermost: tuple[tuple[Lines, ...], ...]

    def words(self) -> list[tuple[str, int | None, int | None]]:
        """The visible words in order, each with its span in the source, or None where it has no place."""
        finder = Finder(self.plain)
        spans = ((token.text, finder.find(token.start, token.end)) for token in tokens(self.plain))
        return [(word, *span) if span else (word, None, None) for word, span in spans]


def render(
    source: str,
    *,
    resolve: Resolve,
    include: Include = no_include,
    labels: Labels | None = None,
    variables: Mapping[str, str] | None = None,
) -> Rendering:
    """Render a page's source: the text after the front matter, as it was written.

    Never fails: what costs more than `limits` allows is shown as it was written, with a notice.
    """
    findings = Findings()
    canvas = Canvas(resolve, include, labels or Labels(), variables or {}, findings)
    try:
        limits.check_source(source)
        return _render(source, canvas)
    except limits.TooCostly as refusal:
        return _literal(source, canvas.labels, refusal.bound)


def _render(source: str, canvas: Canvas) -> Rendering:
    page = _Page(source)
    html, headings = convert(
        source if source.strip() else "\n",
        build=lambda text: compose(source, canvas),
        before_contents=[
            page.take_title,
            outline.name_headings,
            outline.level_headings,
            settling.settle,
            mathematics.drawer(canvas.labels),
            tasks.drawer(canvas.labels),
            emojis.draw,
            tabs.name_panels,
            tables.drawer(canvas.labels),
            syntax.draw,
            numbering.draw,
            linking.favour_first,
        ],
        after_contents=[page.lead_home, page.read],
        serialise=sanitise.serialise,
        slug=outline.slug,
    )
    return Rendering(
        page.title,
        html,
        tuple(Heading(level, page.words[name], name) for level, name in headings),
        page.plain,
        tuple(canvas.findings.links),
        page.blocks,
        tuple(sorted(canvas.findings.notices, key=_by_line)),
        page.outermost,
    )


def _by_line(notice: Notice) -> float:
    return notice.line or math.inf


class _Page:
    """What is read off the tree of a page on its way."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.title = ""
        self.plain = ""
        self.words: dict[str, str] = {}
        self.blocks: tuple[Block, ...] = ()
        self.outermost: tuple[tuple[Lines, ...], ...] = ()

    def take_title(self, root: Element) -> None:
        """A heading of the first level that opens the text is the page's title and leaves the body."""
        first = next(iter(root), None)
        if first is None or first.tag != "h1" or "#markdown" not in first.attrib or (root.text or "").strip():
            return
        start, end = noted(first)["#lines"]
        if start == lines.first_written(self._source) and end - start <= 1:
            self.title = outline.words_of(first)
            root.text = first.tail
            root.remove(first)

    def lead_home(self, root: Element) -> None:
        """Links within the page find its headings."""
        headings = [
            Heading(
                int(element.tag[1]),
                outline.words_of(element) or outline.shown_in(element),
                element.attrib["id"],
            )
            for element in root.iter()
            if element.tag in outline.HEADINGS and "id" in element.attrib
        ]
        outline.lead_home(root, headings)
        self.words = {heading.id: heading.text for heading in headings}

    def read(self, root: Element) -> None:
        """The plain words and the blocks' lines, of the tree as it will be written."""
        self.plain = plain.read(root)
        self.blocks = tuple(
            Block(element.get("data-gb") or element.tag, *noted(element)["#lines"])
            for element in root.iter()
            if "#lines" in element.attrib
        )
        self.outermost = tuple(_outermost(root))


def _outermost(root: Element) -> Iterator[tuple[Lines, ...]]:
    """The lines of each block; those of what stands loose between two of them together."""
    loose: list[Lines] = []
    stands = bool((root.text or "").strip())
    for child in root:
        if child.tag in plain.BLOCKS and (child.tag == "hr" or child.tag not in VOID):
            if stands:
                yield tuple(loose)
            yield tuple(_lines(child))
            loose, stands = [], bool((child.tail or "").strip())
        else:
            loose += _lines(child)
            stands = True
    if stands:
        yield tuple(loose)


def _lines(element: Element) -> Iterator[Lines]:
    """Where an element was written; one of ours, where those were that it holds."""
    if "#lines" in element.attrib:
        yield noted(element)["#lines"]
        return
    for child in element:
        yield from _lines(child)


def _literal(source: str, labels: Labels, bound: str) -> Rendering:
    """The source as it was written, with the reason why."""
    clean = "\n".join(lines.read(source).texts)
    text = Placed.at(clean, 0) if clean == source else Placed(clean)
    lines_count = clean.count("\n") + 1
    return Rendering(
        "",
        sanitise.literal(clean, labels.bounds),
        (),
        text,
        (),
        (Block("pre", 1, lines_count),),
        (Notice("bounds", bound, None),),
        (((1, lines_count),),),
    )
