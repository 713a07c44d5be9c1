"""Files to take away: name, format and size."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree.ElementTree import Element

from wiki.text.drawing import Canvas, anchor, become, clear, make, words_of
from wiki.text.labels import Labels
from wiki.text.links import Target
from wiki.text.tree import first_line

LONGEST_FORMAT = 8
FAMILIES = {
    "text": {"doc", "docx", "odt", "pdf", "rtf", "txt", "md", "epub"},
    "sheet": {"csv", "ods", "tsv", "xls", "xlsx"},
    "slides": {"odp", "ppt", "pptx"},
    "picture": {"avif", "gif", "jpeg", "jpg", "odg", "png", "svg", "webp"},
    "archive": {"7z", "gz", "tar", "zip"},
    "code": {"css", "html", "js", "json", "py", "sh", "toml", "ts", "xml", "yaml", "yml"},
}


def draw(element: Element, canvas: Canvas, attributes: dict[str, str]) -> None:
    """`{% file src="../.gitbook/assets/x.pdf" caption="…" %}`, the caption inside or as a body."""
    source = attributes.get("src", "").strip()
    target = canvas.target(source)
    line = first_line(element)
    text, children = (element.text, list(element)) if words_of(element) else (None, [])
    become(element, "figure", {"class": "gb-file", "data-gb": "file"})
    clear(element)
    name = target.title or unquote(source.rsplit("/", 1)[-1]) or source
    if target.kind == "broken":
        element.append(make("span", {"class": "gb-broken", "data-gb-chrome": ""}, name))
        element.append(canvas.visible_notice("broken", source, line))
    else:
        element.set("class", f"gb-file{_kind(name)}")
        element.append(_link(canvas, target, name))
    if children or text or attributes.get("caption"):
        caption = make("figcaption", {}, text or ("" if children else attributes["caption"]))
        caption.extend(children)
        element.append(caption)


def _link(canvas: Canvas, target: Target, name: str) -> Element:
    """`x.pdf PDF · 1.2 MB Download`: what it is called, what it is, what the link does."""
    link = anchor(canvas, target, "")
    facts = " · ".join(part for part in (_format(name), size(target.size, canvas.labels)) if part)
    parts = [("name", name), ("facts", facts)]
    if target.kind == "asset":
        link.set("download", "")
        parts.append(("get", canvas.labels.file_download))
    for part, words in parts:
        if words:
            link.append(make("span", {"class": f"gb-file__{part}"}, words))
            link[-1].tail = " "
    link[-1].tail = None
    return link


def _format(name: str) -> str:
    """The ending of a name, if it has one that could tell a format."""
    ending = name.rsplit(".", 1)[1] if "." in name.strip(".") else ""
    return ending.upper() if ending.isalnum() and len(ending) <= LONGEST_FORMAT else ""


def _kind(name: str) -> str:
    """The class of a family of formats, which has a sign of its own."""
    ending = _format(name).lower()
    return next((f" gb-file--{kind}" for kind, endings in FAMILIES.items() if ending in endings), "")


def size(count: int | None, labels: Labels) -> str:
    """A number of bytes as people say it; empty when it is not known."""
    if count is None:
        return ""
    if count < 1_000:
        return labels.file_size_bytes.format(size=count)
    if count < 1_000_000:
        return labels.file_size_kilobytes.format(size=round(count / 1_000))
    return labels.file_size_megabytes.format(size=f"{count / 1e6:.1f}".replace(".", labels.decimal_mark))
