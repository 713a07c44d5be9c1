"""How fast two revisions are compared: the engine alone, then the whole screen as a reader gets it.

The pages are a guide's, joined until they weigh 18 and 100 KB (see `rendering.py`), and edited in 2 % of
their lines, in 20 %, in all; and two pages that have nothing in common; then pages of 12 to 24 KB as people
did edit them, one revision after another. Of the screen, « kept » is asked again, as the site keeps what it
drew; « drawn » is asked for the first time where both revisions were read before; « first » where nothing was.
Times are milliseconds of the processor, of the screen the least of five where it is kept: the median of the
pages, and the most; of real edits, the 95th of a hundred.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.importing import command
from tests.benchmarks.rendering import BUNDLE, STARTER, joined, pages_of, percentile
from wiki.text import diff
from wiki.text.comparing import pages, source
from wiki.text.links import resolve_external
from wiki.text.render import render

SIZES = {"18 KB": (16_000, 20_000), "100 KB": (95_000, 105_000)}
SHARES = (0.02, 0.2, 1.0)
ROUNDS, MOST = 5, 6
REAL, MOST_REAL = (12_000, 24_000), 60
VIEWS = ("text", "sides", "source")

Pairs = dict[str, list[tuple[str, str]]]


def main() -> None:
    if os.environ.get("COMPARED_GUIDE"):
        return screens(Path(os.environ["COMPARED_GUIDE"]))
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else BUNDLE if BUNDLE.exists() else STARTER
    engine(given)
    with tempfile.TemporaryDirectory() as site:
        command(Path(site), "migrate", "--verbosity=0")
        command(Path(site), "collectstatic", "--no-input", "--verbosity=0")
        os.environ.update(COMMUNS_DATA=site, DATABASE_URL="", DJANGO_SETTINGS_MODULE="communs.settings")
        os.environ["COMPARED_GUIDE"] = str(given)
        # Another process, whose settings name the site.
        if os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__]):
            raise SystemExit("the measure failed")
    return None


def pairs_of(given: Path) -> Pairs:
    """Two texts to be compared, six times for each kind of pair."""
    texts, pairs = pages_of(given), Pairs()
    for name, (least, most) in SIZES.items():
        large = joined(texts, least, most)[:MOST]
        for share in SHARES:
            pairs[f"{name}, {share:.0%} of lines"] = [(text, edited(text, share)) for text in large]
        pairs[f"{name}, unlike"] = list(zip(large, large[1:] + large[:1], strict=True))
    return pairs


def real_pairs(given: Path) -> Pairs:
    """Texts of 12 to 24 KB, each as an edit left it and as the next one did; none where there is no history."""
    if given.is_dir():
        return {}
    found: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        git("clone", "--quiet", "--bare", str(given), folder)
        asked = "log --all --raw --no-abbrev --no-renames --diff-filter=M --format= -- *.md"
        told = git("-C", folder, *asked.split()).split("\n")
        for line in dict.fromkeys(line.partition("\t")[0] for line in told if line):
            pair = [git("-C", folder, "cat-file", "blob", blob) for blob in line.split()[2:4]]
            if all(REAL[0] <= len(text.encode()) <= REAL[1] for text in pair):
                found.append((pair[0], pair[1]))
    step = max(1, len(found) // MOST_REAL)
    return {f"{len(found[::step])} real edits, 12 to 24 KB": found[::step]} if found else {}


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, encoding="utf-8").stdout


# --- the engine ---------------------------------------------------------------------------------------------


def engine(given: Path) -> None:
    print(f"{'the engine alone':28s}  {'text':15s}  {'sides':15s}  {'source':15s}  differences")
    for name, pairs in [*pairs_of(given).items(), *real_pairs(given).items()]:
        figures = []
        for compare in (_text, _sides, source.compare, diff.compare):
            drawn = [(draw(old), draw(new)) for old, new in pairs] if compare in (_text, _sides) else pairs
            figures.append(
                [least_of(lambda sides=sides, compare=compare: compare(*sides)) for sides in drawn]
            )
        report(name, figures)


def _text(old: str, new: str) -> object:
    return pages.compare(old, new)


def _sides(old: str, new: str) -> object:
    return pages.compare(old, new, sides=True)


def draw(text: str) -> str:
    return render(text, resolve=resolve_external).html


# --- the screen ---------------------------------------------------------------------------------------------


def screens(given: Path) -> None:
    """Real requests of a reader without a session, through all that stands before the view."""
    import django

    django.setup()
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    reader, written = Client(SERVER_NAME="localhost"), _Written()
    kinds = "".join(f"{kind:17s}" for kind in ("text, kept", "text, drawn", "sides, drawn", "source, drawn"))
    print(f"{'the whole screen':28s}  {kinds}{'text, first':17s}queries")
    for name, pairs in [*pairs_of(given).items(), *real_pairs(given).items()]:
        addresses = [written.compared(old, new) for old, new in pairs]
        # With its query: without one, the answer would be kept whole and not be made again.
        views = {view: [f"{address}?view={view}" for address in addresses] for view in VIEWS}
        first = [_afresh(reader, url, caches["drawn"].clear) for url in views["text"]]
        drawn = [
            [_afresh(reader, url, _read_before(reader, url)) for url in asked] for asked in views.values()
        ]
        kept = [least_of(lambda url=url: _answered(reader, url)) for url in views["text"]]
        with CaptureQueriesContext(connection) as queries:
            _answered(reader, views["text"][0])
        report(name, [kept, *drawn, first], f"  {len(queries)}")


def _afresh(reader: Any, url: str, prepare: Callable[[], object]) -> float:
    """The first time that it is asked."""
    prepare()
    return took(lambda: _answered(reader, url))


def _read_before(reader: Any, url: str) -> Callable[[], None]:
    """Both revisions were read, and were not compared."""
    from django.core.cache import caches

    page, _compare, rest = url.partition("-/compare/")

    def read() -> None:
        caches["drawn"].clear()
        for number in rest.split("/")[:2]:
            _answered(reader, f"{page}-/revisions/{number}/?drawn")  # with a query, as above

    return read


class _Written:
    """The pages of a new guide, each with two revisions."""

    def __init__(self) -> None:
        from tests.factories import admin
        from wiki.actions import pages as acts

        self.acts, self.by = acts, admin()
        self.home: Any = acts.create(None, by=self.by, title="Home")

    def compared(self, old: str, new: str) -> str:
        """Where both texts are compared as two revisions of one page."""
        page = self.acts.create(self.home, by=self.by, title="Page", source=old)
        self.acts.edit(page, by=self.by, base=page.version, source=new)
        page.refresh_from_db()
        numbers = sorted(page.history.values_list("history_id", flat=True))
        return f"{page.address}-/compare/{numbers[0]}/{numbers[-1]}/"


def _answered(reader: Any, url: str) -> None:
    answer = reader.get(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answered {answer.status_code}")


# --- measures -----------------------------------------------------------------------------------------------


def report(name: str, figures: list[list[float]], rest: str = "") -> None:
    told = (f"{statistics.median(times):6.1f} ({percentile(times, 0.95):6.1f})" for times in figures)
    print(f"{name:28s}  {'  '.join(told)}{rest}", flush=True)


def least_of(work: Callable[[], object]) -> float:
    return min(took(work) for _round in range(ROUNDS))


def took(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1_000


def edited(text: str, share: float) -> str:
    """The text with words added, replaced or cut off in a share of its lines; always the same ones."""
    chance = random.Random(1)
    return "\n".join(_edited(line, chance) if chance.random() < share else line for line in text.split("\n"))


def _edited(line: str, chance: random.Random) -> str:
    if not line.strip() or line.startswith(("{%", "|", "<", "#")):
        return line
    words = line.split(" ")
    at = chance.randrange(len(words))
    return " ".join(
        chance.choice((words[:at] + ["ajouté", "ici"] + words[at:], words[:at] + ["autre"], words[: at + 1]))
    )


if __name__ == "__main__":
    main()
