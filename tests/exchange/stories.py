"""The life of a guide made up from a seed: all that people and GitBook do to its files, commit by commit."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.exchange.repositories import (
    ADA,
    EXECUTABLE,
    HOUR,
    REGULAR,
    START,
    Content,
    Entry,
    Person,
    Repository,
    Tree,
    entry_of,
    link,
    submodule,
)  # fmt: skip

WORDS = (
    "commun numérique licence code données agent public usage projet équipe partage besoin outil forge "
    "gouvernance contribution réseau ville territoire étape budget marché droit accès logiciel libre"
).split()
FOLDERS = ("", "guide/", "Étapes/", "a b/", "notes/deep/er/")
NAMES = (
    "un",
    "deux",
    "l'été",
    'a "b"',
    "x  y",
    "é",
    "É",
    "e\u0301te",
    "🎉",
    "Un",
    "trois+1",
    "q?&",
    "-tiret",
)
PEOPLE = (
    ADA,
    Person("Ada L.", "Ada@Example.org"),
    Person("Blaise", "blaise@example.org"),
    Person("", "nameless@example.org"),
    Person("Zoé ’ D", "zoe@example.org"),
    Person("No address", ""),
    Person("gr\udce9goire", "latin@example.org"),
)
MESSAGES = (
    "GITBOOK-12: Better words", "GitBook: [master] 3 pages and one asset modified", "", "Update x.md",
    "GitBook: [#245] text", "No subject", "change request with no subject merged in GitBook",
    "Title\n\nBody\n\nCo-authored-by: Blaise <blaise@example.org>\nCo-authored-by: Nouvelle <new@example.org>",
)  # fmt: skip


class Story:
    """A repository whose life is drawn from a seed: all that people and GitBook do to the files of a guide."""

    def __init__(self, folder: Path, seed: int, *, commits: int = 40, root: str = "") -> None:
        self.chance, self.root = random.Random(seed), root
        self.repository = Repository(folder)
        first = {self._new_name({}): self._text() for _page in range(8)}
        start = {f"{root}README.md": self._text(), **first}
        if root:
            start[".gitbook.yaml"] = f"root: ./{root}\n"
        self.heads = [self._commit(start, [])]
        for _commit in range(commits):
            self._go_on()
        while len(self.heads) > 1:
            self._merge(2)
        self._write_summary()

    def _tree(self, head: int) -> Tree:
        return self.repository.commits[head].tree

    def _commit(self, changes: Mapping[str, Content], parents: list[int], *, whole: bool = False) -> int:
        number = len(self.repository.commits)
        # Rebases leave dates that go backwards.
        at = START + (number + self.chance.choice((0, 0, 0, -20, 3))) * HOUR
        said: str | bytes = self.chance.choice((*MESSAGES, f"Commit {number}", f"Commit {number}"))
        if self.chance.random() < 0.05:
            said = "déjà vu\n".encode("latin-1")
        return self.repository.commit(
            changes,
            parents=parents,
            at=at,
            author=self.chance.choice(PEOPLE),
            offset=self.chance.choice(("+0200", "-0530", "+0000", "+1345")),
            message=said,
            whole=whole,
        )

    def _go_on(self) -> None:
        drawn = self.chance.random()
        if drawn < 0.1 and len(self.heads) < 4:
            self.heads.append(self.chance.choice(self.heads))
        elif drawn < 0.2 and len(self.heads) > 1:
            self._merge(3 if drawn < 0.12 else 2)
        elif drawn < 0.24 and len(self.heads) > 1:
            self._cross()
        else:
            branch = self.chance.randrange(len(self.heads))
            changes = self._changes(dict(self._tree(self.heads[branch])))
            self.heads[branch] = self._commit(changes, [self.heads[branch]])

    # ---- merges

    def _merge(self, most: int) -> None:
        sides = self.chance.sample(range(len(self.heads)), min(most, len(self.heads)))
        parents = list(dict.fromkeys(self.heads[side] for side in sides))
        if len(parents) > 1:
            parents[0] = self._commit(self._merged(parents), parents, whole=True)
        self.heads = [head for number, head in enumerate(self.heads) if number not in sides] + parents[:1]

    def _cross(self) -> None:
        """Two branches that each merge the other: no one ancestor is the nearest."""
        here, there = self.chance.sample(range(len(self.heads)), 2)
        parents = [self.heads[here], self.heads[there]]
        if parents[0] != parents[1]:
            self.heads[here] = self._commit(self._merged(parents), parents, whole=True)
            self.heads[there] = self._commit(self._merged(parents[::-1]), parents[::-1], whole=True)

    def _merged(self, parents: Sequence[int]) -> dict[str, Content]:
        """Each file of one of the sides, sometimes with a fix of nobody's; a file that one lacks may go."""
        trees = [self._tree(parent) for parent in parents]
        merged: dict[str, Content] = {}
        for path in dict.fromkeys(path for tree in trees for path in tree):
            sides = [tree[path] for tree in trees if path in tree]
            if len(sides) < len(trees) and self.chance.random() < 0.4:
                continue
            entry = sides[0] if self.chance.random() < 0.6 else self.chance.choice(sides)
            is_fix = len(set(sides)) > 1 and entry.mode == REGULAR and self.chance.random() < 0.3
            merged[path] = self._edited(entry) if is_fix else entry
        return merged

    # ---- plain commits

    def _changes(self, tree: Tree) -> dict[str, Content]:
        pages = sorted(path for path, entry in tree.items() if path.endswith(".md") and entry.mode == REGULAR)
        kinds = (
            self._edit, self._edit, self._edit, self._rewrite, self._add, self._delete, self._rename, self._rename,
            self._rename_and_edit, self._copy, self._promote, self._promote, self._promote_rewritten,
            self._move_folder, self._move_everything, self._recreate, self._odd, self._mode, self._many,
        )  # fmt: skip
        if len(pages) < 4:
            return self._add(tree, pages)
        return self.chance.choice(kinds)(tree, pages)

    def _one(self, pages: list[str]) -> str:
        inner = [page for page in pages if page != f"{self.root}README.md"]
        return self.chance.choice(inner or pages)

    def _edit(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        return {page: self._edited(tree[page]) for page in self.chance.sample(pages, 2)}

    def _rewrite(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        return {self.chance.choice(pages): self._text()}

    def _add(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        return {self._new_name(tree): self._text()}

    def _delete(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        return {self._one(pages): None}

    def _rename(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        page = self._one(pages)
        return {page: None, self._new_name(tree): tree[page]}

    def _rename_and_edit(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        page = self._one(pages)
        return {page: None, self._new_name(tree): self._edited(tree[page])}

    def _copy(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        """GitBook moved a page by copying it: its base name stays, or the old file is listed no more."""
        page = self._one(pages)
        name = page.rpartition("/")[2]
        moved = self.root + self.chance.choice(FOLDERS) + name
        return {
            moved if moved not in tree and self.chance.random() < 0.6 else self._new_name(tree): tree[page]
        }

    def _promote(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        page = self._one(pages)
        other = _promoted(page)
        return {page: None, other: tree[page]} if other not in tree else self._edit(tree, pages)

    def _promote_rewritten(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        page = self._one(pages)
        other = _promoted(page)
        return {page: None, other: self._text()} if other not in tree else self._edit(tree, pages)

    def _move_folder(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        folder = self.chance.choice(sorted({page.rpartition("/")[0] for page in pages}))
        name = f"{self.root}dossier-{self.chance.randrange(9)}"
        inside = [
            page for page in pages if folder and page.startswith(f"{folder}/") and folder != self.root[:-1]
        ]
        moved = {page: f"{name}/{page[len(folder) + 1 :]}" for page in inside}
        return self._moved(tree, pages, moved)

    def _move_everything(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        if self.chance.random() < 0.7:
            return self._edit(tree, pages)
        below = f"{self.root}tout-{self.chance.randrange(3)}/"
        moved = {
            page: below + page.removeprefix(self.root) for page in pages if page != f"{self.root}README.md"
        }
        return self._moved(tree, pages, moved)

    def _moved(self, tree: Tree, pages: list[str], moved: dict[str, str]) -> dict[str, Content]:
        if not moved or any(path in tree or path.count("/") > 8 for path in moved.values()):
            return self._edit(tree, pages)
        return {**dict.fromkeys(moved), **{after: tree[before] for before, after in moved.items()}}

    def _recreate(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        """A file of an earlier commit stands again, as it was or with other words."""
        past = self._tree(self.chance.randrange(len(self.repository.commits)))
        lost = sorted(path for path in past.keys() - tree.keys() if path.endswith(".md"))
        if not lost:
            return self._add(tree, pages)
        path = self.chance.choice(lost)
        return {path: past[path] if self.chance.random() < 0.5 else self._text()}

    def _odd(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        """What is no text of a page: pictures, empty files, links, submodules, names of another encoding."""
        number = self.chance.randrange(5)
        oddities: list[dict[str, Content]] = [
            {f"{self.root}.gitbook/assets/i{number}.png": b"\x89PNG\r\n\x1a\n" + bytes([number])},
            {f"{self.root}vide-{number}.md": b""},
            {f"{self.root}lien-{number}": link("../README.md")},
            {f"{self.root}module-{number}": submodule()},
            {f"{self.root}.gitbook/includes/r{number}.md": self._text()},
            {f"{self.root}windows-{number}.md": "# Déjà vu\n".encode("cp1252")},
            {".mailmap": "Blaise P. <blaise@example.org>\nAda <ada@example.org> <zoe@example.org>\n"},
            {f"{self.root}latin-\udce9-{number}.md": self._text()},
        ]
        return self.chance.choice(oddities)

    def _mode(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        page = self._one(pages)
        return {page: Entry(tree[page].content, EXECUTABLE)}

    def _many(self, tree: Tree, pages: list[str]) -> dict[str, Content]:
        """Several things in one commit, as GitBook's merges of a change request do."""
        changes: dict[str, Content] = {}
        for _time in range(3):
            rest = [page for page in pages if page not in changes]
            kinds = (self._edit, self._rename_and_edit, self._promote, self._copy, self._delete, self._add)
            if len(rest) > 3:
                changes |= self.chance.choice(kinds)({**tree, **dict.fromkeys(changes, Entry(b""))}, rest)
        return changes

    # ---- words

    def _write_summary(self) -> None:
        head = self.heads[0]
        pages = [path for path in sorted(self._tree(head)) if path.endswith(".md") and "/." not in f"/{path}"]
        listed = [page for page in pages if page.startswith(self.root) and self.chance.random() < 0.7]
        lines = [f"* [Page](<{page.removeprefix(self.root)}>)\n" for page in listed if page.isprintable()]
        text = "# Table of contents\n\n" + "".join(lines)
        self.heads[0] = self._commit({f"{self.root}SUMMARY.md": text}, [head])

    def _new_name(self, tree: Mapping[str, object]) -> str:
        while True:
            stem = self.root + self.chance.choice(FOLDERS) + self.chance.choice(NAMES)
            number = self.chance.choice(("", f"-{self.chance.randrange(30)}"))
            if (name := f"{stem}{number}.md") not in tree:
                return name

    def _line(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(3, 9)))

    def _text(self) -> str:
        lines = [self._line() for _line in range(self.chance.randrange(2, 14))]
        ending = self.chance.choice(("\n", "\n", "\r\n", ""))
        return f"# {self._line()}\n\n" + "\n".join(lines) + ending

    def _edited(self, entry: Entry) -> Entry:
        lines = entry.content.decode("utf-8", "surrogateescape").split("\n")
        for _time in range(self.chance.randrange(1, 4)):
            lines[self.chance.randrange(len(lines))] = self._line()
        return entry_of("\n".join(lines))


def _promoted(page: str) -> str:
    if page.endswith("/README.md"):
        return page.removesuffix("/README.md") + ".md"
    return page.removesuffix(".md") + "/README.md"
