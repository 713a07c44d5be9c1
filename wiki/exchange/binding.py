"""One book is put together: its pages' files named, their texts as they are now, its contents, its files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from django.conf import settings

from wiki.actions import attachments
from wiki.actions.places import Places
from wiki.book import contents, front_matter, gitbook, naming, summary
from wiki.book.bounded_yaml import BadYaml, RefusedYaml
from wiki.book.contents import Entry, Origin
from wiki.book.files import decode, encode, title_from_file, title_in
from wiki.book.naming import Place
from wiki.book.tree import Book, Leaf, PageFile, Remark
from wiki.exchange import shelving
from wiki.exchange.leading import Leading, is_reusable
from wiki.exchange.planning import safe, text_fields
from wiki.exchange.shelving import once, streamed
from wiki.exchange.sources import check_name
from wiki.exchange.standing import digest_of
from wiki.exchange.volumes import Volume
from wiki.exchange.writing import Output
from wiki.models import Attachment, Page, PageRevision
from wiki.models import Origin as Means
from wiki.models.page import Kind
from wiki.text.outline import slug

SETTINGS = gitbook.CONFIGURATIONS


@dataclass
class Bound:
    """The files of a book, from the repository's root, and what is to be told of them."""

    files: dict[str, Output] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)  # by the name of their file
    remarks: list[Remark] = field(default_factory=list)


def bind(volume: Volume, places: Places) -> Bound:
    """The files of a volume."""
    return _Binding(volume, places).run()


class _Binding:
    """A volume on its way to being files."""

    def __init__(self, volume: Volume, places: Places) -> None:
        self.volume, self.places, self.book = volume, places, volume.book
        self.site = settings.SITE_URL.rstrip("/")
        self.made = Bound()
        self.by_entry: dict[int, Page] = {}
        self.pages = {page.pk: page for page in volume.pages()}
        for page in self.pages.values():
            check_name(page.book_path or "README.md")
        going, staying = shelving.going(self.book, self.pages)
        self.kept = {row.path: row for row in going}
        self.made.remarks += [Remark("file-out-of-sight", row.path) for row in staying]
        self.came = self._origin()
        self.leaves_with = self._parents()
        self.spots = self._spots()
        self.file_of = {pk: spot.named for pk, spot in self.spots.items() if self._has_file(self.pages[pk])}
        self.moved = {
            spot.file: spot.named for spot in self.spots.values() if spot.file and spot.file != spot.named
        }

    def run(self) -> Bound:
        self.leading = self._leading()
        self.texts = {pk: self._text(self.pages[pk]) for pk in self.file_of}
        root = self._entry(self.volume.root)
        for entry in root.walk():
            self._tell_listed(entry)
        for pk, (header, source) in self.texts.items():
            name = self.volume.full(self.file_of[pk])
            content = _encoded(header, source, self.pages[pk])
            self.made.files[name] = Output("file", partial(once, content))
            self.made.pages[name] = pk
        self._add_files()
        self._tell_contents(root)
        return self.made

    # ---- what came

    @cached_property
    def _summary(self) -> str:
        return self.volume.full(self.book.summary if self.book else "SUMMARY.md")

    @cached_property
    def _summary_was(self) -> bytes | None:
        return self._bytes(self._summary)

    def _bytes(self, name: str) -> bytes | None:
        row = self.kept.get(name)
        return attachments.read(row.blob) if row is not None else None

    def _read(self, names: Iterable[str], told: Mapping[str, bytes], paths: Mapping[str, str]) -> Book | None:
        """A book as an import reads it, its pages where they stand on this site."""
        links = {name for name, row in self.kept.items() if row.mode == Attachment.Mode.LINK}
        texts: dict[str, bytes] = {name: b"" for name in names if name not in links} | dict(told)
        for name in SETTINGS:
            if name in self.kept:
                texts[name] = self._bytes(name) or b""
        found = next((book for book in gitbook.read(texts) if book.root == self.volume.folder), None)
        if found is None:
            return None
        pages = {file: replace(page, path=paths.get(file, page.path)) for file, page in found.pages.items()}
        return replace(found, pages=pages)

    def _origin(self) -> Origin:
        """The contents as they came, when pages that were put away since were still there."""
        if self.book is None:
            return Origin()
        rows = Page.objects.filter(book=self.book).exclude(book_path="").order_by("-state")
        paths: dict[str, str] = {}
        for name, path, upstream in rows.values_list("book_path", "path", "upstream"):
            if not upstream.get("gone") and upstream:
                paths.setdefault(name, upstream.get("path") or path or "")
        inside = {self.volume.inside(name): path for name, path in paths.items()}
        told = {self._summary: self._summary_was} if self._summary_was is not None else {}
        read = self._read([*self.kept, *paths], told, inside)
        if read is None:
            return Origin()
        spelt = self._parsed(self._summary_was) if self._summary_was is not None else ()
        return contents.origin(read, spelt, safe)

    def _parsed(self, content: bytes) -> tuple[Leaf, ...]:
        return summary.parse(decode(content)[0], self._base)

    @cached_property
    def _base(self) -> str:
        return posixpath.dirname(self.book.summary if self.book else "")

    def _came(self, page: Page) -> bool:
        """Whether the page is a file that came with this book."""
        is_its = self.book is not None and page.book_id == self.book.pk
        return is_its and bool(page.book_path) and bool(page.upstream) and not page.upstream.get("gone")

    def _key(self, page: Page) -> str:
        is_its = self.book is not None and page.book_id == self.book.pk and not page.upstream.get("gone")
        return str(page.upstream.get("key", "")) if is_its else ""

    def _has_file(self, page: Page) -> bool:
        """A book without a README begins with a page of the site's making: no file until it is written."""
        if page.kind != Kind.PAGE:
            return False
        return bool(
            page.book_path or self.book is None or page.pk != self.volume.root.pk or page.text.strip()
        )

    # ---- where its files stand

    def _parents(self) -> set[str]:
        """The keys of the pages that had pages below them."""
        return {above or "" for key, above in self.came.parents.items() if key.startswith("page ")}

    def _spots(self) -> dict[int, Place]:
        spots: dict[int, Place] = {}
        for page in self.pages.values():
            if page.kind != Kind.LINK:
                spots[page.pk] = self._spot(page)
        for pk, below in self.volume.below.items():
            if pk in spots:
                spots[pk].below = [spots[page.pk] for page in below if page.pk in spots]
        readme = self.book.readme if self.book else "README.md"
        naming.give(spots[self.volume.root.pk], map(self.volume.inside, self.kept), readme=readme)
        return spots

    def _spot(self, page: Page) -> Place:
        came, path = self._came(page), page.path or ""
        was = str(page.upstream.get("path") or "") if came else ""
        return Place(
            segment=path.rpartition("/")[2],
            is_page=page.kind == Kind.PAGE,
            file=self.volume.inside(page.book_path) if came else "",
            was_moved=came and page.pk != self.volume.root.pk and was not in ("", path),
            was_leaf=came and self._key(page) not in self.leaves_with,
            keeps_name=was.rpartition("/")[2] == path.rpartition("/")[2],
        )

    # ---- its texts

    def _leading(self) -> Leading:
        stem = self.volume.full("")
        assets = {
            self.volume.inside(name): row
            for name, row in self.kept.items()
            if name.startswith(stem) and row.mode != Attachment.Mode.LINK
        }
        pages = {file: self.pages[pk] for pk, file in self.file_of.items()}
        readme = self.spots[self.volume.root.pk].named
        return Leading(self.places, self.site, readme, pages, assets)

    def _text(self, page: Page) -> tuple[str, str]:
        """The front matter and the source of a page's file; neither is touched where nothing changed."""
        came = self._came(page)
        is_untouched = came and digest_of(page) == page.upstream.get("page")
        if is_untouched and not self.moved:
            return page.header, page.source
        since = None if is_untouched or not came else self._since(page)
        source, cover = self.leading.page(page, self.file_of[page.pk], is_own=not page.book_path, since=since)
        header, source = self._headed(page.header, source, page, cover)
        return header, source

    def _since(self, page: Page) -> str | None:
        """What the page said when it came last, if its text names this site now."""
        if self.site not in page.source:
            return None
        told = PageRevision.objects.filter(id=page.pk, origin=Means.IMPORT).order_by("-number")
        return told.values_list("source", flat=True).first() or ""

    def _headed(self, header: str, source: str, page: Page, cover: str) -> tuple[str, str]:
        """The front matter with what the page's own fields say otherwise."""
        known = text_fields(_file_of(header, source))
        told = {name: getattr(page, name) for name in ("description", "icon")} | {"cover": cover}
        values = {name: value for name, value in told.items() if value.strip() != known[name]}
        return self._put(header, source, page, **values) if values else _parted(header, source)

    def _put(self, header: str, source: str, page: Page, **values: str | bool) -> tuple[str, str]:
        mark = "\ufeff" if source.startswith("\ufeff") and not header else ""
        text = source.removeprefix(mark)
        try:
            made = front_matter.put(header, **values)
        except (BadYaml, RefusedYaml):
            made = header
        if not header and "\r\n" in text:
            made = made.replace("\n", "\r\n")
        again = front_matter.split(mark + made + text)
        is_said = all((again.meta.get(name) or "") == (value or "") for name, value in values.items())
        if is_said and again.source.lstrip("\r\n") == text.lstrip("\r\n"):
            return again.header, again.source
        self.made.remarks.append(Remark("header-kept", self.volume.full(self.file_of[page.pk])))
        return _parted(header, source)

    # ---- its contents

    def _entry(self, page: Page) -> Entry:
        """The page with all below it, as the contents are to tell it."""
        entry = self._link(page) if page.kind == Kind.LINK else self._titled(page)
        entry.line = self.came.lines.get(self._key(page), 0) if page.upstream else 0
        shown = [
            child for child in self.volume.below.get(page.pk, ()) if child.kind != Kind.LINK or child.listed
        ]
        entry.below = [self._entry(child) for child in shown]
        if page.pk == self.volume.root.pk:
            entry.line = 0
        for child, below in zip(shown, entry.below, strict=True):
            is_named = below.line or child.listed or child.nav_title or not self._came(child)
            is_untold = below.kind == contents.PAGE and not is_named
            is_bare = not any(inside.is_told for inside in below.below)
            below.is_told = not (is_untold and is_bare and self._above(below.file) == entry.file)
        self.by_entry[id(entry)] = page
        return entry

    def _titled(self, page: Page) -> Entry:
        file = self.file_of.get(page.pk, "")
        heading = title_in(self.texts[page.pk][1]) if file else ""
        if page.kind == Kind.GROUP:
            segment = (page.path or "").rpartition("/")[2]
            had = page.upstream.get("path", page.path) == page.path and bool(page.upstream)
            is_plain = had or segment == slug(page.menu_title)
            return Entry(contents.GROUP, page.menu_title, ident="" if is_plain else segment)
        return Entry(contents.PAGE, page.title, page.nav_title, heading, file)

    def _link(self, page: Page) -> Entry:
        made = Entry(contents.LINK, page.title, page.nav_title, url=page.url)
        if not page.url.startswith("/"):
            return made
        anchor = page.url.partition("#")[2]
        address, file = self.leading.page_at(page.url)
        # Named by this entry alone, the page would come to be listed by it.
        is_named = bool(file) and self._is_named(self.leading.pages[file])
        if file and (self._key(page) in self.came.lines or (is_named and anchor)):
            made.url = f"{address}#{anchor}" if anchor else address
            made.file, made.anchor = file, anchor
        else:
            made.url = f"{self.site}{page.url}"
        return made

    def _is_named(self, page: Page) -> bool:
        """Whether an entry of its own tells of the page."""
        return page.listed or self._key(page) in self.came.lines or not self._came(page)

    def _above(self, file: str) -> str:
        """The file of the page below which an import hangs one that is not listed."""
        files = set(self.file_of.values())
        at = posixpath.dirname(file)
        at = posixpath.dirname(at) if posixpath.basename(file).lower() == "readme.md" else at
        while at:
            if f"{at}/README.md" in files and f"{at}/README.md" != file:
                return f"{at}/README.md"
            at = posixpath.dirname(at)
        return self.file_of.get(self.volume.root.pk, "")

    def _tell_listed(self, entry: Entry) -> None:
        """A page of the contents that no menu shows says so itself; one that nothing names, its title."""
        page = self.by_entry[id(entry)]
        if entry.kind != contents.PAGE or not entry.file:
            return
        header, source = self.texts[page.pk]
        meta = front_matter.split(header).meta
        values: dict[str, str | bool] = {}
        is_root = page.pk == self.volume.root.pk
        if entry.is_told and not is_root and (meta.get("hidden") is True) != (not page.listed):
            values["hidden"] = not page.listed
        if not entry.is_told and not entry.heading:
            told = str(meta.get("title") or "").strip() or title_from_file(entry.file)
            values |= {"title": page.title} if told != page.title else {}
        if values:
            self.texts[page.pk] = self._put(header, source, page, **values)

    def _tell_contents(self, root: Entry) -> None:
        """The contents as they came, if they still tell the tree, else as it is now."""
        was = self._summary_was
        if self._is_told(root, was):
            return
        text, encoding = decode(was) if was is not None else ("", "utf-8")
        written = b""
        for flat in (False, True):
            leaves = contents.leaves(root, self.came, self.moved, flat=flat)
            written = encode(summary.write(leaves, text, self._base), encoding)
            if self._is_told(root, written):
                break
        self.made.files[self._summary] = Output("file", partial(once, written))

    def _is_told(self, root: Entry, content: bytes | None) -> bool:
        if content is None and self.book is None:
            return False
        paths = {file: self.pages[pk].path or "" for pk, file in self.file_of.items()}
        names = [name for name in self.made.files if content is not None or name != self._summary]
        told = {
            self.volume.full(self.file_of[pk]): "".join(text).encode("utf-8", "surrogatepass")
            for pk, text in self.texts.items()
        }
        if content is not None:
            told[self._summary] = content
        read = self._read(names, told, paths)
        return read is not None and contents.tells(read, root, safe)

    # ---- its other files

    def _add_files(self) -> None:
        for name, row in self.kept.items():
            self._add(name, row)
        for file, row in self.leading.added.items():
            self._add(self.volume.full(file), row)
        if self.book is not None and self.moved:
            for name in self.kept:
                self._lead_anew(name)

    def _add(self, name: str, row: Attachment) -> None:
        if not attachments.is_kept(row.blob):
            self.made.remarks.append(Remark("content-left-out", name))
            return
        self.made.files[name] = Output(row.mode, partial(streamed, row.blob))

    def _lead_anew(self, name: str) -> None:
        """A reusable text whose links lead to pages that have another file now."""
        file = self.volume.inside(name)
        content = self._bytes(name) if is_reusable(file, self.file_of.values()) else None
        if content is None or self.book is None:
            return
        text, encoding = decode(content)
        led = self.leading.included(text, file, self.book.pk)
        if led != text:
            self.made.files[name] = Output(self.kept[name].mode, partial(once, encode(led, encoding)))


def _file_of(header: str, source: str) -> PageFile:
    """The page that a file would be, as far as its front matter tells."""
    return PageFile("", header, source, "", "", meta=front_matter.split(header).meta)


def _parted(header: str, source: str) -> tuple[str, str]:
    """A text that begins as a front matter does, and is none, is set apart by an empty line."""
    if not header and front_matter.split(source).header:
        return "", f"\n{source}"
    return header, source


def _encoded(header: str, source: str, page: Page) -> bytes:
    text = header + source
    content = encode(text, page.encoding)
    return content if decode(content)[0] == text else text.encode("utf-8", "surrogatepass")
