"""A book as plain data: its contents, its pages as written, its other files, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Leaf:
    """One entry of the contents.

    `kind` is page, missing (a page whose file is absent), group (a heading of the contents), link
    (an outside address), label (words without a link), raw (a fenced block kept as it is) or
    separator. `line` and `spelling` tell where and how it was written; they do not count in `==`.
    """

    kind: str
    title: str = ""
    file: str = ""
    anchor: str = ""
    url: str = ""
    nav_title: str = ""
    ident: str = ""
    children: tuple[Leaf, ...] = ()
    line: int = field(default=0, compare=False)
    spelling: str = field(default="", compare=False)

    @property
    def menu_title(self) -> str:
        return self.nav_title or self.title

    def walk(self) -> Iterator[Leaf]:
        """This entry, then all those below it, in the order of the contents."""
        waiting = [self]
        while waiting:
            leaf = waiting.pop()
            yield leaf
            waiting.extend(reversed(leaf.children))


@dataclass(frozen=True)
class PageFile:
    """One page: `header` and `source` joined are the decoded file, to the last code point."""

    file: str
    header: str
    source: str
    title: str
    path: str
    nav_title: str = ""
    listed: bool = True
    encoding: str = "utf-8"
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def description(self) -> str:
        return _text(self.meta.get("description"))

    @property
    def icon(self) -> str:
        return _text(self.meta.get("icon"))

    @property
    def cover(self) -> str:
        return _text(self.meta.get("cover"))


@dataclass(frozen=True)
class Remark:
    """Something in a book that was not understood, or was bent to fit, for whoever imports it."""

    kind: str
    file: str
    detail: str = ""
    line: int = 0


@dataclass(frozen=True)
class Book:
    """A whole guide. `root` is its folder in the repository; every file name is relative to it."""

    root: str
    name: str
    readme: str
    summary: str
    leaves: tuple[Leaf, ...]
    pages: Mapping[str, PageFile]
    others: Mapping[str, bytes]
    redirects: Mapping[str, str] = field(default_factory=dict)
    redirect_lines: Mapping[str, int] = field(default_factory=dict)  # of the configuration
    remarks: tuple[Remark, ...] = ()

    def walk(self) -> Iterator[Leaf]:
        """Every entry of the contents, in order."""
        for leaf in self.leaves:
            yield from leaf.walk()


def _text(value: Any) -> str:
    """A value of the front matter as a text; lists and maps are not one."""
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
