"""Carries out what the drawing asked for beside an element: drop it, unwrap it, put something around."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from wiki.text.places import join
from wiki.text.tree import noted

_ASKED = frozenset({"#drop", "#unwrap", "#before", "#after"})


def settle(root: Element) -> None:
    """Rebuild, from the leaves up, the elements of which a child asks for something."""
    asking = [element for element in root.iter() if not _ASKED.isdisjoint(element.attrib)]
    if not asking:
        return
    for parent in reversed(list(root.iter())):
        if any(not _ASKED.isdisjoint(child.attrib) for child in parent):
            _rebuild(parent)


def _rebuild(parent: Element) -> None:
    content: list[Element | str] = [parent.text or ""]
    for child in parent:
        tail, child.tail = child.tail or "", None
        content += [*_expanded(child), tail]
    fill(parent, content)


def _expanded(child: Element) -> list[Element | str]:
    """What stands in the place of an element that may ask for something."""
    asked: dict[str, Any] = {name: noted(child).pop(name) for name in _ASKED if name in child.attrib}
    content: list[Element | str] = []
    for item in asked.get("#before", []):
        content += [item] if isinstance(item, str) else _settled(item)
    if "#unwrap" in asked:
        content.append(child.text or "")
        for inner in child:
            tail, inner.tail = inner.tail or "", None
            content += [inner, tail]
    elif "#drop" not in asked:
        content.append(child)
    return content + asked.get("#after", [])


def _settled(element: Element) -> list[Element | str]:
    """An element from outside the tree, which was not settled with it."""
    settle(element)
    return _expanded(element)


def fill(parent: Element, content: list[Element | str]) -> None:
    """Make `content`, texts and elements in order, all that `parent` holds."""
    parent[:] = []
    parent.text = None
    words: list[str] = []
    last: Element | None = None
    for item in [*content, None]:
        if isinstance(item, str):
            if item:
                words.append(item)
            continue
        if words:
            if last is None:
                parent.text = join(words)
            else:
                last.tail = join(words)
            words = []
        if item is not None:
            item.tail = None
            parent.append(item)
            last = item
