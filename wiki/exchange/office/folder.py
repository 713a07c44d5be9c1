"""The tools of a guide that is a folder in GitBook's format, as office files in another folder."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin

from django.utils.translation import gettext as _

from wiki.actions import rendering
from wiki.actions.variants import Unfit
from wiki.actions.vectors import redraw
from wiki.book import gitbook
from wiki.book.licences import is_statement, named, stated
from wiki.book.tree import Book, PageFile
from wiki.errors import BrokenBook
from wiki.exchange import folder
from wiki.exchange.office import making
from wiki.exchange.office.origin import Origin, Picture
from wiki.exchange.rendering_tree import rendered
from wiki.text import tools
from wiki.text.labels import Labels
from wiki.text.render import Rendering


def write_tools(source: Path, out: Path, site: str) -> list[str]:
    """Write `OUT/a/b.odt` and `OUT/a/b.ods` for each page `a/b.md` that can be filled in; their names.

    `site` is where the guide is read: links of the files lead there.
    """
    if out.resolve().is_relative_to(source.resolve()):
        raise BrokenBook(
            _("%(out)s lies inside %(source)s: choose another folder.") % {"out": out, "source": source}
        )
    files = {name: path.read_bytes() for name, path in folder.paths(source).items()}
    names: list[str] = []
    for book in gitbook.read(files):
        stem = f"{book.name}/" if book.name else ""
        sizes = {name: len(content) for name, content in book.others.items()}
        for file, made in sorted(rendered(book, stem, sizes, _labels).items()):
            origin = _origin(book, book.pages[file], made, site)
            for kind in tools.formats(made.html):
                name = f"{stem}{posixpath.splitext(file)[0]}.{kind}"
                path = out / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(making.made(kind, made.html, origin))
                names.append(name)
    return names


def _labels(page: PageFile) -> Labels:
    return rendering.labels_in(_lang(page))


def _lang(page: PageFile) -> str:
    return str(page.meta.get("lang") or "fr")


def _origin(book: Book, page: PageFile, made: Rendering, site: str) -> Origin:
    title = made.title or page.title
    here = urljoin(f"{site}/", page.path)
    return Origin(
        title=title,
        description=page.description,
        lang=_lang(page),
        site=site.partition("://")[2],
        cited=title,
        address=here,
        licence=_licence(book, page),
        at=None,
        led=lambda href: urljoin(here, _read_at(book, href)),
        picture=_drawings(book),
    )


def _licence(book: Book, page: PageFile) -> str:
    own = page.meta.get(making.LICENCE)
    if isinstance(own, str) and own:
        return named(own).name
    texts = [content.decode(errors="replace") for name, content in book.others.items() if is_statement(name)]
    found = next(filter(None, map(stated, texts)), "")
    return named(found).name if found else ""


def _read_at(book: Book, href: str) -> str:
    """The address on the site of the page that a link of the rendering names by its file."""
    name, mark, fragment = href.partition("#")
    file = unquote(name).lstrip("/").removesuffix(".html")
    page = book.pages.get(file.removeprefix(f"{book.name}/") if book.name else file)
    return f"/{page.path}/{mark}{fragment}".replace("//", "/") if page and name else href


def _drawings(book: Book) -> Callable[[str], Picture | None]:
    def picture(source: str) -> Picture | None:
        name = unquote(source).lstrip("/")
        content = book.others.get(name.removeprefix(f"{book.name}/") if book.name else name)
        if content is None or not name.endswith(".svg"):
            return None
        try:
            drawn = redraw(content)
        except Unfit:
            return None
        return Picture(drawn.variants[0].content, "svg", drawn.width, drawn.height)

    return picture
