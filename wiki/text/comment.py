"""A comment's small Markdown → safe HTML, and what it holds: its links, its pictures, whom it mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wiki.text import limits, lines, sanitise
from wiki.text.drawing import OUTSIDE, SCHEMES, has_way, make, split
from wiki.text.markup import small
from wiki.text.markup.small import Token

MAX_BYTES = 10 * 1024
# After a blank or a mark, so that an address of mail is none: @name, @first.last, @l’autre.
_MENTION = re.compile(r"(?<![\w@./-])@(\w(?:[\w.'’-]{0,60}\w)?)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TAGS = {"paragraph": "p", "blockquote": "blockquote", "bullet_list": "ul", "ordered_list": "ol"}
_TAGS |= {"list_item": "li", "em": "em", "strong": "strong", "s": "del", "link": "a"}


@dataclass(frozen=True)
class Drawn:
    """What a comment is drawn as; links are the addresses that it leads to, a picture is one of them."""

    html: str
    links: tuple[str, ...]
    pictures: int
    mentions: tuple[str, ...]


def draw(text: str, profiles: Mapping[str, str] | None = None) -> Drawn:
    """Draw a comment; `profiles` tells where those whom it mentions are met, by the names that it calls them.
    What costs more than `limits` allows is shown as it was written."""
    drawing = _Drawing(profiles or {})
    clean = "\n".join(lines.read(text).texts)
    try:
        drawing.write(small.parse(clean))
    except limits.TooCostly:
        drawing = _Drawing({})
        drawing.root.append(make("p", None, clean))
    html = sanitise.serialise(drawing.root)
    return Drawn(html, tuple(drawing.links), drawing.pictures, tuple(dict.fromkeys(drawing.mentions)))


class _Drawing:
    """One comment while it is drawn."""

    def __init__(self, profiles: Mapping[str, str]) -> None:
        self.profiles = profiles
        self.root = Element("div")
        self.links: list[str] = []
        self.mentions: list[str] = []
        self.pictures = 0
        self._open = [self.root]

    def write(self, tokens: list[Token]) -> None:
        for token in tokens:
            kind = token.type.removesuffix("_open").removesuffix("_close")
            if token.type == "inline":
                self.write(token.children or [])
            elif kind not in _TAGS:
                self._write_one(token)
            elif not token.hidden:  # as the only paragraph of an item is
                self._turn(kind, token)

    def _turn(self, kind: str, token: Token) -> None:
        """Open an element, or close it."""
        if token.nesting < 0:
            self._open.pop()
            return
        attributes: dict[str, str] = {}
        tag = _TAGS[kind]
        if kind == "ordered_list" and "start" in token.attrs:
            attributes["start"] = str(token.attrs["start"])
        if kind == "link":
            tag, attributes = self._led(str(token.attrs.get("href", "")))
        element = make(tag, attributes)
        self._open[-1].append(element)
        self._open.append(element)

    def _led(self, written: str) -> tuple[str, dict[str, str]]:
        """A link, if it leads to a page of the site or to the outside world; else its words alone."""
        address = _CONTROL.sub("", written).strip()
        self.links.append(address)
        return ("a", {"href": address, "rel": OUTSIDE}) if _is_safe(address) else ("span", {})

    def _write_one(self, token: Token) -> None:
        if token.type in ("softbreak", "hardbreak"):
            self._open[-1].append(make("br"))
        elif token.type == "code_inline":
            self._open[-1].append(make("code", None, token.content))
        elif token.type == "fence":
            code = make("code", None, token.content.rstrip("\n"))
            self._open[-1].append(make("pre", {"tabindex": "0"}, "", code))
        elif token.type == "image":
            self._link_picture(token)
        elif token.content:
            self._say(token.content)

    def _link_picture(self, token: Token) -> None:
        """Comments show no picture: a link leads to it."""
        self.pictures += 1
        tag, attributes = self._led(str(token.attrs.get("src", "")))
        self._open[-1].append(make(tag, attributes, token.content or attributes.get("href", "")))

    def _say(self, text: str) -> None:
        """Words, whoever is mentioned among them marked."""
        if any(element.tag == "a" for element in self._open):
            _add(self._open[-1], text)
            return
        place = 0
        for found in _MENTION.finditer(text):
            _add(self._open[-1], text[place : found.start()])
            address = self.profiles.get(found.group(1))
            led = (
                ("a", {"class": "gb-mention", "href": address})
                if address
                else ("span", {"class": "gb-mention"})
            )
            self._open[-1].append(make(*led, found.group()))
            self.mentions.append(found.group(1))
            place = found.end()
        _add(self._open[-1], text[place:])


def _add(element: Element, text: str) -> None:
    if not text:
        return
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _is_safe(address: str) -> bool:
    """Whether a browser would go where the address says: a page of ours, or the outside world."""
    if address.startswith(("/", "#")):
        return not address.startswith(("//", "/\\"))
    parts = split(address)
    return parts is not None and parts.scheme in SCHEMES and has_way(parts)
