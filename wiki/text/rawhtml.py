"""Reads the HTML that an author wrote into the same tree as Markdown, in one pass and without trust."""

from __future__ import annotations

import re
from collections.abc import Callable

from wiki.text.places import decode, piece, start_of
from wiki.text.tree import VOID, Builder, noted

# Names of HTML, past and present: anything else between angle brackets is text (`<mon-application>`).
NAMES = frozenset(
    "a abbr acronym address area article aside audio b base basefont bdi bdo bgsound big "
    "blink blockquote body br button canvas caption center cite code col colgroup data "
    "datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure "
    "font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe "
    "img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr "
    "noembed noframes noscript object ol optgroup option output p param picture plaintext pre "
    "progress q rb rp rt rtc ruby s samp script search section select slot small source span "
    "strike strong style sub summary sup table tbody td template textarea tfoot th thead time "
    "title tr track tt u ul var video wbr xmp svg math path g circle rect line polygon "
    "polyline defs use text ellipse".split()
)
# What the tree keeps, under the name that it gets; the tags of other elements go, their content stays.
KEPT = {
    name: name
    for name in (
        "a abbr article aside blockquote br code dd del details div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p picture pre s section "
        "select source span strong sub summary sup table tbody td th thead time tr u ul "
        "script style button".split()
    )
} | {
    "acronym": "abbr",
    "b": "strong",
    "cite": "em",
    "dfn": "em",
    "image": "img",
    "strike": "s",
    "listing": "pre",
    "xmp": "pre",
    "samp": "code",
    "tt": "code",
    "tfoot": "tbody",
    "var": "em",
    **dict.fromkeys(
        "address caption center dialog dir fieldset footer header hgroup main nav search".split(), "div"
    ),
}
_TABLE_PARTS = frozenset({"thead", "tbody", "tr", "td", "th"})
_OPAQUE = {"script": re.compile(r"</script", re.I), "style": re.compile(r"</style", re.I)}

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)(?=[\s/>])")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:(["'])|([^\s"'<>`]+)))?""")
_END = re.compile(r"[\s/]*>")
_BLANK = re.compile(r"\s")


class Reader:
    """Feeds pieces of the author's HTML to a builder; `line_at` tells the source line of an offset."""

    def __init__(self, builder: Builder, line_at: Callable[[int], int]) -> None:
        self._builder = builder
        self._line_at = line_at

    def read(self, html: str) -> None:
        """Add a piece of HTML: a block of it, or one tag met in a paragraph."""
        position = 0
        no_more_comments = False
        while (start := html.find("<", position)) >= 0:
            self._builder.text(decode(piece(html, position, start)))
            if html.startswith("<!--", start) and not no_more_comments:
                end = html.find("-->", start + 4)
                no_more_comments = end < 0
                if end >= 0:
                    position = end + 3
                    continue
            position = self._read_tag(html, start)
        self._builder.text(decode(piece(html, position, len(html))))

    def holds_markup(self, html: str) -> bool:
        """Whether anything in the piece is a tag or a comment, rather than text with brackets."""
        return "<!--" in html or any(found.group(2).lower() in NAMES for found in _TAG.finditer(html))

    def _read_tag(self, html: str, start: int) -> int:
        """Read the tag at `start`; the position after it. What is not a tag is text."""
        opening = _TAG.match(html, start)
        if not opening:
            self._builder.text(piece(html, start, start + 1))
            return start + 1
        attributes, end = _attributes(html, opening.end())
        name = opening.group(2).lower()
        if end < 0 or name not in NAMES:
            end = end if end > 0 else opening.end()
            self._builder.text(decode(piece(html, start, end)))
            return end
        self._tag(KEPT.get(name, ""), name, bool(opening.group(1)), attributes, self._line(html, start))
        if name in _OPAQUE and not opening.group(1):
            closing = _OPAQUE[name].search(html, end)
            return closing.start() if closing else end
        if html.endswith("/>", start, end) and not opening.group(1):
            self._builder.close_named(KEPT.get(name, ""))
        return end

    def _tag(self, kept: str, name: str, ends: bool, attributes: dict[str, str], line: int | None) -> None:
        if not kept or (kept in _TABLE_PARTS and not self._in_table()):
            self._builder.text(" " if kept else "")
        elif ends:
            self._close(kept, line)
        else:
            self._open(kept, attributes | {"#name": name}, line)

    def _in_table(self) -> bool:
        return any(element.tag == "table" for element in self._builder.open_elements())

    def _line(self, html: str, start: int) -> int | None:
        origin = start_of(html, start)
        return None if origin is None else self._line_at(origin)

    def _open(self, name: str, attributes: dict[str, str], line: int | None) -> None:
        noted = {"#author": attributes, "#lines": (line, line)} if line else {"#author": attributes}
        if name in VOID:
            self._builder.void(name, noted, own=False)
        else:
            self._builder.open(name, noted, own=False)

    def _close(self, name: str, line: int | None) -> None:
        if name == "br":
            self._builder.void("br", own=False)
            return
        element = self._builder.close_named(name)
        if element is not None and line and "#lines" in noted(element):
            first, _ = noted(element)["#lines"]
            noted(element)["#lines"] = (first, max(first, line))


def _attributes(html: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes from `position`, and where the tag ends (-1: it does not).

    A value whose closing quote is lost ends at its first blank, and the tag with it.
    """
    attributes: dict[str, str] = {}
    while True:
        ended = _END.match(html, position)
        if ended:
            return attributes, ended.end()
        found = _ATTRIBUTE.match(html, position)
        if not found:
            return attributes, -1
        name, quote, value = found.group(1).lower(), found.group(2), found.group(3) or ""
        position = found.end()
        if quote:
            end = html.find(quote, position)
            if end < 0 or "<" in html[position:end]:
                blank = _BLANK.search(html, position)
                bracket = html.find("<", position)
                limit = len(html) if bracket < 0 else bracket
                stop = min(blank.start() if blank else limit, limit)
                attributes.setdefault(name, decode(html[position:stop]))
                return attributes, stop
            value, position = html[position:end], end + 1
        attributes.setdefault(name, decode(value))
