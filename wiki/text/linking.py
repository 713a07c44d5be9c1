"""Links and pictures: their destinations resolved, what leads nowhere shown as such."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wiki.text.drawing import OUTSIDE, PICTURE, Canvas, clear, host, make, words_of
from wiki.text.links import Target
from wiki.text.outline import HEADINGS
from wiki.text.tree import noted

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
    notes["loading"] = "lazy"
    if not notes.get("alt") and notes.get("class") != "gb-card__cover":
        canvas.notice("no-alternative", source)
    if target.kind == "external":
        notes["src"] = PICTURE
        heading = notes.pop("#heading", None)
        after = notes if heading is None else noted(heading)
        after.setdefault("#after", []).extend([" ", _remote(target, canvas, linked)])
    elif target.kind == "broken":
        notes["src"] = PICTURE
        notes["class"] = f"{notes.get('class', '')} gb-broken".strip()
        canvas.notice("broken", source)
    else:
        notes["src"] = target.url


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
            child.set("srcset", target.url)
        elif child.tag == "img" and "#src" in child.attrib:
            _draw_image(child, canvas)
            after = noted(child).pop("#after", None)
            if after:
                noted(element)["#after"] = after
