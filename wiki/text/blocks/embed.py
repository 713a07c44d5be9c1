"""Embeds: a card that names the host and links to it; nothing of theirs is loaded."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, clear, host, make, words_of
from wiki.text.links import Target
from wiki.text.players import player
from wiki.text.tree import first_line


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% embed url="https://…" caption="…" %}`, the caption inside or as a body."""
    url = attributes.get("url", "").strip()
    line = first_line(element)
    caption = _caption(element, url, attributes.get("caption", ""))
    target = canvas.target(url)
    become(element, "figure", {"class": "gb-embed", "data-gb": "embed"})
    clear(element)
    if target.kind == "broken":
        element.append(make("span", {"class": "gb-broken", "data-gb-chrome": ""}, url))
        element.append(canvas.visible_notice("broken", url, line))
    else:
        element.append(_card(canvas, target, url))
    if caption is not None:
        element.append(caption)


def _card(canvas: Canvas, target: Target, url: str) -> Element:
    """The link, its host before its address; a player that may be shown in its place is named on it."""
    name = host(url)
    if name == url:
        return anchor(canvas, target, url)
    link = anchor(canvas, target, "")
    link.append(make("span", {"class": "gb-embed__host"}, name))
    link[0].tail = " "
    link.append(make("span", {"class": "gb-embed__address"}, url))
    if player(url):
        link.set("data-player", player(url))
    return link


def _caption(element: Element, url: str, written: str) -> Element | None:
    """The caption, from the attribute or else from the body; a body that repeats the address is none."""
    if written:
        return make("figcaption", {}, written)
    if words_of(element) in ("", url):
        return None
    return make("figcaption", {}, element.text or "", *element)
