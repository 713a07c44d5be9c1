"""Hostile texts without their sanitiser, in three depths, to see that the policy of the site stops them."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown_it import MarkdownIt

from tests.hostile.corpus import Text
from wiki.text import emojis, mathematics, outline, settling, syntax, tasks
from wiki.text.blocks import tabs
from wiki.text.compose import compose
from wiki.text.drawing import Canvas, Findings
from wiki.text.labels import Labels
from wiki.text.limits import TooCostly
from wiki.text.links import Target, no_include
from wiki.text.markup.pipeline import convert


def _written(root: Element) -> str:
    """A drawn tree as it stands: no gate, only what the engine notes for itself is left out."""
    for element in root.iter():
        noted = {name: str(value) for name, value in element.attrib.items() if not name.startswith("#")}
        element.attrib.clear()
        element.attrib.update(noted)
    return ElementTree.tostring(root, encoding="unicode", method="html")


def drawn(text: Text) -> str:
    """What the engine draws from a text, without its two gates, every destination let through."""
    labels = Labels()
    canvas = Canvas(lambda to: Target("page", to, title=text.payload), no_include, labels, {}, Findings())
    try:
        html, _ = convert(
            text.source,
            build=lambda source: compose(source, canvas),
            before_contents=[
                outline.name_headings,
                outline.level_headings,
                settling.settle,
                mathematics.drawer(labels),
                tasks.drawer(labels),
                emojis.draw,
                tabs.name_panels,
                syntax.draw,
            ],
            after_contents=[],
            serialise=_written,
            slug=outline.slug,
        )
    except TooCostly:
        return ""
    return html


def unfiltered(text: Text) -> str:
    """A text as Markdown that lets all HTML of its author through."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser.render(text.source)
