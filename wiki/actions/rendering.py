"""What the engine makes of a text: made ready before the lock, kept, made again at need."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils import translation

from wiki import rules
from wiki.actions.labels import labels
from wiki.book.targets import Targets
from wiki.models.page import TITLE_LENGTH, Kind, Page, State, address_of, folded
from wiki.text import words
from wiki.text.links import Resolve, Target, is_external
from wiki.text.outline import Anchors, Heading
from wiki.text.render import VERSION, Rendering, render


@dataclass(frozen=True)
class Ready:
    """A text and all that is derived from it, ready to be written in one short transaction."""

    header: str
    source: str
    title: str
    html: str
    outline: list[dict[str, Any]]
    plain: str
    links: list[dict[str, str]]
    engine_version: int = VERSION


@dataclass
class Places:
    """Where every published page stands: one query, shared by all the texts rendered together."""

    titles: dict[str, str] = field(default_factory=dict)  # path → title
    files: dict[str, str] = field(default_factory=dict)  # file in its book → path
    anchors: dict[str, Anchors] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Places:
        """A draft is no target: its title must not show through a published page."""
        living = Page.objects.filter(state=State.PUBLISHED).exclude(kind=Kind.LINK)
        places = cls()
        for path, title, book_path in living.values_list("path", "title", "book_path"):
            if path is None:  # a link, left out above
                continue
            places.titles[path] = title
            if book_path:
                places.files[book_path] = path
        return places

    def resolver(self, path: str, book_path: str = "") -> Resolve:
        """How destinations resolve from a page: as files in a book, as addresses elsewhere."""
        if book_path:
            from_file = self._book.resolver(book_path)
            return lambda destination: self._with_heading(from_file(destination))
        return lambda destination: self._with_heading(self._from_address(destination, path))

    @cached_property
    def _book(self) -> Targets:
        pages = {file: (address_of(at), self.titles[at]) for file, at in self.files.items()}
        return Targets(pages=pages, assets={})

    def _from_address(self, destination: str, path: str) -> Target:
        """`../x/`, `/a/b`, `/a/b.md`: what a browser standing at the page's address would make of it."""
        if is_external(destination):
            return Target("external", url=destination)
        address, _, fragment = destination.partition("#")
        tail = f"#{fragment}" if fragment else ""
        if not address:
            return Target("page", url=tail, title=self.titles.get(path, "")) if tail else Target("broken")
        joined = posixpath.normpath(posixpath.join(f"/{path}/", unquote(address.partition("?")[0])))
        bare = joined.strip("/")
        for candidate in (bare, bare.removesuffix(".md"), bare.removesuffix("README.md").rstrip("/")):
            if candidate in self.titles:
                return Target("page", url=address_of(candidate) + tail, title=self.titles[candidate])
        return Target("broken")

    def _with_heading(self, target: Target) -> Target:
        """The fragment that the target page really emits, and the words of the heading it names."""
        address, _, fragment = target.url.partition("#")
        if target.kind != "page" or not fragment or not address:
            return target
        heading = self._anchors(unquote(address).strip("/")).heading(fragment)
        if heading is None:
            return target
        return Target("page", url=f"{address}#{heading.id}", title=target.title, heading=heading.text)

    def _anchors(self, path: str) -> Anchors:
        if path not in self.anchors:
            kept = Page.objects.at(path).values_list("outline", flat=True).first() or []
            self.anchors[path] = Anchors(Heading(**heading) for heading in kept)
        return self.anchors[path]


def prepare(
    source: str,
    *,
    path: str,
    header: str = "",
    book_path: str = "",
    lang: str = "",
    places: Places | None = None,
) -> Ready:
    """Render a text as the page that stands, or will stand, at this path. Slow: call it before any lock."""
    places = places or Places.now()
    with translation.override(lang if lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        made = render(source, resolve=places.resolver(path, book_path), labels=labels())
    return _ready(source, header, made)


def keep(page: Page, ready: Ready) -> None:
    """Put on the page what was made of its text; the caller saves."""
    page.html = ready.html
    page.outline = ready.outline
    page.plain = ready.plain
    page.links = ready.links
    page.engine_version = ready.engine_version
    page.path_folded = folded(page.path or "")
    page.sort_key = words.fold(page.menu_title)[: 2 * TITLE_LENGTH]


def rebuild(pages: Iterable[Page], *, by: Any) -> int:
    """Render again, without a revision: the engine, or what links lead to, has changed. How many did."""
    rules.require(by, "page.rebuild")
    places, changed = Places.now(), 0
    for page in pages:
        before = [getattr(page, name) for name in Page.DERIVED]
        keep(
            page,
            prepare(
                page.source,
                path=page.path or "",
                header=page.header,
                book_path=page.book_path,
                lang=page.lang,
                places=places,
            ),
        )
        derived = {name: getattr(page, name) for name in Page.DERIVED}
        if list(derived.values()) == before:
            continue
        changed += Page.objects.filter(pk=page.pk, version=page.version).update(**derived)
    return changed


def _ready(source: str, header: str, made: Rendering) -> Ready:
    return Ready(
        header=header,
        source=source,
        title=made.title,
        html=made.html,
        outline=[heading._asdict() for heading in made.outline],
        plain=str(made.plain),
        links=[asdict(link) for link in made.links],
    )
