"""Files to take away: name, kind and size."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, clear, make, words_of
from wiki.text.labels import Labels
from wiki.text.links import Target
from wiki.text.tree import first_line


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% file src="../.gitbook/assets/x.pdf" caption="…" %}`, the caption inside or as a body."""
    source = attributes.get("src", "").strip()
    target = canvas.target(source)
    line = first_line(element)
    text, children = (element.text, list(element)) if words_of(element) else (None, [])
    become(element, "figure", {"class": "gb-file", "data-gb": "file"})
    clear(element)
    name = target.title or unquote(source.rsplit("/", 1)[-1])
    if target.kind == "broken":
        element.append(make("span", {"class": "gb-broken", "data-gb-chrome": ""}, name))
        element.append(canvas.visible_notice("broken", source, line))
    else:
        link = anchor(canvas, target, _described(name, target, canvas.labels))
        if target.kind == "asset":
            link.set("download", "")
        element.append(link)
    if children or text or attributes.get("caption"):
        caption = make("figcaption", {}, text or ("" if children else attributes["caption"]))
        caption.extend(children)
        element.append(caption)


def _described(name: str, target: Target, labels: Labels) -> str:
    """`x.pdf (PDF, 1.2 MB)`."""
    kind = name.rsplit(".", 1)[1].upper() if "." in name.strip(".") else ""
    known = [part for part in (kind, size(target.size, labels)) if part]
    return f"{name} ({', '.join(known)})" if known else name


def size(count: int | None, labels: Labels) -> str:
    """A number of bytes as people say it; empty when it is not known."""
    if count is None:
        return ""
    if count < 1_000:
        return labels.file_size_bytes.format(size=count)
    if count < 1_000_000:
        return labels.file_size_kilobytes.format(size=round(count / 1_000))
    return labels.file_size_megabytes.format(size=f"{count / 1e6:.1f}".replace(".", labels.decimal_mark))
