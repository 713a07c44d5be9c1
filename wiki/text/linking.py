"""Links and pictures: their destinations resolved, what leads nowhere shown as such."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from wiki.text.drawing import OUTSIDE, PICTURE, Canvas, clear, host, make, words_of
from wiki.text.links import Picture, Target
from wiki.text.outline import HEADINGS
from wiki.text.tree import noted

COLUMN = "(min-width: 42rem) 38rem, 100vw"  # how wide a picture is drawn in the text
CARD = "(min-width: 42rem) 19rem, 100vw"  # and on a card
OPENING = 800  # characters: what stands before the first picture that a reader sees without scrolling
_LONGEST_SIDE = 9_999
_STAND_IN = Picture(320, 180)  # the drawing at PICTURE
_PEOPLE = ("https://app.gitbook.com/u/", "https://www.gitbook.com/u/")


def draw(root: Element, canvas: Canvas) -> None:
    """Give every link and picture of a drawn tree its address."""
    if next(root.iter("img"), None) is not None:
        _tell_images(root)
    for element in list(root.iter()):
        if element.tag == "a" and "#title" in element.attrib:
            _draw_link(element, canvas)
        elif element.tag == "img" and "#src" in element.attrib:
            _draw_image(element, canvas)
        elif element.tag == "picture":
            _draw_picture(element, canvas)


def _tell_images(root: Element) -> None:
    """Let each picture know the link and the heading that hold it."""
    for holder in root.iter():
        if holder.tag == "a" or holder.tag in HEADINGS:
            for image in holder.iter("img"):
                noted(image)["#linked" if holder.tag == "a" else "#heading"] = holder


def _draw_link(element: Element, canvas: Canvas) -> None:
    notes = noted(element)
    destination = notes.pop("#href", None)
    title = notes.pop("#title", "")
    if destination is None:
        element.tag = "span"
    elif destination.startswith("#user-content-fn"):
        element.set("#unwrap", "")  # the note itself follows
    elif "#anchor" in notes and destination.startswith("#") and not words_of(element) and not len(element):
        element.tag = "span"
    elif title == "mention":
        _draw_mention(element, destination, canvas)
    else:
        # An empty destination is the page itself, as for any browser.
        target = canvas.target(destination) if destination.strip() else Target("page", "#")
        _lead_to(element, target, destination, canvas)
        if title and "href" in notes:
            notes["title"] = title


def _lead_to(element: Element, target: Target, destination: str, canvas: Canvas) -> None:
    if target.kind == "broken":
        element.set("class", f"{element.get('class', '')} gb-broken".strip())
        canvas.notice("broken", destination)
        return
    if not destination.strip():
        element.set("class", f"{element.get('class', '')} gb-broken".strip())
        canvas.notice("broken", destination)
    elif target.url.startswith("#"):
        element.set("#fragment", target.url[1:])
    element.set("href", target.url)
    if target.kind == "external":
        element.set("rel", OUTSIDE)
    if not words_of(element):
        _name(element, target.title or destination)


def _name(element: Element, name: str) -> None:
    """A link needs words: those of its pictures, or ours."""
    images = list(element.iter("img"))
    if not images:
        element.append(make("span", {"data-gb-chrome": ""}, name))
    elif not any(image.get("alt") for image in images):
        element.set("aria-label", name)


def _draw_mention(element: Element, destination: str, canvas: Canvas) -> None:
    element.set("class", "gb-mention")
    element.set("data-gb", "mention")
    if destination.startswith(_PEOPLE):
        element.tag = "span"
        return
    target = canvas.target(destination)
    if target.kind == "page" and target.title:
        clear(element)
        element.text = target.title
        if target.heading:
            element.append(make("span", {"data-gb-chrome": ""}, f" › {target.heading}"))
    _lead_to(element, target, destination, canvas)


def _draw_image(element: Element, canvas: Canvas) -> None:
    notes = noted(element)
    source, title = notes.pop("#src"), notes.pop("#title", "")
    linked = notes.pop("#linked", None) is not None
    target = canvas.target(source)
    if title:
        notes["title"] = title
    notes |= {"loading": "lazy", "decoding": "async"}
    if not notes.get("alt") and notes.get("class") != "gb-card__cover":
        canvas.notice("no-alternative", source)
    if target.kind == "external":
        _stand_in(notes)
        heading = notes.pop("#heading", None)
        after = notes if heading is None else noted(heading)
        after.setdefault("#after", []).extend([" ", _remote(target, canvas, linked)])
    elif target.kind == "broken":
        _stand_in(notes)
        notes["class"] = f"{notes.get('class', '')} gb-broken".strip()
        canvas.notice("broken", source)
    else:
        _show(notes, target)


def _stand_in(notes: dict[str, Any]) -> None:
    """A drawing of ours, in its own size whatever the picture's would be."""
    notes |= {"src": PICTURE, "width": str(_STAND_IN.width), "height": str(_STAND_IN.height)}


def _show(notes: dict[str, Any], target: Target) -> None:
    """The picture, its room kept before it comes, and the widths in which it is offered."""
    notes["src"] = target.url
    if target.picture is None:
        return
    _offer(notes, target, COLUMN)
    if notes.get("class") == "gb-image--line" and target.picture.sources:
        notes["src"] = target.picture.sources[0][0]
        del notes["srcset"], notes["sizes"]


def _offer(notes: dict[str, Any], target: Target, drawn: str) -> None:
    """The measures of a picture that was checked, and the widths it comes in."""
    picture = target.picture
    if picture is None:
        return
    asked = int(notes.get("width") or 0)
    width, height = _measures(picture, asked, int(notes.get("height") or 0))
    notes |= {"width": str(width), "height": str(height)}
    if picture.sources:
        notes["srcset"] = ", ".join(f"{url} {wide}w" for url, wide in picture.sources)
        notes["sizes"] = CARD if notes.get("class") == "gb-card__cover" else f"{asked}px" if asked else drawn


def _measures(picture: Picture, asked_width: int, asked_height: int) -> tuple[int, int]:
    """The size its author asked for, in the picture's own proportions: the room that it will really take."""
    if asked_width:
        scale = asked_width / picture.width
    elif asked_height:
        scale = asked_height / picture.height
    else:
        scale = 1.0
    scale = min(scale, _LONGEST_SIDE / picture.width, _LONGEST_SIDE / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def favour_first(root: Element) -> None:
    """Have a picture that opens the page fetched at once; the others are when the reader nears them."""
    before = 0
    folded = {image for fold in root.iter("details") for image in fold.iter("img")}
    for element in root.iter():
        if before > OPENING:
            return
        notes = noted(element)
        if element.tag == "img" and element not in folded and notes.get("class") != "gb-image--line":
            if notes.get("src") != PICTURE and notes.pop("loading", ""):
                notes["fetchpriority"] = "high"
            return
        before += len(element.text or "") + len(element.tail or "")


def _remote(target: Target, canvas: Canvas, linked: bool) -> Element:
    """The way to a picture on another host, which is never loaded; within a link it is only said."""
    words = canvas.labels.remote_picture.format(host=host(target.url))
    if linked:
        return make("span", {"class": "gb-remote", "data-gb-chrome": ""}, words)
    return make("a", {"class": "gb-remote", "data-gb-chrome": "", "href": target.url, "rel": OUTSIDE}, words)


def _draw_picture(element: Element, canvas: Canvas) -> None:
    """A picture in two schemes; the way to a remote one stands after it."""
    for child in list(element):
        if child.tag == "source":
            source = noted(child).pop("#src", "")
            target = canvas.target(source) if source else Target("broken")
            if target.kind != "asset" and target.kind != "page":
                element.remove(child)
                continue
            _offer_instead(noted(child), target)
        elif child.tag == "img" and "#src" in child.attrib:
            _draw_image(child, canvas)
            after = noted(child).pop("#after", None)
            if after:
                noted(element)["#after"] = after


def _offer_instead(notes: dict[str, Any], target: Target) -> None:
    """What a `<source>` shows: as its picture would, in one width where only one is known."""
    drawn = CARD if notes.pop("#cover", None) is not None else COLUMN
    _offer(notes, target, drawn)
    notes.setdefault("srcset", target.url)
