"""What the drawing of a page shares: destinations resolved, notices gathered, elements made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit
from xml.etree.ElementTree import Element

from wiki.text import limits
from wiki.text.labels import Labels
from wiki.text.lines import readable
from wiki.text.links import Include, Link, Resolve, Target
from wiki.text.tree import noted

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
LONGEST_GIVEN = 300
OUTSIDE = "nofollow ugc noopener"
PICTURE = "/static/img/remote-picture.svg"  # shown in the place of a picture that is not on this site

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_OTHER_HOST = re.compile(r"[/\\]{2}")  # browsers read a backslash as a slash
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Notice(NamedTuple):
    """Something editors should know of: its kind, what it is about, its source line if it has one."""

    kind: str
    detail: str
    line: int | None


def _given(words: str) -> str:
    """Words that come from elsewhere, of a length that may be repeated in every paragraph."""
    words = readable(words)
    return words if len(words) <= LONGEST_GIVEN else f"{words[:LONGEST_GIVEN]}…"


def _is_sound(target: Target) -> bool:
    """Whether a browser would go where the target says, and nowhere else."""
    scheme = _SCHEME.match(target.url)
    if target.kind != "external" and not scheme:
        return not _OTHER_HOST.match(target.url)
    if scheme and scheme.group(1).lower() not in SCHEMES:
        return False
    parts = split(target.url)
    return parts is not None and has_way(parts)


def split(address: str) -> SplitResult | None:
    """The parts of an address; None where its port or its host is no such thing."""
    try:
        parts = urlsplit(address)
        _port = parts.port  # reading it is what raises on ":abc" and ":99999"
    except ValueError:
        return None
    return parts


def has_way(parts: SplitResult) -> bool:
    """Whether an address of the web says which host."""
    return bool(parts.hostname) or parts.scheme not in ("http", "https")


@dataclass
class Findings:
    """What is gathered once for a page, its reusable texts included."""

    links: list[Link] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    included: int = 0
    footnotes: int = 0


@dataclass(frozen=True)
class Canvas:
    """The surroundings of one text while it is drawn; a reusable text has its own."""

    resolve: Resolve
    include: Include
    labels: Labels
    variables: Mapping[str, str]
    findings: Findings
    depth: int = 0
    trail: tuple[str, ...] = ()

    def target(self, destination: str) -> Target:
        """Where a destination leads, noted among the page's links; broken if the scheme is not safe."""
        destination = _CONTROL.sub("", destination).strip()  # as a browser does
        target = self.resolve(destination) if destination else Target("broken")
        target = replace(
            target, url=readable(target.url), title=_given(target.title), heading=_given(target.heading)
        )
        if not _is_sound(target):
            target = Target("broken", title=target.title)
        self.findings.links.append(Link(destination, target.kind, target.url))
        return target

    def count_included(self, text: str) -> None:
        """Count text from elsewhere. Raises TooCostly when the page takes in too much of it."""
        self.findings.included += len(text)
        if self.findings.included > limits.INCLUDED_CHARACTERS:
            raise limits.TooCostly("included characters")

    def notice(self, kind: str, detail: str = "", line: int | None = None) -> None:
        """Note something for editors."""
        self.findings.notices.append(Notice(kind, detail, line))

    def visible_notice(self, kind: str, detail: str = "", line: int | None = None) -> Element:
        """Note something for editors, and the element that tells it in its place."""
        self.notice(kind, detail, line)
        words = getattr(self.labels, f"notice_{kind.replace('-', '_')}")
        return make("p", {"class": "gb-notice", "data-gb-notice": kind}, words.format(detail=detail))


def make(name: str, attributes: dict[str, Any] | None = None, text: str = "", *children: Element) -> Element:
    """An element with its text and children."""
    element = Element(name, attributes or {})
    element.text = text or None
    element.extend(children)
    return element


def become(element: Element, name: str, attributes: dict[str, Any]) -> None:
    """Make `element` another one, its content and source lines kept."""
    lines = noted(element).get("#lines")
    element.tag = name
    element.attrib.clear()
    element.attrib.update(attributes)
    if lines:
        noted(element)["#lines"] = lines


def lead(element: Element, first: Element) -> None:
    """Put `first` before all that the element holds."""
    first.tail, element.text = element.text, None
    element.insert(0, first)


def clear(element: Element) -> None:
    """Take away all that the element holds."""
    for child in list(element):
        element.remove(child)
    element.text = None


def words_of(element: Element) -> str:
    """The text that an element holds, blanks squeezed."""
    return " ".join("".join(element.itertext()).split())


def anchor(canvas: Canvas, target: Target, text: str, **attributes: str) -> Element:
    """A link of ours: its words are not the author's."""
    link = make("a", {"data-gb-chrome": "", "href": target.url, **attributes}, text)
    if target.kind == "external":
        link.set("rel", OUTSIDE)
    return link


def host(url: str) -> str:
    """The host of an address, or the address where there is none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url
