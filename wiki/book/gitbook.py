"""{path: bytes} ↔ books: which folders are books, which files are pages, and what was not understood."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wiki.book import bounded_yaml, front_matter, summary
from wiki.book.bounded_yaml import BadYaml, HostileYaml, RefusedYaml
from wiki.book.files import decode, encode, title_from_file, title_in
from wiki.book.front_matter import Front
from wiki.book.targets import Files, composed, is_markdown
from wiki.book.tree import Book, Leaf, PageFile, Remark

_LONGEST = 1000  # characters of a name in the configuration
CONFIGURATIONS = (".gitbook.yaml", ".gitbook.yml")


def read(files: Mapping[str, bytes]) -> tuple[Book, ...]:
    """The books of a repository: one at the root it names, else one for each folder with a SUMMARY.

    File names are those of the repository; within a book they are relative to its root.
    """
    settings = _settings(files)
    if settings.root or _holds(files, settings.summary):
        return (_book(files, settings),)
    contents = (
        name
        for name in files
        if name.count("/") == 1 and name.endswith("/SUMMARY.md") and not name.startswith(".")
    )
    folders = sorted(name.partition("/")[0] for name in contents)
    remarks = settings.remarks
    books = [
        _book(files, _Settings(root=folder, name=folder, remarks=remarks if number == 0 else []))
        for number, folder in enumerate(folders)
    ]
    return tuple(books) or (_book(files, settings),)


def write(book: Book) -> dict[str, bytes]:
    """The files of a book, named from its root: a page that was not touched is the same to the byte."""
    pages = {page.file: encode(page.header + page.source, page.encoding) for page in book.pages.values()}
    return {**book.others, **pages}


# ---- configuration


@dataclass
class _Settings:
    """What `.gitbook.yaml` says, or what holds without it."""

    root: str = ""
    name: str = ""
    readme: str = "README.md"
    summary: str = "SUMMARY.md"
    redirects: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def _settings(files: Mapping[str, bytes]) -> _Settings:
    found = _Settings()
    file = next((name for name in CONFIGURATIONS if name in files), None)
    if file is None:
        return found
    text = decode(files[file])[0].removeprefix("\ufeff")
    try:
        told = bounded_yaml.load(text)
    except HostileYaml as problem:
        found.remarks.append(Remark(problem.kind, file, str(problem)))
        return found
    except (BadYaml, RefusedYaml) as problem:
        line = getattr(problem, "line", 0)
        found.remarks.append(Remark("configuration-unread", file, str(problem), line))
        return found
    told = told if isinstance(told, dict) else {}
    structure = told.get("structure")
    structure = structure if isinstance(structure, dict) else {}
    root = _inside(told.get("root") or ".")
    if root is None:
        found.remarks.append(Remark("root-outside", file, str(told["root"])))
    found.root = root or ""
    found.readme = _inside(structure.get("readme") or "") or found.readme
    found.summary = _inside(structure.get("summary") or "") or found.summary
    if max(map(len, (found.root, found.readme, found.summary))) > _LONGEST:
        return _Settings(remarks=[Remark("configuration-unread", file, "a name that is too long")])
    redirects = told.get("redirects")
    if isinstance(redirects, dict):
        found.redirects = {str(a): str(b) for a, b in redirects.items()}
        found.lines = bounded_yaml.lines(text, "redirects")
    return found


def _inside(path: Any) -> str | None:
    """A path of the configuration, from the root it is relative to; nothing if it leaves it."""
    normal = posixpath.normpath(str(path).lstrip("/") or ".")
    if normal == ".." or normal.startswith("../"):
        return None
    return "" if normal == "." else composed(normal)


def _holds(files: Mapping[str, bytes], name: str) -> bool:
    return name in files or name in {composed(file) for file in files}


# ---- one book


def _book(files: Mapping[str, bytes], settings: _Settings) -> Book:
    stem = f"{settings.root}/" if settings.root else ""
    own = {name[len(stem) :]: content for name, content in files.items() if name.startswith(stem)}
    found = Files(own, settings.readme)
    remarks = list(settings.remarks)
    for name in sorted(set(own) - set(found.exact.values())):
        remarks.append(Remark("same-name", name))
    for name in sorted(found.exact):
        if found.lower[name.lower()] != name:
            remarks.append(Remark("same-but-case", name, found.lower[name.lower()]))
    # `readme.md` is the root's as it is any folder's.
    tolerant = found.exact.get(found.lower.get(settings.readme.lower(), ""), settings.readme)
    readme = found.exact.get(settings.readme, tolerant)
    summary_file = found.file(settings.summary)
    names = [found.exact[name] for name in sorted(found.exact) if is_page(name, settings.summary)]
    if summary_file is None:
        leaves = _inferred(names)
        remarks.append(Remark("no-summary", settings.summary))
    else:
        text = decode(own[summary_file])[0]
        leaves = summary.parse(text, posixpath.dirname(settings.summary))
    leaves, owners = _matched(leaves, found, set(names), remarks, settings.summary)
    pages = {name: _page(name, own[name], owners.get(name), remarks) for name in names}
    return Book(
        root=settings.root,
        name=settings.name,
        readme=readme,
        summary=settings.summary,
        leaves=leaves,
        pages=_addressed(pages, readme, remarks),
        others={name: content for name, content in own.items() if name not in pages},
        redirects=settings.redirects,
        redirect_lines=settings.lines,
        remarks=tuple(remarks),
    )


def is_page(name: str, summary_file: str) -> bool:
    """Markdown outside hidden folders (`.gitbook/` above all), the contents and a Mac's own files aside."""
    *folders, file = name.split("/")
    hidden = any(folder.startswith(".") for folder in folders) or file.startswith("._")
    return is_markdown(name) and name != summary_file and not hidden


def _matched(
    leaves: tuple[Leaf, ...], found: Files, pages: set[str], remarks: list[Remark], file: str
) -> tuple[tuple[Leaf, ...], dict[str, Leaf]]:
    """The entries with the files they really lead to, and for each page the entry that owns it.

    It is the first; one that leads to a heading owns only what no other does.
    """
    owners: dict[str, Leaf] = {}
    plain: set[str] = set()

    def match(leaf: Leaf) -> Leaf:
        matched = leaf
        if leaf.kind == "page" and leaf.file:
            name = found.page(leaf.file)
            if leaf.file.partition("/")[0] == ".." or composed(leaf.file) == file:
                kind = "names-itself" if composed(leaf.file) == file else "outside-root"
                remarks.append(Remark(kind, file, leaf.file, leaf.line))
            if name is None or name not in pages:
                remarks.append(Remark("missing-page", file, leaf.file, leaf.line))
                matched = replace(leaf, kind="missing")
            else:
                matched = replace(leaf, file=name)
                if name in plain and not leaf.anchor:
                    remarks.append(Remark("listed-twice", file, name, leaf.line))
                elif not leaf.anchor:
                    plain.add(name)
                    owners[name] = matched
                owners.setdefault(name, matched)
        return replace(matched, children=tuple(match(child) for child in leaf.children))

    return tuple(match(leaf) for leaf in leaves), owners


def _page(name: str, content: bytes, owner: Leaf | None, remarks: list[Remark]) -> PageFile:
    text, encoding = decode(content)
    front = front_matter.split(text)
    if encoding != "utf-8":
        remarks.append(Remark("not-utf-8", name, encoding))
    if front.problem:
        kind = front.hostile or "front-matter-unread"
        remarks.append(Remark(kind, name, front.problem, 1))
    return PageFile(
        file=name,
        header=front.header,
        source=front.source,
        title=_title(name, front, owner),
        path="",
        nav_title=owner.menu_title if owner else "",
        listed=owner is not None and front.meta.get("hidden") is not True,
        encoding=encoding,
        meta=front.meta,
    )


def _title(name: str, front: Front, owner: Leaf | None) -> str:
    """The H1 that opens the text, else the contents' title, else the header's, else the file's name."""
    told = front.meta.get("title")
    own = str(told).strip() if isinstance(told, str | int | float) else ""
    return title_in(front.source) or (owner.title if owner else "") or own or title_from_file(name)


def _addressed(pages: dict[str, PageFile], readme: str, remarks: list[Remark]) -> dict[str, PageFile]:
    """Each page with its path. `x.md` and `x/README.md` claim one: the listed keeps it, else the README."""
    taken: set[str] = set()
    paths: dict[str, str] = {}
    for name in sorted(pages, key=lambda name: (not pages[name].listed, not _is_readme(name), name)):
        wanted = path = path_of(name, readme)
        number = 0
        while path in taken:
            number += 1
            path = f"{wanted}-{number}"
        if number:
            remarks.append(Remark("path-taken", name, path))
        taken.add(path)
        paths[name] = path
    return {name: replace(page, path=paths[name]) for name, page in pages.items()}


def path_of(file: str, readme: str = "README.md") -> str:
    """The path at which GitBook publishes a file: no `.md`, a README is its folder, the root's is home."""
    name = composed(file)
    if name == composed(readme):
        return ""
    if _is_readme(name) and "/" in name:
        return posixpath.dirname(name)
    return name[:-3] if posixpath.basename(name) != ".md" else name


def _is_readme(name: str) -> bool:
    return posixpath.basename(name).lower() == "readme.md"


def _inferred(names: list[str]) -> tuple[Leaf, ...]:
    """The contents of a book without SUMMARY: README first, then by name; a folder holds its files."""
    folders: dict[str, list[str]] = {}
    known: set[str] = set()
    for name in names:
        folders.setdefault(posixpath.dirname(name), []).append(name)
        while name := posixpath.dirname(name):
            folders.setdefault(posixpath.dirname(name), [])
            if f"{name}/" in known:
                break
            known.add(f"{name}/")
            folders[posixpath.dirname(name)].append(f"{name}/")

    def below(folder: str, depth: int = 0) -> tuple[Leaf, ...]:
        entries = sorted(folders.get(folder, []), key=lambda name: (not _is_readme(name), name.lower(), name))
        leaves = []
        for name in entries:
            if not name.endswith("/"):
                if folder == "" or not _is_readme(name):
                    leaves.append(Leaf("page", title_from_file(name), file=name))
            elif depth < 50:
                leaves.append(folder_leaf(name.rstrip("/"), depth))
        return tuple(leaves)

    def folder_leaf(folder: str, depth: int) -> Leaf:
        own = next((name for name in folders.get(folder, []) if _is_readme(name)), None)
        title = title_from_file(f"{folder}.md")
        return Leaf("page" if own else "label", title, file=own or "", children=below(folder, depth + 1))

    return below("")
