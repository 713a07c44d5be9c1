"""The two gates: only what the engine writes leaves it, whatever went wrong before.

bleach's filter and serialiser are fed from our tree, never from a string (its parser reads what
we have just written, at half of the whole cost); nh3 parses the result as a browser would.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from bleach.html5lib_shim import BleachHTMLSerializer
from bleach.sanitizer import BleachSanitizerFilter
from pygments.token import STANDARD_TYPES

from wiki.text.drawing import SCHEMES
from wiki.text.outline import HEADINGS
from wiki.text.players import PLAYER
from wiki.text.syntax import NAMES
from wiki.text.tables import LONGEST_HEAD
from wiki.text.tree import VOID

TAGS = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 a img em strong del ins code pre blockquote ul ol li dl dt dd "
    "table thead tbody tr th td sup sub u s div span abbr section article aside time picture "
    "source figure figcaption details summary mark kbd input".split()
)
_CLASS = re.compile(
    r"gb-[a-z0-9_-]{1,40}|footnotes|footnote-ref|footnote-backref|visually-hidden|language-[\w.+#-]{1,30}"
)
_COLOURS_OF_CODE = frozenset(STANDARD_TYPES.values()) - {""}
_ID = re.compile(r"[\w.~+$-]{1,100}")
_NUMBER = re.compile(r"\d{1,4}")
# Addresses of this site, each with the width it is offered in; one alone needs none.
_SRCSET = re.compile(r"/(?![/\\])[^\s,]*(?: \d{1,5}w)?(?:, /(?![/\\])[^\s,]* \d{1,5}w){0,9}")
_SIZES = re.compile(r"\(min-width: \d{1,3}rem\) \d{1,3}rem, 100vw|\d{1,4}px")
_BLOCKS = frozenset(
    "hint tabs tab code content-ref embed file cards card stepper step columns column updates update include "
    "openapi prompt math button icon mention unknown".split()
)
_NOTICES = frozenset("unknown condition include broken bounds".split())
_STYLES = frozenset({"info", "success", "warning", "danger"})


def _is_class(name: str) -> bool:
    return name in _COLOURS_OF_CODE or bool(_CLASS.fullmatch(name))


_ANYWHERE: dict[str, Any] = {
    "class": lambda value: all(map(_is_class, value.split(" "))),
    "id": _ID.fullmatch,
    "data-gb": _BLOCKS.__contains__,
    "data-style": _STYLES.__contains__,
    "data-gb-notice": _NOTICES.__contains__,
    "data-gb-chrome": "".__eq__,
    "role": {"note", "math", "region"}.__contains__,
    "aria-label": bool,
    "aria-labelledby": _ID.fullmatch,
    "aria-hidden": "true".__eq__,
}
_CELL: dict[str, Any] = {
    "colspan": _NUMBER.fullmatch,
    "rowspan": _NUMBER.fullmatch,
    "data-head": lambda value: 0 < len(value) <= LONGEST_HEAD,
}
_BY_TAG: dict[str, dict[str, Any]] = {
    "a": {
        "href": bool,
        "title": bool,
        "rel": "nofollow ugc noopener".__eq__,
        "download": "".__eq__,
        "data-player": PLAYER.fullmatch,
    },
    "abbr": {"title": bool},
    "details": {"open": "".__eq__},
    "div": {"tabindex": "0".__eq__},
    "img": {
        "src": bool,
        "alt": lambda value: True,
        "title": bool,
        "width": _NUMBER.fullmatch,
        "height": _NUMBER.fullmatch,
        "srcset": _SRCSET.fullmatch,
        "sizes": _SIZES.fullmatch,
        "loading": "lazy".__eq__,
        "decoding": "async".__eq__,
        "fetchpriority": "high".__eq__,
    },
    "input": {
        "type": "checkbox".__eq__,
        "checked": "".__eq__,
        "disabled": "".__eq__,
    },
    "ol": {"start": lambda value: len(value) < 10 and value.isdigit()},
    "pre": {"tabindex": "0".__eq__, "data-language": frozenset(NAMES.values()).__contains__},
    "source": {
        "srcset": _SRCSET.fullmatch,
        "sizes": _SIZES.fullmatch,
        "media": re.compile(r"\(prefers-color-scheme: ?(?:dark|light)\)").fullmatch,
        "width": _NUMBER.fullmatch,
        "height": _NUMBER.fullmatch,
    },
    "td": _CELL,
    "th": _CELL,
    "time": {"datetime": bool},
}
_BY_TAG |= {tag: {"aria-level": re.compile("[1-6]").fullmatch} for tag in HEADINGS}
_SECOND_GATE = {tag: set(_ANYWHERE) | set(_BY_TAG.get(tag, ())) for tag in TAGS}

_HEAD = "\ufeff \t\n"
_GATE = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags={"script", "style"},
    attributes=_SECOND_GATE,
    url_schemes=set(SCHEMES),
    strip_comments=True,
    link_rel=None,
)


def _allowed(tag: str, name: str, value: str) -> bool:
    rule = _BY_TAG.get(tag, {}).get(name) or _ANYWHERE.get(name)
    return bool(rule and rule(value))


# Asked token by token: its own iteration joins texts again, which nobody needs here.
_FIRST_GATE = BleachSanitizerFilter(
    source=[],  # type: ignore[arg-type]
    allowed_tags=TAGS,
    attributes=_allowed,
    allowed_protocols=SCHEMES,
    strip_disallowed_tags=True,
    strip_html_comments=True,
)


def serialise(root: Element) -> str:
    """The content of a drawn tree as HTML, through both gates."""
    passed: list[dict[str, Any]] = []
    _pass_content(root, passed)
    serialiser = BleachHTMLSerializer(
        quote_attr_values="always",
        omit_optional_tags=False,
        escape_lt_in_attrs=True,
        resolve_entities=False,
        sanitize=False,
        alphabetical_attributes=False,
    )
    return last_gate(serialiser.render(passed))


def _pass(element: Element, passed: list[dict[str, Any]]) -> None:
    """Send an element through the first gate, as the tokens that html5lib would give."""
    tag = element.tag
    data = {
        (None, name): str(value).replace("&", "&amp;")
        for name, value in element.attrib.items()
        if name[0] != "#"
    }
    kind = "EmptyTag" if tag in VOID else "StartTag"
    kept = _FIRST_GATE.sanitize_token({"type": kind, "name": tag, "namespace": None, "data": data})
    if isinstance(kept, dict):
        passed.append(kept)
    if tag in VOID:
        return
    _pass_content(element, passed)
    if kept:
        passed.append({"type": "EndTag", "name": tag, "namespace": None, "data": {}})


def _pass_content(element: Element, passed: list[dict[str, Any]]) -> None:
    text = element.text
    if text:
        # Any reader of HTML drops a line end at the head of this element.
        _pass_text(text.lstrip("\n") if element.tag == "pre" else text, passed)
    for child in element:
        _pass(child, passed)
        if child.tail:
            _pass_text(child.tail, passed)


def _pass_text(text: str, passed: list[dict[str, Any]]) -> None:
    """bleach leaves entities alone, hence each `&` of ours is written as one."""
    kept = _FIRST_GATE.sanitize_token({"type": "Characters", "data": text.replace("&", "&amp;")})
    if isinstance(kept, list):
        passed += kept
    elif kept:
        passed.append(kept)


def literal(text: str, notice: str) -> str:
    """A text as it was written, escaped, under a notice that says why; it may be too long for two gates."""
    return last_gate(
        f'<p class="gb-notice" data-gb-notice="bounds">{escape(notice)}</p>'
        f'<pre class="gb-literal" tabindex="0">{escape(text.lstrip(chr(10)))}</pre>'
    )


def last_gate(html: str) -> str:
    """Any HTML, parsed as a browser does, without what the engine does not write."""
    # At the head a byte order mark would be taken for one, and blanks mean nothing.
    return _GATE.clean(html.lstrip(_HEAD)).lstrip(_HEAD)


# What readers of feeds know how to show; nothing of our own classes and marks means anything there.
_PLAIN_TAGS = TAGS - {"input", "picture", "source", "details", "summary"}
_PLAIN: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def elsewhere(html: str, base: str) -> str:
    """Drawn HTML as it is read away from this site: plain elements, and addresses that are whole."""
    gate = nh3.Cleaner(
        tags=set(_PLAIN_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_PLAIN,
        url_schemes=set(SCHEMES),
        strip_comments=True,
        link_rel=None,
        url_relative=("rewrite_with_base", base),
    )
    return gate.clean(html)
