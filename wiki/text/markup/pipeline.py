"""Python-Markdown as the line that a text passes: parser, tree processors, contents, serialiser.

Its block parser and inline patterns are not used: alone they render half of real pages as GitBook
does, and their cost grows with the square of the text. Our own parser builds its element tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

Process = Callable[[Element], None]

_UNUSED = {
    "preprocessors": ("normalize_whitespace", "html_block"),
    "treeprocessors": ("inline", "prettify", "unescape"),
    "postprocessors": ("raw_html", "amp_substitute"),
}


class _Parser:
    """Stands in the place of Python-Markdown's block parser."""

    def __init__(self, build: Callable[[str], Element]) -> None:
        self._build = build

    def parseDocument(self, lines: list[str]) -> ElementTree[Element]:
        return ElementTree(self._build("\n".join(lines)))


class _Step(Treeprocessor):
    """One of our functions as a tree processor."""

    def __init__(self, md: Markdown, process: Process) -> None:
        super().__init__(md)
        self._process = process

    def run(self, root: Element) -> None:
        self._process(root)


def convert(
    source: str,
    *,
    build: Callable[[str], Element],
    before_contents: Sequence[Process],
    after_contents: Sequence[Process],
    serialise: Callable[[Element], str],
    slug: Callable[[str], str],
) -> tuple[str, list[tuple[int, str]]]:
    """The HTML of a source, and its headings as (level, id) in order."""
    contents = TocExtension(marker="", slugify=lambda text, separator: slug(text))
    md = Markdown(extensions=[contents])
    md.stripTopLevelTags = False
    for registry, names in _UNUSED.items():
        for name in names:
            getattr(md, registry).deregister(name)
    md.parser = _Parser(build)  # type: ignore[assignment]
    for priority, process in enumerate(reversed(before_contents), 10):
        md.treeprocessors.register(_Step(md, process), f"gb-before-{priority}", priority)
    for priority, process in enumerate(reversed(after_contents), -len(after_contents)):
        md.treeprocessors.register(_Step(md, process), f"gb-after{priority}", priority)
    roots: list[Element] = []

    def write(element: Element) -> str:
        """Contents asks for each heading, whose words we know already; at last for the whole."""
        if roots and element is roots[0]:
            return serialise(element)
        return f"<{element.tag}></{element.tag}>"

    md.treeprocessors.register(_Step(md, roots.append), "gb-root", 1_000)
    md.serializer = write
    html = md.convert(source)
    return html, list(_flat(getattr(md, "toc_tokens", [])))


def _flat(tokens: list[dict[str, Any]]) -> list[tuple[int, str]]:
    found = []
    for token in tokens:
        found.append((token["level"], token["id"]))
        found += _flat(token["children"])
    return found
