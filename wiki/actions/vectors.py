"""A drawing (SVG) written again from what only draws: no script, no entity, nothing from elsewhere.

Nothing of Django here: it runs in a process of its own (see `darkroom`).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter, defaultdict
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from wiki.actions.variants import Developed, Unfit, Variant, develop

SVG, XLINK, XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
XHTML = "http://www.w3.org/1999/xhtml"
MOST_BYTES = 5_000_000
MOST_WRITTEN = 15_000_000
MOST_ELEMENTS = 100_000
MOST_DRAWN = 300_000  # elements, once each reference has drawn again what it names
MOST_DEPTH = 200
MOST_EMBEDDED = 20
MOST_ENTITIES = 100

ELEMENTS = frozenset(
    """
    a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA
    feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence filter foreignObject g image line
    linearGradient marker mask path pattern polygon polyline radialGradient rect stop style svg switch
    symbol text textPath title tspan use view
    """.split()
)
WORDY = frozenset("a desc style text textPath title tspan".split())
# Schemes write the words of their boxes in HTML.
WORDS = frozenset(
    "b br code div em font i li ol p pre small span strong sub sup table tbody td th tr u ul".split()
)
WORDS_ATTRIBUTES = frozenset("align class color dir face id lang size style".split())
_ATTRIBUTE = re.compile(r"(?!on)[A-Za-z][A-Za-z0-9_.-]*", re.I)
_UNWANTED = frozenset(("content", "base", "externalResourcesRequired", "requiredExtensions"))
_URL = re.compile(r"url\(([^)]*)\)?", re.I)
_OTHER_PICTURES = re.compile(r"(?:image|image-set|cross-fade|src|element)\s*\(", re.I)
_IMPORT = re.compile(r"@\s*(?:import|charset|namespace)[^;]*;?", re.I)
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.I)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(px|pt|pc|mm|cm|in|em)?\s*")
_PIXELS = {None: 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16}


def redraw(content: bytes) -> Developed:
    """The drawing as it is served, or Unfit."""
    if len(content) > MOST_BYTES:
        raise Unfit("too-heavy")
    copy = _Copy()
    try:
        copy.read(content)
    except (expat.ExpatError, ValueError, LookupError):
        raise Unfit("damaged") from None
    if copy.size is None:
        raise Unfit("not-a-picture")
    copy.references.check()
    width, height = copy.size
    drawn = Variant(width, height, "image/svg+xml", "".join(copy.written).encode())
    return Developed(width, height, (drawn,))


class _References:
    """What draws what again: a use of a group of uses… must not grow without end in a reader's browser."""

    def __init__(self) -> None:
        self.elements: Counter[str] = Counter()  # by the nearest id around
        self.named: dict[str, Counter[str]] = defaultdict(Counter)
        self._drawn: dict[str, int] = {}

    def check(self) -> None:
        if self._weight("", 0) > MOST_DRAWN:
            raise Unfit("active")

    def _weight(self, name: str, depth: int) -> int:
        if depth > MOST_DEPTH:  # or a circle
            raise Unfit("active")
        if name not in self._drawn:
            below = self.named.get(name, Counter())
            total = self.elements[name]
            for other, times in below.items():
                total += times * self._weight(other, depth + 1)
            self._drawn[name] = min(total, MOST_DRAWN + 1)
        return self._drawn[name]


class _Copy:
    """Reads a drawing and writes what may stay of it."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.size: tuple[int, int] | None = None
        self.references = _References()
        self._length = 0
        self._elements = self._entities = self._embedded = 0
        self._dropped = 0  # how deep in something left out
        self._open: list[tuple[str, str, bool]] = []  # element, nearest id, whether it holds words
        self._style: list[str] = []

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.EntityDeclHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.Parse(content, True)

    def _entity(self, _name: str, parameter: int, value: str | None, *_outside: object) -> None:
        """Old tools declare short names for namespaces; whatever could grow or reach outside is refused."""
        self._entities += 1
        if parameter or value is None or len(value) > 300 or re.search("[&%<]", value):
            raise Unfit("active")
        if self._entities > MOST_ENTITIES:
            raise Unfit("active")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(self._open) + self._dropped > MOST_DEPTH:
            raise Unfit("active")
        if not self._open and not self._dropped:
            self._begin(space, local, attributes)
        of_words = space == XHTML and local in WORDS
        if self._dropped or not (of_words or space in (SVG, "") and local in ELEMENTS):
            self._dropped += 1
            return
        spaces = "" if self._open else f' xmlns="{SVG}" xmlns:xlink="{XLINK}"'
        if of_words:
            spaces = f' xmlns="{XHTML}"'
            attributes = {key: value for key, value in attributes.items() if key in WORDS_ATTRIBUTES}
        kept = self._kept(local, attributes)
        self._place(local, kept, wordy=of_words or local in WORDY)
        opened = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        self._write(f"<{local}{spaces}{opened}>")

    def _begin(self, space: str, local: str, attributes: dict[str, str]) -> None:
        if local != "svg" or space not in (SVG, ""):
            raise Unfit("not-a-picture")
        box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
        wide, high = (box[2], box[3]) if len(box) == 4 else ("", "")
        width = _pixels(attributes.get("width", "")) or _pixels(wide) or 300
        height = _pixels(attributes.get("height", "")) or _pixels(high) or 150
        self.size = width, height

    def _end(self, name: str) -> None:
        if self._dropped:
            self._dropped -= 1
            return
        local, *_ = self._open.pop()
        if local == "style":
            self._write(escape(_harmless("".join(self._style))))
            self._style.clear()
        self._write(f"</{local}>")

    def _words(self, said: str) -> None:
        if self._dropped or not self._open or not self._open[-1][2]:
            return
        if self._open[-1][0] == "style":
            self._style.append(said)
        else:
            self._write(escape(said))

    def _write(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_WRITTEN:
            raise Unfit("too-heavy")
        self.written.append(text)

    def _kept(self, local: str, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes that only draw."""
        kept = {}
        for name, value in attributes.items():
            space, _, bare = name.rpartition(" ")
            if bare == "href" and space in (XLINK, SVG, ""):
                shown = self._shown(local, value.strip())
                if shown:
                    kept["xlink:href"] = shown
            elif space == XML and bare in ("space", "lang"):
                kept[f"xml:{bare}"] = value
            elif not space and _ATTRIBUTE.fullmatch(bare) and bare not in _UNWANTED:
                kept[bare] = _harmless(value) if "url" in value.lower() or bare == "style" else value
        return kept

    def _shown(self, local: str, target: str) -> str:
        """A reference inside the drawing, or a picture that it carries, developed as any other."""
        if target.startswith("#"):
            return target
        if local != "image" or not _EMBEDDED.match(target):
            return ""
        self._embedded += 1
        if self._embedded > MOST_EMBEDDED:
            raise Unfit("too-heavy")
        try:
            carried = base64.b64decode(re.sub(r"\s+", "", target.partition(",")[2]), validate=True)
        except binascii.Error:
            return ""
        try:
            picture = develop(carried).variants[-1]
        except Unfit:
            return ""
        return f"data:{picture.type};base64,{base64.b64encode(picture.content).decode()}"

    def _place(self, local: str, kept: dict[str, str], *, wordy: bool) -> None:
        """Where the element stands among those with an id, and what it has drawn again."""
        around = self._open[-1][1] if self._open else ""
        here = kept.get("id", "") or around
        if here != around:
            self.references.named[around][here] += 1
        self.references.elements[here] += 1
        self._open.append((local, here, wordy))
        for name, value in kept.items():
            targets = [value] if name == "xlink:href" else map(_target, _URL.findall(value))
            for target in targets:
                if target.startswith("#"):
                    self.references.named[here][target[1:]] += 1


def _harmless(css: str) -> str:
    """Style that names only what the drawing holds; an escape could hide anything, so all goes with it."""
    if "\\" in css or _OTHER_PICTURES.search(css):
        return ""
    inside = _URL.sub(lambda found: found[0] if _target(found[1]).startswith("#") else "none", css)
    return _IMPORT.sub("", inside)


def _target(written: str) -> str:
    return written.strip(" \t\r\n'\"")


def _pixels(length: str) -> int:
    found = _LENGTH.fullmatch(length)
    return min(round(float(found[1]) * _PIXELS[found[2]]), 100_000) if found else 0
