"""SUMMARY.md ↔ the contents of a book."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import quote, unquote

from wiki.book.tree import Leaf

HEADING = "# Table of contents"
_HEADING = re.compile(r"(#{1,6})[ \t]")
_RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
_ITEM = re.compile(r"([ \t]*)[*+-][ \t]+(.*)")
_ANCHOR = re.compile(r"<a\s[^<>]*>\s*</a>")
_ID = re.compile(r'\bid="([^"]*)"')
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_TITLE = re.compile(r'\s*(?:"((?:\\.|[^"\\])*)"|\'((?:\\.|[^\'\\])*)\')?\s*\)')
_BLANKS = re.compile(r" +([\"']?)")
_CLOSING = re.compile(r"(?:\A|[ \t])#+\Z")
_TAG = re.compile(r"</?(?:a|b|br|code|del|em|i|kbd|mark|s|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.I)
# Pairs of marks that only dress a title; an escaped mark was put out of their reach beforehand.
_DRESSED = re.compile(r"(\*\*|__|~~|`+|\*|(?<!\w)_(?!_))(?=\S)(.+?)(?<=\S)\1")
_MAX_DEPTH = 50
# A longer title is no title: its marks are left as they are rather than paired at any cost.
_LONGEST = 1000


def unescape(markdown: str) -> str:
    """A destination or a title without Markdown's backslashes and entities."""
    return html.unescape(_ESCAPE.sub(r"\1", markdown))


def plain(markdown: str) -> str:
    """The words of one line of Markdown: no escapes, no entities, no marks, no tags of known names."""
    hidden = _ESCAPE.sub(lambda found: chr(0xE000 + ord(found[1])), markdown)
    hidden = _TAG.sub("", hidden)
    for _ in range(4 if len(hidden) <= _LONGEST else 0):
        bare = _DRESSED.sub(r"\2", hidden)
        if bare == hidden:
            break
        hidden = bare
    shown = re.sub(r"[\ue021-\ue07e]", lambda found: chr(ord(found[0]) - 0xE000), html.unescape(hidden))
    return " ".join(shown.split())


def without_closing(heading: str) -> str:
    """The text of a heading without the marks that may close it: `Titre ##`, but not `C#`."""
    return _CLOSING.sub("", heading.strip()).rstrip()


# ---- reading


def parse(text: str, base: str = "") -> tuple[Leaf, ...]:
    """The contents that a SUMMARY.md tells of; `base` is the folder it stands in."""
    top: list[_Open] = []
    group: _Open | None = None
    below: list[_Open] = []
    for leaf, indent in _entries(text.removeprefix("\ufeff"), base):
        entry = _Open(leaf, indent)
        if leaf.kind in ("group", "separator"):
            group, below = (entry if leaf.kind == "group" else None), []
            top.append(entry)
            continue
        while below and below[-1].indent >= indent:
            below.pop()
        home = below[-1].children if below else group.children if group else top
        home.append(entry)
        # Deeper than any real guide: further levels stay at the last one, so that walking never fails.
        if len(below) < _MAX_DEPTH:
            below.append(entry)
    return tuple(entry.closed() for entry in top)


@dataclass
class _Open:
    """An entry whose children are still being read."""

    leaf: Leaf
    indent: int
    children: list[_Open] = field(default_factory=list)

    def closed(self) -> Leaf:
        return replace(self.leaf, children=tuple(child.closed() for child in self.children))


def _entries(text: str, base: str) -> Iterator[tuple[Leaf, int]]:
    """Each entry with its indentation, line after line."""
    fenced: list[str] = []
    opening, indent = Leaf("raw"), 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        stripped = line.strip()
        if fenced:
            fenced.append(line)
            if stripped.startswith("```"):
                yield replace(opening, spelling="\n".join(fenced)), indent
                fenced = []
            continue
        if not stripped or stripped.startswith("<!--"):
            continue
        item = None if _RULE.fullmatch(line) else _ITEM.fullmatch(line)
        if item and item[2].startswith("```"):
            fenced, indent = [stripped], _width(item[1])
            opening = Leaf("raw", item[2].strip("` "), line=number)
        elif item:
            yield replace(_item(item[2], base), line=number, spelling=stripped), _width(item[1])
        else:
            leaf = _mark(line)
            if leaf:
                yield replace(leaf, line=number, spelling=stripped), 0
    if fenced:
        yield replace(opening, spelling="\n".join(fenced)), indent


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(4))


def _mark(line: str) -> Leaf | None:
    """A group or a separator; anything else that is not an item tells nothing."""
    if _RULE.fullmatch(line):
        return Leaf("separator")
    heading = _HEADING.match(line)
    if not heading or len(heading[1]) == 1:
        return None
    text = without_closing(line[heading.end() :])
    ident = next((_ID.search(anchor) for anchor in _ANCHOR.findall(text)), None)
    return Leaf("group", plain(_ANCHOR.sub("", text)), ident=ident[1] if ident else "")


def _item(rest: str, base: str) -> Leaf:
    link = _link(rest)
    if not link:
        return Leaf("label", plain(rest))
    text, destination, nav_title = link
    if _SCHEME.match(destination):
        return Leaf("link", plain(text), url=destination, nav_title=nav_title)
    path, _, anchor = destination.partition("#")
    if not path and not anchor:
        return Leaf("label", plain(text), nav_title=nav_title)
    file = posixpath.normpath(posixpath.join(base, unquote(path).lstrip("/"))) if path else ""
    return Leaf("page", plain(text), file=file, anchor=anchor, nav_title=nav_title)


def _link(text: str) -> tuple[str, str, str] | None:
    """`[text](destination "title")` → its three parts, or nothing."""
    end = _closing(text, 0, "[", "]")
    if not end or text[end + 1 : end + 2] != "(":
        return None
    start = end + 2 + len(text[end + 2 :]) - len(text[end + 2 :].lstrip(" "))
    if text[start : start + 1] == "<":
        stop = text.find(">", start)
        destination, after = text[start + 1 : stop], stop + 1
        if stop < 0:
            return None
    else:
        stop = after = _end_of_destination(text, start)
        destination = text[start:stop]
    tail = _TITLE.match(text, after)
    if not tail:
        return None
    return text[1:end], unescape(destination.strip()), unescape(tail[1] or tail[2] or "")


def _closing(text: str, start: int, opening: str, closing: str) -> int:
    """Where the bracket that opens at `start` closes; 0 if it does not."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == opening:
            depth += 1
        elif text[at] == closing:
            depth -= 1
        if depth == 0:
            return at if at > start else 0
        at += 1
    return 0


def _end_of_destination(text: str, start: int) -> int:
    """The destination ends at the bracket that closes the link, or before a quoted title."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "(":
            depth += 1
        elif text[at] == ")":
            if depth == 0:
                return at
            depth -= 1
        elif text[at] == " ":
            blanks = _BLANKS.match(text, at)
            if blanks and blanks[1]:
                return at
            at = blanks.end() - 1 if blanks else at
        at += 1
    return at


# ---- writing


def write(leaves: tuple[Leaf, ...], was: str = "", base: str = "") -> str:
    """A SUMMARY.md that tells these contents: `was`, to the byte, if it already does.

    An entry that was read and not changed since is written as its author spelt it.
    """
    if was and parse(was, base) == leaves:
        return was
    mark = "\ufeff" if was.startswith("\ufeff") else ""
    first = next((line for line in was[len(mark) :].splitlines() if line.startswith("# ")), HEADING)
    lines = [first, ""]
    for leaf in leaves:
        if leaf.kind in ("group", "separator"):
            lines += ["", _spelling(leaf, base), ""] if lines[-1] else [_spelling(leaf, base), ""]
            lines += [line for child in leaf.children for line in _lines(child, 0, base)]
        else:
            lines += _lines(leaf, 0, base)
    written = mark + "\n".join(lines).rstrip("\n") + "\n"
    return written.replace("\n", "\r\n") if "\r\n" in was else written


def _lines(leaf: Leaf, depth: int, base: str) -> list[str]:
    lines = ["  " * depth + line if number == 0 else line for number, line in enumerate(_split(leaf, base))]
    return lines + [line for child in leaf.children for line in _lines(child, depth + 1, base)]


def _split(leaf: Leaf, base: str) -> list[str]:
    return _spelling(leaf, base).split("\n")


def _spelling(leaf: Leaf, base: str) -> str:
    """The entry as it was spelt, if that still says the same; else as GitBook spells it."""
    if leaf.spelling:
        again = parse(leaf.spelling, base)
        if len(again) == 1 and again[0] == replace(leaf, children=()):
            return leaf.spelling
    if leaf.kind == "separator":
        return "***"
    if leaf.kind == "group":
        anchor = f' <a href="#{leaf.ident}" id="{leaf.ident}"></a>' if leaf.ident else ""
        title = re.sub(r"#(?=#*$)", r"\#", _escaped(leaf.title))  # they would close the heading
        return f"## {title}{anchor}"
    if leaf.kind == "raw":
        return leaf.spelling or f"* ```{leaf.title}\n```"
    if leaf.kind == "label":
        return f"* {_escaped(leaf.title)}"
    name = f' "{_quoted(leaf.nav_title)}"' if leaf.nav_title else ""
    return f"* [{_escaped(leaf.title)}]({_destination(leaf, base)}{name})"


def _destination(leaf: Leaf, base: str) -> str:
    if leaf.kind == "link":
        return f"<{leaf.url}>" if re.search(r"[\s()]", leaf.url) else leaf.url
    path = posixpath.relpath(leaf.file, base or ".") if leaf.file else ""
    destination = quote(path, safe="/~!$&'*+,;=:@") if re.search(r"[%#?\\<>]", path) else path
    destination += f"#{leaf.anchor}" if leaf.anchor else ""
    return f"<{destination}>" if re.search(r"[\s()]", destination) else destination


def _quoted(title: str) -> str:
    """A title between double quotes, where a reference would be read as the character it names."""
    title = title if html.unescape(title) == title else title.replace("&", "&amp;")
    return title.replace("\\", "\\\\").replace('"', '\\"')


def _escaped(title: str) -> str:
    """A title whose characters stand for themselves."""
    return re.sub(r"([\\`*_\[\]<>&~])", r"\\\1", title)
