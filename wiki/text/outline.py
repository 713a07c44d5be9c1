"""Headings: one stable id each, many accepted, and the table of contents made of them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from wiki.text.limits import HEADING_ID
from wiki.text.tree import noted
from wiki.text.words import INVISIBLE

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SHORTEST_PREFIX = 12
NAMELESS = "id"  # of a heading without letters

_ID = re.compile(r"[\w.~+$-]{1,100}")
_OURS = ("ui-", "fn-", "fnref-")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
_READ = _LIGATURES | INVISIBLE
_OUTSIDE = re.compile(r"[^a-z0-9._+~$]+")
_ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]")
_NOT_GITHUB = re.compile(r"[^\w \u0300-\u036f-]")
_NOT_LETTER = re.compile(r"[^a-z0-9]")
_LEADING_ID = re.compile(r"id-(?=\d)")


class Heading(NamedTuple):
    """A heading of a page: its level (1 to 6), its words, its id."""

    level: int
    text: str
    id: str


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_READ))
    return _ACCENTS.sub("", decomposed).lower()


def slug(text: str) -> str:
    """The id that GitBook gives to a heading (GITBOOK.md, section 6); empty when no letter is left."""
    plain = _OUTSIDE.sub("-", _bare(text).replace("&", " and ").translate(_APOSTROPHES)).strip("-")
    if plain[:1].isdigit():
        plain = f"id-{plain}"
    return plain[:HEADING_ID]


def github_slug(text: str) -> str:
    """The id that GitHub gives to a heading: accents stay, punctuation goes."""
    return _NOT_GITHUB.sub("", text.strip().lower()).replace(" ", "-")


def _squash(text: str) -> str:
    return _NOT_LETTER.sub("", _bare(_LEADING_ID.sub("", unquote(text))).replace("&", "and"))


class Ids:
    """The ids of one page: each given once, repeats numbered from `-1`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._repeats: dict[str, int] = {}

    def claim(self, wanted: str) -> bool:
        """Take an id as it is; False if it is not one, is taken, or could be mistaken for the site's."""
        if not _ID.fullmatch(wanted) or wanted.startswith(_OURS) or wanted in self._taken:
            return False
        self._taken.add(wanted)
        return True

    def number(self, base: str) -> str:
        """Take `base` or, if it is taken, the next number of it."""
        base = f"id-{base}" if base.startswith(_OURS) else base
        if self.claim(base):
            return base
        while True:
            self._repeats[base] = self._repeats.get(base, 0) + 1
            numbered = f"{base[: HEADING_ID - 6]}-{self._repeats[base]}"
            if self.claim(numbered):
                return numbered


def words_of(heading: Element) -> str:
    """The author's words of a heading."""
    return " ".join("".join(_texts(heading)).split())


def _texts(element: Element) -> list[str]:
    found = [element.text or ""]
    for child in element:
        if "data-gb-chrome" not in child.attrib and child.get("class") != "footnote-ref":
            found += _texts(child)
        found.append(child.tail or "")
    return found


def shown_in(heading: Element) -> str:
    """What the pictures of a heading say for themselves, where it has no words."""
    return " ".join(filter(None, (picture.get("alt", "").strip() for picture in heading.iter("img"))))


def name_headings(root: Element) -> None:
    """Give each heading its id, and beside it the other ids under which it may be looked for.

    One that says and shows nothing heads nothing: it stays as a place alone.
    """
    headings = [element for element in root.iter() if element.tag in HEADINGS]
    ids = Ids()
    explicit = [_explicit_id(heading) for heading in headings]
    chosen = [wanted if wanted and ids.claim(wanted) else "" for wanted in explicit]
    for heading, given in zip(headings, chosen, strict=True):
        text = words_of(heading)
        default = slug(text)
        heading.set("id", given or ids.number(default or NAMELESS))
        if not (text or shown_in(heading)):
            heading.tag = "div"
        aliases = [alias for alias in (default, github_slug(text)) if ids.claim(alias)]
        for alias in aliases:
            mark = Element("span", {"id": alias})
            mark.tail, heading.text = heading.text, None
            heading.insert(0, mark)
    _name_anchors(root, ids)


def level_headings(root: Element) -> None:
    """Tell the level at which a heading really stands where its author skipped one: an `h4` below an `h2`.

    It keeps its look; whoever listens to the page is not sent to look for what is not there. The title of the
    page stands above all of them, at the first level.
    """
    above = [1]
    for heading in root.iter():
        if heading.tag not in HEADINGS:
            continue
        written = int(heading.tag[1])
        while above and above[-1] >= written:
            above.pop()
        above.append(written)
        if len(above) != written:
            heading.set("aria-level", str(len(above)))


def _explicit_id(heading: Element) -> str:
    """The id an author gave to a heading, on it or by an empty anchor in it, which is taken away."""
    wanted = noted(heading).pop("#id", "")
    for element in list(heading.iter()):
        name = noted(element).pop("#anchor", "")
        wanted = wanted or name
        if name and not len(element) and not (element.text or "").strip():
            element.set("#drop", "")
    return wanted


def _name_anchors(root: Element, ids: Ids) -> None:
    """Anchors between paragraphs keep their ids where no heading has them."""
    for element in root.iter():
        name = noted(element).pop("#anchor", "")
        if not name or not ids.claim(name):
            continue
        if len(element) or element.text:  # a link that a browser splits would be there twice
            noted(element)["#before"] = [Element("span", {"id": name})]
        else:
            element.set("id", name)


def lead_home(root: Element, headings: list[Heading]) -> None:
    """Let the links within the page lead to the ids that its headings have now."""
    links = [element for element in root.iter() if "#fragment" in element.attrib]
    if not links:
        return
    known = {element.get("id") for element in root.iter() if "id" in element.attrib}
    anchors = Anchors(headings)
    for element in links:
        fragment = noted(element).pop("#fragment")
        if fragment and fragment not in known:
            element.set("href", f"#{anchors.find(fragment) or fragment}")


class Anchors:
    """The ids of a page's headings, found by fragments of any generation.

    In this order: the id itself, GitBook's default id, GitHub's, either in lower case, the same
    letters and digits, and at last the only heading that begins with a fragment of 12 letters.
    """

    def __init__(self, headings: Iterable[Heading]) -> None:
        self._headings: dict[str, Heading] = {}
        self._ids: dict[str, str] = {}
        self._ruled: dict[str, str] = {}
        self._squashed: dict[str, str] = {}
        headings = list(headings)
        for heading in headings:
            self._ids.setdefault(heading.id, heading.id)
            self._headings.setdefault(heading.id, heading)
            for form in {_squash(heading.id), _squash(heading.text), _squash(github_slug(heading.text))}:
                self._squashed.setdefault(form, heading.id)
        for rule in (slug, github_slug):
            repeats: dict[str, int] = {}
            for heading in headings:
                base = rule(heading.text)
                count = repeats.get(base, 0)
                repeats[base] = count + 1
                self._ruled.setdefault(f"{base}-{count}" if count else base, heading.id)
        self._squashed.pop("", None)
        self._sorted = sorted(self._squashed)

    def find(self, fragment: str) -> str | None:
        """The id of the heading that a fragment means, or None."""
        fragment = unquote(fragment)
        lowered = fragment.lower()
        squashed = _squash(fragment)
        return (
            self._ids.get(fragment)
            or self._ruled.get(fragment)
            or self._ruled.get(lowered)
            or self._squashed.get(squashed)
            or self._squashed.get(squashed.rstrip("0123456789"))
            or self._find_beginning(squashed)
        )

    def heading(self, fragment: str) -> Heading | None:
        """The heading that a fragment means, or None."""
        return self._headings.get(self.find(fragment) or "")

    def _find_beginning(self, wanted: str) -> str | None:
        if len(wanted) < SHORTEST_PREFIX:
            return None
        names: set[str] = set()
        for form in self._sorted[bisect_left(self._sorted, wanted) :]:
            if not form.startswith(wanted) or len(names) > 1:
                break
            names.add(self._squashed[form])
        return names.pop() if len(names) == 1 else None


def find(headings: Iterable[Heading], fragment: str) -> str | None:
    """The id of the heading that one fragment means; for many fragments of a page, make its Anchors once."""
    return Anchors(headings).find(fragment)
