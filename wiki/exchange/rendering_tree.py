"""Renders a folder in GitBook's format to another: each page as HTML, each of its words with its place."""

from __future__ import annotations

import html
import json
import os
import posixpath
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.utils.translation import gettext as _

from wiki.book import gitbook
from wiki.book.files import decode
from wiki.book.targets import Targets, composed, is_markdown
from wiki.book.tree import Book, PageFile
from wiki.errors import BrokenBook
from wiki.exchange import folder
from wiki.exchange.remarks import sentence
from wiki.text.labels import Labels
from wiki.text.links import Resolve, Target
from wiki.text.outline import Anchors
from wiki.text.render import Rendering, render


@dataclass(frozen=True)
class Tally:
    """What was written, and what the books held that was not understood."""

    pages: int
    words: int
    placed: int
    assets: int
    remarks: tuple[str, ...]


def render_tree(source: Path, out: Path) -> Tally:
    """Write `OUT/a/b.md.html` and `OUT/a/b.md.json` for each page `a/b.md`, the assets, and a map."""
    if out.resolve().is_relative_to(source.resolve()):
        raise BrokenBook(
            _("%(out)s lies inside %(source)s: choose another folder.") % {"out": out, "source": source}
        )
    where = folder.paths(source)
    # Of pictures and documents the size is enough: a guide may hold gigabytes of them.
    books = gitbook.read({name: path.read_bytes() if _is_text(name) else b"" for name, path in where.items()})
    out.mkdir(parents=True, exist_ok=True)
    addresses: dict[str, str] = {}
    words = placed = assets = 0
    for book in books:
        stem = f"{book.name}/" if book.name else ""
        sizes = {name: where[posixpath.join(book.root, name)].stat().st_size for name in book.others}
        for file, made in rendered(book, stem, sizes).items():
            page = book.pages[file]
            placed_words = _words(page, made)
            words += len(placed_words)
            placed += sum(start is not None for _word, start, _end in placed_words)
            _write(out, f"{stem}{file}.html", _document(page, made))
            _write(out, f"{stem}{file}.json", json.dumps(placed_words, ensure_ascii=False))
            addresses[composed(stem + file)] = _address(f"{stem}{file}.html")
        assets += _copy_assets(book, stem, where, out)
    _write(out, "map.json", json.dumps(addresses, ensure_ascii=False, indent=0, sort_keys=True))
    notes = [note for book in books for note in book.remarks]
    return Tally(len(addresses), words, placed, assets, tuple(sentence(note) for note in notes))


def rendered(
    book: Book,
    stem: str,
    sizes: Mapping[str, int],
    labels: Callable[[PageFile], Labels] = lambda page: Labels(),
) -> dict[str, Rendering]:
    """Each page, twice where it points to another, whose title and headings are known once rendered."""
    texts = {file: page.header + page.source for file, page in book.pages.items()}
    texts |= {name: decode(content)[0] for name, content in book.others.items() if is_markdown(name)}
    addresses = {file: _address(f"{stem}{file}.html") for file in book.pages}
    assets = {name: (_address(f"{stem}{name}"), size) for name, size in sizes.items()}

    def made_with(file: str, targets: Targets) -> Rendering:
        include = targets.includer(file, texts.get)
        page, resolve = book.pages[file], _as_written(targets.resolver(file))
        return render(page.source, resolve=resolve, include=include, labels=labels(page))

    guessed = {file: (addresses[file], page.title) for file, page in book.pages.items()}
    first = Targets(guessed, assets, readme=book.readme)
    made = {file: made_with(file, first) for file in book.pages}
    anchors = {file: Anchors(rendering.outline) for file, rendering in made.items()}

    def fragment(file: str, asked: str) -> str | None:
        return anchors[file].find(asked) if file in anchors else None

    known = {file: (addresses[file], made[file].title or title) for file, (_url, title) in guessed.items()}
    second = Targets(known, assets, readme=book.readme, fragment=fragment)
    for file, rendering in made.items():
        led = [link.url for link in rendering.links if link.kind == "page"]
        if any("#" in url for url in led) or (led and known != guessed):
            made[file] = made_with(file, second)
    return made


def _is_text(name: str) -> bool:
    return name.lower().endswith((".md", ".yaml", ".yml"))


def _as_written(resolve: Resolve) -> Resolve:
    """A link that leads nowhere keeps the destination its author wrote: a folder of files tells no editor."""

    def resolved(destination: str) -> Target:
        target = resolve(destination)
        return Target("external", destination) if target.kind == "broken" else target

    return resolved


def _words(page: PageFile, made: Rendering) -> list[tuple[str, int | None, int | None]]:
    """The visible words in order, each with its place in the decoded file, front matter counted."""
    shift = len(page.header)
    return [
        (word, None if start is None else start + shift, None if end is None else end + shift)
        for word, start, end in made.words()
    ]


def _document(page: PageFile, made: Rendering) -> str:
    title = html.escape(made.title or page.title)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><article><h1>{title}</h1>\n<div data-page-body>{made.html}</div></article></body></html>\n"
    )


def _address(name: str) -> str:
    return "/" + quote(os.fsencode(name))


def _copy_assets(book: Book, stem: str, where: Mapping[str, Path], out: Path) -> int:
    """Assets stand at their own path, as hard links where the disk allows."""
    prefix = f"{book.root}/" if book.root else ""
    for name in book.others:
        origin, copy = where[prefix + name].resolve(), _inside(out, stem + name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        try:
            os.link(origin, copy)
        except OSError:
            shutil.copyfile(origin, copy)
    return len(book.others)


def _write(out: Path, name: str, text: str) -> None:
    path = _inside(out, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")


def _inside(out: Path, name: str) -> Path:
    """The path of a file to write; a link met on the way out of the folder is refused."""
    path = out / name
    if not path.parent.resolve().is_relative_to(out.resolve()) or posixpath.isabs(name):
        raise BrokenBook(_("%(name)s would be written outside of %(out)s.") % {"name": name, "out": out})
    return path
