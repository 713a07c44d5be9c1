"""Reads the HTML that the engine answers, tag by tag, for tests that look at what it holds."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple


class Tag(NamedTuple):
    """An opening tag and its attributes."""

    name: str
    attributes: dict[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def tags(html: str) -> list[Tag]:
    """The opening tags of HTML in order; HTML with comments or declarations in it is refused."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.others == []
    return reader.tags
