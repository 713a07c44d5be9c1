"""How fast books come in: 380 pages without history, and 2,400 commits with theirs.

Both are made up from a seed. Each comes into a new site by the command that people type; its peak
memory is that of all its processes together. The ratio to Git's own reading of the same commits
does not depend on the machine.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.exchange.repositories import Content, Person, Repository, git

ROOT = Path(__file__).resolve().parents[2]
PAGES, COMMITS = 380, 2400
SECTIONS, PEOPLE = 12, 40
SAMPLE = 0.05  # seconds between two looks at the memory
WORDS = (
    "commun numérique licence code données agent public usage projet équipe partage besoin outil forge "
    "gouvernance contribution réseau ville territoire étape budget marché droit accès logiciel libre "
    "l'administration d'État s'approprier aujourd'hui c'est-à-dire jusqu'à œuvre"
).split()


class Guide:
    """A guide of many pages, and what people do to it commit after commit."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        folders = [f"section-{number}" for number in range(SECTIONS)]
        self.files: dict[str, str] = {"README.md": ""}
        for folder in folders:
            self.files[f"{folder}/README.md"] = ""
        while len(self.files) < PAGES:
            self.files[f"{self.chance.choice(folders)}/page-{len(self.files)}.md"] = ""
        for file in self.files:
            self.files[file] = self.text(file)
        self.made = len(self.files)

    def sentence(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(8, 22))).capitalize() + "."

    def text(self, file: str) -> str:
        """Some 4 KB: a header, headings, lists, links, a table, a hint, a piece of code."""
        title = file.removesuffix(".md").replace("/", " ").replace("-", " ").capitalize()
        description = self.sentence()
        parts = [f"---\ndescription: >-\n  {description}\n---\n\n# {title}\n"]
        for number in range(4):
            parts.append(
                f"\n## {self.sentence()[:40]} {number}\n\n{self.sentence()} {self._link(file)}. {self.sentence()}\n"
            )
            parts.append(
                "\n" + "".join(f"* {self.sentence()}\n  * **{self.sentence()}**\n" for _item in range(3))
            )
        parts.append(f'\n{{% hint style="info" %}}\n{self.sentence()} {self._link(file)}\n{{% endhint %}}\n')
        parts.append(
            "\n| Étape | Qui |\n| --- | --- |\n"
            + "".join(f"| {self.sentence()} | `x` |\n" for _row in range(4))
        )
        parts.append("\n```python\n" + "".join(f"print({number})\n" for number in range(6)) + "```\n")
        return "".join(parts)

    def summary(self) -> str:
        lines = ["# Table of contents\n\n* [Accueil](README.md)\n"]
        for folder in sorted({file.partition("/")[0] for file in self.files if "/" in file}):
            lines.append(f"* [{folder.capitalize()}]({folder}/README.md)\n")
            inside = sorted(
                file
                for file in self.files
                if file.startswith(f"{folder}/") and not file.endswith("README.md")
            )
            lines += [f"  * [{file.rpartition('/')[2][:-3].capitalize()}]({file})\n" for file in inside]
        return "".join(lines)

    def change(self) -> dict[str, Content]:
        """One commit: a page or three edited, now and then one moved, one more, one less, or the order."""
        changes: dict[str, Content] = {}
        for file in self.chance.sample(sorted(self.files), self.chance.choice((1, 1, 1, 2, 3))):
            lines = self.files[file].split("\n")
            for _time in range(self.chance.randrange(1, 4)):
                lines[self.chance.randrange(5, len(lines))] = self.sentence()
            changes[file] = self.files[file] = "\n".join(lines)
        if self.chance.random() < 0.1:
            changes |= self._move()
        return changes

    def _move(self) -> dict[str, Content]:
        plain = [file for file in sorted(self.files) if not file.endswith("README.md")]
        file = self.chance.choice(plain)
        self.made += 1
        new = f"section-{self.chance.randrange(SECTIONS)}/page-{self.made}.md"
        self.files[new] = self.files.pop(file)
        return {file: None, new: self.files[new], "SUMMARY.md": self.summary()}

    def _link(self, file: str) -> str:
        target = self.chance.choice(sorted(self.files))
        return f"[{self.chance.choice(WORDS)}]({os.path.relpath(target, os.path.dirname(file) or '.')}#etape)"


def folder_of(guide: Guide, folder: Path) -> Path:
    for name, text in {**guide.files, "SUMMARY.md": guide.summary()}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def repository_of(guide: Guide, folder: Path) -> Path:
    """The life of the guide: two branches, merged every twenty commits."""
    told = Repository(folder)
    people = [Person(f"Person {number}", f"person{number}@example.org") for number in range(PEOPLE)]
    told.commit({**guide.files, "SUMMARY.md": guide.summary()}, author=people[0])
    while len(told.commits) < COMMITS:
        at = len(told.commits) - 1
        changes = guide.change()
        who = guide.chance.choice(people)
        if len(told.commits) % 20:
            told.commit(changes, author=who, message=f"GITBOOK-{at}: {guide.sentence()}")
            continue
        told.commit(changes, author=who)
        told.commit(changes, parents=[at, at + 1], author=who, message=f"Merge pull request #{at}")
    return told.write()


def command(site: Path, *arguments: str) -> tuple[float, int]:
    """How long a command takes, and the most memory that it has with all its children, in bytes."""
    environment = {**os.environ, "COMMUNS_DATA": str(site), "DATABASE_URL": ""}
    began, most = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    while process.poll() is None:
        most = max(most, sum(memory_of(pid) for pid in family(process.pid)))
        time.sleep(SAMPLE)
    took = time.perf_counter() - began
    said = process.stdout.read().decode() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{arguments} failed: {said}")
    if arguments[0] == "import_book":
        print(f"   {said.splitlines()[-1]}")
    return took, most


def family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def memory_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError):
        return 0


def measured(name: str, source: Path, folder: Path, *options: str) -> float:
    site = folder / name
    command(site, "migrate", "--verbosity=0")
    took, most = command(site, "import_book", str(source), *options)
    print(f"{name}: {took:.1f} s, {most / 2**20:.0f} MB at most")
    again, _most = command(site, "import_book", str(source), *options)
    print(f"{name}, again: {again:.1f} s")
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured(f"{PAGES} pages without history", folder_of(Guide(), folder / "guide"), folder)
        repository = repository_of(Guide(), folder / "guide.git")
        began = time.perf_counter()
        git(repository, "log", "--topo-order", "--raw", "-M", "-p", "main", "--", "*.md")
        plain = time.perf_counter() - began
        took = measured(f"{COMMITS} commits", repository, folder)
        print(f"Git alone reads them in {plain:.1f} s: the import takes {took / plain:.1f} times as long")


if __name__ == "__main__":
    main()
