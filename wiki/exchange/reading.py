"""A source becomes books: texts decoded, contents understood, the hostile and the hopeless refused."""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from wiki.actions.revising import MAX_BYTES
from wiki.book import arranging, bounded_yaml, gitbook, history
from wiki.book.bounded_yaml import BadYaml, HostileYaml, RefusedYaml
from wiki.book.files import decode
from wiki.book.history import Change, Commit, History
from wiki.book.tree import Book, Remark
from wiki.errors import BrokenBook
from wiki.exchange.mending import mended
from wiki.exchange.remarks import sentence
from wiki.exchange.sources import File, Source, shown

MAX_PAGES = 5000
MAX_DEPTH = 12
MAX_ENTRIES = 10_000  # of one contents file: pages, groups, links
SHARE_OF_CONTROLS = 20  # one character in so many: what is in no alphabet and holds more is a picture
MAX_TEXT_BYTES = 4 * 1024 * 1024  # a Markdown file that is no page: a reusable text, an old note
TEXTS = (".md", ".yaml", ".yml")
SETTINGS = (".gitbook/vars.yaml", ".gitbook/tags.yaml")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0e-\x1f]")
HOSTILE = {
    "yaml-alias",
    "yaml-tag",
    "yaml-deep",
    "yaml-large",
    "names-itself",
    "outside-root",
    "root-outside",
}


@dataclass(frozen=True)
class Arrival:
    """A book that was read and is not in the wiki yet; its pages' files are named from the book's root."""

    book: Book
    commits: tuple[Commit, ...]  # children before parents; none without history
    changes: Mapping[tuple[str | None, str], Sequence[Change]]
    listed: frozenset[str]  # every file that any contents name, from the repository's root
    files: Mapping[str, File]  # what is not a page, from the repository's root
    remarks: tuple[Remark, ...]

    def full(self, file: str) -> str:
        """A file of the book, from the repository's root."""
        return posixpath.join(self.book.root, file)

    def history(self, known: str) -> History:
        """The trail of each page; `known` is the commit that was imported last."""
        pages = [self.full(file) for file in self.book.pages]
        return history.trace(
            self.commits, self.changes, pages, listed=self.listed, is_page=self._was_page, known=known
        )

    def _was_page(self, file: str) -> bool:
        inside = not self.book.root or file.startswith(f"{self.book.root}/")
        return inside and gitbook.is_page(file[len(self.book.root) :].lstrip("/"), self.book.summary)


def read(source: Source, *, space: str = "", repair: bool = False) -> list[Arrival]:
    """The books of a source, or BrokenBook naming the file and the cause."""
    texts = {name: file for name, file in source.files.items() if _is_text(name, file)}
    remarks = [Remark(kind, file) for kind, file in source.skipped]
    contents = _contents(source, texts, repair, remarks)
    regular = {name: b"" for name, file in source.files.items() if file.kind in ("file", "executable")}
    books = gitbook.read(regular | contents)
    listed = frozenset(
        posixpath.join(book.root, leaf.file) for book in books for leaf in book.walk() if leaf.file
    )
    books = _chosen(books, space)
    _refuse(books, source, contents)
    commits = source.commits()
    changes = source.changes() if commits else {}
    kept = _files_of(books, source.files)
    said = [_about(book) for book in books]
    said[0][:0] = remarks
    return [
        Arrival(book, commits, changes, listed, kept[number], tuple(said[number]))
        for number, book in enumerate(books)
    ]


def _is_text(name: str, file: File) -> bool:
    return file.kind in ("file", "executable") and name.lower().endswith(TEXTS)


def _contents(
    source: Source, texts: Mapping[str, File], repair: bool, remarks: list[Remark]
) -> dict[str, bytes]:
    """The texts as bytes; one whose characters were broken is told, and mended when asked."""
    for name, file in texts.items():
        if file.size > MAX_TEXT_BYTES:
            raise BrokenBook(_("%(file)s is too large for a text.") % {"file": name})
    read = {}
    for name, (_blob, content) in zip(
        texts, source.contents([file.blob for file in texts.values()]), strict=True
    ):
        if content is None:
            remarks.append(Remark("content-missing", name))
            continue
        read[name] = _mended(name, content, repair, remarks) if name.lower().endswith(".md") else content
    return read


def _mended(name: str, content: bytes, repair: bool, remarks: list[Remark]) -> bytes:
    text, encoding = decode(content)
    if encoding != "utf-8":
        return content
    whole, line = mended(text)
    if line:
        remarks.append(Remark("characters-mended" if repair else "characters-broken", name, "", line))
    return whole.encode() if line and repair else content


def _chosen(books: tuple[Book, ...], space: str) -> tuple[Book, ...]:
    """All the spaces of the repository, or the one that was asked for."""
    if not space:
        return books
    found = tuple(book for book in books if book.root == space.strip("/"))
    if not found:
        names = ", ".join(book.root or "/" for book in books)
        said = _("No space named %(space)s here: the folders with a contents file are %(names)s.")
        raise BrokenBook(said % {"space": space, "names": names})
    return found


def _refuse(books: tuple[Book, ...], source: Source, contents: Mapping[str, bytes]) -> None:
    """What no site should hold: the first of it is named."""
    for name in contents:
        if name.endswith(SETTINGS):
            _refuse_settings(name, contents[name])
    for book in books:
        _refuse_contents(book, contents)
    if not any(book.pages for book in books):
        raise BrokenBook(_no_page(books[0], source))
    count = sum(len(book.pages) for book in books)
    if count > MAX_PAGES:
        said = _("This book has %(count)d pages: an import takes %(most)d at most.")
        raise BrokenBook(said % {"count": count, "most": MAX_PAGES})
    for book in books:
        for page in book.pages.values():
            name = posixpath.join(book.root, page.file)
            text, content = page.header + page.source, contents.get(name, b"")
            _refuse_text(name, content, text, page.encoding)
            if max(len(content), len(text.encode())) > MAX_BYTES:
                said = _("%(file)s is too long: a page holds at most %(most)d KB.")
                raise BrokenBook(said % {"file": name, "most": MAX_BYTES // 1024})


def _refuse_contents(book: Book, contents: Mapping[str, bytes]) -> None:
    """A contents file that means harm, is no text, is too deep or without end."""
    name = posixpath.join(book.root, book.summary)
    for remark in book.remarks:
        if remark.kind in HOSTILE:
            raise BrokenBook(sentence(replace(remark, file=posixpath.join(book.root, remark.file))))
    if name not in contents:
        return
    _refuse_text(name, contents[name], *decode(contents[name]))
    if arranging.depth(book.leaves) > MAX_DEPTH:
        raise BrokenBook(_("%(file)s has more than %(most)d levels.") % {"file": name, "most": MAX_DEPTH})
    if sum(1 for _leaf in book.walk()) > MAX_ENTRIES:
        raise BrokenBook(_("%(file)s has more than %(most)d entries.") % {"file": name, "most": MAX_ENTRIES})


def _no_page(book: Book, source: Source) -> str:
    if book.root:
        said = _("The root that .gitbook.yaml names, %(root)s, holds no page (no .md file).")
        return said % {"root": shown(book.root)}
    return _("%(source)s holds no page (no .md file).") % {"source": source.address}


def _refuse_settings(name: str, content: bytes) -> None:
    try:
        bounded_yaml.load(decode(content)[0])
    except HostileYaml as problem:
        raise BrokenBook(sentence(Remark(problem.kind, name, str(problem)))) from problem
    except (BadYaml, RefusedYaml):
        return  # kept as it is, and read by nobody


def _refuse_text(name: str, content: bytes, text: str, encoding: str) -> None:
    if content.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        raise BrokenBook(_("%(file)s is in UTF-16: it has to be written in UTF-8.") % {"file": name})
    if "\x00" in text:
        raise BrokenBook(_("%(file)s is not a text: it holds NUL characters.") % {"file": name})
    if encoding != "utf-8" and SHARE_OF_CONTROLS * len(_CONTROLS.findall(text)) > len(text):
        raise BrokenBook(_("%(file)s is not a text: it holds control characters.") % {"file": name})


def _files_of(books: tuple[Book, ...], files: Mapping[str, File]) -> list[dict[str, File]]:
    """What each book keeps beside its pages; the files of no space are kept by the first."""
    pages = {posixpath.join(book.root, file) for book in books for file in book.pages}
    roots = [f"{book.root}/" if book.root else "" for book in books]
    kept: list[dict[str, File]] = [{} for _book in books]
    for name, file in files.items():
        if name in pages or file.kind == "submodule":
            continue
        owner = next((number for number, root in enumerate(roots) if root and name.startswith(root)), 0)
        kept[owner][name] = file
    return kept


def _about(book: Book) -> list[Remark]:
    """The book's own remarks, their files named from the repository's root."""
    named = [replace(remark, file=posixpath.join(book.root, remark.file)) for remark in book.remarks]
    said = [
        Remark("entry-kept-raw", posixpath.join(book.root, book.summary), leaf.title, leaf.line)
        for leaf in book.walk()
        if leaf.kind == "raw"
    ]
    return named + said
