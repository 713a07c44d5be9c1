"""Writes markdown-it's tokens into the engine's tree, each text with its place in the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown_it.token import Token

from wiki.text import addresses
from wiki.text.lines import MARKER, NOTHING, Lines
from wiki.text.markup import cells
from wiki.text.places import Placed, join, piece, start_of, strip
from wiki.text.rawhtml import Reader
from wiki.text.tags import CONTAINERS, Tag
from wiki.text.tree import BLOCK_TAG, Builder

_PLAIN = frozenset(
    "paragraph_open bullet_list_open list_item_open blockquote_open table_open thead_open tbody_open tr_open "
    "strong_open em_open s_open".split()
)
_ALIGNMENTS = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}


class Writer:
    """Walks over the tokens of one source; `write` answers the finished tree."""

    def __init__(self, lines: Lines, tags: list[Tag], notice: Callable[[str, str, int | None], None]) -> None:
        self._lines = lines
        self._tags = tags
        self._notice = notice
        self._builder = Builder()
        self._html = Reader(self._builder, lines.number_at)
        self._open: list[Element | None] = []
        self._blocks: list[tuple[Tag, Element]] = []
        self._cells: list[str] = []
        self._row: tuple[int, int | None] = (0, None)  # cells written in the row, and its line
        self._in_link = 0
        self._task: bool | None = None

    def write(self, tokens: list[Token]) -> Element:
        """The tree of a whole text."""
        for token in tokens:
            if token.nesting == 1:
                self._begin(token)
            elif token.nesting == -1:
                self._end()
                if token.type == "tr_close" and self._cells:
                    self._notice("cells", str(self._row[0]), self._row[1])
            else:
                self._leaf(token)
        for tag, _ in self._blocks:
            self._notice("unclosed", tag.name, tag.line)
        return self._builder.finish()

    # Blocks that hold others

    def _begin(self, token: Token) -> None:
        if token.hidden:
            self._open.append(None)
            return
        name, attributes = self._drawn(token)
        if token.type == "tr_open" and token.map:
            self._cells = cells.split(self._lines, token.map[0])
            self._row = (len(self._cells), self._lines.source_line(token.map[0]))
        self._note_lines(token, attributes)
        self._open.append(self._builder.open(name, attributes))
        if token.type == "list_item_open" and token.meta:
            self._builder.current.set("class", "gb-task")
            self._task = token.meta["task"]
        elif self._task is not None and token.type == "paragraph_open":
            self._checkbox()

    def _drawn(self, token: Token) -> tuple[str, dict[str, Any]]:
        """The element of a token that opens a block or a span."""
        if token.type in _PLAIN:
            return token.tag, {}
        kind = token.type.removesuffix("_open")
        if kind == "footnote_block":
            return "section", {"class": "footnotes", "#footnotes": True}
        if kind == "footnote":
            return "li", {"#footnote": token.meta["id"]}
        if kind == "heading":
            return token.tag, {"#markdown": True} | ({"#id": token.meta["id"]} if token.meta else {})
        if kind == "ordered_list":
            start = token.attrs.get("start")
            return "ol", {"start": str(start)} if start is not None else {}
        if kind in ("th", "td"):
            align = _ALIGNMENTS.get(str(token.attrs.get("style", "")))
            return token.tag, {"class": f"gb-align--{align}"} if align else {}
        if kind == "link":
            return "a", {
                "#href": str(token.attrs.get("href", "")),
                "#title": str(token.attrs.get("title", "")),
            }
        return token.tag, {}

    def _end(self) -> None:
        element = self._open.pop()
        if element is not None:
            self._builder.close(element)

    def _span(self, token: Token) -> dict[str, Any]:
        """The source lines of a block, as a note on its element."""
        attributes: dict[str, Any] = {}
        self._note_lines(token, attributes)
        return attributes

    def _note_lines(self, token: Token, attributes: dict[str, Any]) -> None:
        if not token.map:
            return
        begin, end = token.map[0], token.map[1] - 1
        while end > begin and not self._lines.texts[end].strip(" \t>"):
            end -= 1
        first, last = self._lines.source_line(begin), self._lines.source_line(end)
        if first:
            attributes["#lines"] = (first, max(first, last or first))

    def _checkbox(self) -> None:
        """The box of the task that has just begun, before its first words."""
        self._builder.void("input", {"type": "checkbox", "#done": self._task})
        self._builder.text(" ")
        self._task = None

    # Blocks that hold text

    def _leaf(self, token: Token) -> None:
        kind = token.type
        if self._task is not None:
            self._checkbox()
        if kind == "inline":
            self._paragraph(token)
        elif kind == "gb_marker":
            self._mark(token.content)
        elif kind == "code_block" and all(line.strip().startswith(MARKER) for line in token.content.split()):
            for line in token.content.split():  # tags that stand deeper than their place, not code
                self._mark(line.strip()[1:])
        elif kind in ("fence", "code_block"):
            self._code(token)
        elif kind == "html_block":
            self._raw(token)
        elif kind == "hr":
            self._builder.void("hr", self._span(token))
        elif kind == "gb_math":
            text = join(_squeezed(self._placed(token, token.map[0] + 1 if token.map else 0)))
            self._builder.close(self._builder.open("div", {"#math": text} | self._span(token)))
        elif kind == "gb_literal":
            self._literal(token)
        elif kind == "footnote_anchor":
            self._builder.void("gb-footnote-back", {"#note": token.meta["id"], "#nth": token.meta["subId"]})

    def _placed(self, token: Token, first: int | None = None) -> str:
        """The content of a block token, with its places."""
        if not token.map:
            return token.content
        return self._lines.place(token.content, token.map[0] if first is None else first)

    def _literal(self, token: Token) -> None:
        """A paragraph with too many marks: its text as it was written."""
        self._notice("bounds", "", self._span(token).get("#lines", (None,))[0])
        element = self._builder.open("span", {"class": "gb-literal"})
        self._builder.text(self._placed(token))
        self._builder.close(element)

    def _code(self, token: Token) -> None:
        first = (token.map[0] if token.map else 0) + (token.type == "fence")
        text = self._code_text(token, first)
        pre = self._builder.open("pre", {"tabindex": "0"} | self._span(token))
        language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
        code = self._builder.open("code", {"#language": language})
        self._builder.text(text)
        self._builder.close(code)
        self._builder.close(pre)

    def _code_text(self, token: Token, first: int) -> str:
        """Code as written: a marker that landed in it is the author's tag again."""
        text = self._placed(token, first)
        if MARKER not in text and NOTHING not in text:
            return text
        parts: list[str] = []
        position = 0
        for index, line in enumerate(token.content.split("\n"), first):
            end = position + len(line)
            if line.strip().startswith(MARKER):
                parts += [line[: line.index(MARKER)], self._tags[int(line.strip()[1:])].raw, "\n"]
            elif line or (index < len(self._lines.numbers) and self._lines.numbers[index] is not None):
                parts += (
                    [piece(text, position, end).replace(NOTHING, "~")]
                    if NOTHING in line
                    else [piece(text, position, end)]
                )
                parts.append("\n")
            position = end + 1
        return join(parts)

    def _raw(self, token: Token) -> None:
        html = self._code_text(token, token.map[0] if token.map else 0)
        if not self._html.holds_markup(html):
            paragraph = self._builder.open("p", self._span(token))
            self._html.read(strip(html))
            self._builder.close(paragraph)
        else:
            self._html.read(html)

    # Block tags

    def _mark(self, number: str) -> None:
        tag = self._tags[int(number)]
        if tag.is_end and (tag.is_known or tag.closed):
            self._close_block(tag)
            return
        noted: dict[str, Any] = {"#tag": tag}
        if tag.line:
            noted["#lines"] = (tag.line, max(tag.line, tag.last_line))
        element = self._builder.open(BLOCK_TAG, noted)
        if tag.name in CONTAINERS or tag.closed:
            self._blocks.append((tag, element))
        else:
            self._builder.close(element)

    def _close_block(self, end: Tag) -> None:
        for depth in range(len(self._blocks) - 1, -1, -1):
            tag, element = self._blocks[depth]
            if tag.name != end.base:
                continue
            if not self._builder.close(element):
                self._notice("closed-early", tag.name, tag.line)
            for unclosed, _ in self._blocks[depth + 1 :]:
                self._notice("unclosed", unclosed.name, unclosed.line)
            del self._blocks[depth:]
            return

    # Text within a paragraph, a heading or a cell

    def _paragraph(self, token: Token) -> None:
        if self._builder.current.tag in ("td", "th"):
            placed = self._cells.pop(0) if self._cells else ""
            content = placed if placed == token.content else token.content
        elif token.content == "\\":  # GitBook's empty line between paragraphs
            self._builder.void("br")
            return
        elif token.content == NOTHING:
            self._builder.current.set("#drop", "")
            return
        else:
            content = self._placed(token)
        self._inline(token.children or [], content)

    def _inline(self, tokens: list[Token], content: str) -> None:
        if len(tokens) == 1 and tokens[0].type == "text" and tokens[0].content == content:
            self._write_words([content])
            return
        words: list[str] = []
        for token in tokens:
            if token.type == "text" or token.type == "text_special":
                words.append(self._word(token, content))
                continue
            if words:
                self._write_words(words)
                words = []
            self._inline_mark(token, content)
        if words:
            self._write_words(words)

    def _word(self, token: Token, content: str) -> str:
        at = token.meta.get("at", -1) if token.meta else -1
        text = token.content
        if at >= 0 and content.startswith(text, at):
            return piece(content, at, at + len(text))
        if at >= 0 and content.startswith("<" + text, at):  # an address between angle brackets
            return piece(content, at + 1, at + 1 + len(text))
        origin = start_of(content, at) if at >= 0 and token.type == "text_special" else None
        return text if origin is None else Placed.read_from(text, origin, len(token.markup))

    def _write_words(self, words: list[str]) -> None:
        text = join(words)
        if NOTHING in text:
            text = _without_nothing(text)
        if self._in_link or ("@" not in text and "www." not in text):
            self._builder.text(text)
            return
        position = 0
        for start, end, href in addresses.find(text):
            self._builder.text(piece(text, position, start))
            link = self._builder.open("a", {"#href": href, "#title": ""})
            self._builder.text(piece(text, start, end))
            self._builder.close(link)
            position = end
        self._builder.text(piece(text, position, len(text)))

    def _inline_mark(self, token: Token, content: str) -> None:
        kind = token.type
        if token.nesting == 1:
            self._in_link += kind == "link_open"
            self._open.append(self._builder.open(*self._drawn(token)))
        elif token.nesting == -1:
            self._in_link -= kind == "link_close"
            self._end()
        elif kind == "softbreak":
            self._builder.text("\n")
        elif kind == "hardbreak":
            self._builder.void("br")
        elif kind == "code_inline":
            self._builder.close(self._code_span(token, content))
        elif kind == "html_inline":
            at = token.meta["at"]
            name = token.content[1:3].lower()
            self._in_link += (name in ("a ", "a\n")) - (name == "/a" and self._in_link > 0)
            self._html.read(piece(content, at, at + len(token.content)))
        elif kind == "image":
            self._image(token)
        elif kind == "footnote_ref":
            self._builder.void("gb-footnote", {"#note": token.meta["id"], "#nth": token.meta["subId"]})
        elif kind == "gb_math_inline":
            at = token.meta["at"] + 2
            self._builder.void("span", {"#math": piece(content, at, at + len(token.content))})

    def _code_span(self, token: Token, content: str) -> Element:
        element = self._builder.open("code")
        start = token.meta["at"] + len(token.markup)
        written = content[start : start + len(token.content) + 1].replace("\n", " ")
        if not written.startswith(token.content):
            start += 1
        placed = piece(content, start, start + len(token.content))
        # A line end inside a code span reads as a blank.
        self._builder.text(
            Placed(token.content, placed.runs) if isinstance(placed, Placed) else token.content
        )
        return element

    def _image(self, token: Token) -> None:
        self._builder.void(
            "img",
            {
                "#src": str(token.attrs.get("src", "")),
                "#title": str(token.attrs.get("title", "")),
                "alt": "".join(_alternative(token.children or [])),
            },
        )


def _alternative(tokens: list[Token]) -> list[str]:
    """The words of a picture's description, its marks left out."""
    words: list[str] = []
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.children:
            words += _alternative(token.children)
    return words


def _squeezed(text: str) -> list[str]:
    """A text's words with one blank between them."""
    parts: list[str] = []
    position = 0
    for word in text.split():
        start = str.index(text, word, position)
        position = start + len(word)
        parts += [" ", piece(text, start, position)] if parts else [piece(text, start, position)]
    return parts or [""]


def _without_nothing(text: str) -> str:
    """The text without the engine's mark for what shows nothing."""
    kept: list[str] = []
    position = 0
    for part in str(text).split(NOTHING):
        kept.append(piece(text, position, position + len(part)))
        position += len(part) + 1
    return join(kept)
