"""Code whose lines are numbered: each line is marked, so that a sheet may count it; no word changes."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import make
from wiki.text.places import piece
from wiki.text.syntax import MOST_LINES

NUMBERED = "gb-code--lines"


def draw(root: Element) -> None:
    """Mark the lines of code that an author asked to number; code that holds marks of its own stays whole."""
    for figure in root.iter("figure"):
        if NUMBERED not in figure.get("class", "").split():
            continue
        for pre in figure.iter("pre"):
            code = pre[0] if len(pre) == 1 and pre[0].tag == "code" else None
            if code is not None and all(part.tag == "span" and not len(part) for part in code):
                _mark_lines(code)


def _mark_lines(code: Element) -> None:
    stretches = _stretches(code)
    text = "".join(words for words, _ in stretches).removesuffix("\n")
    if not text or text.count("\n") >= MOST_LINES:
        return
    lines: list[Element] = [_line()]
    for words, name in stretches:
        start = 0
        while start < len(words):
            end = words.find("\n", start) + 1 or len(words)
            _append(lines[-1], piece(words, start, end), name)
            if words[end - 1] == "\n":
                lines.append(_line())
            start = end
    if not len(lines[-1]) and not lines[-1].text:
        lines.pop()
    code.text = None
    code[:] = lines


def _line() -> Element:
    return make("span", {"class": "gb-line"})


def _stretches(code: Element) -> list[tuple[str, str]]:
    """The code as stretches of text, each with the class of its colour, or none."""
    found = [(code.text or "", "")]
    for part in code:
        found += [(part.text or "", part.get("class", "")), (part.tail or "", "")]
    return [(words, name) for words, name in found if words]


def _append(line: Element, words: str, name: str) -> None:
    if name:
        line.append(make("span", {"class": name}, words))
    elif len(line):
        line[-1].tail = words
    else:
        line.text = words
